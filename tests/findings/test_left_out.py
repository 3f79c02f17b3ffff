"""Without a source: a figure stands while a copy of it is left, and what lacks a figure has no value. All of it made up."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from audit.findings.left_out import LeftOut, Witnesses, finding_without, used_by, without
from audit.judgement import Specification
from tests.findings.made_up import HELD, made_up

EARLY, LATE = date(2023, 1, 13), date(2023, 12, 1)
WITNESSES = Witnesses(
    appeared={"release": EARLY, "copy": LATE, "paper": EARLY, "read": EARLY},
    printed={
        "release": (pd.Timestamp(EARLY), "2023-01-13"),
        "copy": (pd.Timestamp(LATE), "2023-12"),
        "paper": (pd.Timestamp(EARLY), "2023-01-13"),
        "read": (pd.Timestamp(EARLY), "2023-01-13"),
    },
    seen={"release": "excerpt", "copy": "whole", "paper": "part", "read": "excerpt"},
    origin={"customs": "customs", "copyist": "customs", "daily": "daily"},
    kind={"customs": "official", "copyist": "press", "daily": "press"},
)
#: Two figures: one seen twice, one seen once.
TWO = Specification(
    "two-figures",
    "Two figures",
    HELD,
    True,
    "a reason",
    sources=("release", "copy", "paper"),
    published=EARLY,
    origins=("customs", "daily"),
    kinds=("official", "press"),
    nearest=True,
    seen=("excerpt", "whole", "part"),
    last_source="2023-12",
    choice="day",
    copies=((("release", "customs"), ("copy", "copyist")), (("paper", "daily"),)),
)


def left(one=TWO, strictly=False, **what):
    return without(one, LeftOut(**{name: frozenset(ids) for name, ids in what.items()}), WITNESSES, strictly)


def test_what_does_not_use_it_stays_the_same_object():
    assert left(sources={"read"}) is TWO
    assert left(origins={"nobody"}) is TWO


def test_a_figure_stands_while_a_copy_of_it_is_left_and_is_known_from_the_day_of_that_copy():
    one = left(sources={"release"})
    assert one.value == HELD and one.sources == ("copy", "paper") and one.seen == ("whole", "part")
    assert one.published == LATE and TWO.published == EARLY


def test_a_figure_without_a_copy_takes_the_value_with_it_and_the_nearest_stays_the_nearest():
    one = left(sources={"paper"})
    assert one.value is None and one.nearest and one.principled and one.choice == "day"
    assert one.sources == () and one.origins == () and one.copies == ()


def test_strictly_any_copy_that_falls_takes_the_value_with_it():
    assert left(sources={"copy"}).value == HELD
    assert left(sources={"copy"}, strictly=True).value is None


def test_an_origin_takes_all_who_print_its_count():
    assert left(origins={"customs"}).value is None
    assert left(origins={"customs"}).nearest


def test_who_is_left_decides_the_origins_and_the_kinds():
    twice = replace(TWO, copies=((("release", "customs"), ("paper", "daily")),), sources=("release", "paper"))
    assert left(twice, kinds={"press"}).origins == ("customs",)
    assert left(twice, kinds={"press"}).kinds == ("official",)
    assert left(twice, kinds={"official"}).origins == ("daily",)


def test_a_copyist_that_is_left_still_speaks_for_its_origin():
    assert left(sources={"release"}).origins == ("customs", "daily")
    assert left(sources={"release"}).kinds == ("press",)


def test_only_what_was_read_whole_is_left():
    assert left(seen={"excerpt"}).value == HELD
    assert left(seen={"excerpt", "part"}).value is None


def test_what_the_arithmetic_says_of_itself_stays_unless_just_that_is_left_out():
    ours = replace(TWO, origins=("our-list",), kinds=("research",))
    assert left(ours, sources={"release"}).origins == ("our-list",)
    assert left(ours, origins={"our-list"}).value is None
    assert left(ours, kinds={"research"}).value is None


def test_a_day_that_the_arithmetic_set_stays_while_the_copies_do_not_move_it():
    evening = replace(TWO, published=date(2023, 8, 15))
    assert left(evening, sources={"copy"}).published == date(2023, 8, 15)
    assert left(evening, sources={"release"}).published == LATE


def test_a_text_read_in_vain_is_missed_when_it_is_left_out():
    silence = replace(TWO, value="not-found", sources=("read",), seen=("excerpt",), copies=(), origins=(), kinds=())
    assert left(silence, sources={"read"}).value is None
    assert left(silence, origins={"customs"}) is silence


@pytest.mark.parametrize(("source", "verdict"), [("release", "supported"), ("paper", "not-testable")])
def test_the_finding_is_judged_again_on_what_is_left(source, verdict):
    found = made_up(HELD)
    found = finding_without(
        replace(found, judged=(replace(found.judged[0], specification=TWO),)),
        LeftOut(sources=frozenset({source})),
        WITNESSES,
    )
    assert (found.verdict, found.data_cutoff) == (verdict, made_up(HELD).data_cutoff)


def test_a_later_copy_moves_the_verdict_of_the_day_alone():
    found = made_up(HELD)
    found = replace(found, judged=(replace(found.judged[0], specification=TWO),))
    then = finding_without(found, LeftOut(sources=frozenset({"release"})), WITNESSES)
    assert (then.verdict, then.verdict_at_publication) == ("supported", "not-testable")


def test_all_that_a_finding_uses_is_what_can_be_left_out_of_it():
    found = made_up(HELD)
    found = replace(found, judged=(replace(found.judged[0], specification=TWO),))
    used = used_by(found, WITNESSES)
    assert used == LeftOut(
        sources=frozenset({"release", "copy", "paper"}),
        origins=frozenset({"customs", "daily"}),
        kinds=frozenset({"official", "press"}),
        seen=frozenset({"excerpt", "whole", "part"}),
    )
    assert used.meets(LeftOut(sources=frozenset({"copy"}))) and not used.meets(LeftOut(origins=frozenset({"copy"})))
