"""Colours and type of every chart and page: one fixed meaning for each colour, in light and in dark mode."""

from audit.figures import faces

# name: (on light paper, on dark paper). The light values are all different, so that a drawn chart can be
# turned from light to dark by replacing colours. The *_text shades are for words in a series' colour (4.5:1);
# the plain ones are for marks (3:1). tests/book/test_book_charts.py measures both.
PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#FFFFFF", "#14181E"),
    "tint": ("#F3F4F6", "#1E242C"),
    "grid": ("#E1E4E8", "#2E3640"),
    "ink": ("#1B1F24", "#E6EAEF"),
    "muted": ("#57606A", "#A3ADB8"),
    "context": ("#868E97", "#7D8792"),
    "china": ("#D55E00", "#D55E00"),
    "china_text": ("#B34E00", "#EE8A3C"),
    "russia": ("#0072B2", "#4A9BD4"),
    "russia_text": ("#0070AE", "#5BA8DD"),
    "both": ("#C66C9E", "#CC79A7"),  # 3:1 on the tint as well, which #CC79A7 misses
    "both_text": ("#A6487D", "#DB93BA"),
    "allies": ("#009E73", "#009E73"),
    "allies_text": ("#007A59", "#26B58B"),
}

#: The one face of pages, charts, pictures and print. It ships with the book (``audit.figures.faces``); stand-ins of the same
#: width and height fill in while it loads, and relatives of the same widths in a viewer that does not have it.
FONT = ", ".join(
    [f'"{name}"' for name in (faces.FAMILY, *faces.STAND_INS)]
    + ["Arimo", "Arial", '"Liberation Sans"', "Helvetica", "sans-serif"]
)
#: Code. Its stand-ins are as wide without being fitted.
MONO = f'"{faces.MONO_FAMILY}", Cousine, "Liberation Mono", Menlo, "DejaVu Sans Mono", Consolas, monospace'


def light(name: str) -> str:
    """The hex colour of ``name`` on light paper, which is what a chart in a notebook is drawn with."""
    return PALETTE[name][0]


def contrast(colour: str, ground: str) -> float:
    """WCAG 2 contrast ratio of two hex colours, from 1 to 21."""
    bright, dim = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def house_config() -> dict:
    """The Vega-Lite configuration of every chart: few ticks, no box, light grid, type of 12 px and more.

    The title and subtitle are not here: the page sets them in HTML, where they wrap on a phone.
    """
    ink, muted, grid = light("ink"), light("muted"), light("grid")
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": False,
            "labelColor": muted,
            "labelFontSize": 13,
            "labelPadding": 6,
            "titleColor": muted,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
        },
        "axisX": {"domain": True, "domainColor": muted, "labelFlush": False},
        "axisQuantitative": {"grid": True, "gridColor": grid, "tickCount": 5},
        "axisBand": {"grid": False},
        "line": {"strokeWidth": 2.25, "strokeCap": "round", "strokeJoin": "round"},
        "point": {"filled": True, "size": 45},
        "rule": {"color": ink},
        "text": {"color": ink, "fontSize": 13},
        "bar": {"color": light("context")},
        "legend": {
            "labelColor": ink,
            "labelFontSize": 13,
            "titleColor": muted,
            "titleFontSize": 13,
            "orient": "top",
        },
    }
