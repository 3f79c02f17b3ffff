"""The rules of judgement, stated one by one. Claims and specifications are made up; the rules know no real ones."""

from dataclasses import replace
from datetime import date
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from audit import judgement
from audit.inputs.ledger import Article, Claim
from audit.judgement import CONFIDENCE, LADDERS, LEVELS, Confidence, Judged, Specification, judge, said, specification

CUTOFF = date(2024, 6, 30)
ARTICLE = Article(
    id="paper-2023",
    title="A title",
    outlet="A paper",
    author="A. Writer",
    url="https://example.org/a",
    published_earliest=date(2023, 9, 1),
    published_latest=date(2023, 9, 3),
    published_reason="Printed on the page.",
    text_sha256="0" * 64,
    paragraphs=9,
    paragraph_rule="Lines that are not blank.",
)
AROUND_29 = {"comparison": "between", "low": 28.5, "high": 29.5, "unit": "per cent", "reading": "Rounds to 29."}
BEFORE_IT, THE_DAY, AFTER_IT = date(2023, 9, 2), date(2023, 9, 3), date(2023, 9, 4)

# Values that the test above accepts, rejects, and none.
AGREES, DIFFERS, MISSING = 29.3, 34.3, None


def claim(kind: str = "quantity", test: dict | None = AROUND_29, readings: list[dict] = ()) -> Claim:
    return Claim(
        id="a-claim",
        article="paper-2023",
        paragraph=2,
        kind=kind,
        claim="Trade grew by some.",
        speaker="Someone" if kind == "statement" else None,
        topic="trade",
        chapter="trade",
        test=test,
        alternative_readings=list(readings),
    )


def spec(value=AGREES, id: str = "nearest", **changes) -> Specification:
    """A principled specification, known before the article; the nearest if it is called so."""
    return Specification(
        **{
            "id": id,
            "label": id,
            "value": value,
            "principled": True,
            "reason": "a reason",
            "sources": ("a_source",),
            "published": BEFORE_IT,
            "origins": ("an-office",),
            "kinds": ("press",),
            "nearest": id == "nearest",
            "seen": ("excerpt",),
            **changes,
        }
    )


def judged(*specifications: Specification, of: Claim | None = None):
    return judge(of or claim(), ARTICLE, specifications, CUTOFF)


# --- the ladder of quantities, events and structures ---


def test_all_principled_specifications_agree_supported():
    assert judged(spec(), spec(28.5, "b"), spec(29.5, "c")).verdict == "supported"


def test_nearest_agrees_but_another_does_not_supported_on_its_own_terms():
    assert judged(spec(), spec(DIFFERS, "b"), spec(id="c")).verdict == "supported-on-its-own-terms"


def test_nearest_does_not_agree_not_supported_whatever_the_others_say():
    assert judged(spec(DIFFERS), spec(id="b"), spec(id="c"), spec(id="d")).verdict == "not-supported"


def test_nearest_is_missing_not_testable_whatever_the_others_say():
    assert judged(spec(MISSING), spec(id="b"), spec(id="c")).verdict == "not-testable"


@pytest.mark.parametrize("kind", ["quantity", "event", "structure"])
def test_every_combination_lands_on_the_rung_that_the_design_names(kind):
    # The design's sentences, once more and in another form, on every mixture of three further specifications.
    shapes = [(value, principled) for value in (AGREES, DIFFERS, MISSING) for principled in (True, False)]
    seen = set()
    for nearest, *others in product((AGREES, DIFFERS, MISSING), shapes, shapes, shapes):
        specs = [spec(value, f"s{n}", principled=principled) for n, (value, principled) in enumerate(others)]
        dissent = any(value == DIFFERS and principled for value, principled in others)
        expected = {DIFFERS: "not-supported", MISSING: "not-testable"}.get(
            nearest, "supported-on-its-own-terms" if dissent else "supported"
        )
        found = judged(spec(nearest), *specs, of=claim(kind)).verdict
        assert found == expected, (nearest, others)
        seen.add(found)
    assert seen == set(LADDERS[kind]) - {"supported-with-exceptions"}  # that one needs a pattern, below


def test_order_of_specifications_does_not_matter():
    specs = [spec(), spec(DIFFERS, "b"), spec(id="c", principled=False), spec(MISSING, "d")]
    first = judged(*specs)
    for turned in (specs[n:] + specs[:n] for n in range(1, len(specs))):
        other = judged(*turned)
        assert (other.verdict, other.confidence, other.agreeing) == (first.verdict, first.confidence, first.agreeing)


def test_unprincipled_and_missing_ones_do_not_count():
    finding = judged(spec(), spec(id="b"), spec(DIFFERS, "c", principled=False), spec(MISSING, "d"))
    assert (finding.verdict, finding.agreeing, finding.principled_total) == ("supported", 2, 2)
    assert finding.confidence.agreement == "high"
    assert [one.counts for one in finding.judged] == [True, True, False, False]
    assert [one.agrees for one in finding.judged] == [True, True, False, None]


def test_values_on_the_bounds_agree_and_beyond_them_do_not():
    answers = [judged(spec(value)).nearest.agrees for value in (28.4999, 28.5, 29.5, 29.5001)]
    assert answers == [False, True, True, False]


# --- what a set of specifications must be ---


def test_one_is_nearest_or_two_but_not_none_and_not_three():
    with pytest.raises(
        ValueError, match="a-claim: expected one nearest specification, or two plain senses, found none"
    ):
        judged(spec(id="b"))
    with pytest.raises(ValueError, match=r"two plain senses, found \['nearest', 'b', 'c'\]"):
        judged(spec(), spec(id="b", nearest=True), spec(id="c", nearest=True))


@pytest.mark.parametrize(
    ("first", "second", "verdict", "rests_on"),
    [
        (AGREES, DIFFERS, "not-supported", "b"),
        (DIFFERS, AGREES, "not-supported", "nearest"),
        (AGREES, AGREES, "supported", "nearest"),
        (MISSING, AGREES, "supported", "b"),
        (MISSING, MISSING, "not-testable", "nearest"),
    ],
)
def test_of_two_plain_senses_the_lower_verdict_counts_and_both_are_shown(first, second, verdict, rests_on):
    finding = judged(spec(first), spec(second, "b", nearest=True))
    assert (finding.verdict, finding.nearest.specification.id) == (verdict, rests_on)
    as_json = finding.to_json()
    assert {as_json["nearest_specification"], *as_json["also_nearest"]} == {"nearest", "b"}


def test_the_nearest_is_principled():
    with pytest.raises(ValueError, match="nearest specification must be a principled one"):
        judged(spec(principled=False))


def test_ids_are_not_shared():
    with pytest.raises(ValueError, match="specification ids used twice: b$"):
        judged(spec(), spec(id="b"), spec(id="b"))


def test_a_value_that_is_no_number_cannot_be_put_to_a_numeric_test():
    with pytest.raises(TypeError):
        judged(spec(True))


# --- patterns and their exceptions ---

EVERY_CASE = {"comparison": "every_case", "unit": "pacts", "reading": "No pact is against it."}


def pattern(against: int, population: int | None, id: str = "nearest", **changes) -> Specification:
    names = tuple(f"case {n}" for n in range(against))
    return spec(float(against), id, population=population, exceptions=names, **changes)


@pytest.mark.parametrize(
    ("against", "population", "verdict"),
    [
        (0, 10, "supported"),
        (1, 10, "supported-with-exceptions"),
        (1, 9, "not-supported"),
        (3, 30, "supported-with-exceptions"),
        (4, 39, "not-supported"),
        (1, 32, "supported-with-exceptions"),
    ],
)
def test_a_pattern_may_have_one_listed_case_in_ten_against_it(against, population, verdict):
    finding = judged(pattern(against, population), of=claim("structure", EVERY_CASE))
    assert finding.verdict == verdict
    assert finding.exceptions == (tuple(f"case {n}" for n in range(against)) if verdict.endswith("exceptions") else ())
    assert finding.verdict_without_exceptions == ("not-supported" if against else "supported")
    assert finding.to_json()["exceptions"] == list(finding.exceptions)


def test_of_two_plain_senses_the_verdict_rests_on_the_one_that_fails_and_not_on_the_one_with_exceptions():
    excepted, fails = pattern(1, 32), pattern(5, 8, "other", nearest=True)
    for both in ((excepted, fails), (fails, excepted)):
        finding = judged(*both, of=claim("structure", EVERY_CASE))
        assert (finding.verdict, finding.nearest.specification.id) == ("not-supported", "other")
    finding = judged(pattern(0, 32), replace(excepted, id="other"), of=claim("structure", EVERY_CASE))
    assert (finding.verdict, finding.verdict_without_exceptions) == ("supported-with-exceptions", "not-supported")


def test_a_number_of_cases_that_nobody_listed_is_no_exception():
    finding = judged(spec(1.0), of=claim("structure", EVERY_CASE))
    assert finding.verdict == "not-supported"


def test_a_principled_dissenter_beyond_the_exceptions_leaves_the_article_its_own_terms():
    finding = judged(pattern(1, 32), pattern(2, 8, "b"), of=claim("structure", EVERY_CASE))
    assert finding.verdict == "supported-on-its-own-terms"
    assert finding.exceptions == ()


def test_only_a_pattern_may_have_exceptions_and_a_bare_number_may_not():
    none_at_all = {"id": "none-at-all", "comparison": "at_most", "threshold": 0, "unit": "pacts", "reading": "No pact."}
    finding = judged(pattern(1, 32), of=claim("structure", EVERY_CASE, [none_at_all]))
    assert (finding.verdict, finding.agreeing) == ("supported-with-exceptions", 1)
    assert finding.alternative_verdicts == {"none-at-all": "not-supported"}


def test_exceptions_are_counted_and_come_from_a_list():
    for wrong in ({"population": None}, {"value": 2.0}):
        with pytest.raises(ValueError, match="a-claim: nearest must count its exceptions and its population"):
            judged(replace(pattern(1, 32), **wrong), of=claim("structure", EVERY_CASE))


# --- the two dates ---


@pytest.mark.parametrize(
    ("published", "available"), [(BEFORE_IT, True), (THE_DAY, True), (AFTER_IT, False), (None, False)]
)
def test_available_by_the_last_day_on_which_the_article_can_have_appeared(published, available):
    assert judged(spec(published=published)).nearest.available_at_publication is available


def test_verdict_at_publication_uses_only_what_was_available():
    later = judged(spec(), spec(DIFFERS, "b", published=AFTER_IT))
    assert (later.verdict_at_publication, later.verdict) == ("supported", "supported-on-its-own-terms")
    unknown = judged(spec(published=AFTER_IT), spec(id="b"))
    assert (unknown.verdict_at_publication, unknown.verdict) == ("not-testable", "supported")


def record(**published: str):
    """A record of sources with their latest possible days; source ``x_1`` was printed by office ``x``."""
    days = pd.to_datetime(list(published.values()))
    columns = {
        "published_latest": days,
        "published_earliest": days,
        "published": list(published.values()),
        "seen": "excerpt",
    }
    sources = pd.DataFrame(columns, index=list(published))
    reporters = pd.DataFrame(
        {
            "counted_by": {"customs": "customs", "comtrade": "customs", "russia": "russia"},
            "kind": {"customs": "official", "comtrade": "dataset", "russia": "official"},
        }
    )
    return SimpleNamespace(sources=sources, reporters=reporters)


def copies(*sources: str, reporter: str = "customs") -> pd.DataFrame:
    return pd.DataFrame({"source_id": list(sources), "reporter": reporter})


def build(of, value, inputs, **options) -> Specification:
    return specification(of, "a", "A", value, inputs, reason="a reason", **options)


def test_an_input_is_available_from_its_earliest_copy():
    of = record(early="2023-01-31", late="2024-01-01")
    assert build(of, 1.0, [copies("late", "early")]).published == date(2023, 1, 31)


def test_a_specification_is_available_when_all_its_inputs_are():
    of = record(first="2022-01-31", second="2023-02-28", copy="2023-05-31")
    assert build(of, 1.0, [copies("first"), copies("copy", "second")]).published == date(2023, 2, 28)


def test_a_specification_without_one_of_its_inputs_has_no_value():
    of = record(a="2022-01-31")
    for inputs in ([], [copies()], [copies("a"), copies()]):
        silent = build(of, 29.0, inputs, nearest=True, reading="another")
        assert (silent.value, silent.published, silent.origins, silent.sources) == (None, None, (), ())
        assert (silent.nearest, silent.reading) == (True, "another")


def test_sources_and_origins_are_read_off_the_rows():
    of = record(a="2022-01-31", b="2022-01-31", c="2022-01-31")
    made = build(of, 1.0, [copies("b", "a"), copies("a", reporter="comtrade"), copies("c", reporter="russia")])
    assert made.sources == ("b", "a", "c")
    assert made.origins == ("customs", "russia")


def test_a_specification_keeps_all_that_its_maker_says():
    said_of_it = {
        "principled": False,
        "nearest": True,
        "reading": "wider",
        "decimals": 0,
        "text": "more than 10",
        "issuer": True,
        "population": 40,
        "choice": "currency",
    }
    made = build(record(a="2022-01-31"), 1.0, [copies("a")], exceptions=["one", "two"], **said_of_it)
    assert {name: getattr(made, name) for name in said_of_it} == said_of_it
    assert (made.id, made.label, made.reason, made.exceptions) == ("a", "A", "a reason", ("one", "two"))


def test_a_specification_claims_nothing_that_its_maker_does_not_say():
    bare = Specification("a", "A", 1.0, True, "a reason")
    built = build(record(a="2022-01-31"), 1.0, [copies("a")])
    for one in (bare, built):
        assert (one.nearest, one.issuer, one.decimals) == (False, False, 1)
        assert [one.reading, one.text, one.population, one.choice, one.last_datum] == [None] * 5
        assert one.exceptions == ()
    empty = (bare.sources, bare.origins, bare.kinds, bare.seen, bare.copies, bare.used_origins, bare.used_kinds)
    assert empty == ((),) * 7 and (bare.published, bare.last_source) == (None, None)
    judged_alone, sure = Judged(bare, True, False), Confidence("low", "limited", "medium", 1)
    assert judged_alone.excepted is False
    assert (sure.issuer, sure.lone, sure.answering, sure.counting, sure.senses) == (False, False, 0, 0, False)


def test_a_silent_specification_still_says_what_it_is():
    silent = build(record(a="2022-01-31"), 29.0, [], principled=False, choice="currency")
    assert (silent.id, silent.label, silent.reason) == ("a", "A", "a reason")
    assert (silent.principled, silent.choice) == (False, "currency")


def test_every_copy_of_each_figure_is_kept_with_who_reported_it():
    of = record(a="2022-01-31", b="2022-01-31", c="2022-01-31")
    twice = pd.concat([copies("b", "a", "b"), copies("a", reporter="comtrade")])
    made = build(of, 1.0, [twice, copies("c", reporter="russia")])
    customs = (("b", "customs"), ("a", "customs"), ("a", "comtrade"))
    assert made.copies == (customs, (("c", "russia"),))
    assert (made.kinds, made.seen) == (("dataset", "official"), ("excerpt",) * 3)
    assert (made.used_origins, made.used_kinds) == (made.origins, made.kinds) == (("customs", "russia"), made.kinds)


def test_of_sources_of_one_day_the_last_named_is_the_newest():
    names = [f"s{number}" for number in range(40)]  # more than are sorted by insertion, which is stable anyway
    of = record(**{name: "2022-01-31" if number < 30 else "2022-01-30" for number, name in enumerate(names)})
    of.sources["published"] = names
    assert build(of, 1.0, [copies(*names)]).last_source == "s29"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (-np.inf, None),
        (np.float64(2.5), 2.5),
        (np.int64(3), 3.0),
        (np.True_, True),
        (False, False),
        (None, None),
        (pd.NA, None),
        ("came-true", "came-true"),
    ],
)
def test_values_are_plain_and_a_number_that_is_none_is_missing(value, kept):
    made = build(record(a="2022-01-31"), value, [copies("a")])
    assert made.value == kept and type(made.value) is type(kept)


# --- confidence ---


def mixture(origins: int, agreeing: int, differing: int, kinds=("press",)):
    """A finding with so many specifications that agree and differ, spread over so many origins."""
    values = [AGREES] * agreeing + [DIFFERS] * differing
    ids = ["nearest", *(f"s{n}" for n in range(1, len(values)))]
    return judged(
        *(
            spec(value, id, origins=(f"office-{n % origins}",), kinds=kinds)
            for n, (value, id) in enumerate(zip(values, ids, strict=True))
        )
    )


EVIDENCE = {"limited": 1, "medium": 2, "robust": 3}
#: How many of a claim's checks differ, and how many agree: with the nearest among those that differ.
AGREEMENT = {"low": (3, 4), "medium": (3, 2), "high": (4, 1)}


def refuted(origins: int, differing: int, agreeing: int):
    """A claim that is not supported, with the differing ones spread over so many origins."""
    against = [spec(DIFFERS, f"s{n}" if n else "nearest", origins=(f"office-{n % origins}",)) for n in range(differing)]
    return judged(*against, *(spec(id=f"a{n}", origins=(f"other-{n}",)) for n in range(agreeing)))


@pytest.mark.parametrize(("evidence", "agreement"), list(product(EVIDENCE, AGREEMENT)))
def test_every_cell_of_the_confidence_table_can_be_reached(evidence, agreement):
    finding = refuted(EVIDENCE[evidence], *AGREEMENT[agreement])
    found = finding.confidence
    assert finding.verdict == "not-supported"
    assert (found.evidence, found.agreement) == (evidence, agreement)
    assert found.level == CONFIDENCE[evidence, agreement]
    assert found.origins == EVIDENCE[evidence], "origins that answer otherwise are no evidence for the verdict"


@pytest.mark.parametrize(
    ("agreeing", "differing", "evidence", "level"),
    [
        (("a",), ("b",), "limited", "low"),
        (("a", "b"), ("c",), "limited", "low"),
        (("a", "b", "c"), ("d", "e"), "medium", "medium"),
        (("a", "b", "c"), ("d", "e", "f"), "robust", "high"),
        (("a", "b", "c"), ("a", "b", "c"), "robust", "high"),
    ],
)
def test_on_its_own_terms_is_as_sure_as_the_weaker_of_its_two_answers(agreeing, differing, evidence, level):
    ours = [spec(id="nearest" if n == 0 else f"a{n}", origins=(name,)) for n, name in enumerate(agreeing)]
    theirs = [spec(DIFFERS, f"d{n}", origins=(name,)) for n, name in enumerate(differing)]
    finding = judged(*ours, *theirs)
    assert finding.verdict == "supported-on-its-own-terms"
    assert (finding.confidence.evidence, finding.confidence.level) == (evidence, level)
    assert finding.confidence.agreement is None and "weaker of two sides" in finding.confidence.reason


def test_more_dissent_does_not_lower_confidence_in_supported_on_its_own_terms():
    few = judged(spec(), spec(id="b", origins=("second",)), spec(DIFFERS, "c", origins=("third",)))
    many = judged(*(one.specification for one in few.judged), spec(DIFFERS, "d", origins=("fourth",)))
    assert LEVELS.index(many.confidence.level) > LEVELS.index(few.confidence.level)


@pytest.mark.parametrize(
    ("holding", "failing", "evidence", "level"),
    [
        (("a",), ("b",), "limited", "low"),
        (("a",), ("b", "c", "d"), "limited", "low"),
        (("a", "b"), ("c", "d"), "medium", "medium"),
    ],
)
def test_the_worse_of_two_plain_senses_is_as_sure_as_the_weaker_side(holding, failing, evidence, level):
    ours = [spec(id=f"h{n}", origins=(name,), nearest=n == 0) for n, name in enumerate(holding)]
    theirs = [spec(DIFFERS, f"f{n}", origins=(name,), nearest=n == 0) for n, name in enumerate(failing)]
    sure = judged(*ours, *theirs).confidence
    assert judged(*ours, *theirs).verdict == "not-supported"
    assert (sure.evidence, sure.level, sure.agreement, sure.senses) == (evidence, level, None, True)
    assert "two plain senses of the words differ" in sure.reason


def test_two_plain_senses_that_fail_alike_are_as_sure_as_ever():
    sure = judged(spec(DIFFERS), spec(DIFFERS, "b", nearest=True, origins=("second",))).confidence
    assert (sure.agreement, sure.senses) == ("high", False)


def test_where_the_issuers_act_is_the_fact_the_issuer_suffices():
    decided = judged(spec(issuer=True), spec(id="in-force", issuer=True))
    assert (decided.confidence.level, decided.confidence.evidence) == ("very high", "robust")
    assert "the issuer's own act" in decided.confidence.reason


def test_a_single_way_of_checking_is_at_most_medium_or_high_if_the_issuer_acted():
    assert judged(spec(origins=("a", "b", "c"))).confidence.level == "medium"
    assert judged(spec(issuer=True)).confidence.level == "high"
    assert judged(spec()).confidence.level == "medium"
    assert "from a single check" in judged(spec()).confidence.reason


def test_a_lone_check_of_medium_evidence_is_medium_still():
    lone = judged(spec(kinds=("official", "dataset")))
    assert lone.confidence == Confidence("medium", "medium", "high", 1, False, True, 1, 1)


def test_all_that_a_confidence_rests_on_is_told():
    three = [spec(), spec(id="b", origins=("second",)), spec(DIFFERS, "c", origins=("third",))]
    assert judged(*three).confidence == Confidence("low", "limited", None, 1, answering=2, counting=3), (
        "on its own terms: the weaker side is the one that differs"
    )
    failing = [spec(DIFFERS), spec(DIFFERS, "b", origins=("second",)), spec(id="c")]
    assert judged(*failing).confidence == Confidence("medium", "medium", "medium", 2, False, False, 2, 3)


def test_of_two_sides_with_like_evidence_the_one_of_fewer_origins_is_the_weaker():
    two = [spec(), spec(id="b", origins=("second",))]
    one = spec(DIFFERS, "c", origins=("third",), kinds=("official", "dataset"))
    assert judged(*two, one).confidence.origins == 1
    turned = [spec(kinds=("official", "dataset")), *(spec(DIFFERS, name, origins=(name,)) for name in ("b", "c"))]
    assert judged(*turned).confidence.origins == 1


def test_of_two_sides_that_are_alike_the_one_that_agrees_is_told():
    acted = [spec(issuer=True, origins=("a", "b", "c"))]
    counted = [spec(DIFFERS, name, origins=(name,)) for name in ("x", "y", "z")]
    assert judged(*acted, *counted).confidence.issuer is True


def test_a_part_that_was_said_is_not_what_was_said_in_part():
    in_part = judged(spec("said-in-part"), spec("said", "b"), of=claim("statement", SAID))
    assert (in_part.verdict, in_part.confidence.answering, in_part.confidence.counting) == ("said-in-part", 1, 2)


def test_the_levels_are_those_of_the_table():
    assert set(LEVELS) == set(CONFIDENCE.values())


def test_a_text_and_its_coding_are_one_origin_when_they_name_the_same():
    text = judged(spec(origins=("the treaty",)), spec(id="coding", origins=("the treaty",)))
    assert text.confidence.origins == 1


def test_more_evidence_or_agreement_never_lowers_confidence():
    levels = ["very low", "low", "medium", "high", "very high"]
    rank = {cell: levels.index(level) for cell, level in CONFIDENCE.items()}
    assert set(rank) == set(product(EVIDENCE, AGREEMENT)) and set(CONFIDENCE.values()) == set(levels)
    for better, worse in (("medium", "limited"), ("robust", "medium")):
        assert all(rank[better, agreement] > rank[worse, agreement] for agreement in AGREEMENT)
    for better, worse in (("medium", "low"), ("high", "medium")):
        assert all(rank[evidence, better] > rank[evidence, worse] for evidence in EVIDENCE)


@pytest.mark.parametrize(
    ("differing", "agreeing", "agreement"),
    [(1, 0, "high"), (4, 1, "high"), (7, 2, "medium"), (1, 1, "medium"), (3, 3, "medium"), (2, 3, "low")],
)
def test_agreement_is_the_share_that_answers_as_the_verdict(differing, agreeing, agreement):
    assert refuted(1, differing, agreeing).confidence.agreement == agreement


def test_dissent_from_the_article_is_agreement_when_the_nearest_dissents_too():
    finding = judged(spec(DIFFERS), *(spec(DIFFERS, f"s{n}") for n in range(3)), spec(id="b"))
    assert finding.verdict == "not-supported" and finding.confidence.agreement == "high"


def test_ten_copies_of_one_count_are_one_origin():
    finding = mixture(1, 10, 0)
    assert (finding.confidence.origins, finding.confidence.evidence) == (1, "limited")
    assert "one origin" in finding.confidence.reason


def test_origins_of_what_does_not_count_are_not_counted():
    finding = judged(
        spec(),
        spec(id="b", origins=("second",), principled=False),
        spec(MISSING, "c", origins=("third",)),
    )
    assert finding.confidence.origins == 1


def test_one_official_count_seen_in_its_releases_and_as_a_data_set_is_medium_evidence():
    both = judged(spec(kinds=("official",)), spec(id="b", kinds=("dataset",)))
    assert (both.confidence.evidence, both.confidence.origins) == ("medium", 1)
    assert "seen in its releases and as a data set" in both.confidence.reason
    for other in ("dataset", "research", "press"):
        only = judged(spec(kinds=(other,)), spec(id="b", kinds=("dataset",)))
        assert only.confidence.evidence == "limited", "a newsroom's or a centre's reworking is no second look"


def test_no_confidence_where_nothing_could_be_judged():
    finding = judged(spec(MISSING), spec(id="b"))
    assert finding.confidence is None
    assert finding.to_json()["confidence"] is finding.to_json()["confidence_reason"] is None


# --- alternative readings ---

WIDER = {"id": "wider", "comparison": "between", "low": 28, "high": 35, "unit": "per cent", "reading": "Looser."}
LARGEST = {"id": "largest", "comparison": "strict_maximum", "reading": "The largest of all."}
LARGEST_OF_ALL = {name: text for name, text in LARGEST.items() if name != "id"}
IN_YUAN = {"id": "in-yuan", "comparison": "more_than", "threshold": 20, "unit": "billion yuan", "reading": "In yuan."}


def test_another_bound_for_the_same_number_judges_the_same_specifications():
    finding = judged(spec(), spec(DIFFERS, "b"), of=claim(readings=[WIDER]))
    assert finding.verdict == "supported-on-its-own-terms"
    assert finding.alternative_verdicts == {"wider": "supported"}


@pytest.mark.parametrize("article", [ARTICLE, None])
def test_what_a_reading_is_judged_by_was_known_to_the_article_or_not(article):
    finding = judge(claim(readings=[WIDER]), article, [spec(), spec(id="b", published=AFTER_IT)], CUTOFF)
    known = [one.available_at_publication for one in finding.alternatives["wider"]]
    assert known == [article is not None, False] and finding.article is article


@pytest.mark.parametrize(
    ("comparison", "agrees"),
    [
        ({"comparison": "rounds_to", "value": 29}, True),
        ({"comparison": "about", "value": 30}, True),
        ({"comparison": "between", "low": 28, "high": 29}, False),
        ({"comparison": "more_than", "threshold": 29}, True),
        ({"comparison": "at_least", "threshold": 30}, False),
        ({"comparison": "at_most", "threshold": 29}, False),
        ({"comparison": "equals", "value": 29.3}, True),
        ({"comparison": "every_case"}, False),
    ],
    ids=lambda given: given["comparison"] if isinstance(given, dict) else "",
)
def test_every_comparison_with_a_number_judges_the_claims_own_specifications(comparison, agrees):
    reading = {"id": "other", "unit": "per cent", "reading": "Otherwise."} | comparison
    finding = judged(spec(), of=claim(readings=[reading]))
    assert finding.alternative_verdicts == {"other": "supported" if agrees else "not-supported"}


def test_a_number_answers_no_claim_without_a_unit():
    finding = judged(spec(True), of=claim("structure", LARGEST_OF_ALL, readings=[WIDER]))
    assert finding.alternative_verdicts == {}


@pytest.mark.parametrize("reading", [LARGEST, IN_YUAN])
def test_another_question_or_unit_stays_unanswered_without_specifications_of_its_own(reading):
    finding = judged(spec(), of=claim(readings=[reading]))
    assert finding.alternative_verdicts == {} and finding.to_json()["alternative_readings"] == {}


def test_a_reading_is_answered_by_its_own_specifications_alone():
    own = [
        spec(False, "largest-one", nearest=True, reading="largest"),
        spec(DIFFERS, "b", reading="wider", nearest=True),
    ]
    finding = judged(spec(), *own, of=claim(readings=[LARGEST, WIDER]))
    assert finding.alternative_verdicts == {"largest": "not-supported", "wider": "supported"}
    assert [one.specification.id for one in finding.alternatives["wider"]] == ["b"]
    assert (finding.verdict, finding.principled_total) == ("supported", 1)  # they do not count for the claim itself
    assert [one["id"] for one in finding.to_json()["specifications"]] == ["nearest"]


# --- statements, predictions, judgements ---

SAID = {"comparison": "was_said", "reading": "He said so."}
FORETOLD = {"comparison": "comes_true", "by": None, "reading": "It happens."}


@pytest.mark.parametrize(
    ("found", "asked", "whole", "verdict"),
    [
        (2, 2, False, "said"),
        (1, 2, False, "said-in-part"),
        (1, 2, True, "said-in-part"),
        (0, 2, True, "not-found"),
        (0, 0, True, "not-found"),
        (0, 2, False, "text-not-obtained"),
    ],
)
def test_a_statement_is_judged_by_its_parts_and_by_how_much_was_read(found, asked, whole, verdict):
    finding = judged(spec(said(found, asked, whole)), of=claim("statement", SAID))
    assert finding.verdict == verdict and verdict in LADDERS["statement"]


def test_a_statement_says_its_outcome_in_words_of_its_ladder():
    with pytest.raises(ValueError, match="a statement's specification must say one of said, said-in-part"):
        judged(spec("came-true"), of=claim("statement", SAID))


def test_how_sure_we_are_of_a_statement_counts_those_who_carry_it():
    heard = [spec("said"), spec("said", "b", origins=("another",))]
    assert judged(*heard, of=claim("statement", SAID)).confidence.level == "high"
    partly = judged(*(replace(one, value="said-in-part") for one in heard), of=claim("statement", SAID))
    assert (partly.confidence.level, partly.confidence.answering) == ("high", 2), "as sure of a part as of the whole"
    assert judged(spec(None), of=claim("statement", SAID)).confidence is None


@pytest.mark.parametrize("outcome", LADDERS["prediction"])
def test_a_prediction_is_judged_by_what_became_of_it(outcome):
    finding = judged(spec(outcome, published=AFTER_IT), of=claim("prediction", FORETOLD))
    assert finding.verdict == outcome
    assert finding.verdict_at_publication == "open"  # nobody could know
    assert finding.nearest.agrees is (outcome == "came-true")


def test_a_prediction_is_open_while_the_record_is_silent():
    assert judged(spec(MISSING), of=claim("prediction", FORETOLD)).verdict == "open"


def test_a_judgement_gets_no_verdict_whatever_is_said_for_or_against_it():
    opinion = claim("judgement", None)
    for specs in ([], [spec(True)], [spec(False), spec(True, "b")]):
        finding = judged(*specs, of=opinion)
        assert (finding.verdict, finding.verdict_at_publication, finding.confidence) == (
            "no-verdict",
            "no-verdict",
            None,
        )


def test_what_is_counted_beside_a_judgement_answers_no_test_and_excepts_nothing():
    [only] = judged(pattern(1, 32), of=claim("judgement", None)).judged
    assert (only.agrees, only.excepted) == (None, False)


def test_every_verdict_stands_on_the_ladder_of_its_kind():
    assert LADDERS["quantity"] == LADDERS["event"] == LADDERS["structure"]
    assert LADDERS["prediction"] == ("came-true", "came-true-in-part", "did-not", "open")
    rungs = [rung for ladder in set(LADDERS.values()) for rung in ladder]
    assert len(rungs) == len(set(rungs)) and set(LADDERS) == {
        *("quantity", "event", "structure", "statement", "prediction", "judgement")
    }


# --- a finding as data ---


def test_a_finding_knows_its_nearest_its_sources_and_its_table():
    finding = judged(spec(29.123456, sources=("a", "b")), spec(DIFFERS, "b", sources=("b", "c"), principled=False))
    assert finding.sources == ["a", "b", "c"]
    assert finding.specification("b").specification.value == DIFFERS
    with pytest.raises(KeyError):
        finding.specification("z")
    table = finding.to_frame()
    assert table["id"].tolist() == ["nearest", "b"] and table["agrees"].tolist() == [True, False]
    as_json = finding.to_json()
    assert (as_json["computed"], as_json["data_cutoff"]) == (29.1235, "2024-06-30")


def test_a_finding_as_data_has_every_field_of_the_interface():
    sure = judged(
        spec(29.123456, label="The nearest", choice="source"),
        spec(DIFFERS, "b", sources=("another",), seen=("whole",), published=AFTER_IT, principled=False),
        of=claim(test=AROUND_29 | {"stated": 29}, readings=[WIDER]),
    )
    assert sure.to_json() == {
        "claim_id": "a-claim",
        "article": "paper-2023",
        "paragraph": 2,
        "kind": "quantity",
        "claim": "Trade grew by some.",
        "verdict": "supported",
        "verdict_at_publication": "supported",
        "confidence": "medium",
        "confidence_reason": "limited evidence (one origin), from a single check",
        "stated": 29,
        "computed": 29.1235,
        "unit": "per cent",
        "test": sure.claim.test.words,
        "nearest_specification": "nearest",
        "also_nearest": [],
        "exceptions": [],
        "verdict_without_exceptions": "supported",
        "specifications": [
            {
                "id": "nearest",
                "label": "The nearest",
                "value": 29.1235,
                "agrees": True,
                "excepted": False,
                "principled": True,
                "nearest": True,
                "choice": "source",
                "reason": "a reason",
                "available_at_publication": True,
                "sources": ["a_source"],
            },
            {
                "id": "b",
                "label": "b",
                "value": DIFFERS,
                "agrees": False,
                "excepted": False,
                "principled": False,
                "nearest": False,
                "choice": None,
                "reason": "a reason",
                "available_at_publication": False,
                "sources": ["another"],
            },
        ],
        "agreeing": 1,
        "principled_total": 1,
        "alternative_readings": {"wider": "supported"},
        "chapter": "trade",
        "sources": ["a_source", "another"],
        "sources_read": {"whole": 1, "part": 0, "excerpt": 1},
        "last_datum": None,
        "last_source": None,
        "data_cutoff": "2024-06-30",
    }


def test_what_no_specification_is_nearest_to_names_none():
    opinion = judged(of=claim("judgement", None)).to_json()
    assert (opinion["nearest_specification"], opinion["computed"], opinion["unit"], opinion["test"]) == (None,) * 4


def test_the_table_of_a_finding_has_these_columns_in_this_order():
    [row] = judged(spec(choice="source")).to_frame().to_dict("records")
    assert row == {
        "id": "nearest",
        "label": "nearest",
        "value": AGREES,
        "agrees": True,
        "principled": True,
        "nearest": True,
        "choice": "source",
        "available_at_publication": True,
        "reason": "a reason",
    }
    assert list(judged(spec()).to_frame()) == list(row)


def test_a_finding_says_how_fresh_it_is_and_how_much_of_its_sources_was_read():
    of = record(a="2023-01-31", b="2024-02-01")
    rows = copies("a", "b").assign(year=[2021, 2022])
    made = replace(build(of, AGREES, [rows], nearest=True), published=BEFORE_IT)
    finding = judged(made, spec(id="b", sources=("c", "a"), seen=("whole", "excerpt")))
    assert (finding.last_datum, finding.last_source) == (date(2022, 12, 31), "2024-02-01")
    assert finding.read == {"whole": 1, "part": 0, "excerpt": 2}
    as_json = finding.to_json()
    assert (as_json["last_datum"], as_json["last_source"]) == ("2022-12-31", "2024-02-01")
    assert as_json["sources_read"] == finding.read


def test_a_rule_that_is_set_otherwise_says_how_another_is_tried():
    with pytest.raises(AttributeError, match="EXCEPTIONS_SHARE is held.* edit a copy of the repository"):
        judgement.EXCEPTIONS_SHARE = 0.2


def test_the_rules_know_no_claim():
    source = open(judgement.__file__, encoding="utf-8").read()
    assert not [word for word in ("trade", "ruble", "energy", "29") if word in source.lower()]
