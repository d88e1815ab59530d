"""Tables that an economist checks: effects, key figures, groups, uncertainty, sets."""

from __future__ import annotations

from exclusim.results.compare.document import CompareDocument, PortfolioSet, ScenarioComparison
from exclusim.results.compare.information import GROUPS
from exclusim.results.compare.order import ranked
from exclusim.results.compare.page_tables import Rows, signed
from exclusim.results.compare.set_figure import set_label
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, duration, mkr, number, percent
from exclusim.results.language import _
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
        return Cell(
            number(100 * value.mean, 1),
            _("{low} till {high}").format(low=number(100 * value.p5, 1), high=number(100 * value.p95, 1)),
        )

    rows: Rows = []
    for name in ranked(document):
        s = document.scenarios[name]
        least = s.threshold.break_even_share.get("society")
        tested = bool(s.threshold.shares)
        rows.append(
            [
                _(s.label),
                number(s.reached.mean),
                points(s.effect.one_year),
                points(s.effect.long_term),
                points(s.effect.work_one_year),
                points(s.effect.work_long_term),
                "–" if not tested else _("lönar sig inte") if least is None else percent(least),
            ]
        )
    return table(
        _("Effekt efter insatsens slut, procentenheter av dem som nås"),
        [
            _("Insats"), _("Nås"), _("Ej utanför, 1 år"), _("2–5 år"), _("I arbete, 1 år"), _("2–5 år"),
            _("Minsta effekt"),
        ],
        rows,
        foot=_(
            "Minsta effekt: den andel av effekten (logaritmen av kvoten) som räcker för att samhället inte ska förlora."
        ),
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
        [_("Nettonuvärde, samhället"), *(amount(s.net["society"], gain=True) for s in every)],
        [_("Medelfel"), *(mkr(s.net["society"].se) for s in every)],
        [_("Nettonuvärde, offentligt"), *(amount(s.net["public"], gain=True) for s in every)],
        [_("Första mandatperioden, offentligt"), *(amount(s.term["public"], gain=True) for s in every)],
        [_("Första året, offentligt"), *(amount(s.year_one["public"], gain=True) for s in every)],
        [_("Nytta per krona, samhället"), *(ratio(s.benefit_cost_ratio["society"]) for s in every)],
        [_("Nytta per krona, offentligt"), *(ratio(s.benefit_cost_ratio["public"]) for s in every)],
        [_("Undvikna år i utanförskap"), *(number(s.avoided_years.mean, 1) for s in every)],
        [_("Insatskostnad per undviket år"), *(money(s.cost_per_avoided_year) for s in every)],
        [_("Offentlig nettokostnad per undviket år"), *(money(s.net_cost_per_avoided_year) for s in every)],
        [_("Vinst som är pengar, offentligt"), *(amount(s.cashable["public"], gain=True) for s in every)],
        [_("Vinst som är frigjord tid, offentligt"), *(amount(s.capacity["public"], gain=True) for s in every)],
        [
            _("Djupaste underskott, offentligt"),
            *(
                Cell(
                    mkr(s.deepest_deficit["public"].amount),
                    _("efter {time}").format(time=duration(s.deepest_deficit["public"].month)),
                )
                for s in every
            ),
        ],
        [_("Personer som måste lyckas"), *(ratio(s.break_even_successes) for s in every)],
        [_("Värdet av en som lyckas, samhället"), *(amount(s.success_value) for s in every)],
    ]
    return table(
        _("Nyckeltal"),
        ["", *(_(s.label) for s in every)],
        rows,
        foot=_(
            "Pengar: transfereringar, skatter och köpt vård, före insatsens kostnad och undanträngning. En som lyckas "
            "undgår långvarigt utanförskap."
        ),
    )


def groups(document: CompareDocument) -> list[Table]:
    """Who is reached and who benefits, by scenario."""
    found = []
    for name in ranked(document):
        s = document.scenarios[name]
        rows: Rows = [
            [
                _(g.label),
                percent(g.share_of_cohort),
                percent(g.share_of_reached),
                percent(g.share_reached),
                "–" if g.share_of_benefit is None else percent(g.share_of_benefit),
                number(g.avoided_months_per_person.mean, 2),
                f"{number(g.society_per_person.mean)}{NBSP}{_('kr')}",
            ]
            for g in s.groups
        ]
        found.append(
            table(
                _("{name}: vilka som nås och vilka som har nytta").format(name=_(s.label)),
                [
                    _("Grupp"), _("Av alla"), _("Av dem som nås"), _("Nås i gruppen"), _("Av nyttan"),
                    _("Undvikna månader per person"), _("Samhällets vinst per person"),
                ],
                rows,
                foot=_(
                    "Ur en del av dragningarna; små grupper är osäkra. Nytta: undvikna månader i utanförskap."
                ),
            )
        )  # fmt: skip
    return found


def swings(scenario: ScenarioComparison) -> Table | None:
    """The inputs that move society's gain most; None where none stands out from chance."""
    if not scenario.swings:
        return None
    rows: Rows = [
        [Cell(s.name, _(GROUPS.get(s.group, s.group))), signed(s.low), signed(s.high), mkr(abs(s.high - s.low))]
        for s in scenario.swings
    ]
    return table(
        _("{name}: indata som betyder mest för samhällets vinst, Mkr").format(name=_(scenario.label)),
        [_("Indata"), _("Vid lågt värde"), _("Vid högt värde"), _("Skillnad")],
        rows,
        foot=_("Förväntad vinst när indata står vid sin 5:e och 95:e percentil, allt annat som det faller ut."),
    )


def sources_of_spread(document: CompareDocument) -> Table:
    """Shares of the variance of society's net by scenario."""
    rows: Rows = [
        [
            _(document.scenarios[n].label),
            *(percent(document.scenarios[n].variance_shares[g]) for g in (*GROUPS, "unexplained")),
        ]
        for n in ranked(document)
    ]
    return table(
        _("Var osäkerheten kommer ifrån"),
        [_("Insats"), *map(_, GROUPS.values()), _("Slump")],
        rows,
        foot=_("Andel av spridningen i samhällets vinst. Slump: enskilda liv, och det som är för litet för att synas."),
    )


def knowledge(document: CompareDocument) -> Table | None:
    """The value of knowing more; None where scenarios have no common baseline."""
    found = document.information
    if found is None:
        return None
    rows: Rows = [[_(text), mkr(found.partial[group])] for group, text in GROUPS.items()]
    rows += [[_("Alla indata"), mkr(found.everything)], [_("Övre gräns, slumpen inräknad"), mkr(found.upper_bound)]]
    return table(
        _("Vad mer kunskap är värd"),
        [_("Indata"), _("Värde av att veta")],
        rows,
        foot=_("Så mycket bättre blir valet i genomsnitt om indata vore kända innan."),
    )


def _known_from(found: PortfolioSet) -> str:
    if len(found.scenarios) < 2:
        return ""
    return _("simulerade tillsammans") if found.simulated else _("ur simulerade par")


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
        _("Uppsättningar av insatser, Mkr"),
        [_("Insatser"), _("Kostnad"), _("Vinst"), _("Utan samspel"), _("Sämsta tiondelen")],
        rows,
        strong=frozenset({0}),
        foot=_("Utan samspel: summan av insatsernas enskilda vinster."),
    )
