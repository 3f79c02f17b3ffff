"""A template is compiled once, and again as soon as it, or what compiles it, is another."""

import jinja2
import pytest

from audit.book import kept_templates


@pytest.fixture
def rendered(tmp_path, monkeypatch):
    """What a fresh environment makes of a template, and how often it compiled one."""
    monkeypatch.setattr(kept_templates, "FOLDER", tmp_path)

    def render(source: str) -> tuple[str, int]:
        environment, compiled = jinja2.Environment(loader=jinja2.DictLoader({"page": source})), []
        compiling = environment.compile
        environment.compile = lambda *given, **more: compiled.append(1) or compiling(*given, **more)
        environment.bytecode_cache = kept_templates.Kept()
        return environment.get_template("page").render(words="words"), len(compiled)

    return render


def test_a_template_is_compiled_once(rendered):
    assert rendered("<b>{{ words }}</b>") == ("<b>words</b>", 1)
    assert rendered("<b>{{ words }}</b>") == ("<b>words</b>", 0)


def test_another_template_of_that_name_is_compiled(rendered):
    rendered("<b>{{ words }}</b>")
    assert rendered("<i>{{ words }}</i>") == ("<i>words</i>", 1)


def test_another_environment_compiles_it_again(rendered, monkeypatch):
    rendered("<b>{{ words }}</b>")
    monkeypatch.setattr(kept_templates.unchanged, "environment", lambda: ["another"])
    assert rendered("<b>{{ words }}</b>") == ("<b>words</b>", 1)


def test_a_damaged_template_is_compiled_again(rendered, tmp_path):
    rendered("<b>{{ words }}</b>")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-3])
    assert rendered("<b>{{ words }}</b>") == ("<b>words</b>", 1)


def test_where_nothing_can_be_kept_the_page_is_made_all_the_same(rendered, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(kept_templates, "FOLDER", tmp_path / "file" / "folder")
    assert rendered("<b>{{ words }}</b>") == ("<b>words</b>", 1)
