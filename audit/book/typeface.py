"""The shipped face on pages: asked for at once, before the style sheets that name it have arrived."""

from audit.figures import faces

#: What the first screen of every page needs.
FIRST = [f"{name}.{faces.PARTS[0]}.woff2" for name in faces.WEIGHTS.values()]


def setup(app):
    app.connect("html-page-context", ask_at_once, priority=850)


def ask_at_once(app, pagename, templatename, context, doctree) -> None:
    """Put the script into the head, before everything else that is fetched."""
    folder = context["pathto"]("_static/faces/", 1) if app.builder.name == "html" else "_static/faces/"
    context["metatags"] = context.get("metatags", "") + f"\n<script>{preload(folder)}</script>"


def preload(folder: str) -> str:
    """A script that asks for the face. A plain ``<link>`` would be an error in a book opened from the file system."""
    return (
        'if(location.protocol!=="file:")for(const name of '
        + str(FIRST).replace("'", '"')
        + '){const link=document.createElement("link");'
        'Object.assign(link,{rel:"preload",as:"font",type:"font/woff2",crossOrigin:"",'
        f'href:"{folder}"+name}});document.head.append(link)}}'
    )
