"""An outline for a map: GeoJSON, held against what it says of itself."""

import json
import re
from pathlib import Path
from typing import Any

from audit.faults import Fault, FaultsError, label
from audit.inputs.plain_json import Place, read_json

#: A point: degrees east (above 180 beyond the date line) and degrees north.
Point = list[float]


def faults(path: Path, box: list[float]) -> list[Fault]:
    """Everything wrong with the outline in ``path``; ``box``: west, south, east and north, which it must keep to."""
    try:
        document = read_json(path)
    except FaultsError as error:
        return error.faults
    name, content = label(path), document.content
    found: list[Fault] = []

    def fault(place: Place, problem: str, expected: str) -> None:
        column = f"feature {place[1] + 1}" if len(place) > 1 else str(place[0]) if place else None
        found.append(Fault(name, document.line(place), column, problem, expected))

    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        fault((), "is no collection of features", 'GeoJSON of "type": "FeatureCollection"')
    elif not isinstance(features, list) or not features:
        fault(("features",), "are missing", "a list of features")
    else:
        for number, feature in enumerate(features):
            place = ("features", number)
            for problem, expected in _feature_faults(feature, box):
                fault(place, problem, expected)
    return found


def count_features(data: bytes) -> int:
    """The number of features in the bytes of an outline, whole or not."""
    return len(re.findall(rb'"Feature"', data))


def _feature_faults(feature: Any, box: list[float]) -> list[tuple[str, str]]:
    geometry = feature.get("geometry") if isinstance(feature, dict) and feature.get("type") == "Feature" else None
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return [("has no outline", "a feature whose geometry is a Polygon or a MultiPolygon")]
    polygons = geometry.get("coordinates")
    polygons = [polygons] if geometry["type"] == "Polygon" else polygons
    rings = [ring for polygon in polygons for ring in polygon] if _lists(polygons, 2) else []
    if not rings:
        return [("has no coordinates", "rings of points")]
    for ring in rings:
        if told := _ring_fault(ring, box):
            return [told]
    if any(_clockwise(ring) != (number == 0) for polygon in polygons for number, ring in enumerate(polygon)):
        expected = "an outline that runs clockwise and holes that do not, each point [east, north]"
        return [("runs the wrong way round, as it does where east and north are swapped", expected)]
    return []


def _lists(value: Any, depth: int) -> bool:
    """Lists of lists, none of them empty, as deep as asked."""
    if not isinstance(value, list) or not value:
        return False
    return depth == 1 or all(_lists(item, depth - 1) for item in value)


def _ring_fault(ring: Any, box: list[float]) -> tuple[str, str] | None:
    west, south, east, north = box
    if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
        return "has a ring that is not closed", "at least four points, the last one the first again"
    for point in ring:
        if not isinstance(point, list) or len(point) != 2 or any(type(one) not in (int, float) for one in point):
            return f"has the point {json.dumps(point)[:40]}", "two numbers, [east, north]"
        if not (west <= point[0] <= east and south <= point[1] <= north):
            return f"has the point {point}", f"[east, north], {west} to {east} east and {south} to {north} north"
    return None


def _clockwise(ring: list[Point]) -> bool:
    """Seen on a map with north above."""
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in zip(ring, ring[1:], strict=False)) > 0
