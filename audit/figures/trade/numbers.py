"""The numbers of the trade chapter on their way into prose: name -> text, by section of the page."""

from __future__ import annotations

from math import ceil

import pandas as pd

from audit.figures.prose import dollars, in_words, percent
from audit.figures.titles import listed
from audit.figures.trade.titles import with_article
from audit.figures.words import VERDICT_WORDS
from audit.findings.trade import claims, tables
from audit.findings.trade.claims import AFTER, BEFORE, EXPORTS, IMPORTS, TOTAL
from audit.findings.what_if import what_if
from audit.inputs.record import Record
from audit.judgement import Finding


def answer(record: Record, energy: Finding) -> dict[str, str]:
    """What China's trade with the whole world did, and the span of the checks on energy."""
    world = tables.world_growth_first_released(record)
    shares = [one.specification.value for one in energy.judged if one.counts]
    return {
        "energy-low": f"{min(shares):.0f}",
        "energy-high": percent(max(shares)),
        "world-2021": percent(world[BEFORE], 1),
        "world-2022": percent(world[AFTER], 1),
    }


def annual(flows: pd.DataFrame) -> dict[str, str]:
    """The two printed totals. ``flows``: ``tables.annual_flows``."""
    printed = tables.printed_totals(flows)
    return {"level-2021": dollars(printed[BEFORE]), "level-2022": dollars(printed[AFTER])}


def how_computed(record: Record, growth: Finding) -> dict[str, str]:
    """What the printed levels and rates imply for 2021, and what the word "around" takes in."""
    flows = {flow: claims.annual(record, AFTER, flow, "growth_usd_pct", "first_release") for flow in (EXPORTS, IMPORTS)}
    implied = tables.implied_levels_of_2021(record)
    months, _ = claims.monthly_sum(record, TOTAL, f"{BEFORE}-01", f"{BEFORE}-12")
    narrow = next(reading for reading in growth.claim.alternative_readings if reading.id == "narrow")
    return {
        "level-growth": percent(growth.specification("customs-levels-first-release").specification.value, 2),
        "sold-2022": dollars(flows[EXPORTS]["value_usd_bn"].iloc[0]),
        "bought-2022": dollars(flows[IMPORTS]["value_usd_bn"].iloc[0]),
        "implied-base": dollars(implied["total"]),
        "implied-flows": dollars(implied["flows"]),
        "months-2021": dollars(months),
        "accepted-range": growth.claim.test.words,
        "narrow-range": narrow.words,
        "across-widths": "the same" if tables.same_at_every_width(growth) else "not the same",
    }


def other_checks(record: Record, growth: Finding) -> dict[str, str]:
    """The checks that differ or are set aside, and two other choices with the verdict that would follow."""
    aside = [one for one in growth.judged if not one.specification.principled]
    differing = [one.specification.label for one in growth.judged if one.counts and not one.passes]
    quotient, _ = claims.russian_levels(record)
    if_levels = what_if(growth, {"russian-side": {"value": quotient}})
    if_yuan_too = what_if(growth, {"customs-yuan": {"nearest": True}})
    texts = claims.texts_that_print_growth(record)
    return {
        "aside": in_words(len(aside)).capitalize(),
        "differing": listed(differing) if differing else "none of them",
        "russian-levels": percent(quotient, 1),
        "if-russian-levels": VERDICT_WORDS[if_levels.verdict],
        "if-russian-levels-confidence": if_levels.confidence.level,
        "if-yuan-too": VERDICT_WORDS[if_yuan_too.verdict],
        "texts-growth": str(texts["all"]),
        "texts-dollars": str(texts["dollars"]),
        "texts-yuan": str(texts["yuan"]),
    }


def two_counts(counts: pd.DataFrame) -> dict[str, str]:
    """The year after the claim's, as each side counted it. ``counts``: ``tables.two_counts``."""
    after = tables.by_side(counts).loc[AFTER + 1]
    return {"kremlin-2023": dollars(after["by Russia"]), "china-2023": dollars(after["by China"])}


def energy(record: Record) -> dict[str, str]:
    """A lower count of the bill for energy beside that of customs, and how near BACI is to customs."""
    war_year = claims.product(record, "energy_all", "2022-03-01", "2023-02-28")
    crea = record["trade_products"].query("reporter == 'crea'")
    baci = tables.baci_against_customs(record)
    return {
        "crea": dollars(crea["value_usd_bn"].iloc[0], 0),
        "customs-war-year": dollars(war_year["value_usd_bn"].iloc[0], 0),
        "baci-crude-gap": percent(-baci["crude oil"]),
        "baci-gas-gap": percent(ceil(abs(baci["gas"]))),  # "within": rounded up
        "baci-coal-gap": percent(ceil(abs(baci["coal, tonnes"]))),
    }


def price(crude: pd.DataFrame, split: pd.DataFrame, energy: Finding) -> dict[str, str]:
    """Dearer, more than more. ``crude``: ``tables.crude_oil``; ``split``: ``tables.crude_split``."""
    change = tables.crude_change(crude)
    parts = split.set_index("part")["usd_bn"]
    in_two_products, in_all = (one.specification.value for one in energy.alternatives["mainly-in-volume"])
    return {
        "crude-quantity": percent(change["quantity"]),
        "crude-value": percent(change["value"]),
        "crude-unit-price": percent(change["unit price"]),
        "crude-price-share": percent(parts["Price"] / parts.sum() * 100),
        "volume-share": percent(in_two_products),
        "volume-share-all": percent(in_all),
    }


def years_around(record: Record, yearly: pd.DataFrame) -> dict[str, str]:
    """The years before and after, beside China's trade with the world. ``yearly``: ``tables.published_growth``."""
    of = yearly.set_index("period")
    rate, world, lead = of["growth_usd_pct"], of["world_growth_pct"], of["lead_points"]
    leads = {
        year: sorted(round(points) for points in tables.lead_over_the_world(record, year).values())
        for year in (BEFORE, AFTER)
    }
    two_years = tables.growth_over_two_years_to_2021(record)
    return {
        "growth-2021": percent(rate["2021"], 1),
        "fall-2020": percent(-rate["2020"], 1),
        "world-2021-revised": percent(world["2021"], 1),
        "world-2022-revised": percent(world["2022"], 1),
        "lead-2021": f"{leads[BEFORE][0]} to {leads[BEFORE][1]}",
        "lead-2022": f"{leads[AFTER][0]} to {leads[AFTER][1]}",
        "wider-leads": in_words(tables.wider_leads(yearly)),
        "two-years-russia": percent(two_years["Russia"]),
        "two-years-world": percent(two_years["world"]),
        "lead-2023": f"{lead['2023']:.0f}",
        "growth-2023": percent(rate["2023"], 1),
        "world-fall-2023": percent(-world["2023"], 1),
        "growth-2024": percent(rate["2024"], 1),
        "fall-2025": percent(-rate["2025"], 1),
        "growth-2026": percent(rate["2026 to April"], 1),
    }


def pace(record: Record, below: list[pd.Timestamp]) -> dict[str, str]:
    """2023 as far as the article could know it. ``below``: months of 2022 in which China sold less than a year before."""
    printed = tables.pace_of_2023(record).set_index(["flow", "end"])["growth_usd_pct"]
    base = tables.same_months(record, "China sells", "2022-01", "2022-07")
    return {
        "pace-april": percent(printed[TOTAL, "2023-04-30"], 1),
        "pace-june": percent(printed[TOTAL, "2023-06-30"], 1),
        "pace-july": percent(printed[TOTAL, "2023-07-31"], 1),
        "sales-to-july": percent(printed[EXPORTS, "2023-07-31"]),
        "purchases-to-july": percent(printed[IMPORTS, "2023-07-31"]),
        "sales-base": f"{percent(abs(base))} {'above' if base > 0 else 'below'}",
        "sales-two-years": percent(tables.growth_over_two_years(record, "China sells", "2023-01", "2023-07")),
        "sales-below": listed(f"{month:%B}" for month in below) if below else "no month",
        "sales-spring": percent(-tables.same_months(record, "China sells", *tables.SPRING)),
    }


def partners(record: Record, ranked: pd.DataFrame) -> dict[str, str]:
    """Who grew faster, by China's word and by the partners' own. ``ranked``: ``tables.partner_growth``."""
    russia = ranked.set_index("partner")["growth_pct"]["Russia"]
    faster = ranked[tables.clearly_faster(ranked["growth_pct"], russia)]["partner"].tolist()
    reporting = tables.partners_reporting(record)
    return {
        "faster-names": with_article(listed(faster)) if faster else "no other partner",
        "reporters": str(len(reporting)),
        "reporters-names": listed(reporting["partner"].head(3)),
        "reporters-faster": in_words(int(tables.clearly_faster(reporting["growth_pct"], russia).sum())),
        "reporters-left-out": listed(tables.partners_left_out(record)),
    }


def kept_copies(record: Record) -> dict[str, str]:
    """How near the copies of the months are to what customs printed."""
    gaps = tables.widest_gaps(record)
    return {"copies-total": percent(gaps["total"], 1), "copies-flows": percent(gaps["flows"], 1)}
