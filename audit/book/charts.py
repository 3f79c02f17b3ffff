"""A chart on a page: MyST-NB hands over a stored Vega-Lite output, the reader gets a complete figure.

The figure holds title and subtitle, reader's controls, the static picture, the chart's specification (drawn
live by ``static/figure.js`` when it comes near), the data as a table, a CSV with its origin, SVG and PNG to download, the
notebook it was made in, a citation and the sources.
"""

import hashlib
import json
import math
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import jinja2
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from audit.book import csv_download, drawing, live_charts, slim_pictures
from audit.book.kept_parts import part
from audit.book.places_of_sources import source_pages
from audit.figures import faces, static_pictures
from audit.figures.imprint import imprint
from audit.figures.live_html import without_live_charts
from audit.figures.stored_chart import unpacked
from audit.figures.theme import FONT

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
DOWNLOADS = "data/figures"  # in the built book
#: Pages of text: their charts are pictures, and one with controls is drawn live when a reader first uses them.
STILL_PAGES = ("chapters/scorecard",)
#: Rows of a figure's table that stand in the page from the start; ``static/page.js`` brings the others when it is opened.
ROWS_AT_ONCE = 60
_ID = re.compile(r"[a-z][a-z0-9-]*")
_CHART = re.compile(r'<script type="application/json" data-figure="[^"]*">[^<]*</script>')


class FigureError(ExtensionError):
    """A figure that may not be published; the message names it and everything it lacks."""


class figure_node(nodes.General, nodes.Element):
    """A finished figure. ``spec`` is the stored chart; the children are words for the search."""


class VegaLiteRenderer:
    """MyST-NB's renderer for stored Vega-Lite outputs (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides = [("*", static_pictures.VEGALITE_MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline: bool):
        """Nodes for a figure; none for its other forms (for notebook viewers); None for all else."""
        if data.mime_type != static_pictures.VEGALITE_MIME:
            return [] if _is_other_form_of_figure(renderer, data) else None
        spec = unpacked(data.content if isinstance(data.content, dict) else json.loads(data.content))
        place = f"{Path(str(renderer.source)).name}, cell {data.cell_index}"
        payload = read_payload(spec, place)
        node = figure_node("", spec=spec, ids=[f"fig-{payload.id}"])
        node["notebook"], node["cell"] = str(renderer.source), _cell_id(renderer, data)
        node += nodes.paragraph(text=f"{payload.title}. {payload.subtitle}. {payload.alt}")
        return [node]


def _cell_id(renderer, data) -> str:
    """The id of the notebook cell that holds an output; empty if the notebook gives its cells none."""
    cells = renderer.renderer.nb_client.notebook.get("cells", [])
    return cells[data.cell_index].get("id", "") if data.cell_index is not None and cells else ""


def _is_other_form_of_figure(renderer, data) -> bool:
    if data.output_index is None:
        return False
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    return static_pictures.VEGALITE_MIME in outputs[data.output_index].get("data", {})


# --- what a figure must have -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Payload:
    """What stands round a chart: ``spec["usermeta"]["figure"]``, checked."""

    id: str
    title: str
    subtitle: str
    alt: str
    sources: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]
    labels: dict[str, str]
    readout: str | None
    notes: str | None


def read_payload(spec: dict, place: str = "a chart") -> Payload:
    """Check and return the payload of a stored chart. Raises FigureError with all that is missing."""
    raw = (spec.get("usermeta") or {}).get("figure") or {}
    columns, rows = raw.get("columns") or [], raw.get("rows") or []
    lacks = [
        wanted
        for wanted, there in [
            ("an id such as trade-annual", _ID.fullmatch(str(raw.get("id") or ""))),
            ("a title that states the finding", raw.get("title")),
            ("a subtitle with measure, unit and period", raw.get("subtitle")),
            ("a text alternative (alt)", raw.get("alt")),
            ("its sources", raw.get("sources")),
            ("the data behind it (columns and rows)", columns and rows),
            ("rows as long as its columns", all(len(row) == len(columns) for row in rows)),
        ]
        if not there
    ]
    if lacks:
        raise FigureError(f"{place}: figure {raw.get('id') or 'without id'!r} lacks {'; '.join(lacks)}")
    return Payload(
        id=raw["id"],
        title=raw["title"],
        subtitle=raw["subtitle"],
        alt=raw["alt"],
        sources=tuple(raw["sources"]),
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        labels=dict(raw.get("labels") or {}),
        readout=(raw.get("controls") or {}).get("readout"),
        notes=raw.get("notes"),
    )


# --- the page's HTML --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Control:
    """One form control for one parameter of a chart. ``options`` and ``value`` are plain JSON values."""

    signal: str
    kind: str  # select, radio, checkbox, range, number
    label: str
    value: object
    options: tuple = ()
    option_labels: tuple[str, ...] = ()
    limits: tuple[tuple[str, object], ...] = ()  # min, max, step
    spoken: str | None = None  # what a slider says where it opens, if not its number


def read_controls(spec: dict) -> tuple[list[Control], dict]:
    """The reader's controls, and the chart without ``bind``: the page has its own, labelled form controls."""
    controls, params = [], []
    for param in spec.get("params", []):
        bind = param.get("bind")
        if isinstance(bind, dict) and "input" in bind and "select" not in param:
            options = tuple(bind.get("options", ()))
            labels = bind.get("labels") or [str(option) for option in options]
            controls.append(
                Control(
                    signal=param["name"],
                    kind=bind["input"],
                    label=(bind.get("name") or param["name"]).strip().rstrip(":"),
                    value=param.get("value", options[0] if options else None),
                    options=options,
                    option_labels=tuple(labels),
                    limits=tuple((name, bind[name]) for name in ("min", "max", "step") if name in bind),
                )
            )
            param = {key: value for key, value in param.items() if key != "bind"}
        params.append(param)
    return controls, {**spec, "params": params} if params else spec


def arranged(spec: dict, controls: list[Control]) -> list[tuple[str | None, list[Control]]]:
    """The controls in groups, each with its name; a control of no group stands alone, without a name.

    A slider gets a stop for each number that answers, and says the day of the stop it opens at.
    """
    about = (spec.get("usermeta") or {}).get("figure", {}).get("controls") or {}
    if stops := about.get("stops"):
        opening = "|".join(str(one.value) for name in stops["by"] for one in controls if one.signal == name)
        answers = [number for first, last in stops["answering"][opening] for number in range(first, last + 1)]
        controls = [
            _with_stops(one, answers, stops.get("since")) if one.kind == "range" and one.signal in stops["of"] else one
            for one in controls
        ]
    group_of = {signal: legend for legend, signals in (about.get("groups") or {}).items() for signal in signals}
    groups: list[tuple[str | None, list[Control]]] = []
    for control in controls:
        legend = group_of.get(control.signal)
        if legend and groups and groups[-1][0] == legend:
            groups[-1][1].append(control)
        else:
            groups.append((legend, [control]))
    return groups


def _with_stops(slider: Control, answers: list[int], since: str | None) -> Control:
    day = date.fromisoformat(since) + timedelta(slider.value) if since else None
    limits = (("min", 0), ("max", len(answers) - 1), ("step", 1))
    spoken = f"{day.day} {day:%b %Y}" if day else str(slider.value)
    return replace(slider, value=answers.index(slider.value), limits=limits, spoken=spoken)


def live_spec(spec: dict) -> dict:
    """The chart as the page draws it: colours and type follow the page, no reader's controls of its own."""
    _, spec = read_controls(spec)
    spec = {key: value for key, value in spec.items() if key not in ("usermeta", "description")}
    config = {**spec.get("config", {}), "font": FONT}
    return json.loads(static_pictures.with_css_colours(json.dumps({**spec, "config": config})))


def script_json(data) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@dataclass(frozen=True)
class Origin:
    """Where a figure was made: the notebook beside the page, the cell in it, and which version of the notebook.

    ``version`` is git's own name for the file's content (a blob id). It needs no repository to compute, stays the same
    from build to build, and ``git log --find-object`` finds the commit that brought it.
    """

    notebook: str
    cell: str
    version: str

    @classmethod
    def of(cls, notebook: Path, cell: str) -> "Origin":
        content = notebook.read_bytes()
        return cls(notebook.name, cell, hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()[:12])


def figure_html(
    spec: dict,
    *,
    downloads: str = "",
    source_pages: dict[str, str] | None = None,
    sources=None,
    origin: Origin | None = None,
    page_title: str = "",
    address: str = "",
    level: int = 3,
    still: bool = False,
) -> str:
    """A complete figure as HTML.

    ``downloads``: address of the folder with the figure's CSV, SVG and PNG. ``source_pages``: by source_id,
    the address of the page that lists it; None if the book lists none. ``sources``: frame of sources indexed by source_id. ``origin``: the notebook
    cell it was made in, if any. ``page_title`` and ``address``, of the figure in the published book, go into the citation.
    ``level``: of its heading, which is one below the heading that it stands under. ``still``: it stays a picture, and is
    drawn live only if it has controls and a reader uses them.
    Raises FigureError for a figure that lacks something or does not fit a page.
    """
    payload = read_payload(spec)
    controls, _ = read_controls(spec)
    state = _state(controls, still)
    try:
        wide, middle, narrow = (
            _picture(spec, width, f"{payload.id}-{name}-")
            for name, width in (
                ("wide", static_pictures.WIDE),
                ("middle", static_pictures.MIDDLE),
                ("narrow", static_pictures.NARROW),
            )
        )
        readout = static_pictures.signal_text(spec, payload.readout) if payload.readout else None
        chart = None if state == "still" else _drawn_from(spec, controls)
    except ValueError as error:
        raise FigureError(f"figure {payload.id!r}: {error}") from error
    return _template().render(
        figure=payload,
        level=level,
        groups=arranged(spec, controls),
        wide=wide,
        middle=middle,
        narrow=narrow,
        readout=readout,
        state=state,
        chart=chart and script_json(chart),
        **_behind(payload, sources),
        source_pages=source_pages,
        downloads=downloads,
        origin=origin,
        address=address,
        citation=citation(spec, source_line(payload.sources, sources, payload.id), page_title, address, origin),
    )


def _state(controls: list[Control], still: bool) -> str:
    """How a figure comes: ``static`` is drawn live when it comes near, ``waiting`` when its controls are used, ``still`` never."""
    if not still:
        return "static"
    return "waiting" if controls else "still"


def _drawn_from(spec: dict, controls: list[Control]) -> dict:
    """What ``static/figure.js`` draws a chart from. Raises ValueError for a chart that a page cannot draw."""
    payload = read_payload(spec)
    about = spec["usermeta"]["figure"].get("controls") or {}
    live = live_charts.compiled(live_spec(spec))
    return {
        "spec": live_charts.in_columns(live["spec"]),
        "widths": live["widths"],
        "stacked": static_pictures.is_stacked(spec),
        "inset": static_pictures.side_space(spec),
        "readout": payload.readout,
        "controls": [
            {
                "signal": control.signal,
                "kind": control.kind,
                "value": control.value,
                "options": control.options,
            }
            for control in controls
        ],
        **{name: about[name] for name in ("stops", "ordered") if name in about},
    }


def small_figure_html(
    spec: dict, *, downloads: str = "", source_pages: dict[str, str] | None = None, sources=None, level: int = 3
) -> str:
    """A figure of a page that is no notebook: the picture for a phone, at every width, with its data behind a disclosure.

    Raises FigureError as ``figure_html`` does.
    """
    payload = read_payload(spec)
    try:
        picture = _picture(spec, static_pictures.NARROW, f"{payload.id}-")
    except ValueError as error:
        raise FigureError(f"figure {payload.id!r}: {error}") from error
    return _template("figure-small.html").render(
        figure=payload,
        level=level,
        picture=picture,
        **_behind(payload, sources),
        source_pages=source_pages,
        downloads=downloads,
    )


def _picture(spec: dict, width: int, prefix: str) -> str:
    return slim_pictures.slim(static_pictures.inline_svg(spec, width, prefix))


def _behind(payload, sources) -> dict:
    """What stands behind every figure: its table, and the publishers of its sources."""
    rows = [[shown(value) for value in row] for row in payload.rows]
    return {
        "headings": [payload.labels.get(column, column) for column in payload.columns],
        "numeric": [_is_numeric(payload, index) for index in range(len(payload.columns))],
        "rows": rows[:ROWS_AT_ONCE],
        "later_rows": script_json(rows[ROWS_AT_ONCE:]) if len(rows) > ROWS_AT_ONCE else "",
        "count": len(rows),
        "publishers": cite(payload.sources, sources, payload.id),
    }


@cache
def _template(name: str = "figure.html") -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)


def shown(value) -> str:
    """A cell of the data table: 10,000 but 2022 (it may be a year), a true minus, a dash for none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        text = f"{value:,}" if abs(value) >= 10_000 else str(value)
        return text.replace("-", "\N{MINUS SIGN}")
    return str(value)


def _is_numeric(payload: Payload, index: int) -> bool:
    values = [row[index] for row in payload.rows if row[index] is not None]
    return bool(values) and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)


def cite(source_ids, sources, figure_id: str) -> list[dict]:
    """Publishers in order of first mention: ``{"name", "items": [{"id", "year", "title"}]}``.

    ``sources`` is the frame of sources, or None: then ids stand for themselves.
    Raises FigureError for a source that is not in the frame.
    """
    publishers: dict[str, list[dict]] = {}
    for source_id in source_ids:
        if sources is None:
            publishers[source_id] = [{"id": source_id, "year": "", "title": source_id}]
            continue
        if source_id not in sources.index:
            raise FigureError(f"figure {figure_id!r} names a source that data/sources.csv does not have: {source_id}")
        row = sources.loc[source_id]
        published = row.get("published")
        published = "" if published is None or published != published else str(published)[:10]
        item = {"id": source_id, "year": published[:4], "title": f"{row['title']} ({published})"}
        publishers.setdefault(str(row["publisher"]), []).append(item)
    return [{"name": name, "items": items} for name, items in publishers.items()]


def source_line(source_ids, sources, figure_id: str) -> str:
    """The sources in one line of plain text, for a picture that leaves the page."""
    parts = []
    for publisher in cite(source_ids, sources, figure_id):
        years = ", ".join(dict.fromkeys(item["year"] for item in publisher["items"] if item["year"]))
        parts.append(publisher["name"] + (f" ({years})" if years else ""))
    return ("Source: " if len(parts) == 1 else "Sources: ") + "; ".join(parts)


def citation(spec: dict, line: str, page_title: str = "", address: str = "", origin: Origin | None = None) -> str:
    """How to cite a figure, as plain text; ``line`` is its source line. Without an address the page's script adds its own."""
    title = static_pictures.told_title(spec).rstrip(".")
    page = f" “{page_title}”, in:" if page_title else ""
    return f"{title}.{page} {figure_imprint(spec, address, origin)} {line}."


def figure_imprint(spec: dict, address: str = "", origin: Origin | None = None) -> str:
    notebook = f"{origin.notebook}, git blob {origin.version}" if origin else ""
    return imprint(read_payload(spec).id, address, notebook)


# --- Sphinx -----------------------------------------------------------------------------------------------


def setup(app):
    app.add_node(
        figure_node,
        html=(_visit_html, None),
        latex=(_visit_words, _depart),
        text=(_visit_words, _depart),
        man=(_visit_words, _depart),
        texinfo=(_visit_words, _depart),
    )
    app.connect("builder-inited", _prepare_static_files)
    app.connect("env-check-consistency", refuse_double_ids)
    app.connect("env-check-consistency", draw_ahead)
    app.connect("html-page-context", charts_last)
    app.connect("build-finished", ship_notebooks)
    app.add_css_file("palette.css", priority=900)
    app.add_css_file("book.css", priority=901)
    app.add_js_file("figure.js", loading_method="defer")


def _prepare_static_files(app) -> None:
    """Static files that are made or brought: faces, palette, and the one script that draws charts."""
    if app.builder.format != "html":
        return
    made = static_pictures.cache_folder().parent / "static"
    shutil.rmtree(made, ignore_errors=True)  # all that lies in it is published
    static_pictures.write_whole(made / "palette.css", faces.page_css() + static_pictures.palette_css())
    for file in [*sorted(faces.FOLDER.glob("*.woff2")), faces.FOLDER / "OFL.txt"]:
        static_pictures.write_whole(made / "faces" / file.name, file.read_bytes())
    static_pictures.write_whole(made / "vega-bundle.js", live_charts.script())
    app.config.html_static_path += [str(STATIC), str(made)]


def _visit_html(self, node) -> None:
    builder = self.builder
    page = builder.current_docname
    here = builder.get_target_uri(page)
    record = _record()
    origin, page_title, address = _whereabouts(builder, page, node)
    places = {
        "downloads": relative_uri(here, DOWNLOADS + "/"),
        "source_pages": source_pages(builder, page, read_payload(node["spec"]).sources),
        "level": min(self.section_level + 1, 6),
    }
    told = {"origin": origin, "page_title": page_title, "address": address}
    looks = {"small": bool(node.get("small")), "still": page in STILL_PAGES}
    html, files = finished(node["spec"], places, told, record, **looks)
    self.body.append(html)
    for name, content in files.items():
        static_pictures.write_whole(Path(builder.outdir) / DOWNLOADS / name, content)
    raise nodes.SkipNode


def _whereabouts(builder, page: str, node) -> tuple[Origin | None, str, str]:
    """Where a figure was made, the title of that page, and the figure's address in the published book."""
    notebook = Path(node["notebook"])
    chapter = builder.env.path2doc(node["notebook"]) or page
    origin = Origin.of(notebook, node.get("cell", "")) if notebook.suffix == ".ipynb" else None
    base, anchor = builder.config.html_baseurl, node["ids"][0]
    address = urljoin(base, f"{builder.get_target_uri(page)}#{anchor}") if base else ""
    return origin, builder.env.titles[chapter].astext(), address


def finished(
    spec: dict, places: dict, told: dict, record, small: bool, still: bool
) -> tuple[str, dict[str, str | bytes]]:
    """A figure as HTML and its files to download by name, as they were made before from the same chart and words."""
    origin = told["origin"]
    made_in = figure_imprint(spec, told["address"], origin)
    day = record.data_cutoff.isoformat()
    cited = record.sources.reindex(read_payload(spec).sources).to_json(orient="split", date_format="iso")
    given = ["figure", spec, places, {**told, "origin": origin and vars(origin)}, made_in, day, cited, small, still]

    def make() -> tuple[str, dict[str, str | bytes]]:
        sources = record.sources
        html = (
            small_figure_html(spec, **places, sources=sources)
            if small
            else figure_html(spec, **places, **told, sources=sources, still=still)
        )
        payload = replace(read_payload(spec), title=static_pictures.told_title(spec))
        origin_of_csv = csv_download.sidecar_text(payload, sources, **told, date=day)
        return html, downloads(spec, sources, made_in) | {csv_download.sidecar_name(payload.id): origin_of_csv}

    return part(given, make)


def _visit_words(self, node) -> None:
    """A format without charts gets the words."""


def _depart(self, node) -> None:
    pass


@cache
def _record():
    from audit.inputs.record import open_record

    return open_record()


def downloads(spec: dict, sources, origin: str) -> dict[str, str | bytes]:
    """The files of a figure, by name."""
    payload, line = read_payload(spec), _line_of_file(spec, sources)
    picture = static_pictures.titled_svg(spec, line, carry_face=True, imprint=origin)
    return {
        f"{payload.id}.csv": csv_download.csv_text(payload.columns, payload.rows),
        f"{payload.id}.svg": picture,
        f"{payload.id}.png": static_pictures.png(picture),
    }


def _line_of_file(spec: dict, sources) -> str:
    payload = read_payload(spec)
    return f"{source_line(payload.sources, sources, payload.id)}."


def draw_ahead(app, env) -> None:
    """Everything that the pages show of charts, drawn in parallel where it is not kept. Raises FigureError."""
    if app.builder.format != "html":
        return
    pictures = [_pictures(app.builder, docname, node) for docname, node in figures_of_book(env)]
    try:
        drawing.draw(pictures)
    except drawing.DrawingError as error:
        raise FigureError(str(error)) from error


def _pictures(builder, page: str, node) -> drawing.Pictures:
    spec = node["spec"]
    origin, _, address = _whereabouts(builder, page, node)
    return drawing.Pictures(
        id=read_payload(spec).id,
        spec=spec,
        small=bool(node.get("small")),
        live=live_spec(spec) if _is_drawn_live(node, page) else None,
        source_line=_line_of_file(spec, _record().sources),
        imprint=figure_imprint(spec, address, origin),
    )


def _is_drawn_live(node, page: str) -> bool:
    """Whether a page may ever draw this figure by script."""
    controls, _ = read_controls(node["spec"])
    return not node.get("small") and _state(controls, page in STILL_PAGES) != "still"


def charts_last(app, pagename, templatename, context, doctree) -> None:
    """What the live charts of a page are drawn from, behind all that is read: there it is packed as one, and delays nothing."""
    charts: list[str] = []
    words = _CHART.sub(lambda found: charts.append(found[0]) or "", context.get("body", ""))
    if charts:
        context["body"] = words + "".join(charts)


def ship_notebooks(app, exception) -> None:
    """Each notebook beside its page, so that a reader has the very cells that made the figures.

    Without the live chart that a viewer may have saved in it: no digest knows that one.
    """
    if exception or app.builder.name != "html":
        return
    for docname in app.env.found_docs:
        source = Path(app.env.doc2path(docname))
        if source.suffix == ".ipynb":
            static_pictures.write_whole(Path(app.outdir) / f"{docname}.ipynb", without_live_charts(source.read_bytes()))


def refuse_double_ids(app, env) -> None:
    """An id is an address: each figure has its own. Raises FigureError."""
    seen: dict[str, str] = {}
    for docname, node in figures_of_book(env):
        (anchor,) = node["ids"]
        if anchor in seen:
            raise FigureError(f"two figures have the id {anchor!r}: in {seen[anchor]} and in {docname}")
        seen[anchor] = docname


def figures_of_book(env) -> Iterator[tuple[str, figure_node]]:
    """Every figure of the book with its page, as they were read."""
    for docname in sorted(env.found_docs):
        for node in env.get_doctree(docname).findall(figure_node):
            yield docname, node
