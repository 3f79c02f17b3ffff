"""A new article or claim is written whole, in its place, or not at all; and what is wrong with it is what the ledger says."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from invented import EVENING_PAPER

from audit.cli import main
from audit.findings import fit
from audit.inputs import new_entries
from audit.inputs.ledger import load_ledger
from audit.paths import ROOT

CLAIMS = """\
# Every claim, in the order of the text.

# ---- The Evening Paper ----

- id: trade-grew
  article: evening-paper
  paragraph: 1
  kind: quantity
  claim: Trade grew by “29 per cent”.
  topic: trade
  chapter: trade
  test: {comparison: rounds_to, reading: It rounds to it., unit: per cent, stated: 29, value: 29}

# What follows is from the last column.
- id: they-are-friends
  article: evening-paper
  paragraph: 5
  kind: judgement
  claim: >-
    They are
    friends.
  topic: trade
  chapter: null
  not_judged_reason: Nobody can tell.
"""
TEXT = "A title\n\nTrade grew by a tenth.\n  \nNobody knows why.\n"
ARTICLE = ("new-article", "morning-paper", "--outlet", "The Morning Paper", "--title", "Trade", "--author", "B. Writer")
ARTICLE += ("--url", "https://example.org/trade", "--published", "2024-02-01", "--published-reason", "Printed on it.")
CLAIM = ("new-claim", "ships-sent", "--article", "evening-paper", "--paragraph", "3", "--kind", "quantity")
CLAIM += ("--claim", "They sent “more than 10” ships.", "--topic", "ships", "--chapter", "exercises")
CLAIM += ("--comparison", "more_than", "--reading", "Above ten.", "--unit", "ships", "--threshold", "10")


@pytest.fixture
def seeds(tmp_path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "articles.yml").write_text(EVENING_PAPER, encoding="utf-8")
    (folder / "claims.yml").write_text(CLAIMS, encoding="utf-8")
    return folder


@pytest.fixture
def text(tmp_path) -> Path:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "text.txt"


def said(capsys, seeds, *arguments) -> tuple[int, str, str]:
    code = main([*map(str, arguments), "--seeds", str(seeds)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def refused(capsys, seeds, *arguments) -> tuple[int, str]:
    """Exit code and what is said, of a command that leaves the seeds as they were, byte for byte."""
    before = {file.name: file.read_bytes() for file in seeds.iterdir()}
    code, out, err = said(capsys, seeds, *arguments)
    assert {file.name: file.read_bytes() for file in seeds.iterdir()} == before and not out
    return code, err


def changed(arguments, **fields) -> list[str]:
    """The arguments of a command with some of its options otherwise; None leaves one out."""
    given = list(arguments)
    for name, value in fields.items():
        at = given.index(f"--{name.replace('_', '-')}")
        given[at : at + 2] = [] if value is None else [given[at], value]
    return given


# --- articles ---


def test_an_article_stands_at_the_end_with_the_hash_and_the_length_of_its_text(capsys, seeds, text):
    code, out, err = said(capsys, seeds, *ARTICLE, "--text", text)
    assert (code, err) == (0, "") and len(out.splitlines()) <= 6 and "new-claim CLAIM_ID --article morning-paper" in out
    whole = (seeds / "articles.yml").read_text(encoding="utf-8")
    assert whole.startswith(EVENING_PAPER + "\n- id: morning-paper\n") and "published_latest: 2024-02-01\n" in whole
    article = load_ledger(seeds).articles["morning-paper"]
    assert (article.paragraphs, article.text_sha256) == (3, hashlib.sha256(TEXT.encode()).hexdigest())


def test_an_article_without_a_title_has_a_note_that_says_why(capsys, seeds, text):
    code, err = refused(capsys, seeds, *changed(ARTICLE, title=None), "--text", text)
    assert code == 1 and "title_note: in morning-paper: is missing although title is null" in err
    note = ("--title-note", "It has none.")
    assert said(capsys, seeds, *changed(ARTICLE, title=None), *note, "--text", text)[0] == 0


def test_an_article_may_have_appeared_on_one_of_several_days(capsys, seeds, text):
    given = list(ARTICLE)
    given.insert(given.index("2024-02-01") + 1, "2024-02-03")
    assert said(capsys, seeds, *given, "--text", text)[0] == 0
    article = load_ledger(seeds).articles["morning-paper"]
    assert (article.published_latest - article.published_earliest).days == 2


@pytest.mark.parametrize(
    ("content", "words"), [(None, "cannot be read (No such file or directory)"), (b"\xff", "is not UTF-8")]
)
def test_a_text_that_cannot_be_read_gives_no_article(capsys, seeds, tmp_path, content, words):
    if content is not None:
        (tmp_path / "broken.txt").write_bytes(content)
    code, err = refused(capsys, seeds, *ARTICLE, "--text", tmp_path / "broken.txt")
    assert code == 2 and err == f"{tmp_path / 'broken.txt'}: {words}, expected the captured text of the article\n"


def test_an_empty_text_gives_no_article(capsys, seeds, tmp_path):
    (tmp_path / "empty.txt").write_text("\n \n")
    code, err = refused(capsys, seeds, *ARTICLE, "--text", tmp_path / "empty.txt")
    assert code == 1 and "paragraphs: in morning-paper: is 0, expected 1 or more" in err


def test_the_text_of_an_article_stays_out_of_the_repository(capsys, seeds):
    code, err = refused(capsys, seeds, *ARTICLE, "--text", ROOT / "README.md")
    assert code == 2 and err.startswith("README.md: lies in the repository, expected a file outside")


# --- claims ---


def test_a_claim_stands_by_its_paragraph_and_every_other_byte_stays(capsys, seeds):
    code, out, err = said(capsys, seeds, *CLAIM)
    assert (code, err) == (0, "") and len(out.splitlines()) <= 6
    assert "What agrees: more than 10 ships\n" in out and "audit register ships-sent --reason" in out
    assert "audit/findings/exercises/claims.py, under SPECIFICATIONS['ships-sent']" in out
    whole = (seeds / "claims.yml").read_text(encoding="utf-8")
    new = re.search(r"\n- id: ships-sent\n(?:  .*\n)+", whole)[0]
    assert whole.replace(new, "") == CLAIMS and whole.index("ships-sent") < whole.index("# What follows")
    assert list(load_ledger(seeds).claims) == ["trade-grew", "ships-sent", "they-are-friends"]


def test_a_claim_of_the_last_paragraph_or_of_the_same_one_stands_after_those_that_are_there(capsys, seeds):
    for paragraph, order in (("9", ["a", "b", "new"]), ("1", ["a", "new", "b"])):
        (seeds / "claims.yml").write_text(CLAIMS.rstrip("\n"), encoding="utf-8")  # no end of line either
        assert said(capsys, seeds, *changed(CLAIM, paragraph=paragraph))[0] == 0
        names = {"trade-grew": "a", "they-are-friends": "b", "ships-sent": "new"}
        assert [names[id] for id in load_ledger(seeds).claims] == order


def test_a_claim_before_all_others_is_the_first_entry(capsys, seeds):
    whole = CLAIMS.replace("paragraph: 1", "paragraph: 4")
    (seeds / "claims.yml").write_text(whole, encoding="utf-8")
    assert said(capsys, seeds, *CLAIM)[0] == 0
    assert list(load_ledger(seeds).claims)[0] == "ships-sent"


def test_the_first_claim_of_a_new_article_stands_last(capsys, seeds, text):
    said(capsys, seeds, *ARTICLE, "--text", text)
    assert said(capsys, seeds, *changed(CLAIM, article="morning-paper", paragraph="2"))[0] == 0
    assert list(load_ledger(seeds).claims)[-1] == "ships-sent"


def test_a_judgement_has_no_test_and_a_claim_out_of_scope_a_reason(capsys, seeds):
    given = changed(CLAIM, kind="judgement", comparison=None, reading=None, unit=None, threshold=None, chapter=None)
    code, out, _ = said(capsys, seeds, *given, "--out-of-scope", "Nobody can tell.")
    assert code == 0 and "register" not in out and "SPECIFICATIONS" not in out
    claim = load_ledger(seeds).claims["ships-sent"]
    assert (claim.chapter, claim.not_judged_reason, claim.test) == (None, "Nobody can tell.", None)


def test_a_prediction_keeps_its_last_day(capsys, seeds):
    given = changed(CLAIM, kind="prediction", comparison="comes_true", unit=None, threshold=None)
    assert said(capsys, seeds, *given, "--by", "2024-12-31")[0] == 0
    assert "by: 2024-12-31\n" in (seeds / "claims.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"article": "evening-papers"}, "unknown article 'evening-papers' (did you mean evening-paper?)"),
        ({"paragraph": "10"}, "is 10, but evening-paper has 9 paragraphs, expected 1 to 9"),
        ({"kind": "quantty"}, "is 'quantty' (did you mean quantity?), expected one of quantity, event"),
        ({"comparison": "more_then"}, "unknown comparison 'more_then' (did you mean more_than?), expected one of"),
        ({"unit": "shipps"}, "is 'shipps' (did you mean ships?)"),
        ({"chapter": "exercise"}, "is 'exercise' (did you mean exercises?), expected a chapter that _toc.yml lists"),
        ({"topic": "trades"}, "is 'trades', which no other claim has (did you mean trade?)"),
        ({"claim": "They sent ships"}, "does not end with a full stop"),
        ({"reading": None}, "test.reading: in ships-sent: is missing"),
    ],
)
def test_a_claim_that_the_ledger_refuses_is_not_written(capsys, seeds, fields, words):
    code, err = refused(capsys, seeds, *changed(CLAIM, **fields))
    assert code == 1 and words in err and err.startswith(f"{seeds / 'claims.yml'}:"), err


@pytest.mark.parametrize("chapter", ["exercises", "rivals"])  # one asks about a layer, the other about none
def test_a_headline_that_the_front_page_would_not_show_is_not_written_until_a_layer_lists_it(
    capsys, seeds, monkeypatch, chapter
):
    given = [*changed(CLAIM, chapter=chapter), "--headline"]
    code, err = refused(capsys, seeds, *given)
    assert code == 1 and re.fullmatch(
        rf"{seeds}/claims\.yml:\d+:headline: in ships-sent: is true although no layer of the front page lists the claim, "
        r"expected a few words for it in LAYERS \(audit/findings/answer\.py\), below its layer; or no headline\n",
        err,
    )
    assert said(capsys, seeds, *given[:-1])[0] == 0
    listing = replace(fit.LAYERS[0], labels={"boats-sent": "Ten ships were sent"})
    monkeypatch.setattr(fit, "LAYERS", (listing, *fit.LAYERS[1:]))
    assert said(capsys, seeds, given[0], "boats-sent", *given[2:])[0] == 0
    assert load_ledger(seeds).claims["boats-sent"].headline


def test_a_number_that_is_none_is_wrong_usage(capsys, seeds):
    with pytest.raises(SystemExit) as stop:
        said(capsys, seeds, *changed(CLAIM, threshold="ten"))
    assert stop.value.code == 2 and "argument --threshold: invalid number value: 'ten'" in capsys.readouterr().err


# --- both ---


def test_an_id_is_used_once(capsys, seeds, text):
    taken = [CLAIM[0], "they-are-friends", *CLAIM[2:]]
    assert refused(capsys, seeds, *taken) == (
        2,
        "they-are-friends: there is a claim of this id, expected an id of its own\n",
    )
    taken = [ARTICLE[0], "evening-paper", *ARTICLE[2:], "--text", text]
    assert refused(capsys, seeds, *taken)[1].startswith("evening-paper: there is an article of this id")


def test_the_id_of_a_claim_that_is_gone_is_not_used_again(capsys, seeds):
    day, known = "2024-01-01", ("--reason", "New.", "--results-known", "no")
    assert main(["register", "trade-grew", *known, "--date", day, "--seeds", str(seeds)]) == 0
    capsys.readouterr()
    gone = CLAIMS[: CLAIMS.index("- id: trade-grew")] + CLAIMS[CLAIMS.index("- id: they-are") :]
    (seeds / "claims.yml").write_text(gone, encoding="utf-8")
    code, err = refused(capsys, seeds, CLAIM[0], "trade-grew", *CLAIM[2:])
    assert code == 2 and err == "trade-grew: a test was registered under this id, expected an id that was never used\n"


def test_seeds_that_have_a_fault_already_are_told_first(capsys, seeds):
    (seeds / "claims.yml").write_text(CLAIMS.replace("paragraph: 5", "paragraph: 50"), encoding="utf-8")
    code, err = refused(capsys, seeds, *CLAIM)
    assert code == 1 and "is 50, but evening-paper has 9 paragraphs" in err


def test_what_somebody_else_wrote_meanwhile_is_kept(capsys, seeds, monkeypatch):
    whole, check = CLAIMS + "# A note.\n", new_entries._checked

    def slow(*arguments):
        (seeds / "claims.yml").write_text(whole, encoding="utf-8")
        return check(*arguments)

    monkeypatch.setattr(new_entries, "_checked", slow)
    code, _, err = said(capsys, seeds, *CLAIM)
    assert code == 2 and "changed meanwhile, nothing was written" in err
    assert (seeds / "claims.yml").read_text(encoding="utf-8") == whole and not list(seeds.glob(".*"))
