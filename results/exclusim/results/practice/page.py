"""The page of a roll-out: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.money import REPORTED
from exclusim.results.files import write_text
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, duration, interval_mkr, label, mkr, number, percent, unit
from exclusim.results.practice.document import PracticeDocument, RiskResult
from exclusim.results.practice.figure import year_bars
from exclusim.results.practice.words import ALTERNATIVES, PHASES, headline, meaning
from exclusim.results.report.parts import Cell, KeyFigure, Table, amount, is_certain, table
from exclusim.results.report.risk_matrix import risk_matrix
from exclusim.results.report.shell import render

__all__ = ["render_practice", "write_practice"]

_ENROLMENT = {"once": "vid starten", "monthly": "varje månad", "yearly": "varje år"}


def render_practice(document: PracticeDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.practice",
        "practice.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=document.notes,
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
    rate = number(100 * document.discount_rate, 1).removesuffix(",0")
    return [
        ("Plats", document.place),
        ("Scenario", document.label),
        ("Grupp", f"{number(document.cohort)}{NBSP}personer"),
        ("Horisont", f"{document.horizon_years}{NBSP}år"),
        ("Prisår", str(document.price_year)),
        ("Kalkylränta", f"{rate}{NBSP}%"),
    ]


def _spread(value: Interval) -> str:
    return "" if is_certain(value) else f"90{NBSP}%-intervall {interval_mkr(value.p5, value.p95)}"


def _keys(document: PracticeDocument) -> list[KeyFigure]:
    keys = [
        KeyFigure(name, mkr(document.net[actor].mean), _spread(document.net[actor]), why)
        for name, actor, why in (
            ("Netto, samhället", "society", "Nuvärde, med risker och nedläggning inräknade."),
            ("Netto, offentlig sektor", "public", "Nuvärde, med risker och nedläggning inräknade."),
        )
    ]
    loss = next((row for row in document.alternatives if row.key == "no_loss"), None)
    if loss is not None:
        lost = loss.difference["society"]
        why = "Så mycket mer vore införandet värt om hela pilotens effekt fanns kvar."
        keys.append(KeyFigure("Effektförlusten i stor skala kostar", mkr(lost.mean), _spread(lost), why))
    return keys


def _steps(document: PracticeDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(step.label, step.place),
            "Ordinarie drift" if step.practice else "Pilot",
            _ENROLMENT[step.enrolment],
            ", ".join(f"{label(actor)} {percent(share)}" for actor, share in step.payer.items()) or "–",
            "vid start" if step.month == 0 else f"efter {duration(step.month)}",
            percent(step.share) if step.share is not None else f"{number(step.people or 0)}{NBSP}personer",
        ]
        for step in document.steps
    ]
    return table(
        "Planens steg",
        ["Steg", "Fas", "Antagning", "Betalar per person", "Börjar", "Andel av dem som nås"],
        rows,
        text=4,
        foot=f"I första kullen nås i snitt {number(document.reached.mean, 1)} personer.",
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
            cells.append(Cell(mkr(gain - cost), f"kostnad {mkr(cost)}", "gain" if gain > cost else "loss"))
        rows.append([label(actor), *cells, amount(document.net[actor], gain=True)])
    return table(
        "Netto per aktör i varje fas",
        ["Aktör", *(PHASES[phase] for phase in phases), "Hela horisonten, nuvärde"],
        rows,
        strong=frozenset({0, 1}),
        foot="Faserna: summan av åren i tabellen ovan, odiskonterat.",
    )


def _alternatives(document: PracticeDocument) -> Table | None:
    if not document.alternatives:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(*ALTERNATIVES[row.key]),
            amount(row.net["society"], gain=True),
            amount(row.difference["society"], gain=True),
            amount(row.difference["public"], gain=True),
        ]
        for row in document.alternatives
    ]
    first: list[Cell | str] = [
        Cell("Som planen ser ut", "med risker och nedläggning"),
        amount(document.net["society"], gain=True),
        "",
        "",
    ]
    return table(
        "Om något vore annorlunda",
        ["", "Netto, samhället", "Skillnad, samhället", "Skillnad, offentlig sektor"],
        [first, *rows],
        foot="Skillnaden räknas dragning för dragning, på samma liv.",
    )


def _survive(document: PracticeDocument) -> Table | None:
    found = document.break_even
    if found is None:
        return None
    rows: list[list[Cell | str]] = []
    for actor in REPORTED:
        share = found.share[actor]
        rows.append(
            [label(actor), *(mkr(v) for v in found.net[actor]), "når inte noll" if share is None else percent(share)]
        )
    return table(
        "Hur mycket av pilotens effekt måste överleva",
        ["Aktör", *(f"Netto vid {percent(share)}" for share in found.shares), "Går jämnt ut vid"],
        rows,
        strong=frozenset({0, 1}),
        foot=f"Andel av effektens logaritm i ordinarie drift. Planen räknar med {percent(found.assumed)}.",
    )


def _risks(document: PracticeDocument) -> Table | None:
    simulated = [(i, row) for i, row in enumerate(document.risks, start=1) if row.happened is not None]
    if not simulated:
        return None
    return table(
        "Simulerade risker",
        ["Risk", "Slog in", "Förlust när den slår in", "Väntad förlust", "Andel av spridningen"],
        [_risk_row(index, row) for index, row in simulated],
        foot="Samhället, nuvärde. Förlusten: samma liv utan och med händelsen. Andel av spridningen: "
        "hur stor del av nettots varians som avgörs av om risken slår in. Risker utan händelse räknas inte.",
    )


def _risk_row(index: int, row: RiskResult) -> list[Cell | str]:
    name = Cell(f"{index}. {row.risk.label}", row.risk.event)
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
            Cell(a.name, a.note),
            Cell(number(a.value, 2), unit(a.unit)),
            a.prior,
            Cell("Antagande" if a.assumption else a.source, a.source_text, "assumed" if a.assumption else ""),
        ]
        for a in document.assumptions
    ]
    return table("Antaganden", ["Parameter", "Värde", "Osäkerhet", "Källa"], rows, text=4)
