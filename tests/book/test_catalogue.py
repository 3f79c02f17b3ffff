"""The lists of claims and sources say what they are read from, so that a change of it makes them anew."""

from types import SimpleNamespace

import pytest

from audit.book import catalogue
from audit.paths import ROOT


@pytest.mark.parametrize("directive", [catalogue.SourceIndex, catalogue.SourcesOf, catalogue.Register])
@pytest.mark.parametrize("asked_before", [False, True])
def test_a_list_is_read_from_the_notebooks_of_all_chapters(directive, asked_before):
    """Which tables a chapter uses stands in its notebook; it is looked up once for all lists, and each depends on it."""
    noted = set()
    names = ["chapters/index", "chapters/trade", "chapters/ruble"]
    config = SimpleNamespace(external_site_map=dict.fromkeys(names))
    env = SimpleNamespace(note_dependency=noted.add)
    asked = SimpleNamespace(env=env, config=config)
    if asked_before:
        catalogue.listed_by_chapter(["trade", "ruble"])
    assert directive.chapters(asked) == ["trade", "ruble"]
    assert noted == {str(ROOT / "chapters" / f"{name}.ipynb") for name in ("trade", "ruble")}
