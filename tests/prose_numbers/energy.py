"""Energy and arms, in the chapters on equality and on the war: counted afresh from the tables."""

from audit.inputs.record import Record

from .findings import word

VINTAGE, EARLIER = "2026-02-12", "2025-01-03"


def per_cent(value: float, decimals: int = 0) -> str:
    return f"{value:.{decimals}f} per cent"


def texts(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter on equality glues on energy and arms."""
    return on_energy(record) | on_arms(record)


def on_energy(record: Record) -> dict[str, str]:
    flows, shares, prices = record["energy_flows"], record["energy_shares"], record["energy_gas_prices"]
    volume = {
        (
            row.commodity,
            row.importer,
            row.supplier,
            row.period_start.year,
            row.quantity_unit,
            row.source_id,
        ): row.quantity
        for row in flows.itertuples()
        if (row.period_end - row.period_start).days > 360
    }
    share = {(row.whole, row.partner, row.period_start.year): row.share_low_pct for row in shares.itertuples()}
    price = {(row.buyer, row.period_start.year): row.price for row in prices.itertuples() if row.seller == "Russia"}
    month = prices[prices["period_start"] == "2021-01-01"].query("buyer == 'China'").set_index("seller")["price"]
    pipes = flows.query("commodity == 'pipeline gas' and quantity_unit == 'bcm'").set_index("supplier")["quantity"]
    asia = ["Turkmenistan", "Kazakhstan", "Uzbekistan"]
    mean = sum(month[one] * pipes[one] for one in asia) / sum(pipes[one] for one in asia)
    tankers = "crude oil and condensate"
    sold, total = (volume[tankers, who, "Russia", 2024, "mb/d", "europesays_eia_2025"] for who in ("China", "all"))
    bought = volume["crude oil", "China", "Russia", 2024, "mb/d", "unn_crude_2024"]
    whole = volume["crude oil", "China", "all", 2024, "mb/d", "econovis_2024"]
    early = [volume["crude oil", "China", who, 2020, "Mt", "reuters_crude_2020"] for who in ("Russia", "all")]
    coal = [volume["coal", "China", who, 2024, "Mt", "tass_coal_2025"] for who in ("Russia", "all")]
    gas = volume["LNG", "China", "Russia", 2025, "Mt", "aletho_lng_2025"]
    tracked = volume["LNG", "all", "Russia", 2025, "Mt", "boe_gas_20260305"]
    canada, america = (
        share["crude imports of the United States", "Canada", 2020],
        share["Canada’s crude exports", "United States", 2023],
    )
    siberia = {key[3]: value for key, value in volume.items() if key[0] == "pipeline gas, Power of Siberia"}
    return {
        "crude-buyer": per_cent(100 * bought / whole),
        "crude-seller": per_cent(100 * sold / total),
        "crude-times": f"{(sold / total) / (bought / whole):.1f}",
        "crude-2020": per_cent(100 * early[0] / early[1]),
        "coal-buyer": per_cent(100 * coal[0] / coal[1]),
        "coal-seller": per_cent(share["Russia’s coal exports", "China", 2022]),
        "lng-buyer": per_cent(share["China’s LNG imports", "Russia", 2024]),
        "lng-seller": per_cent(100 * gas / tracked),
        "canada-buyer": per_cent(canada),
        "canada-seller": per_cent(america),
        "canada-times": f"{america / canada:.1f}",
        "gas-part-2025": per_cent(100 * price["China", 2025] / price["Europe and Turkey", 2025]),
        "gas-part-2022": per_cent(100 * price["China", 2022] / price["Europe and Turkey", 2022]),
        "gas-central-asia": per_cent(100 * month["Russia"] / mean),
        "gas-central-asia-spring": per_cent(100 * 183 / ((227 + 212 + 194) / 3)),
        "gas-europe-before": per_cent(100 * 4.4 / 10),
        "gas-belarus-part": per_cent(100 * month["Russia"] / price["Belarus", 2021]),
        "pipe-buyer": per_cent(share["China’s pipeline gas imports by value", "Russia", 2024]),
        "pipe-seller": per_cent(share["Russia’s pipeline gas exports", "China", 2025]),
        "gas-china-2021": f"{month['Russia']:.1f}",
        "gas-belarus-2021": f"{price['Belarus', 2021]:.1f}",
        "siberia-first": f"{siberia[min(siberia)]:.1f}",
        "siberia-last": f"{siberia[max(siberia)]:.1f}",
        "siberia-year": str(max(siberia)),
    }


def register(record: Record, vintage: str = VINTAGE) -> dict[tuple[str, str, int], float]:
    rows = record["arms_transfers"]
    rows = rows[rows["vintage"] == vintage]
    return {(row.supplier, row.recipient, row.year): row.delivered_tiv_mn for row in rows.itertuples()}


def on_arms(record: Record) -> dict[str, str]:
    one = register(record)

    def total(supplier: str, recipient: str, first: int, last: int) -> float:
        return sum(one[supplier, recipient, year] for year in range(first, last + 1))

    last = register(record, "2026-05-24")

    def newest(supplier: str, recipient: str, first: int, until: int) -> float:
        return sum(last[supplier, recipient, year] for year in range(first, until + 1))

    there, back = total("Russia", "China", 2020, 2024), total("China", "Russia", 2020, 2024)
    printed = record["arms_published"].query("measure == 'share of China in Russia’s arms exports' and year == 2025")
    return {
        "arms-window": "2020–2024",
        "arms-before-the-war": per_cent(100 * total("Russia", "China", 2020, 2021) / there),
        "arms-exports": f"{total('Russia', 'all', 2020, 2024):,.0f}",
        "arms-exports-newest": f"{newest('Russia', 'all', 2020, 2024):,.0f}",
        "arms-part-newest": per_cent(100 * there / newest("Russia", "all", 2020, 2024)),
        "arms-received": f"{total('all', 'Russia', 2020, 2024):,.0f}",
        "arms-received-newest": f"{newest('all', 'Russia', 2020, 2024):,.0f}",
        "arms-bound": f"{newest('all', 'Russia', 2021, 2025) / (0.13 * newest('Russia', 'all', 2021, 2025)):.2f}",
        "arms-imports-fall": "44 per cent",
        "arms-shares-printed": "23 and 21",
        "arms-to-china": f"{there:,.0f}",
        "arms-to-russia": f"{back:.1f}",
        "arms-in-chinas-imports": per_cent(100 * there / total("all", "China", 2020, 2024)),
        "arms-in-russias-exports": per_cent(100 * there / total("Russia", "all", 2020, 2024)),
        "arms-in-russias-exports-2004": per_cent(
            100 * total("Russia", "China", 2000, 2004) / total("Russia", "all", 2000, 2004)
        ),
        "arms-printed": per_cent(printed["value_pct"].item()),
        "arms-printed-window": "2021–2025",
        "arms-last-year": f"{one['Russia', 'China', 2024]:.0f}",
        "arms-japan": per_cent(100 * total("United States", "Japan", 2020, 2024) / total("all", "Japan", 2020, 2024)),
        "arms-korea": per_cent(
            100 * total("United States", "South Korea", 2020, 2024) / total("all", "South Korea", 2020, 2024)
        ),
        "arms-belarus": per_cent(100 * total("Russia", "Belarus", 2020, 2024) / total("all", "Belarus", 2020, 2024), 1),
        "arms-vintage": "register as generated on 12 February 2026, with data to 2024",
        "arms-newest": "register as generated on 24 May 2026, with data to 2025",
    }


def on_the_war(record: Record) -> dict[str, str]:
    """Name -> text of what the chapter on the war glues on arms."""
    one, earlier, last = register(record), register(record, EARLIER), register(record, "2026-05-24")

    def to_russia(state: str, until: int, rows: dict = one) -> float:
        return sum(rows[state, "Russia", year] for year in range(2022, until + 1))

    items = record["arms_to_russia"].query("supplier == 'China' and year >= 2022")
    engines = items[items["designation"].str.startswith("ship engine")]
    return {
        "war-arms-vintage": "register of February 2026",
        "war-arms-china": f"{to_russia('China', 2024):.1f}",
        "war-arms-north-korea": f"{to_russia('North Korea', 2024):.0f}",
        "war-arms-iran": f"{to_russia('Iran', 2024):.0f}",
        "war-arms-part": per_cent(100 * to_russia("China", 2024) / to_russia("North Korea", 2024)),
        "war-arms-part-iran": per_cent(100 * to_russia("China", 2024) / to_russia("Iran", 2024)),
        "war-arms-part-2023": per_cent(100 * to_russia("China", 2023) / to_russia("North Korea", 2023)),
        "war-arms-part-2023-earlier": per_cent(
            100 * to_russia("China", 2023, earlier) / to_russia("North Korea", 2023, earlier)
        ),
        "war-arms-carriers": word(int(items.loc[items["designation"] == "Tiger AV", "number"].item())),
        "war-arms-engines": word(int(engines["number"].sum())),
        "war-arms-ordered": str(engines["order_year"].unique().item()),
        "war-arms-all-february": f"{one['all', 'Russia', 2024]:.1f}",
        "war-arms-all-may": f"{last['all', 'Russia', 2024]:.1f}",
    }
