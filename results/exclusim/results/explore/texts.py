"""The month in words: what it cost whom, in which order it went, and what the agencies did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.money import REPORTED
from exclusim.results.explore.model import ExploreModel
from exclusim.results.explore.settings import SLIDERS, Settings
from exclusim.results.explore.view import View
from exclusim.results.labels import NBSP, label, mkr, number, percent, tkr

__all__ = ["now_text", "plan_text"]


def now_text(view: View, settings: Settings) -> Markup:
    """Each actor's cost: this month, so far, and against the case as it stands; with the handles in force."""
    rows = []
    for column, actor in enumerate(REPORTED):
        cost, before = view.cost[:, column], view.reference_cost[: view.month, column]
        latest = float(cost[-1]) if view.month else 0.0
        gain, paid = float(before.sum() - cost.sum()), float(view.project[:, column].sum())
        rows.append((label(actor), tkr(latest), mkr(float(cost.sum())), mkr(gain), mkr(paid), mkr(gain - paid)))
    head = ("", "Denna månad", "Hittills", "Lägre än fallet", "Satsningen", "Netto")
    when = f"Månad {view.month} av {view.last}"
    if view.first_age is not None and view.month:
        when += f", ålder {view.first_age + (view.month - 1) // 12}{NBSP}år"
    share = percent(float(view.excluded[-1]), 1) if view.month else "–"
    words = (
        f"{when}. Utanför: {share}. Satsningen når {number(view.reached)} av {number(view.size)} personer. "
        f"{number(view.people)} simuleras."
    )
    note = "Odiskonterat och utan undanträngning: till för att se och förstå, inte för beslut."
    parts = (words, _handles(settings), _table(head, rows), note)
    return _box("Nu", Markup("<p>{}</p><p>{}</p>{}<p>{}</p>").format(*parts))


def _handles(settings: Settings) -> str:
    moved = [
        f"{slider.label}{NBSP}{number(value, 2)}"
        for slider in SLIDERS
        if (value := float(getattr(settings, slider.key))) != 1.0
    ]
    return f"Reglage i denna körning: {', '.join(moved) or 'alla × 1'}. Flytta reglagen och tryck på Reset."


def plan_text(model: ExploreModel) -> Markup:
    """The month's plan as the model has it, with the seconds spent in each step, and the agencies' last month."""
    steps = Markup("").join(
        Markup("<li><b>{}</b>: {} ({} s)</li>").format(step.name, step.what, number(step.seconds, 2))
        for step in model.month_plan
    )
    parts = Markup('<ol lang="en">{}</ol>').format(steps)
    if model.casework is None:
        return _box("Månadens plan", parts + Markup("<p>{}</p>").format("Myndigheterna är en del av takterna."))
    # Read by the month that has passed: the agencies' own properties are of the month that is to come.
    latest = max(model.month - 1, 0)
    offices = model.casework.offices
    rows = [
        (agency.label, number(int(offices.helped[latest, i])), number(int(offices.waiting[latest, i])))
        for i, agency in enumerate(AGENCIES)
    ]
    return _box("Månadens plan", parts + _table(("Simulerade personer", "Får hjälp", "Väntar"), rows))


def _box(title: str, content: Markup) -> Markup:
    return Markup('<div class="exclusim"><h3>{}</h3>{}</div>').format(title, content)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    lines = Markup("").join(Markup("<tr>{}</tr>").format(_cells("td", row)) for row in rows)
    return Markup("<table><tr>{}</tr>{}</table>").format(_cells("th", head), lines)


def _cells(tag: str, texts: Sequence[str]) -> Markup:
    return Markup("").join(Markup("<{0}>{1}</{0}>").format(Markup(tag), text) for text in texts)
