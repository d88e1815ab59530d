"""The tables of the comparison's page that a politician reads: order, payers, terms, years, risk sharing."""

from __future__ import annotations

from typing import Literal

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.order import ranked
from exclusim.results.compare.words import payback
from exclusim.results.labels import label, mkr, number, percent, years
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, amount, table

__all__ = ["Rows", "by_actor", "matrix", "ranking", "sharing", "signed", "terms"]

type Outcome = Literal["bad", "expected", "good"]
type Rows = list[list[Cell | str]]


def ranking(document: CompareDocument) -> Table:
    """One row by scenario: cost, gain, when, how surely."""
    best = document.acceptability.best if document.acceptability else {}
    rows: Rows = []
    for name in ranked(document):
        s = document.scenarios[name]
        rows.append(
            [
                Cell(_(s.label), _("mot {name}").format(name=_against(document, s)) if s.against != "baseline" else ""),
                mkr(s.cost["public"].mean),
                amount(s.net["society"], gain=True),
                amount(s.net["public"], gain=True),
                payback(s.payback_month["public"]),
                percent(s.net["society"].probability_loss),
                percent(best[name]) if name in best else "–",
            ]
        )
    return table(
        _("Insatserna i ordning"),
        [
            _("Insats"),
            _("Kostnad"),
            _("Netto, samhället"),
            _("Netto, offentligt"),
            _("Återbetald"),
            _("Risk för förlust"),
            _("Bäst"),
        ],
        rows,
        foot=_(
            "Nuvärden. Återbetald: offentlig sektor, från insatsens start. Risk: att samhället förlorar. Bäst: "
            "sannolikheten att insatsen är den bästa av alla, ingen insats inräknad."
        ),
    )


def _against(document: CompareDocument, scenario: ScenarioComparison) -> str:
    """The scenario that another one is compared with, by its label where it is among those shown."""
    other = document.scenarios.get(scenario.against)
    return scenario.against if other is None else _(other.label)


def by_actor(document: CompareDocument) -> Table:
    """Net by scenario and payer."""
    rows: Rows = [
        [
            _(document.scenarios[name].label),
            *(amount(document.scenarios[name].net[actor], gain=True, unit=False) for actor in REPORTED),
        ]
        for name in ranked(document)
    ]
    return table(
        _("Vem som vinner och förlorar, Mkr"),
        [_("Insats"), *map(label, REPORTED)],
        rows,
        foot=_("Nettonuvärde. Summan av de sex aktörerna är offentlig sektor; produktionen är ingens budget."),
    )


def terms(scenario: ScenarioComparison, length: int) -> Table:
    """Net by payer and term of office: the silo's view."""
    count = len(scenario.by_term["public"])
    rows: Rows = [
        [
            label(actor),
            signed(scenario.year_one[actor].mean),
            *(signed(value) for value in scenario.by_term[actor]),
            signed(scenario.net[actor].mean),
        ]
        for actor in ("public", *PUBLIC)
    ]
    return table(
        _("{name}: netto i varje mandatperiod, Mkr").format(name=_(scenario.label)),
        [_("Aktör"), _("Första året"), *(_("Period {n}").format(n=i + 1) for i in range(count)), _("Hela tiden")],
        rows,
        strong=frozenset({0}),
        foot=_(
            "Nuvärde. Perioder om {years} från insatsens start; den sista räcker till horisontens slut. Varje rad är "
            "en aktörs egen kalkyl, den översta den gemensamma."
        ).format(years=years(length)),
    )


def signed(value: float) -> Cell:
    """Mkr without the unit, coloured by sign."""
    text = number(value / 1e6, 2)
    return Cell(text, "", "gain" if value > 500 else "loss" if value < -500 else "")


def matrix(scenario: ScenarioComparison) -> Table:
    """Net by year and payer in current money of the price year: against each payer's budget."""
    actors = ("society", "public", *PUBLIC, "production")
    rows: Rows = [
        [str(year), *(_thousands(scenario.yearly[a][i]) for a in actors)] for i, year in enumerate(scenario.years)
    ]
    return table(
        _("{name}: netto per budgetår, tkr").format(name=_(scenario.label)),
        [_("År"), *map(label, actors)],
        rows,
        foot=_("Odiskonterat, medelvärde över dragningarna."),
    )


def _thousands(value: float) -> Cell:
    text = number(value / 1e3)
    return Cell(text, "", "gain" if value > 500 else "loss" if value < -500 else "")


def sharing(scenario: ScenarioComparison) -> Table:
    """Pay-outs with and without a fund in bad, expected and good outcomes."""
    found = scenario.sharing.outcomes
    order: tuple[tuple[Outcome, str], ...] = (
        ("bad", _("Dåligt")),
        ("expected", _("Väntat")),
        ("good", _("Gott")),
    )
    rows: Rows = [
        [
            label(actor),
            *(signed(found[key].alone[actor]) for key, _word in order),
            *(signed(found[key].payers[actor]) for key, _word in order),
        ]
        for actor in PUBLIC
    ]
    rows.append([_("Fonden"), "–", "–", "–", *(signed(found[key].fund) for key, _word in order)])
    share = percent(scenario.sharing.fund_share)
    return table(
        _("{name}: riskdelning där en fond bär {share}, Mkr").format(name=_(scenario.label), share=share),
        [
            _("Aktör"),
            *(name for _key, name in order),
            *(_("{outcome}, fond").format(outcome=name) for _key, name in order),
        ],
        rows,
        foot=_(
            "Först utan fond, sedan med. Fonden betalar {share} av varje aktörs kostnad och får samma andel av "
            "aktörens vinst, aldrig mer än den lagt ut. Dåligt och gott: medel av den sämsta och den bästa tiondelen "
            "för offentlig sektor."
        ).format(share=share),
    )
