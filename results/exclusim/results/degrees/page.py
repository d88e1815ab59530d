"""The page of the degrees: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from exclusim.model.money import REPORTED
from exclusim.results.degrees.document import DegreesDocument, NextDegree
from exclusim.results.degrees.figure import degree_labels, ladder
from exclusim.results.degrees.outside_figure import outside_curves
from exclusim.results.degrees.words import headline, meaning, range_of_years
from exclusim.results.document import Interval
from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, number, percent, unit
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, KeyFigure, Table, amount, is_certain, table
from exclusim.results.report.shell import render

__all__ = ["render_degrees", "write_degrees"]


@telling
def render_degrees(document: DegreesDocument) -> str:
    """The page as one HTML document: style and figure inside it, no script."""
    return render(
        "exclusim.results.degrees",
        "degrees.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        figure=ladder(document, meaning(document)),
        faults=_faults(document),
        outside=outside_curves(document, meaning(document)),
        actors=_actors(document),
        way=_way(document),
        attempts=_attempts(document),
        assumptions=_assumptions(document),
        meaning=meaning(document),
    )


def write_degrees(document: DegreesDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_degrees(document))


def _facts(document: DegreesDocument) -> list[tuple[str, str]]:
    rate = percent(document.discount_rate, 1).replace(",0", "").replace(".0", "")
    return [
        (_("Plats"), _(document.place)),
        (_("Idé"), _(document.label)),
        (_("Grupp"), _("{cohort}\N{NO-BREAK SPACE}personer i varje kull").format(cohort=number(document.cohort))),
        (
            _("Horisont"),
            _("{horizon_years}\N{NO-BREAK SPACE}år för varje kull").format(horizon_years=document.horizon_years),
        ),
        (_("Prisår"), str(document.price_year)),
        (_("Kalkylränta"), rate),
    ]


def _spread(value: Interval) -> str:
    return (
        ""
        if is_certain(value)
        else _("90\N{NO-BREAK SPACE}%-intervall {amounts}").format(amounts=interval_mkr(value.p5, value.p95))
    )


def _keys(document: DegreesDocument) -> list[KeyFigure]:
    expected = document.expected_value["society"]
    keys = [
        KeyFigure(
            _("Idéns förväntade värde"),
            mkr(expected.mean),
            _spread(expected),
            _("Sannolikhet gånger värde, alla tre graderna, samhället."),
        )
    ]
    budget = document.next[0].budget["society"]
    point = document.next[0].percentage_point["society"].mean
    keys.append(
        KeyFigure(
            _("Ett försök att nå andra graden får kosta"),
            mkr(max(budget.mean, 0.0)),
            _spread(budget),
            _("Därefter går samhället jämnt ut. En procentenhet högre sannolikhet är värd {point}.").format(
                point=mkr(point)
            ),
        )
    )
    return keys


def _actors(document: DegreesDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            label(actor),
            *(amount(d.value[actor], gain=True) for d in document.degrees),
            amount(document.expected_value[actor], gain=True),
        ]
        for actor in REPORTED
    ]
    return table(
        _("Netto per aktör i varje grad, om den nås"),
        [_("Aktör"), *(degree_labels()[d.degree][0] for d in document.degrees), _("Förväntat värde")],
        rows,
        strong=frozenset({0, 1}),
        foot=_(
            "Nuvärde, vinst minus arbetets kostnad. Förväntat värde = sannolikhet gånger värde, summerat över graderna."
        ),
    )


def _way(document: DegreesDocument) -> Table:
    rows: list[list[Cell | str]] = []
    for degree in document.degrees:
        name, what = degree_labels()[degree.degree]
        years, chance, reached = degree.starts_after_years, degree.probability, degree.reached
        rows.append(
            [
                Cell(name, what),
                number(degree.cohorts),
                "–" if reached is None else number(reached.mean),
                range_of_years(years.p5, years.p95),
                Cell(
                    percent(chance.mean, 1),
                    "" if is_certain(chance) else f"{percent(chance.p5, 1).split(NBSP)[0]}–{percent(chance.p95, 1)}",
                ),
                amount(degree.gain["society"], gain=True),
                amount(degree.cost["society"]),
            ]
        )
    return table(
        _("Vad varje grad innebär"),
        [
            _("Grad"),
            _("Kullar"),
            _("Nås i varje"),
            _("Börjar om"),
            _("Sannolikhet att nå hit"),
            _("Vinst"),
            _("Kostnad"),
        ],
        rows,
        foot=_(
            "Samhället, nuvärde. En kull är alla som börjar samma år. Kostnaden i tredje graden är hjälp utöver dagens."
        ),
    )


def _faults(document: DegreesDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [Cell(_(f.label), _(f.definition)), number(f.months_per_client, 1), _("Ja") if f.mended else ""]
        for f in document.faults
        if f.mended or f.months_per_client > 0
    ]
    chosen = (
        _("valda av användaren")
        if document.faults_named
        else _("de tre som målgruppen möter mest, vilket är ett antagande")
    )
    return table(
        _("Systemfel som idéns målgrupp möter i dag"),
        [_("Fel"), _("Månader per person"), _("Rättas")],
        rows,
        strong=frozenset(i for i, row in enumerate(rows) if row[2]),
        foot=_(
            "Fel som rättas: {chosen}. Månader räknas från första månaden till horisontens slut, "
            "under parametrarnas mittvärden; en månad kan höra till flera fel. Målgruppen är "
            "alla som idén är till för."
        ).format(chosen=chosen),
    )


def _attempts(document: DegreesDocument) -> Table:
    steps = document.next
    chances: list[Cell | str] = [
        Cell(
            percent(step.probability.mean),
            f"{percent(step.probability.p5).split(NBSP)[0]}–{percent(step.probability.p95)}",
        )
        for step in steps
    ]

    def money(name: str, what: str, pick: Callable[[NextDegree], dict[str, Interval]], actor: str) -> list[Cell | str]:
        return [
            Cell(name, what),
            *(amount(pick(step)[actor], gain=True) for step in steps),
        ]

    rows: list[list[Cell | str]] = [
        [Cell(_("Sannolikhet"), _("givet graden före")), *chances],
        money(_("Värdet av nästa grad"), _("sannolikhet gånger värde, samhället"), lambda s: s.worth, "society"),
        money(_("Högsta budget för ett försök"), _("samhället"), lambda s: s.budget, "society"),
        money(_("Högsta budget för ett försök"), _("offentlig sektor"), lambda s: s.budget, "public"),
        money(_("En procentenhet högre sannolikhet"), _("samhället"), lambda s: s.percentage_point, "society"),
    ]
    return table(
        _("Vad nästa grad är värd"),
        [
            "",
            *(_("Till {degree}").format(degree=degree_labels()[step.degree][0].lower()) for step in steps),
        ],
        rows,
        foot=_(
            "Högsta budget: så mycket får ett försök kosta i förväg, lyckat eller ej, innan det "
            "slutar löna sig. Det som därefter blir möjligt är med. Ett minustecken: lönar sig "
            "inte ens gratis."
        ),
    )


def _assumptions(document: DegreesDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(a.name, _(a.note)),
            Cell(number(a.value, 2), unit(a.unit)),
            a.prior,
            Cell(_("Antagande") if a.assumption else a.source, a.source_text, "assumed" if a.assumption else ""),
        ]
        for a in document.assumptions
    ]
    return table(_("Antaganden"), [_("Parameter"), _("Värde"), _("Osäkerhet"), _("Källa")], rows, text=4)
