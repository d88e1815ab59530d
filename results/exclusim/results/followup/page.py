"""The page of a follow-up: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.files import write_text
from exclusim.results.followup.document import FollowDocument, ObservedIndicator
from exclusim.results.followup.figure import before_and_after
from exclusim.results.followup.words import (
    action,
    direction_names,
    headline,
    light_names,
    meaning,
    moved_name,
    observed,
    spread,
    use_names,
)
from exclusim.results.labels import duration, label, mkr, number, percent
from exclusim.results.language import _, telling
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


@telling
def render_follow(document: FollowDocument) -> str:
    """The page as one HTML document: style and figure inside it, no script."""
    decision = decisions_section([document.decision], {document.scenario: _(document.label)})
    assert decision is not None  # there is one record
    return render(
        "exclusim.results.followup",
        "follow.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
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
    rate = percent(document.discount_rate, 1).replace(",0", "").replace(".0", "")
    against = _("Nuläget") if document.against == "baseline" else document.against
    return [
        (_("Plats"), _(document.place)),
        (_("Projekt"), _(document.label)),
        (_("Jämförs med"), against),
        (
            _("Pågått"),
            _("{last_month} av {lasts}\N{NO-BREAK SPACE}månader").format(
                last_month=document.last_month, lasts=document.lasts
            ),
        ),
        (_("Horisont"), _("{horizon_years}\N{NO-BREAK SPACE}år").format(horizon_years=document.horizon_years)),
        (_("Prisår"), str(document.price_year)),
        (_("Kalkylränta"), rate),
    ]


def _keys(document: FollowDocument) -> list[KeyFigure]:
    before, after = document.before, document.after
    return [
        KeyFigure(
            _("Netto för {actor}").format(actor=label(actor)[:1].lower() + label(actor)[1:]),
            mkr(after.net[actor].mean),
            spread(after.net[actor]),
            _("Före: {net}. Risk för förlust {loss}, före {old_loss}.").format(
                net=mkr(before.net[actor].mean),
                loss=percent(after.net[actor].probability_loss),
                old_loss=percent(before.net[actor].probability_loss),
            ),
        )
        for actor in ("society", "public")
    ] + [
        KeyFigure(
            _("Väntad slutkostnad"),
            mkr(after.end_cost["public"].mean),
            spread(after.end_cost["public"]),
            _("Före: {before}. Odiskonterat; {ahead} återstår.").format(
                before=mkr(before.end_cost["public"].mean), ahead=mkr(after.cost_ahead["public"].mean)
            ),
        )
    ]


def _figure(row: ObservedIndicator) -> list[Cell | str]:
    expected = Cell("–")
    if row.expected is not None:
        low, high = observed(row, row.expected.p5), observed(row, row.expected.p95)
        expected = Cell(observed(row, row.expected.mean), _("{low} till {high}").format(low=low, high=high))
    people = "" if row.n == 0 else _("bland {n}").format(n=number(row.n))
    return [
        Cell(_(row.label), _(row.note)),
        number(row.month),
        Cell(observed(row, row.value), people),
        expected,
        "–" if row.updated is None else observed(row, row.updated),
        Cell(light_names()[row.light], direction_names()[row.direction], _TONES.get(row.light, "")),
        use_names()[row.use],
    ]


def _lights(document: FollowDocument) -> Table:
    return table(
        _("Observerat mot väntat"),
        [_("Indikator"), _("Månad"), _("Observerat"), _("Väntat före"), _("Modellens tal nu"), _("Läge"), _("Används")],
        [_figure(row) for row in document.indicators],
        foot=_(
            "Väntat före: medelvärde och 90 %-intervall för vad som kunde observeras, slumpen "
            "bland så många personer inräknad. Grönt är inom 80 %-intervallet eller bättre, gult "
            "inom 95 %-intervallet, rött utanför."
        ),
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
        _("Netto, risk och återbetalning per aktör"),
        [
            _("Aktör"),
            _("Netto före"),
            _("Netto efter"),
            _("Risk före"),
            _("Risk efter"),
            _("Återbetalt före"),
            _("Återbetalt efter"),
        ],
        rows,
        strong=frozenset({0, 1}),
        foot=_(
            "Nuvärde över horisonten, vinst minus insatsens kostnad. Återbetalning räknas på "
            "medelvärdet; ett streck är inte inom horisonten."
        ),
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
        _("Kostnad och det som återstår"),
        [
            _("Aktör"),
            _("Slutkostnad före"),
            _("Slutkostnad efter"),
            _("Kvar att betala"),
            _("Netto av det som återstår"),
            _("Risk"),
        ],
        rows,
        foot=_(
            "Slutkostnad och det som är kvar att betala är odiskonterade. Pengar som redan är "
            "betalda räknas inte i det som återstår."
        ),
    )


def _moved(document: FollowDocument) -> Table | None:
    if not document.moved:
        return None
    rows: list[list[Cell | str]] = [
        [
            moved_name(row),
            Cell(
                number(row.before.mean, 3),
                _("{low} till {high}").format(low=number(row.before.p5, 3), high=number(row.before.p95, 3)),
            ),
            Cell(
                number(row.after.mean, 3),
                _("{low} till {high}").format(low=number(row.after.p5, 3), high=number(row.after.p95, 3)),
            ),
            number(row.shift, 2),
        ]
        for row in document.moved
    ]
    return table(
        _("Antaganden som flyttat sig"),
        [_("Antagande"), _("Före"), _("Efter"), _("Flyttat, standardavvikelser")],
        rows,
        foot=_(
            "Planens egna tal visas alltid, modellens parametrar bara där flytten är större än "
            "slumpen bland dragningarna gör."
        ),
    )
