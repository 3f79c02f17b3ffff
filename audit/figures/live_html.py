"""A chart with its controls as HTML, for viewers that draw no Vega-Lite 6 themselves: VS Code, Colab, a Jupyter of others.

Only while somebody sits before it: what ``make book`` stores is the picture, and what follows LIVE in a notebook that was
saved in such a viewer counts for nothing. Where ``make lab`` runs, or its renderer is installed, none of this is needed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

LIVE = "<!-- live: not part of the book -->"
RENDERER = Path("share/jupyter/labextensions/partners-not-allies")
#: Set by audit.workshop.lab: charts are drawn by the renderer that it brings.
DRAWN_BY_LAB = "AUDIT_CHARTS_DRAWN_BY_LAB"


def has_controls(spec: dict[str, Any]) -> bool:
    """Has the chart something for a reader to set? The others are pictures wherever they cannot be drawn."""
    return any(isinstance(param.get("bind"), dict) for param in spec.get("params", []))


def wants_live_html() -> bool:
    """Does a person run this in a viewer that shows HTML and draws no Vega-Lite 6?"""
    if "VSCODE_PID" in os.environ or "google.colab" in sys.modules:
        return True
    in_jupyter = "JPY_SESSION_NAME" in os.environ  # set by a Jupyter server for its kernels, and by nothing that builds
    return in_jupyter and DRAWN_BY_LAB not in os.environ and not (Path(sys.prefix) / RENDERER).exists()


def without_live_charts(notebook: bytes) -> bytes:
    """The bytes of a notebook's file without what follows LIVE in its outputs; as they are where there is none."""
    if LIVE.encode() not in notebook:
        return notebook
    content = json.loads(notebook)
    for output in (output for cell in content["cells"] for output in cell.get("outputs", [])):
        told = "".join(output.get("data", {}).get("text/html", ""))
        if LIVE in told:
            output["data"]["text/html"] = told.partition(LIVE)[0].splitlines(keepends=True)
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def live_html(spec: dict[str, Any]) -> str:
    """The chart as a script that draws it in place of the picture before it; the drawing script is in it, and no address."""
    from audit.figures.static_pictures import script_that_draws

    figure = spec["usermeta"]["figure"]
    chart = {key: value for key, value in spec.items() if key != "usermeta"}
    place = f"live-{figure['id']}"
    told = json.dumps(chart, sort_keys=True).replace("<", "\\u003c")
    drawing = script_that_draws().decode().replace("</script", "<\\/script")
    return f"""{LIVE}
<div id="{place}" style="width: 100%; background: #fff"></div>
<script>{drawing}</script>
<script>
window.vegaEmbed("#{place}", {told}, {{actions: false, renderer: "svg"}}).then(() => {{
  const picture = document.getElementById("{place}").parentElement.querySelector("img");
  if (picture) picture.hidden = true;
}});
</script>"""
