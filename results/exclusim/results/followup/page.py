"""The page of a follow-up: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.files import write_text
from exclusim.results.followup.document import FollowDocument, ObservedIndicator
from exclusim.results.followup.figure import before_and_after
from exclusim.results.followup.words import (
    DIRECTIONS,
    LIGHTS,
    USES,
    action,
    headline,
    meaning,
    moved_name,
    observed,
    spread,
)
from exclusim.results.labels import NBSP, duration, label, mkr, number, percent
from exclusim.results.report.decision_section import decisions_section
from exclusim.results.report.parts import Cell, KeyFigure, Table, amount, table
from exclusim.results.report.shell import render

__all__ = ["render_follow", "write_follow"]

_TONES = {"green": "gain", "red": "loss"}


def write_follow(document: FollowDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_follow(document))


def render_follow(document: FollowDocument) -> str:
    """The page as one HTML document: style and figure inside it, no script."""
    decision = decisions_section([document.decision], {document.scenario: document.label})
    assert decision is not None  # there is one record
    return render(
        "exclusim.results.followup",
        "follow.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=document.notes,
        action=action(document),
        figure=before_and_after(document, meaning(document)),
        lights=_lights(document),
        actors=_actors(document),
        ahead=_ahead(document),
        moved=_moved(document),
        decision=decision,
        meaning=meaning(document),
    )


def _facts(document: FollowDocument) -> list[tuple[str, str]]:
    rate = number(100 * document.discount_rate, 1).removesuffix(",0")
    against = "Nuläget" if document.against == "baseline" else document.against
    return [
        ("Plats", document.place),
        ("Projekt", document.label),
        ("Jämförs med", against),
        ("Pågått", f"{document.last_month} av {document.lasts}{NBSP}månader"),
        ("Horisont", f"{document.horizon_years}{NBSP}år"),
        ("Prisår", str(document.price_year)),
        ("Kalkylränta", f"{rate}{NBSP}%"),
    ]


def _keys(document: FollowDocument) -> list[KeyFigure]:
    before, after = document.before, document.after
    return [
        KeyFigure(
            f"Netto för {label(actor)[:1].lower()}{label(actor)[1:]}",
            mkr(after.net[actor].mean),
            spread(after.net[actor]),
            f"Före: {mkr(before.net[actor].mean)}. Risk för förlust {percent(after.net[actor].probability_loss)}, "
            f"före {percent(before.net[actor].probability_loss)}.",
        )
        for actor in ("society", "public")
    ] + [
        KeyFigure(
            "Väntad slutkostnad",
            mkr(after.end_cost["public"].mean),
            spread(after.end_cost["public"]),
            f"Före: {mkr(before.end_cost['public'].mean)}. Odiskonterat; "
            f"{mkr(after.cost_ahead['public'].mean)} återstår.",
        )
    ]


def _figure(row: ObservedIndicator) -> list[Cell | str]:
    expected = Cell("–")
    if row.expected is not None:
        low, high = observed(row, row.expected.p5), observed(row, row.expected.p95)
        expected = Cell(observed(row, row.expected.mean), f"{low} till {high}")
    people = "" if row.n == 0 else f"bland {number(row.n)}"
    return [
        Cell(row.label, row.note),
        number(row.month),
        Cell(observed(row, row.value), people),
        expected,
        "–" if row.updated is None else observed(row, row.updated),
        Cell(LIGHTS[row.light], DIRECTIONS[row.direction], _TONES.get(row.light, "")),
        USES[row.use],
    ]


def _lights(document: FollowDocument) -> Table:
    return table(
        "Observerat mot väntat",
        ["Indikator", "Månad", "Observerat", "Väntat före", "Modellens tal nu", "Läge", "Används"],
        [_figure(row) for row in document.indicators],
        foot="Väntat före: medelvärde och 90 %-intervall för vad som kunde observeras, slumpen bland så många personer "
        "inräknad. Grönt är inom 80 %-intervallet eller bättre, gult inom 95 %-intervallet, rött utanför.",
    )


def _payback(month: int | None) -> str:
    return "–" if month is None else duration(month)


def _actors(document: FollowDocument) -> Table:
    before, after = document.before, document.after
    rows: list[list[Cell | str]] = [
        [
            label(actor),
            amount(before.net[actor], gain=True),
            amount(after.net[actor], gain=True),
            percent(before.net[actor].probability_loss),
            percent(after.net[actor].probability_loss),
            _payback(before.payback_month[actor]),
            _payback(after.payback_month[actor]),
        ]
        for actor in REPORTED
    ]
    return table(
        "Netto, risk och återbetalning per aktör",
        ["Aktör", "Netto före", "Netto efter", "Risk före", "Risk efter", "Återbetalt före", "Återbetalt efter"],
        rows,
        strong=frozenset({0, 1}),
        foot="Nuvärde över horisonten, vinst minus insatsens kostnad. Återbetalning räknas på medelvärdet; ett streck "
        "är inte inom horisonten.",
    )


def _ahead(document: FollowDocument) -> Table:
    before, after = document.before, document.after
    payers = [a for a in ("public", *PUBLIC) if after.end_cost[a].mean > 0 or before.end_cost[a].mean > 0]
    rows: list[list[Cell | str]] = [
        [
            label(actor),
            amount(before.end_cost[actor]),
            amount(after.end_cost[actor]),
            amount(after.cost_ahead[actor]),
            amount(after.ahead[actor], gain=True),
            percent(after.ahead[actor].probability_loss),
        ]
        for actor in payers
    ]
    return table(
        "Kostnad och det som återstår",
        ["Aktör", "Slutkostnad före", "Slutkostnad efter", "Kvar att betala", "Netto av det som återstår", "Risk"],
        rows,
        foot="Slutkostnad och det som är kvar att betala är odiskonterade. Pengar som redan är betalda räknas inte i "
        "det som återstår.",
    )


def _moved(document: FollowDocument) -> Table | None:
    if not document.moved:
        return None
    rows: list[list[Cell | str]] = [
        [
            moved_name(row),
            Cell(number(row.before.mean, 3), f"{number(row.before.p5, 3)} till {number(row.before.p95, 3)}"),
            Cell(number(row.after.mean, 3), f"{number(row.after.p5, 3)} till {number(row.after.p95, 3)}"),
            number(row.shift, 2),
        ]
        for row in document.moved
    ]
    return table(
        "Antaganden som flyttat sig",
        ["Antagande", "Före", "Efter", "Flyttat, standardavvikelser"],
        rows,
        foot="Planens egna tal visas alltid, modellens parametrar bara där flytten är större än slumpen bland "
        "dragningarna gör.",
    )
