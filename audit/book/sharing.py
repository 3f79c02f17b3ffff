"""What a page tells machines: title, description and picture for a shared link, its verdicts as ClaimReview, a sitemap.

Addresses are absolute when the configuration names the book's address (``html_baseurl``) and relative otherwise:
none is invented.
"""

import json
import re
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from docutils import nodes

from audit.book.charts import cite, figure_node, read_payload, script_json
from audit.figures import static_pictures
from audit.figures.imprint import BOOK, imprint
from audit.figures.prose import VERDICT_WORDS
from audit.findings import default_record, findings
from audit.judgement import (
    CAME_TRUE,
    DID_NOT,
    IN_PART,
    NOT_FOUND,
    NOT_SUPPORTED,
    ON_ITS_OWN_TERMS,
    SAID,
    SAID_IN_PART,
    SUPPORTED,
    WITH_EXCEPTIONS,
    Finding,
)

CARDS = "data/cards"  # in the built book
ABOUT = "Two news articles of 2023 on China and Russia, audited claim by claim against the public record."
LONGEST = 200  # characters of a description


def setup(app):
    app.connect("html-page-context", describe_page, priority=800)
    app.connect("build-finished", write_machine_files)


# --- the head of a page -----------------------------------------------------------------------------------


def describe_page(app, pagename, templatename, context, doctree) -> None:
    """Put description, OpenGraph, Twitter card and ClaimReview into the head."""
    if app.builder.name != "html":
        return
    title = nodes.unescape(context.get("title") or "") or app.config.html_title
    title = app.env.titles[pagename].astext() if pagename in app.env.titles else title
    description = describe(doctree) if doctree is not None else ABOUT
    base = app.config.html_baseurl
    here = app.builder.get_target_uri(pagename)
    tags = {
        "name": {"description": description, "twitter:card": "summary_large_image"},
        "property": {
            "og:type": "article",
            "og:site_name": app.config.html_title,
            "og:title": first_sentence(answer_of(doctree)) or title,
            "og:description": description,
        },
    }
    if base:
        tags["property"]["og:url"] = urljoin(base, here)
    if doctree is not None:
        picture = f"{CARDS}/{pagename.replace('/', '-')}.png"
        figure = next(doctree.findall(figure_node), None)
        svg = card(title, description, answer_of(doctree), figure, urljoin(base, here) if base else "")
        static_pictures.write_whole(Path(app.outdir) / picture, static_pictures.png(svg, scale=1))
        address = urljoin(base, picture) if base else context["pathto"](picture, 1)
        tags["property"] |= {"og:image": address, "og:image:width": "1200", "og:image:height": "630"}
        told = [answer_of(doctree) or title, *([read_alt(figure)] if figure is not None else [])]
        tags["property"]["og:image:alt"] = " ".join(told)
        tags["name"]["twitter:image"] = address
    lines = [
        f'<meta {kind}="{escape(name)}" content="{escape(value)}">'
        for kind, pairs in tags.items()
        for name, value in pairs.items()
    ]
    chapter = [one for one in findings().values() if pagename == f"chapters/{one.claim.chapter}"]
    if chapter:
        there = app.builder.get_target_uri(REGISTER)
        reviews = claim_reviews(chapter, urljoin(base, there) if base else context["pathto"](REGISTER))
        lines.append(f'<script type="application/ld+json">{script_json(reviews)}</script>')
    context["metatags"] = context.get("metatags", "") + "\n" + "\n".join(lines)


def describe(doctree) -> str:
    """The first paragraph of prose, cut at a sentence or a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = " ".join(paragraph.astext().split())
        if not isinstance(paragraph.parent, nodes.section) or not words:
            continue
        if len(words) <= LONGEST:
            return words
        cut = words[:LONGEST]
        return cut[: cut.rindex(". ") + 1] if ". " in cut else cut.rsplit(" ", 1)[0] + " …"
    return ABOUT


def answer_of(doctree) -> str:
    """The answer that a page opens with; empty where it asks nothing."""
    if doctree is None:
        return ""
    answers = (one for one in doctree.findall(nodes.paragraph) if "answer" in one["classes"])
    return " ".join(next((one.astext() for one in answers), "").split())


def first_sentence(words: str) -> str:
    """Up to the first full stop that ends a sentence, or the first semicolon: a title has little room."""
    return re.split(r"(?<=[.;])\s", words)[0].rstrip(".;")


def card(title: str, description: str, answer: str, figure, address: str) -> str:
    """The picture that a shared link shows, as SVG: the answer under the question, the chart, and where it is from."""
    spec = figure["spec"] if figure is not None else None
    line, name, notebook = "", "", ""
    if spec is not None:
        payload, made_in = read_payload(spec), Path(figure["notebook"])
        name, line = payload.id, brief_source_line(payload)
        notebook = made_in.name if made_in.suffix == ".ipynb" else ""
    origin = f"{imprint(name, address, notebook)} {line}".strip()
    return static_pictures.sharing_card(answer or title, title if answer else BOOK, spec, description, origin)


def brief_source_line(payload, most: int = 4) -> str:
    """The publishers behind a figure in one line; of many, the first and how many more."""
    names = [one["name"] for one in cite(payload.sources, default_record().sources, payload.id)]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"Source{'s' if len(names) > 1 else ''}: {'; '.join(names[:most])}{more}."


def read_alt(figure) -> str:
    return figure["spec"]["usermeta"]["figure"]["alt"]


# --- ClaimReview ------------------------------------------------------------------------------------------


#: The page that has a place for each claim; a chapter has one only for those with a card.
REGISTER = "chapters/register"


def claim_reviews(judged: list[Finding], register: str) -> dict:
    """The findings as schema.org ClaimReview, one graph; ``register`` is the address of the page where each has its row.

    The rating is the verdict on the record, in the words the page shows, with its place between 1 and 5. Where nothing
    was found out there is no review: a low mark for a text that we could not obtain would call it false. The author of
    what is reviewed is the outlet: we judge sentences, not persons.
    """
    graph = [_review(one, register) for one in judged if one.verdict in RATINGS]
    return {"@context": "https://schema.org", "@graph": graph}


#: Places between 1 and 5 of the verdicts that decide something.
RATINGS = {
    **{SUPPORTED: 5, WITH_EXCEPTIONS: 4, ON_ITS_OWN_TERMS: 3, NOT_SUPPORTED: 1},
    **{SAID: 5, SAID_IN_PART: 3, NOT_FOUND: 1},
    **{CAME_TRUE: 5, IN_PART: 3, DID_NOT: 1},
}


def _review(one: Finding, register: str) -> dict:
    rating = {"@type": "Rating", "alternateName": VERDICT_WORDS[one.verdict].capitalize()}
    rating |= {"ratingValue": RATINGS[one.verdict], "bestRating": 5, "worstRating": 1}
    published = one.article.published_latest
    outlet = {"@type": "Organization", "name": one.article.outlet}
    appearance = {"@type": "NewsArticle", "publisher": outlet, "datePublished": published.isoformat()}
    appearance |= {"headline": one.article.title} if one.article.title else {}
    appearance |= {"url": one.article.url} if one.article.url else {}
    return {
        "@type": "ClaimReview",
        "@id": f"{register}#claim-{one.claim.id}",
        "url": f"{register}#claim-{one.claim.id}",
        "claimReviewed": one.claim.claim,
        "datePublished": one.data_cutoff.isoformat(),
        "author": {"@type": "Organization", "name": "Partners, Not Allies?"},
        "itemReviewed": {
            "@type": "Claim",
            "identifier": one.claim.id,
            "author": outlet,
            "datePublished": published.isoformat(),
            "appearance": appearance,
        },
        "reviewRating": rating,
    }


# --- files beside the book --------------------------------------------------------------------------------


def write_machine_files(app, exception) -> None:
    """``findings.json`` (what ``python -m audit findings --json`` prints), ``claims.jsonld`` and ``sitemap.xml``."""
    if exception or app.builder.name != "html":
        return
    folder, base = Path(app.outdir), app.config.html_baseurl
    judged = list(findings().values())
    listed = json.dumps([one.to_json() for one in judged], indent=2, ensure_ascii=False)
    static_pictures.write_whole(folder / "findings.json", listed + "\n")
    reviews = claim_reviews(judged, urljoin(base, app.builder.get_target_uri(REGISTER)))
    linked = json.dumps(reviews, indent=2, ensure_ascii=False)
    static_pictures.write_whole(folder / "claims.jsonld", linked + "\n")
    pages = sorted(urljoin(base, app.builder.get_target_uri(docname)) for docname in app.env.found_docs)
    day = default_record().data_cutoff.isoformat()
    urls = "".join(f"<url><loc>{escape(page)}</loc><lastmod>{day}</lastmod></url>\n" for page in pages)
    static_pictures.write_whole(
        folder / "sitemap.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
    )
