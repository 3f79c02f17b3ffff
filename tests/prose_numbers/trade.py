"""The trade chapter: levels, growth, the price and the quantity of oil, partners."""

from audit.findings import findings, trade
from audit.record import Record

from .findings import word


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the trade chapter glues beside its findings."""
    annual = record["trade_annual"].query("flow == 'total' and vintage == 'first_release'")
    level = annual.dropna(subset="value_usd_bn").drop_duplicates("year").set_index("year")["value_usd_bn"]
    printed = record["trade_annual"].query("flow == 'total'").dropna(subset="growth_usd_pct")
    printed = printed.drop_duplicates("year").set_index("year")["growth_usd_pct"]
    crude = trade.crude_oil(record)
    (q0, v0), (q1, v1) = (crude.loc[year, ["quantity", "value_usd_bn"]] for year in (2021, 2022))
    price = (v1 / q1 - v0 / q0) * (q0 + q1) / 2
    judged = findings()
    volume = next(
        one
        for one in judged["trade-mainly-energy"].alternatives["mainly-in-volume"]
        if one.specification.id == "crude-and-lng-at-2021-prices"
    )
    ranked = trade.partner_growth(record)
    russia = float(ranked.set_index("partner")["growth_pct"]["Russia"])
    faster = [row.partner for row in ranked.itertuples() if row.growth_pct > russia]
    reporting = trade.partners_reporting(record)["growth_pct"]
    energy = [one for one in judged["trade-mainly-energy"].judged if one.specification.principled]
    shares = sorted(one.specification.value for one in energy if one.specification.value is not None)
    growth = [one for one in judged["trade-growth-2022"].judged if one.specification.principled and one.agrees is False]
    misses = [one for one in growth if 28.4 < one.specification.value < 28.5 or 29.5 < one.specification.value < 29.6]
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
    bills = record["trade_products"].set_index(["product", "reporter", "period_end"])["value_usd_bn"]
    by_partner = trade.partners_reporting(record).sort_values("growth_pct", ascending=False)["partner"].tolist()
    return {
        "energy-low": f"{shares[0]:.0f}",
        "energy-high": f"{shares[-1]:.0f} per cent",
        "near-misses": word(len(misses)).capitalize(),
        "implied-base": f"US${level[2022] / (1 + printed[2022] / 100):.1f} billion",
        "months-2021": f"US${months.sum():.1f} billion",
        "crea": f"US${bills['fossil_fuels_all', 'crea', '2023-03-04']:.0f} billion",
        "customs-war-year": f"US${bills['energy_all', 'bloomberg-from-customs', '2023-02-28']:.0f} billion",
        "crude-unit-price": f"{((v1 / q1) / (v0 / q0) - 1) * 100:.0f} per cent",
        "volume-share-all": f"{all_energy.value:.0f} per cent",
        "growth-to-july-2023": f"{parts['2023-07-31']:.1f} per cent",
        "growth-2026": f"{parts['2026-04-30']:.1f} per cent",
        "reporters-names": f"{by_partner[0]}, {by_partner[1]} and {by_partner[2]}",
        "level-2021": f"US${level[2021]:.1f} billion",
        "level-2022": f"US${level[2022]:.1f} billion",
        "level-growth": f"{(level[2022] / level[2021] - 1) * 100:.2f} per cent",
        "accepted-range": "28.5 to 29.5 per cent",
        "growth-2021": f"{printed[2021]:.1f} per cent",
        "growth-2023": f"{printed[2023]:.1f} per cent",
        "fall-2025": f"{-printed[2025]:.1f} per cent",
        "crude-quantity": f"{(q1 / q0 - 1) * 100:.0f} per cent",
        "crude-value": f"{(v1 / v0 - 1) * 100:.0f} per cent",
        "crude-price-share": f"{price / (v1 - v0) * 100:.0f} per cent",
        "volume-share": f"{volume.specification.value:.0f} per cent",
        "faster-partners": word(len(faster)),
        "faster-names": ", ".join(faster[:-1]) + " and " + faster[-1],
        "reporters": str(len(reporting)),
        "reporters-faster": word(int((reporting > russia).sum())),
    }
