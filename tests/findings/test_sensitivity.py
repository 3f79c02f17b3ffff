"""The whole picture, with one thing otherwise: what moves is counted by the same rules that judged it."""

from dataclasses import replace

import pandas as pd
import pytest

from audit.findings import default_ledger, default_record, finding, findings, of_propositions
from audit.findings.answer import clauses, said_by
from audit.findings.choices import Choices, OfClaim, judged_by
from audit.findings.left_out import LeftOut, Witnesses, as_chosen, figures_of, used_by
from audit.findings.scorecard import label
from audit.findings.sensitivity import (
    BOUNDS,
    GONE,
    HEARD,
    HIGHER,
    LOWER,
    READINGS,
    SILENT,
    WAYS_TO_MOVE,
    Scenario,
    better_sense,
    in_reading,
    moved,
    moves,
    picture,
    scenarios,
    summary,
    weight_of_claims,
    with_hedge,
)
from audit.findings.sensitivity import WIDE as WIDE_HEDGE
from audit.findings.what_if import specifications_of, what_if
from audit.inputs.ledger import HEDGE_SHARE
from audit.judgement import judge
from tests.findings.made_up import FAILED, HELD, NARROW, made_up
from tests.findings.made_up import WIDE as KIND


@pytest.fixture(scope="module")
def judged():
    return {**findings(), **of_propositions()}


@pytest.fixture(scope="module")
def every(judged):
    return list(scenarios(default_record(), judged))


@pytest.fixture(scope="module")
def pictures(judged, every):
    """All but the many single sources, of which the first forty stand for all."""
    some = [one for one in every if one.kind != "source"] + [one for one in every if one.kind == "source"][:40]
    return picture(default_ledger(), default_record(), judged, some)


# --- what can be left out ---


def test_whatever_is_left_out_is_named_in_words(every):
    assert all(one.label and one.label == str(one.label).strip() and one.label != one.id for one in every)
    told = [one.label for one in every if one.kind in ("evidence", "chapter", "seen")]
    assert all(label.startswith(("without ", "only ")) for label in told)


def test_every_source_origin_kind_and_chapter_behind_a_finding_can_be_left_out(judged, every):
    witnesses = Witnesses.of(default_record())
    used = [used_by(one, witnesses) for one in judged.values()]
    for kind, name in (("source", "sources"), ("origin", "origins")):
        assert {one.id for one in every if one.kind == kind} == set().union(*(getattr(one, name) for one in used))
    without = {one.id for one in every if one.kind == "evidence" and not one.id.startswith("only-")}
    assert without == set().union(*(one.kinds for one in used)) == {"official", "dataset", "research", "press"}
    assert {one.id for one in every if one.kind == "chapter"} == {one.claim.chapter for one in judged.values()}
    assert {one.id for one in every if one.kind == "seen"} == {"whole", "whole-or-part"}
    assert {one.id for one in every if one.kind == "reading"} == set(READINGS)


def test_no_scenario_stands_twice(every):
    assert len({(one.kind, one.id) for one in every}) == len(every) > 600


# --- how a verdict moves ---


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("supported", "supported", None),
        ("supported", "not-testable", SILENT),
        ("not-testable", "not-supported", HEARD),
        ("supported", "supported-on-its-own-terms", LOWER),
        ("not-supported", "supported", HIGHER),
        ("supported", None, GONE),
    ],
)
def test_how_a_verdict_moves(before, after, how):
    assert moved("quantity", before, after) == how


def test_what_is_the_same_finding_has_not_moved(judged):
    assert moves(judged, dict(judged)).empty


def test_a_scenario_that_leaves_nothing_out_moves_nothing(judged):
    nothing = Scenario("source", "nothing", "nothing", LeftOut())
    row = picture(default_ledger(), default_record(), judged, [nothing]).iloc[0]
    assert row["touched"] == row["moved"] == row["moved_strictly"] == row["moved_then"] == 0 and not row["answer_moves"]


def test_without_any_evidence_no_verdict_stands_but_that_of_a_judgement(judged):
    all_kinds = Scenario("evidence", "none", "none", LeftOut(seen=frozenset({"whole", "part", "excerpt"})))
    then = all_kinds.apply(judged, Witnesses.of(default_record()))
    assert {one.verdict for one in then.values()} == {"not-testable", "text-not-obtained", "open", "no-verdict"}


# --- the picture ---


def test_a_verdict_moves_only_where_something_was_touched(pictures):
    assert (pictures["moved"] <= pictures["touched"]).all()
    assert (pictures["moved"] == pictures[list(WAYS_TO_MOVE)].sum(axis=1)).all()


def test_the_ids_of_what_moved_are_as_many_as_are_counted(pictures):
    listed = [len(ids.split(", ")) if ids else 0 for ids in pictures["claims_moved"]]
    assert listed == pictures["moved"].tolist()
    assert {id for ids in pictures["claims_moved"] if ids for id in ids.split(", ")} <= set(default_ledger().claims)


def test_leaving_more_out_lets_no_claim_be_heard(pictures):
    left_out = pictures[pictures["kind"].isin(["source", "origin", "evidence", "seen"])]
    assert (left_out["heard"] == 0).all() and (left_out["gone"] == 0).all()


def test_what_was_read_whole_is_part_of_what_was_read_whole_or_in_part(pictures):
    seen = pictures[pictures["kind"] == "seen"].set_index("id")
    assert seen.at["whole", "silent"] >= seen.at["whole-or-part", "silent"]


def test_a_chapter_that_is_left_out_takes_its_claims_and_no_others(pictures, judged):
    for row in pictures[pictures["kind"] == "chapter"].itertuples():
        of_chapter = [id for id, one in findings().items() if one.claim.chapter == row.id]
        assert row.gone == row.moved == len(of_chapter)


def test_the_labels_of_every_picture_are_those_of_what_is_left(pictures, judged):
    labels = ["right", "lucky", "imprecise", "wrong", "record-silent"]
    with_a_label = sum(one.claim.kind != "judgement" for one in findings().values())
    whole = pictures[pictures["kind"] != "chapter"]
    assert (whole[labels].sum(axis=1) == with_a_label).all()


def test_the_row_of_a_source_is_what_its_claims_get_when_their_checks_lose_it():
    """Done once by hand: the closest rate of the ruble's fall rests on one list of rates alone."""
    found = finding("ruble-fall-2023")
    (source,) = {source for copies in figures_of(found.nearest.specification) for source, _ in copies}
    scenario = Scenario("source", source, source, LeftOut(sources=frozenset({source})))
    lost = [one.id for one in specifications_of(found) if source in one.sources]
    by_hand = what_if(found, {id: {"value": None} for id in lost})
    then = scenario.apply({found.claim.id: found}, Witnesses.of(default_record()))[found.claim.id]
    assert by_hand.verdict == then.verdict == "not-testable"
    assert [one.agrees for one in by_hand.judged] == [one.agrees for one in then.judged]


def test_a_finding_that_is_lost_is_missed_in_every_picture(judged):
    rest = {id: one for id, one in judged.items() if id != "exercises-record-2022"}
    one = Scenario("evidence", "press", "without press", LeftOut(kinds=frozenset({"press"})))
    whole, less = (picture(default_ledger(), default_record(), found, [one]).iloc[0] for found in (judged, rest))
    assert whole["touched"] == less["touched"] + 1


def test_in_short_each_kind_says_how_many_scenarios_it_has_and_which_is_worst(pictures, every):
    short = summary(pictures)
    assert [*short["bound"]] == [*BOUNDS] * pictures["kind"].nunique()
    assert short.groupby("bound")["scenarios"].sum().to_dict() == dict.fromkeys(BOUNDS, len(pictures))
    for row in short.itertuples():
        of_kind, end = pictures[pictures["kind"] == row.kind], BOUNDS[row.bound]
        number = of_kind[f"moved{end}"]
        assert row.that_move == (number > 0).sum() and row.most_moved == number.max()
        assert row.answer_moves == of_kind[f"answer_moves{end}"].sum()
        if row.most_moved:
            assert of_kind.loc[of_kind["label"] == row.worst, f"moved{end}"].max() == row.most_moved


def test_a_claim_hangs_on_what_moves_it_when_it_is_left_out_alone(pictures, judged):
    weight = weight_of_claims(pictures, judged, "origin")
    assert len(weight) == len(findings())
    moving = pictures[(pictures["kind"] == "origin") & (pictures["moved"] > 0)]
    assert weight["hangs_on"].sum() == moving["moved"].sum()
    assert set(", ".join(weight.loc[weight["hangs_on"] > 0, "which"]).split(", ")) == set(moving["id"])
    assert (weight["hangs_on"] <= weight["hangs_on_at_most"]).all()


# --- the two bounds, and the reader's page ---


def test_at_least_is_never_more_than_at_most(pictures):
    assert (pictures["moved"] <= pictures["moved_strictly"]).all()
    for row in pictures.itertuples():
        at_least, at_most = (set(ids.split(", ")) - {""} for ids in (row.claims_moved, row.claims_moved_strictly))
        assert at_least <= at_most and len(at_most) == row.moved_strictly


def test_what_has_one_bound_only_has_it_twice(pictures):
    one_bound = pictures[pictures["kind"].isin(["chapter", "reading"])]
    assert (one_bound["claims_moved"] == one_bound["claims_moved_strictly"]).all()
    assert (one_bound["answer_moves"] == one_bound["answer_moves_strictly"]).all()


def as_a_reader_chooses(scenario, witnesses) -> Choices:
    if scenario.chapter:
        return Choices(without={"chapters": frozenset({scenario.chapter})})
    if scenario.reading:
        return Choices(hedge={"hedges-narrow": 0, "hedges-wide": WIDE_HEDGE}[scenario.reading])
    if scenario.id == "whole":
        return Choices(whole=True)
    return as_chosen(scenario.left_out, witnesses)


def of_the_reader(scenario) -> bool:
    """Can a reader choose it? Ways of having read come only as a whole, readings one by one."""
    return scenario.id not in ("whole-or-part", "kindest", "harshest", "better-sense", "no-exceptions")


@pytest.mark.parametrize("kind", ["source", "chapter", "seen", "reading"])
def test_at_most_and_the_readers_page_say_the_same(judged, every, kind):
    """Both leave out by one rule: every verdict at both dates is the same."""
    witnesses = Witnesses.of(default_record())
    wanted = [one for one in every if one.kind == kind and of_the_reader(one)]
    for scenario in wanted[::16] if kind == "source" else wanted:
        then = scenario.apply(judged, witnesses, strictly=True)
        theirs, refused = judged_by(as_a_reader_chooses(scenario, witnesses), judged)
        assert not refused and theirs.keys() == then.keys()
        told = {id: (one.verdict, one.reached.at_publication) for id, one in theirs.items()}
        assert told == {id: (one.verdict, one.verdict_at_publication) for id, one in then.items()}, scenario.id


@pytest.mark.parametrize("kind", ["origin", "evidence"])
def test_what_moves_on_the_readers_page_moves_at_most(judged, every, kind):
    """There a check that names an origin of its own (a list that we made) rests on that alone; here on its copies, too."""
    witnesses = Witnesses.of(default_record())
    wanted = [one for one in every if one.kind == kind]
    for scenario in wanted[::4] if kind == "origin" else wanted:
        then = scenario.apply(judged, witnesses, strictly=True)
        theirs, _ = judged_by(as_a_reader_chooses(scenario, witnesses), judged)
        for id, one in judged.items():
            assert theirs[id].verdict in (one.verdict, then[id].verdict), (scenario.id, id)


# --- readings ---


def test_a_hedge_as_wide_as_ours_changes_nothing():
    for id in ("ruble-fall-2023", "trade-growth-2022"):
        found = finding(id)
        again = with_hedge(found, HEDGE_SHARE)
        assert again.verdict == found.verdict and [one.agrees for one in again.judged] == [
            one.agrees for one in found.judged
        ]


@pytest.mark.parametrize(("share", "low", "high"), [(0, 24.5, 25.5), (WIDE_HEDGE, 22.5, 27.5)])
def test_a_hedge_is_read_narrowly_or_widely(share, low, high):
    test = with_hedge(finding("ruble-fall-2023"), share).claim.test
    assert (test.low, test.high) == (low, high)


def test_a_figure_without_a_hedge_is_read_as_it_is():
    found = finding("key-rate-august-2023")
    assert with_hedge(found, WIDE_HEDGE) is found


def test_the_kindest_and_the_harshest_reading_are_registered_ones():
    found = made_up(HELD, readings=[NARROW, KIND])
    assert in_reading(found, harshest=True).verdict == "not-supported"
    assert in_reading(found, harshest=False) is found
    failed = made_up(FAILED, readings=[KIND])
    assert in_reading(failed, harshest=False).verdict == "supported"
    assert in_reading(replace(failed, alternatives={}), harshest=False) is not None


def two_senses(*values):
    found = made_up(*values)
    ways = [replace(one.specification, nearest=n < 2) for n, one in enumerate(found.judged)]
    return judge(found.claim, found.article, ways, found.data_cutoff)


@pytest.mark.parametrize(
    ("values", "ours", "better"),
    [
        ((HELD, FAILED), "not-supported", "supported-on-its-own-terms"),
        ((FAILED, HELD), "not-supported", "supported-on-its-own-terms"),
        ((FAILED, FAILED, HELD), "not-supported", "not-supported"),
        ((HELD, HELD), "supported", "supported"),
        ((None, FAILED), "not-supported", "not-supported"),
    ],
)
def test_of_two_equally_plain_senses_the_better_can_count(values, ours, better):
    found = two_senses(*values)
    assert found.verdict == ours and better_sense(found).verdict == better
    assert ours != better or better_sense(found) is found


def test_a_reader_who_picks_the_better_sense_gets_the_same_verdicts(judged):
    moved = {id: other for id, one in judged.items() if (other := better_sense(one)) is not one}
    assert moved
    for id, other in moved.items():
        nearest = frozenset(one.specification.id for one in other.all_nearest)
        (chosen, _) = judged_by(Choices(claims={id: OfClaim(nearest=nearest)}), {id: judged[id]})
        assert chosen[id].verdict == other.verdict and chosen[id].label == label(other)[0]


def test_the_other_clauses_are_told_where_the_answer_moves_and_nowhere_else(judged, pictures):
    ours = clauses(said_by(judged))
    for end in ("", "_strictly"):
        assert (pictures[f"clauses_then{end}"].map(bool) == pictures[f"answer_moves{end}"]).all()
        for told in pictures[f"clauses_then{end}"]:
            assert all(ours[layer] != said for layer, said in told.items())


def test_a_reading_that_cannot_be_judged_is_neither_kind_nor_harsh():
    found = made_up(None, readings=[NARROW])
    assert in_reading(found, harshest=True) is found and in_reading(found, harshest=False) is found


def test_no_reading_moves_a_verdict_against_its_name(pictures):
    rows = pictures[pictures["kind"] == "reading"].set_index("id")
    assert rows.at["harshest", "higher"] == rows.at["kindest", "lower"] == 0
    assert rows.at["no-exceptions", "higher"] == rows.at["better-sense", "lower"] == 0
    assert isinstance(rows, pd.DataFrame) and (rows["gone"] == 0).all()
