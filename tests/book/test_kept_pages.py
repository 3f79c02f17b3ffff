"""A book whose unchanged pages are taken as they were read is the book that is built anew, byte for byte, after every kind of edit."""

import re
import shutil
import sys
from io import StringIO
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from docutils import nodes
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, docutils_namespace, patch_docutils

from audit.book import citations, guard, kept_pages, read_from, writing
from audit.book.claims import DataCutoff, Scorecard
from audit.workshop import unchanged

TEXTS = {
    "_config.yml": "A book of a test",
    "_toc.yml": "format: jb-book\nroot: chapters/index\nchapters:\n"
    + "".join(f"- file: chapters/{name}\n" for name in "one two total glossary sources".split()),
    "requirements.txt": "sphinx\n",
    "CHANGELOG.md": "Nothing was corrected.",
    "audit/module.py": "WORD = 'sum'",
    "audit/page.html": "<b>{}</b>",
    "audit/static/book.css": "p { color: black }",
    "seeds/claims.yml": "claim: It grew.",
    "data/table.csv": "1,2,3",
    "data/map.geojson": "[[0, 0]]",
    "data/sources.csv": "smith,The trade of two states\njones,On words\nbrown,Of neither",
    "chapters/index.md": "# A book\n\nBegin with [the first](one.ipynb), or with {ref}`words`.",
    "chapters/two.md": "(words)=\n# Two\n\nA {term}`claim`, as {cite:t}`smith` has it.[^note]\n\n## Within\n\n"
    "See {ref}`deep`.\n\n```{glue} answer\n:doc: one.ipynb\n```\n\n[^note]: Of one hand.",
    "chapters/total.md": "# Total\n\nAs {cite:t}`jones` says.\n\n```{total}\n```",
    "chapters/glossary.md": "# Words\n\n```{glossary}\nclaim\n  What somebody says.\n```",
    "chapters/sources.md": "# Sources\n\n```{bibliography}\n```",
}
GLUED = "application/papermill.record/"
ANSWER = nbformat.v4.new_output(
    "display_data",
    data={f"{GLUED}text/plain": "'forty-two'"},
    metadata={"scrapbook": {"mime_prefix": GLUED, "name": "answer"}},
)
SHOWN = nbformat.v4.new_output("execute_result", data={"text/plain": "42"}, execution_count=1)
NOTEBOOK = nbformat.v4.new_notebook(
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    cells=[
        nbformat.v4.new_markdown_cell(
            "# One\n\n(deep)=\n## Deep\n\nBoth {cite:t}`smith` and {term}`claim`.", id="title"
        ),
        nbformat.v4.new_code_cell("6 * 7", id="sum", outputs=[SHOWN, ANSWER]),
    ],
)


def bring_parts(app):
    """The extension of the test: what ``audit.book`` does for the reading of pages, and one directive that computes."""

    def make_bibliography(app, config):
        pages = [file.read_text(encoding="utf-8") for file in Path(app.srcdir, "chapters").iterdir()]
        sources = [line.partition(",") for line in text(app.srcdir, "data/sources.csv").splitlines()]
        sources = [source for source in sources if source[0] in citations.cited(pages)]
        made = Path(app.srcdir, ".cache", "sources.bib")
        made.parent.mkdir(exist_ok=True)
        entries = (
            f"@misc{{{key},\n author = {{{key}}},\n title = {{{title}}},\n year = 2023}}" for key, _, title in sources
        )
        made.write_text("\n".join(entries), encoding="utf-8")
        config.bibtex_bibfiles = [str(made)]
        config.bibtex_reference_style = "author_year"

    kept_pages.note_inputs()
    app.connect("config-inited", make_bibliography, priority=100)
    app.setup_extension("sphinxcontrib.bibtex")
    app.connect("env-get-outdated", guard.read_every_page)
    app.add_directive("total", Total)
    kept_pages.setup(app)
    app.connect("builder-inited", writing.take_over_writing)


class Total(SphinxDirective):
    """Tells of everything a directive of the book may read, and of how long a notebook is."""

    def run(self):
        said = [
            text(self.env.srcdir, name) for name in TEXTS if name.startswith(("audit/m", "seeds", "data", "CHANGE"))
        ]
        said.append(str(len(text(self.env.srcdir, "chapters/one.ipynb"))))
        return [nodes.raw("", text(self.env.srcdir, "audit/page.html").format("; ".join(said)), format="html")]


Total.__module__ = "audit.book.of_a_test"


def text(root, name: str) -> str:
    return Path(root, name).read_text(encoding="utf-8")


# --- the book -------------------------------------------------------------------------------------------


class Book:
    """A repository with a book in it, and what its last build said."""

    def __init__(self, root: Path):
        self.root = root
        self.read: set[str] = set()
        self.warnings = ""

    def write(self, name: str, content: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        before = text(self.root, name)
        assert old in before
        self.write(name, before.replace(old, new))

    def as_at_first(self) -> None:
        for name in ("audit", "chapters", "data", "seeds", ".cache"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        for name, content in TEXTS.items():
            self.write(name, content)
        self.write("chapters/one.ipynb", nbformat.writes(NOTEBOOK))

    def build(self) -> dict[str, bytes]:
        """Into a fresh folder, as ``make book`` does; every file by name."""
        out = self.root / "_build" / "staging"
        shutil.rmtree(out, ignore_errors=True)
        status, warnings = StringIO(), StringIO()
        settings = {
            "extensions": ["sphinx_external_toc", "myst_nb", "of_a_test"],
            "external_toc_path": str(self.root / "_toc.yml"),
            "external_toc_exclude_missing": True,
            "source_suffix": {
                ".rst": "restructuredtext"
            },  # of its own: extensions write into Sphinx's default, for the whole process
            "exclude_patterns": ["_build", ".cache"],
            "nb_execution_mode": "off",
            "html_title": text(self.root, "_config.yml"),
            "html_theme": "sphinx_book_theme",
            "templates_path": [],  # else the theme adds to one list from build to build
            "html_static_path": [str(self.root / "audit" / "static")],
            "html_css_files": ["book.css"],
            "suppress_warnings": ["myst.header"],
        }
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                self.root, None, out / "html", out / "doctrees", "html", settings, status, warnings, freshenv=True
            )
            app.build()
        self.warnings = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())
        self.read = set(re.findall(r"reading sources\.\.\. \[ *\d+%\] chapters/(\w+)", status.getvalue()))
        files = [file for file in (out / "html").rglob("*") if file.is_file() and file.name != ".buildinfo"]
        return {file.relative_to(out).as_posix(): file.read_bytes() for file in files}

    def build_anew(self) -> dict[str, bytes]:
        """As Sphinx alone builds it: every page read, and written by one process after the others."""
        shutil.rmtree(self.root / ".cache")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(writing, "take_over_writing", lambda app: None)
            return self.build()


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The book, built for the first time, and what was kept of that."""
    with pytest.MonkeyPatch.context() as patch:
        book = Book(tmp_path_factory.mktemp("kept") / "book")
        extension = ModuleType("of_a_test")
        extension.setup = bring_parts
        patch.setitem(sys.modules, "of_a_test", extension)
        patch.setattr(kept_pages, "ROOT", book.root)
        patch.setattr(kept_pages, "FOLDER", book.root / ".cache" / "pages")
        patch.setattr(read_from, "CHAPTERS", book.root / "chapters")
        book.as_at_first()
        book.build()
        assert book.warnings == "" and book.read == EVERY
        kept = book.root.with_name("kept")
        shutil.copytree(book.root / ".cache", kept)
        yield book, kept


@pytest.fixture
def book(first):
    """The book as after its first build."""
    book, kept = first
    book.as_at_first()
    shutil.copytree(kept, book.root / ".cache")
    return book


EVERY = {"index", "one", "two", "total", "glossary", "sources"}

# --- edits ------------------------------------------------------------------------------------------------


def edit(name: str, old: str, new: str):
    return lambda book: book.edit(name, old, new)


def without_a_page(book):
    book.edit("_toc.yml", "- file: chapters/total\n", "")
    (book.root / "chapters" / "total.md").unlink()


def with_a_page(book):
    book.edit("_toc.yml", "- file: chapters/two\n", "- file: chapters/two\n- file: chapters/three\n")
    book.write("chapters/three.md", "# Three\n\nSee {ref}`deep`.")


def in_other_words(book):
    """The target of a link goes from one page to another."""
    book.edit("chapters/two.md", "(words)=\n", "")
    book.edit("chapters/glossary.md", "# Words", "(words)=\n# Words")


def with_nothing_kept(book):
    shutil.rmtree(book.root / ".cache" / "pages")


def with_a_damaged_byte(book):
    (kept,) = (book.root / ".cache" / "pages").glob("*.kept")
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)


def with_half_of_it(book):
    (kept,) = (book.root / ".cache" / "pages").glob("*.kept")
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])


def with_another_book_kept(book):
    (kept,) = (book.root / ".cache" / "pages").glob("*.kept")
    kept.rename(kept.with_name(f"{'0' * 32}.kept"))


COMPUTED = {"total"}
EDITS = {
    "nothing": (lambda book: None, set()),
    "a text": (edit("chapters/two.md", "has it", "put it"), {"two"}),
    "a heading": (edit("chapters/two.md", "# Two", "# The second"), {"two"}),
    "a footnote": (edit("chapters/two.md", "Of one hand", "Of two hands"), {"two"}),
    "a citation": (edit("chapters/two.md", "smith", "jones"), {"two"}),
    "a source that nobody cited before": (edit("chapters/two.md", "smith", "brown"), {"two", "sources"}),
    "a cell": (edit("chapters/one.ipynb", "6 * 7", "7 * 6"), {"one", "total"}),
    "a stored output": (edit("chapters/one.ipynb", "forty-two", "forty-three"), {"one", "total"}),
    "the glossary": (edit("chapters/glossary.md", "somebody", "anybody"), {"glossary"}),
    "a place that others lead to": (in_other_words, {"two", "glossary"}),
    "a CSV": (edit("data/table.csv", "3", "4"), COMPUTED),
    "a map": (edit("data/map.geojson", "0, 0", "0, 1"), COMPUTED),
    "the ledger": (edit("seeds/claims.yml", "grew", "shrank"), COMPUTED),
    "the list of changes": (edit("CHANGELOG.md", "Nothing", "Something"), COMPUTED),
    "a source": (edit("data/sources.csv", "On words", "On deeds"), {*COMPUTED, "sources"}),
    "a module": (edit("audit/module.py", "sum", "total"), EVERY),
    "a template": (edit("audit/page.html", "b>", "i>"), EVERY),
    "a style sheet": (edit("audit/static/book.css", "black", "navy"), EVERY),
    "the settings": (edit("_config.yml", "A book", "The book"), EVERY),
    "the order of the pages": (
        edit(
            "_toc.yml", "- file: chapters/one\n- file: chapters/two\n", "- file: chapters/two\n- file: chapters/one\n"
        ),
        EVERY,
    ),
    "the lock": (edit("requirements.txt", "sphinx", "sphinx==7"), EVERY),
    "a page less": (without_a_page, EVERY - {"total"}),
    "a page more": (with_a_page, EVERY | {"three"}),
    "nothing, and nothing kept": (with_nothing_kept, EVERY),
    "a byte of what was kept": (with_a_damaged_byte, EVERY),
    "half of what was kept": (with_half_of_it, EVERY),
    "the name of what was kept": (with_another_book_kept, EVERY),
}


@pytest.mark.parametrize("change", EDITS)
def test_a_book_with_kept_pages_is_the_book_built_anew(book, change):
    make, expected = EDITS[change]
    make(book)
    built = book.build()
    assert (book.read, book.warnings) == (expected, "")
    anew = book.build_anew()
    assert sorted(built) == sorted(anew)
    assert [name for name in built if built[name] != anew[name]] == []


def test_edits_one_after_the_other_leave_nothing_behind(book):
    for change in ("a text", "a page more", "a CSV", "a cell"):
        EDITS[change][0](book)
        book.build()
    without_a_page(book)
    built = book.build()
    assert "html/chapters/total.html" not in built and built == book.build_anew()


def test_a_page_is_kept_also_when_it_was_itself_kept(book):
    for _ in range(2):
        book.edit("chapters/two.md", "has it", "has it, and has it")
        book.build()
    assert book.read == {"two"}


# --- what must never be kept --------------------------------------------------------------------------------


def test_a_page_that_is_warned_of_is_warned_of_again(book):
    book.edit("chapters/two.md", "See", "See {ref}`nowhere`, and")
    for _ in range(2):
        book.build()
        assert "nowhere" in book.warnings


def test_a_target_that_a_kept_page_has_too_is_warned_of(book):
    book.edit("chapters/glossary.md", "# Words", "(words)=\n# Words")
    book.build()
    warned = book.warnings
    assert "duplicate label words" in warned and book.read == {"glossary", "two"}
    book.build_anew()
    assert book.warnings == warned


@pytest.mark.parametrize("name", ["data/table.csv", "chapters/two.md", "audit/module.py"])
def test_what_changed_during_a_build_is_not_kept(book, name, monkeypatch):
    read_pages = kept_pages.Reading.read

    def read_while_somebody_edits(reading, docnames):
        read_pages(reading, docnames)
        book.write(name, text(book.root, name) + " ")

    book.edit("chapters/glossary.md", "somebody", "anybody")
    before = {file: file.read_bytes() for file in (book.root / ".cache" / "pages").iterdir()}
    monkeypatch.setattr(kept_pages.Reading, "read", read_while_somebody_edits)
    book.build()
    assert before == {file: file.read_bytes() for file in (book.root / ".cache" / "pages").iterdir()}


def test_a_build_that_fails_keeps_nothing(book):
    with_nothing_kept(book)
    (book.root / "data" / "map.geojson").unlink()
    with pytest.raises(Exception, match="map.geojson"):
        book.build()
    assert not (book.root / ".cache" / "pages").exists()


def test_another_environment_reads_every_page(book, monkeypatch):
    monkeypatch.setattr(unchanged, "environment", lambda: ["another Python"])
    book.build()
    assert book.read == EVERY


def test_only_so_many_books_are_kept(book, monkeypatch):
    for number in range(kept_pages.MOST + 2):
        book.edit("audit/module.py", "sum", f"sum{number}")
        book.build()
    assert len(list((book.root / ".cache" / "pages").iterdir())) == kept_pages.MOST


# --- what computes -------------------------------------------------------------------------------------------


def test_whatever_comes_from_the_package_computes(monkeypatch):
    monkeypatch.setitem(roles._roles, "data-cutoff", DataCutoff())
    monkeypatch.setitem(directives._directives, "scorecard", Scorecard)
    with read_from.watched() as by_role:
        roles.role("data-cutoff", en, 1, None)
    with read_from.watched() as by_directive:
        directives.directive("scorecard", en, None)
    with read_from.watched() as neither:
        directives.directive("note", en, None)
        roles.role("code", en, 1, None)
    assert (by_role.computes, by_directive.computes, neither.computes) == (True, True, False)
