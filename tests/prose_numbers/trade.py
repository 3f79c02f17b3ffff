"""The trade chapter: levels, growth, the price and the quantity of oil, partners, the world."""

from math import ceil

from audit.figures.prose import VERDICT_WORDS
from audit.findings import findings
from audit.findings.trade import tables
from audit.findings.what_if import what_if
from audit.inputs.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the trade chapter glues beside its findings."""
    annual = record["trade_annual"].query("flow == 'total' and vintage == 'first_release'")
    level = annual.dropna(subset="value_usd_bn").drop_duplicates("year").set_index("year")["value_usd_bn"]
    printed = record["trade_annual"].query("flow == 'total'").dropna(subset="growth_usd_pct")
    printed = printed.drop_duplicates("year").set_index("year")["growth_usd_pct"]
    crude = tables.crude_oil(record)
    (q0, v0), (q1, v1) = (crude.loc[year, ["quantity", "value_usd_bn"]] for year in (2021, 2022))
    price = (v1 / q1 - v0 / q0) * (q0 + q1) / 2
    judged = findings()
    volume = next(
        one
        for one in judged["trade-mainly-energy"].alternatives["mainly-in-volume"]
        if one.specification.id == "crude-and-lng-at-2021-prices"
    )
    ranked = tables.partner_growth(record)
    russia = float(ranked.set_index("partner")["growth_pct"]["Russia"])
    faster = [row.partner for row in ranked.itertuples() if row.growth_pct > russia]
    reporting = tables.partners_reporting(record)["growth_pct"]
    energy = [one for one in judged["trade-mainly-energy"].judged if one.specification.principled]
    shares = sorted(one.specification.value for one in energy if one.specification.value is not None)
    growth = judged["trade-growth-2022"].judged
    differing = [one for one in growth if one.specification.principled and one.agrees is False]
    aside = [one for one in growth if not one.specification.principled]
    # The verdict is the same at every width if the nearest always agrees and some other that counts never does.
    counting = [one.specification for one in growth if one.specification.principled]
    inside = all(abs(one.value - 29) <= 0.5 for one in counting if one.nearest)
    outside = any(abs(one.value - 29) > 2.9 for one in counting if not one.nearest)
    flows = (
        record["trade_annual"]
        .query("year == 2022 and flow != 'total'")
        .dropna(subset=["value_usd_bn", "growth_usd_pct"])
    )
    flows = flows.drop_duplicates("flow").set_index("flow")
    bases = sum(row.value_usd_bn / (1 + row.growth_usd_pct / 100) for row in flows.itertuples())
    world = record["trade_totals"].query("measure == 'china_total_trade'")
    world = world.assign(year=world["period_start"].dt.year)
    first = world.query("vintage == 'first_release'").dropna(subset="growth_usd_pct")
    first = first.drop_duplicates("year").set_index("year")["growth_usd_pct"]
    held = world.query("vintage == 'revised'").set_index("year")["value_usd_bn"]
    revised = {year: (held[year] / held[year - 1] - 1) * 100 for year in range(2016, 2025)}
    leads = {
        year: sorted({round(printed[year] - first[year]), round(printed[year] - revised[year])})
        for year in (2021, 2022)
    }
    wider = [year for year in range(2016, 2022) if printed[year] - revised[year] > printed[2022] - revised[2022]]
    summed = record["trade_monthly"].assign(year=lambda rows: rows["month"].dt.year)
    summed = summed.pivot_table(index="year", columns="flow", values="value_usd_bn", aggfunc="sum")
    summed["china_exports_to_russia"] = summed["total"] - summed["china_imports_from_russia"]
    told = record["trade_annual"].query("vintage in ('first_release', 'later_statement')").dropna(subset="value_usd_bn")
    told = told.drop_duplicates(["year", "flow"]).pivot(index="year", columns="flow", values="value_usd_bn")
    gaps = (summed / told.reindex(summed.index)[summed.columns] - 1).abs().max() * 100
    gap = {"total": ceil(gaps["total"] * 10) / 10, "flows": ceil(gaps.drop("total").max() * 10) / 10}
    codes = record["trade_energy_hs6"].query("year == 2021 and flow == 'china_imports_from_russia'").set_index("hs6")
    gas = codes["value_usd_mn"][["271111", "271121"]].sum() / 1000 / (6.75 / 2.4 + 3.98 / 2.6)
    coal = codes["quantity_kt"][[code for code in codes.index if code[:4] in ("2701", "2702")]].sum() / 1000 / 57
    mirror = record["trade_mirror"].query("reporter == 'russia-government' and flow == 'total'")
    kremlin = mirror[mirror["period_end"] == "2023-12-31"]["value_usd_bn"].iloc[0]
    all_energy = judged["trade-mainly-energy"].alternatives["mainly-in-volume"][1].specification
    months = record["trade_monthly"].query("flow == 'total' and '2021-01-01' <= month <= '2021-12-01'")["value_usd_bn"]
    parts = (
        record["trade_cumulative"].query("flow == 'total' and basis == 'cumulative'").dropna(subset="growth_usd_pct")
    )
    parts = (
        parts.assign(end=parts["period_end"].dt.strftime("%Y-%m-%d"))
        .drop_duplicates("end")
        .set_index("end")["growth_usd_pct"]
    )
    july = record["trade_cumulative"].query("basis == 'cumulative'")
    july = july[july["period_end"].dt.strftime("%Y-%m-%d") == "2023-07-31"]
    by_flow = july.dropna(subset="growth_usd_pct").drop_duplicates("flow").set_index("flow")["growth_usd_pct"]
    bills = record["trade_products"].dropna(subset="value_usd_bn")
    bills = bills.groupby(["product", "reporter", "period_end"])["value_usd_bn"].first()
    sides = record["trade_mirror"].assign(year=record["trade_mirror"]["period_start"].dt.year)
    whole = sides["period_end"].dt.strftime("%m-%d") == "12-31"
    tables_2021 = sides[(sides["reporter"] == "un-comtrade-russia") & (sides["year"] == 2021)]["value_usd_bn"].sum()
    told_2022 = sides[whole & (sides["reporter"] == "russia-government") & (sides["year"] == 2022)][
        "value_usd_bn"
    ].max()
    quotient = (told_2022 / tables_2021 - 1) * 100
    by_quotient = what_if(judged["trade-growth-2022"], {"russian-side": {"value": quotient}})
    printing = [record["trade_annual"], record["trade_cumulative"]]
    texts = {
        column: {source for rows in printing for source in rows.dropna(subset=column)["source_id"]}
        for column in ("growth_usd_pct", "growth_cny_pct")
    }
    by_month = record["trade_monthly"].pivot(index="month", columns="flow", values="value_usd_bn")
    sold = by_month["total"] - by_month["china_imports_from_russia"]

    def change(year: int, first: int, last: int, back: int = 1) -> float:
        """Growth of China's sales in some months of a year over the same months before."""
        now, then = (sold[f"{one}-{first:02d}" : f"{one}-{last:02d}"].sum() for one in (year, year - back))
        return (now / then - 1) * 100

    base = change(2022, 1, 7)
    below = [f"{month:%B}" for month in sold["2022"].index if change(2022, month.month, month.month) < 0]
    implausible = record["trade_partner_mirror"].query("year in (2021, 2022)").dropna(subset="note")
    by_partner = tables.partners_reporting(record).sort_values("growth_pct", ascending=False)["partner"].tolist()
    return {
        "energy-low": f"{shares[0]:.0f}",
        "energy-high": f"{shares[-1]:.0f} per cent",
        "differing": " and ".join(one.specification.label for one in differing),
        "russian-levels": f"{(told_2022 / tables_2021 - 1) * 100:.1f} per cent",
        "if-russian-levels": VERDICT_WORDS[by_quotient.verdict],
        "if-russian-levels-confidence": by_quotient.confidence.level,
        "if-yuan-too": VERDICT_WORDS["not-supported" if outside else "supported"],
        "texts-growth": str(len(texts["growth_usd_pct"] | texts["growth_cny_pct"])),
        "texts-dollars": str(len(texts["growth_usd_pct"])),
        "texts-yuan": str(len(texts["growth_cny_pct"])),
        "sales-base": f"{abs(base):.0f} per cent {'above' if base > 0 else 'below'}",
        "sales-two-years": f"{change(2023, 1, 7, back=2):.0f} per cent",
        "sales-below": ", ".join(below[:-1]) + " and " + below[-1],
        "sales-spring": f"{-change(2022, 3, 6):.0f} per cent",
        "lead-2023": f"{printed[2023] - revised[2023]:.0f}",
        "reporters-left-out": " and ".join(sorted(set(implausible["partner"]))),
        "aside": word(len(aside)).capitalize(),
        "across-widths": "the same" if inside and outside else "not the same",
        "narrow-range": "28.5 to 29.5 per cent",
        "sold-2022": f"US${flows['value_usd_bn']['china_exports_to_russia']:.1f} billion",
        "bought-2022": f"US${flows['value_usd_bn']['china_imports_from_russia']:.1f} billion",
        "implied-flows": f"US${bases:.1f} billion",
        "kremlin-2023": f"US${kremlin:.1f} billion",
        "china-2023": f"US${level[2023]:.1f} billion",
        "baci-crude-gap": f"{(1 - codes['value_usd_mn']['270900'] / 1000 / v0) * 100:.0f} per cent",
        "baci-gas-gap": f"{ceil(abs(gas - 1) * 100)} per cent",
        "baci-coal-gap": f"{ceil(abs(coal - 1) * 100)} per cent",
        "world-2021": f"{first[2021]:.1f} per cent",
        "world-2022": f"{first[2022]:.1f} per cent",
        "world-2021-revised": f"{revised[2021]:.1f} per cent",
        "world-2022-revised": f"{revised[2022]:.1f} per cent",
        "world-fall-2023": f"{-revised[2023]:.1f} per cent",
        "lead-2021": f"{leads[2021][0]} to {leads[2021][1]}",
        "lead-2022": f"{leads[2022][0]} to {leads[2022][1]}",
        "wider-leads": word(len(wider)),
        "two-years-russia": f"{(level[2021] / level[2019] - 1) * 100:.0f} per cent",
        "two-years-world": f"{(held[2021] / held[2019] - 1) * 100:.0f} per cent",
        "fall-2020": f"{-printed[2020]:.1f} per cent",
        "growth-2024": f"{printed[2024]:.1f} per cent",
        "pace-april": f"{parts['2023-04-30']:.1f} per cent",
        "pace-june": f"{parts['2023-06-30']:.1f} per cent",
        "pace-july": f"{parts['2023-07-31']:.1f} per cent",
        "sales-to-july": f"{by_flow['china_exports_to_russia']:.0f} per cent",
        "purchases-to-july": f"{by_flow['china_imports_from_russia']:.0f} per cent",
        "copies-total": f"{gap['total']:.1f} per cent",
        "copies-flows": f"{gap['flows']:.1f} per cent",
        "implied-base": f"US${level[2022] / (1 + printed[2022] / 100):.1f} billion",
        "months-2021": f"US${months.sum():.1f} billion",
        "crea": f"US${bills['fossil_fuels_all', 'crea', '2023-03-04']:.0f} billion",
        "customs-war-year": f"US${bills['energy_all', 'bloomberg-from-customs', '2023-02-28']:.0f} billion",
        "crude-unit-price": f"{((v1 / q1) / (v0 / q0) - 1) * 100:.0f} per cent",
        "volume-share-all": f"{all_energy.value:.0f} per cent",
        "growth-2026": f"{parts['2026-04-30']:.1f} per cent",
        "reporters-names": f"{by_partner[0]}, {by_partner[1]} and {by_partner[2]}",
        "level-2021": f"US${level[2021]:.1f} billion",
        "level-2022": f"US${level[2022]:.1f} billion",
        "level-growth": f"{(level[2022] / level[2021] - 1) * 100:.2f} per cent",
        "accepted-range": "27.55 to 30.45 per cent",
        "growth-2021": f"{printed[2021]:.1f} per cent",
        "growth-2023": f"{printed[2023]:.1f} per cent",
        "fall-2025": f"{-printed[2025]:.1f} per cent",
        "crude-quantity": f"{(q1 / q0 - 1) * 100:.0f} per cent",
        "crude-value": f"{(v1 / v0 - 1) * 100:.0f} per cent",
        "crude-price-share": f"{price / (v1 - v0) * 100:.0f} per cent",
        "volume-share": f"{volume.specification.value:.0f} per cent",
        "faster-names": (", ".join(faster[:-1]) + " and " + faster[-1]).replace("United Arab", "the United Arab"),
        "reporters": str(len(reporting)),
        "reporters-faster": word(int((reporting >= russia + 0.05).sum())),
    }
