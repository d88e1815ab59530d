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
from exclusim.results.language import _

__all__ = ["now_text", "plan_text"]


def now_text(view: View, settings: Settings) -> Markup:
    """Each actor's cost: this month, so far, and against the case as it stands; with the handles in force."""
    rows = []
    for column, actor in enumerate(REPORTED):
        cost, before = view.cost[:, column], view.reference_cost[: view.month, column]
        latest = float(cost[-1]) if view.month else 0.0
        gain, paid = float(before.sum() - cost.sum()), float(view.project[:, column].sum())
        rows.append((label(actor), tkr(latest), mkr(float(cost.sum())), mkr(gain), mkr(paid), mkr(gain - paid)))
    head = ("", _("Denna månad"), _("Hittills"), _("Lägre än fallet"), _("Satsningen"), _("Netto"))
    when = _("Månad {month} av {last}").format(month=view.month, last=view.last)
    if view.first_age is not None and view.month:
        age = view.first_age + (view.month - 1) // 12
        when = _("Månad {month} av {last}, ålder {age}\N{NO-BREAK SPACE}år").format(
            month=view.month, last=view.last, age=age
        )
    share = percent(float(view.excluded[-1]), 1) if view.month else "–"
    words = _("{when}. Utanför: {share}. Satsningen når {reached} av {size} personer. {people} simuleras.").format(
        when=when, share=share, reached=number(view.reached), size=number(view.size), people=number(view.people)
    )
    note = _("Odiskonterat och utan undanträngning: till för att se och förstå, inte för beslut.")
    parts = (words, _handles(settings), _table(head, rows), note)
    return _box(_("Nu"), Markup("<p>{}</p><p>{}</p>{}<p>{}</p>").format(*parts))


def _handles(settings: Settings) -> str:
    moved = [
        f"{_(slider.label)}{NBSP}{number(value, 2)}"
        for slider in SLIDERS
        if (value := float(getattr(settings, slider.key))) != 1.0
    ]
    return _("Reglage i denna körning: {handles}. Flytta reglagen och tryck på Reset.").format(
        handles=", ".join(moved) or _("alla × 1")
    )


def plan_text(model: ExploreModel) -> Markup:
    """The month's plan as the model has it, with the seconds spent in each step, and the agencies' last month."""
    steps = Markup("").join(
        Markup("<li><b>{}</b>: {} ({} s)</li>").format(step.name, step.what, number(step.seconds, 2))
        for step in model.month_plan
    )
    parts = Markup('<ol lang="en">{}</ol>').format(steps)
    if model.casework is None:
        return _box(_("Månadens plan"), parts + Markup("<p>{}</p>").format(_("Myndigheterna är en del av takterna.")))
    # Read by the month that has passed: the agencies' own properties are of the month that is to come.
    latest = max(model.month - 1, 0)
    offices = model.casework.offices
    rows = [
        (_(agency.label), number(int(offices.helped[latest, i])), number(int(offices.waiting[latest, i])))
        for i, agency in enumerate(AGENCIES)
    ]
    return _box(_("Månadens plan"), parts + _table((_("Simulerade personer"), _("Får hjälp"), _("Väntar")), rows))


def _box(title: str, content: Markup) -> Markup:
    return Markup('<div class="exclusim"><h3>{}</h3>{}</div>').format(title, content)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    lines = Markup("").join(Markup("<tr>{}</tr>").format(_cells("td", row)) for row in rows)
    return Markup("<table><tr>{}</tr>{}</table>").format(_cells("th", head), lines)


def _cells(tag: str, texts: Sequence[str]) -> Markup:
    return Markup("").join(Markup("<{0}>{1}</{0}>").format(Markup(tag), text) for text in texts)
