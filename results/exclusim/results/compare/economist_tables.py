"""Tables that an economist checks: effects, key figures, groups, uncertainty, sets."""

from __future__ import annotations

from exclusim.results.compare.document import CompareDocument, PortfolioSet, ScenarioComparison
from exclusim.results.compare.figures import ranked
from exclusim.results.compare.information import GROUPS
from exclusim.results.compare.page_tables import Rows, signed
from exclusim.results.compare.set_figure import set_label
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, duration, mkr, number, percent
from exclusim.results.report.parts import Cell, Table, amount, table

__all__ = [
    "economics",
    "effects",
    "groups",
    "knowledge",
    "portfolio_sets",
    "sources_of_spread",
    "swings",
]


def effects(document: CompareDocument) -> Table:
    """Effect after the end, and how small it may be."""

    def points(value: Interval | None) -> Cell | str:
        if value is None:
            return "–"
        return Cell(number(100 * value.mean, 1), f"{number(100 * value.p5, 1)} till {number(100 * value.p95, 1)}")

    rows: Rows = []
    for name in ranked(document):
        s = document.scenarios[name]
        least = s.threshold.break_even_share.get("society")
        tested = bool(s.threshold.shares)
        rows.append(
            [
                s.label,
                number(s.reached.mean),
                points(s.effect.one_year),
                points(s.effect.long_term),
                points(s.effect.work_one_year),
                points(s.effect.work_long_term),
                "–" if not tested else "lönar sig inte" if least is None else percent(least),
            ]
        )
    return table(
        "Effekt efter insatsens slut, procentenheter av dem som nås",
        [
            "Insats", "Nås", "Ej utanför, 1 år", "2–5 år", "I arbete, 1 år", "2–5 år", "Minsta effekt",
        ],
        rows,
        foot="Minsta effekt: den andel av effekten (logaritmen av kvoten) som räcker för att samhället inte "
        "ska förlora.",
    )  # fmt: skip


def economics(document: CompareDocument) -> Table:
    """What an economist checks, one column by scenario."""
    names = ranked(document)
    every = [document.scenarios[n] for n in names]

    def ratio(value: float | None) -> str:
        return "–" if value is None else number(value, 2)

    def money(value: float | None) -> str:
        return "–" if value is None else mkr(value)

    rows: Rows = [
        ["Nettonuvärde, samhället", *(amount(s.net["society"], gain=True) for s in every)],
        ["Medelfel", *(mkr(s.net["society"].se) for s in every)],
        ["Nettonuvärde, offentligt", *(amount(s.net["public"], gain=True) for s in every)],
        ["Första mandatperioden, offentligt", *(amount(s.term["public"], gain=True) for s in every)],
        ["Första året, offentligt", *(amount(s.year_one["public"], gain=True) for s in every)],
        ["Nytta per krona, samhället", *(ratio(s.benefit_cost_ratio["society"]) for s in every)],
        ["Nytta per krona, offentligt", *(ratio(s.benefit_cost_ratio["public"]) for s in every)],
        ["Undvikna år i utanförskap", *(number(s.avoided_years.mean, 1) for s in every)],
        ["Insatskostnad per undviket år", *(money(s.cost_per_avoided_year) for s in every)],
        ["Offentlig nettokostnad per undviket år", *(money(s.net_cost_per_avoided_year) for s in every)],
        ["Vinst som är pengar, offentligt", *(amount(s.cashable["public"], gain=True) for s in every)],
        ["Vinst som är frigjord tid, offentligt", *(amount(s.capacity["public"], gain=True) for s in every)],
        [
            "Djupaste underskott, offentligt",
            *(
                Cell(mkr(s.deepest_deficit["public"].amount), f"efter {duration(s.deepest_deficit['public'].month)}")
                for s in every
            ),
        ],
        ["Personer som måste lyckas", *(ratio(s.break_even_successes) for s in every)],
        ["Värdet av en som lyckas, samhället", *(amount(s.success_value) for s in every)],
    ]
    return table(
        "Nyckeltal",
        ["", *(s.label for s in every)],
        rows,
        foot="Pengar: transfereringar, skatter och köpt vård, före insatsens kostnad och undanträngning. En som lyckas "
        "undgår långvarigt utanförskap.",
    )


def groups(document: CompareDocument) -> list[Table]:
    """Who is reached and who benefits, by scenario."""
    found = []
    for name in ranked(document):
        s = document.scenarios[name]
        rows: Rows = [
            [
                g.label,
                percent(g.share_of_cohort),
                percent(g.share_of_reached),
                percent(g.share_reached),
                "–" if g.share_of_benefit is None else percent(g.share_of_benefit),
                number(g.avoided_months_per_person.mean, 2),
                f"{number(g.society_per_person.mean)}{NBSP}kr",
            ]
            for g in s.groups
        ]
        found.append(
            table(
                f"{s.label}: vilka som nås och vilka som har nytta",
                [
                    "Grupp", "Av alla", "Av dem som nås", "Nås i gruppen", "Av nyttan", "Undvikna månader per person",
                    "Samhällets vinst per person",
                ],
                rows,
                foot="Ur en del av dragningarna; små grupper är osäkra. Nytta: undvikna månader i utanförskap.",
            )
        )  # fmt: skip
    return found


def swings(scenario: ScenarioComparison) -> Table | None:
    """The inputs that move society's gain most; None where none stands out from chance."""
    if not scenario.swings:
        return None
    rows: Rows = [
        [Cell(s.name, GROUPS.get(s.group, s.group)), signed(s.low), signed(s.high), mkr(abs(s.high - s.low))]
        for s in scenario.swings
    ]
    return table(
        f"{scenario.label}: indata som betyder mest för samhällets vinst, Mkr",
        ["Indata", "Vid lågt värde", "Vid högt värde", "Skillnad"],
        rows,
        foot="Förväntad vinst när indata står vid sin 5:e och 95:e percentil, allt annat som det faller ut.",
    )


def sources_of_spread(document: CompareDocument) -> Table:
    """Shares of the variance of society's net by scenario."""
    rows: Rows = [
        [
            document.scenarios[n].label,
            *(percent(document.scenarios[n].variance_shares[g]) for g in (*GROUPS, "unexplained")),
        ]
        for n in ranked(document)
    ]
    return table(
        "Var osäkerheten kommer ifrån",
        ["Insats", *GROUPS.values(), "Slump"],
        rows,
        foot="Andel av spridningen i samhällets vinst. Slump: enskilda liv, och det som är för litet för att synas.",
    )


def knowledge(document: CompareDocument) -> Table | None:
    """The value of knowing more; None where scenarios have no common baseline."""
    found = document.information
    if found is None:
        return None
    rows: Rows = [[text, mkr(found.partial[group])] for group, text in GROUPS.items()]
    rows += [["Alla indata", mkr(found.everything)], ["Övre gräns, slumpen inräknad", mkr(found.upper_bound)]]
    return table(
        "Vad mer kunskap är värd",
        ["Indata", "Värde av att veta"],
        rows,
        foot="Så mycket bättre blir valet i genomsnitt om indata vore kända innan.",
    )


def _known_from(found: PortfolioSet) -> str:
    if len(found.scenarios) < 2:
        return ""
    return "simulerade tillsammans" if found.simulated else "ur simulerade par"


def portfolio_sets(document: CompareDocument) -> Table | None:
    """Affordable sets, the best first."""
    found = document.portfolio
    if found is None:
        return None
    rows: Rows = [
        [
            Cell(set_label(document, s.scenarios), _known_from(s)),
            mkr(s.cost),
            signed(s.gain),
            signed(s.added),
            signed(s.cvar),
        ]
        for s in found.sets[:12]
    ]
    return table(
        "Uppsättningar av insatser, Mkr",
        ["Insatser", "Kostnad", "Vinst", "Utan samspel", "Sämsta tiondelen"],
        rows,
        strong=frozenset({0}),
        foot="Utan samspel: summan av insatsernas enskilda vinster.",
    )
