"""The page of a roll-out: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.money import REPORTED
from exclusim.results.files import write_text
from exclusim.results.interval import Interval
from exclusim.results.labels import duration, interval_mkr, label, mkr, number, percent, unit
from exclusim.results.language import _, telling
from exclusim.results.practice.document import PracticeDocument, RiskResult
from exclusim.results.practice.figure import year_bars
from exclusim.results.practice.words import alternative_names, headline, meaning, phase_names
from exclusim.results.report.parts import Cell, KeyFigure, Table, amount, is_certain, table
from exclusim.results.report.risk_matrix import risk_matrix
from exclusim.results.report.shell import render

__all__ = ["render_practice", "write_practice"]


def _enrolment() -> dict[str, str]:
    return {"once": _("vid starten"), "monthly": _("varje månad"), "yearly": _("varje år")}


@telling
def render_practice(document: PracticeDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.practice",
        "practice.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        meaning=meaning(document),
        steps=_steps(document),
        figure=year_bars(document, meaning(document)),
        payers=_payers(document),
        alternatives=_alternatives(document),
        survive=_survive(document),
        matrix=risk_matrix([row.risk for row in document.risks]) if document.risks else None,
        risks=_risks(document),
        assumptions=_assumptions(document),
    )


def write_practice(document: PracticeDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_practice(document))


def _facts(document: PracticeDocument) -> list[tuple[str, str]]:
    rate = percent(document.discount_rate, 1).replace(",0", "").replace(".0", "")
    return [
        (_("Plats"), _(document.place)),
        (_("Scenario"), _(document.label)),
        (_("Grupp"), _("{cohort}\N{NO-BREAK SPACE}personer").format(cohort=number(document.cohort))),
        (_("Horisont"), _("{horizon_years}\N{NO-BREAK SPACE}år").format(horizon_years=document.horizon_years)),
        (_("Prisår"), str(document.price_year)),
        (_("Kalkylränta"), rate),
    ]


def _spread(value: Interval) -> str:
    return (
        ""
        if is_certain(value)
        else _("90\N{NO-BREAK SPACE}%-intervall {amounts}").format(amounts=interval_mkr(value.p5, value.p95))
    )


def _keys(document: PracticeDocument) -> list[KeyFigure]:
    keys = [
        KeyFigure(name, mkr(document.net[actor].mean), _spread(document.net[actor]), why)
        for name, actor, why in (
            (_("Netto, samhället"), "society", _("Nuvärde, med risker och nedläggning inräknade.")),
            (_("Netto, offentlig sektor"), "public", _("Nuvärde, med risker och nedläggning inräknade.")),
        )
    ]
    loss = next((row for row in document.alternatives if row.key == "no_loss"), None)
    if loss is not None:
        lost = loss.difference["society"]
        why = _("Så mycket mer vore införandet värt om hela pilotens effekt fanns kvar.")
        keys.append(KeyFigure(_("Effektförlusten i stor skala kostar"), mkr(lost.mean), _spread(lost), why))
    return keys


def _steps(document: PracticeDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(_(step.label), _(step.place)),
            _("Ordinarie drift") if step.practice else _("Pilot"),
            _enrolment()[step.enrolment],
            ", ".join(f"{label(actor)} {percent(share)}" for actor, share in step.payer.items()) or "–",
            _("vid start") if step.month == 0 else _("efter {month}").format(month=duration(step.month)),
            percent(step.share)
            if step.share is not None
            else _("{people}\N{NO-BREAK SPACE}personer").format(people=number(step.people or 0)),
        ]
        for step in document.steps
    ]
    return table(
        _("Planens steg"),
        [_("Steg"), _("Fas"), _("Antagning"), _("Betalar per person"), _("Börjar"), _("Andel av dem som nås")],
        rows,
        text=4,
        foot=_("I första kullen nås i snitt {reached} personer.").format(reached=number(document.reached.mean, 1)),
    )


def _payers(document: PracticeDocument) -> Table:
    phases = list(dict.fromkeys(year.phase for year in document.years))

    def total(actor: str, side: str, phase: str) -> float:
        chosen = [year for year in document.years if year.phase == phase]
        return sum((year.gain if side == "gain" else year.cost)[actor].mean for year in chosen)

    rows: list[list[Cell | str]] = []
    for actor in REPORTED:
        cells: list[Cell | str] = []
        for phase in phases:
            gain, cost = total(actor, "gain", phase), total(actor, "cost", phase)
            cells.append(
                Cell(mkr(gain - cost), _("kostnad {cost}").format(cost=mkr(cost)), "gain" if gain > cost else "loss")
            )
        rows.append([label(actor), *cells, amount(document.net[actor], gain=True)])
    return table(
        _("Netto per aktör i varje fas"),
        [_("Aktör"), *(phase_names()[phase] for phase in phases), _("Hela horisonten, nuvärde")],
        rows,
        strong=frozenset({0, 1}),
        foot=_("Faserna: summan av åren i tabellen ovan, odiskonterat."),
    )


def _alternatives(document: PracticeDocument) -> Table | None:
    if not document.alternatives:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(*alternative_names()[row.key]),
            amount(row.net["society"], gain=True),
            amount(row.difference["society"], gain=True),
            amount(row.difference["public"], gain=True),
        ]
        for row in document.alternatives
    ]
    first: list[Cell | str] = [
        Cell(_("Som planen ser ut"), _("med risker och nedläggning")),
        amount(document.net["society"], gain=True),
        "",
        "",
    ]
    return table(
        _("Om något vore annorlunda"),
        ["", _("Netto, samhället"), _("Skillnad, samhället"), _("Skillnad, offentlig sektor")],
        [first, *rows],
        foot=_("Skillnaden räknas dragning för dragning, på samma liv."),
    )


def _survive(document: PracticeDocument) -> Table | None:
    found = document.break_even
    if found is None:
        return None
    rows: list[list[Cell | str]] = []
    for actor in REPORTED:
        share = found.share[actor]
        rows.append(
            [label(actor), *(mkr(v) for v in found.net[actor]), _("når inte noll") if share is None else percent(share)]
        )
    return table(
        _("Hur mycket av pilotens effekt måste överleva"),
        [
            _("Aktör"),
            *(_("Netto vid {share}").format(share=percent(share)) for share in found.shares),
            _("Går jämnt ut vid"),
        ],
        rows,
        strong=frozenset({0, 1}),
        foot=_("Andel av effektens logaritm i ordinarie drift. Planen räknar med {assumed}.").format(
            assumed=percent(found.assumed)
        ),
    )


def _risks(document: PracticeDocument) -> Table | None:
    simulated = [(i, row) for i, row in enumerate(document.risks, start=1) if row.happened is not None]
    if not simulated:
        return None
    return table(
        _("Simulerade risker"),
        [_("Risk"), _("Slog in"), _("Förlust när den slår in"), _("Väntad förlust"), _("Andel av spridningen")],
        [_risk_row(index, row) for index, row in simulated],
        foot=_(
            "Samhället, nuvärde. Förlusten: samma liv utan och med händelsen. Andel av "
            "spridningen: hur stor del av nettots varians som avgörs av om risken slår in. "
            "Risker utan händelse räknas inte."
        ),
    )


def _risk_row(index: int, row: RiskResult) -> list[Cell | str]:
    name = Cell(f"{index}. {_(row.risk.label)}", _(row.risk.event))
    if row.loss is None or row.expected_loss is None or row.spread is None:
        return [name, percent(row.happened or 0.0), "–", "–", "–"]
    return [
        name,
        percent(row.happened or 0.0),
        amount(row.loss["society"]),
        mkr(row.expected_loss["society"]),
        percent(row.spread["society"], 1),
    ]


def _assumptions(document: PracticeDocument) -> Table:
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
