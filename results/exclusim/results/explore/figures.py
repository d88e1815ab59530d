"""The charts of the page, as markup that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.explore.view import View
from exclusim.results.labels import label, number, percent
from exclusim.results.language import _
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import ACTIVITY_GROUPS, INK, actor_colour
from exclusim.results.report.svg import Canvas, Scale, area_path, line_path, nice_ticks

__all__ = ["STYLE", "cost_figure", "excluded_figure", "status_figure"]

STYLE = """
.exclusim svg { width: 100%; height: auto; font-family: system-ui, sans-serif; }
.exclusim svg text { font-size: 13px; fill: #55606b; }
.exclusim .grid { stroke: #e4e7ea; } .exclusim .axis { stroke: #66717c; }
.exclusim .over { stroke: #fff; stroke-opacity: .35; }
.exclusim h3 { font-size: 1rem; margin: 0 0 .3rem; }
.exclusim p { font-size: .85rem; margin: .2rem 0; }
.exclusim .key { display: inline-block; margin-right: .9em; white-space: nowrap; font-size: .8rem; }
.exclusim .key i { display: inline-block; width: .8em; height: .8em; margin-right: .35em; border-radius: 2px; }
.exclusim table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; width: 100%; }
.exclusim th, .exclusim td { text-align: right; padding: .15rem .5rem; border-bottom: 1px solid #e4e7ea; }
.exclusim th:first-child, .exclusim td:first-child { text-align: left; }
.exclusim ol { font-size: .85rem; margin: .3rem 0 .6rem; } .exclusim li { margin: .15rem 0; }
.exclusim { background: #fff; color: #1c2733; padding: .75rem; }
"""
_WIDTH, _HEIGHT = 640.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, _WIDTH - 14, 26.0, _HEIGHT - 40
_POINTS = 200  # more cannot be told apart on a screen
_YEAR = 12

type _Floats = NDArray[np.float64]


def status_figure(view: View) -> Markup:
    """Share of all people in each group of activities, month by month; exclusion stands on the axis."""
    canvas, x = _canvas(view, _("Ytdiagram: vad människor gör, månad för månad."))
    y = Scale(0, 1, _BOTTOM, _TOP)
    if view.groups:
        months = _picked(view.month)
        xs = [x(m + 1) for m in months]
        lower = [0.0] * len(months)
        for group, values in view.groups:
            upper = [a + values[m] for a, m in zip(lower, months, strict=True)]
            outline = area_path(xs, [y(v) for v in lower], [y(v) for v in upper])
            canvas.path(outline, fill=group.colour, tip=_(group.label))
            lower = upper
    for tick in (0, 0.25, 0.5, 0.75, 1.0):
        canvas.text(_LEFT - 8, y(tick) + 4, percent(tick), "end")
        canvas.line(_LEFT, y(tick), _RIGHT, y(tick), "over")
    legend = [(group.colour, _(group.label)) for group in ACTIVITY_GROUPS]
    return _figure(_("Vad människor gör"), _("Andel av alla. Nederst: utanför arbete och studier."), canvas, legend)


def excluded_figure(view: View) -> Markup:
    """Share outside work and studies, against the case as it stands with the same people and seed."""
    canvas, x = _canvas(view, _("Linjediagram: andel utanför, mot fallet som det står."))
    top = max(0.1, *view.reference_excluded, *view.excluded)
    ticks = nice_ticks(0, 100 * top)
    y = Scale(0, ticks[-1] / 100, _BOTTOM, _TOP)
    y_axis(canvas, Scale(0, ticks[-1], _BOTTOM, _TOP), ticks, _LEFT, _RIGHT)
    canvas.text(0, 12, _("Procent av dem som lever och bor kvar"))
    _line(canvas, x, y, view.reference_excluded, "#9aa3ad", dashed=True)
    _line(canvas, x, y, view.excluded, "#7d2f45")
    legend = [("#7d2f45", _("Med reglagen")), ("#9aa3ad", _("Fallet som det står"))]
    return _figure(_("Utanför arbete och studier"), _("Samma människor och samma slumptal i båda."), canvas, legend)


def cost_figure(view: View) -> Markup:
    """Cost of exclusion a month for each public actor, as the mean of the latest twelve months."""
    canvas, x = _canvas(view, _("Linjediagram: utanförskapets kostnad en månad, per aktör."))
    columns = [REPORTED.index(actor) for actor in PUBLIC]
    curves, before = _smooth(view.cost[:, columns]) / 1e3, _smooth(view.reference_cost[:, columns]) / 1e3
    ticks = nice_ticks(min(0.0, _least(curves), _least(before)), max(1.0, -_least(-curves), -_least(-before)))
    y = Scale(ticks[0], ticks[-1], _BOTTOM, _TOP)
    y_axis(canvas, y, ticks, _LEFT, _RIGHT)
    canvas.text(0, 12, _("Tkr en månad, hela gruppen"))
    for column, actor in enumerate(PUBLIC):
        _line(canvas, x, y, before[:, column], actor_colour(actor), dashed=True)
        _line(canvas, x, y, curves[:, column], actor_colour(actor))
    legend = [(actor_colour(actor), label(actor)) for actor in PUBLIC]
    note = _(
        "Utanförskapets konto för {size}\N{NO-BREAK SPACE}personer, medel av tolv månader, odiskonterat. "
        "Streckat: fallet som det står. Satsningens egen kostnad står i tabellen."
    ).format(size=number(view.size))
    return _figure(_("Kostnad per månad och aktör"), note, canvas, legend)


def _figure(title: str, note: str, canvas: Canvas, legend: Sequence[tuple[str, str]]) -> Markup:
    keys = Markup("").join(
        Markup('<span class="key"><i style="background:{}"></i>{}</span>').format(*key) for key in legend
    )
    whole = Markup('<div class="exclusim"><h3>{}</h3>{}<div>{}</div><p>{}</p></div>')
    return whole.format(title, canvas.render(), keys, note)


def _canvas(view: View, name: str) -> tuple[Canvas, Scale]:
    """An empty drawing with its axis of time: ages of a cohort, years since the arrival of others."""
    canvas, x = Canvas(_WIDTH, _HEIGHT, name), Scale(0, view.last, _LEFT, _RIGHT)
    years, first = view.last // _YEAR, view.first_age or 0
    step = next(s for s in (1, 2, 5, 10, 100) if years / s <= 12)
    for year in range(first, first + years + 1):
        if year % step == 0:
            canvas.line(x(_YEAR * (year - first)), _BOTTOM, x(_YEAR * (year - first)), _BOTTOM + 4, "axis")
            canvas.text(x(_YEAR * (year - first)), _BOTTOM + 18, str(year), "middle")
    canvas.text(_RIGHT, _HEIGHT - 6, _("År sedan ankomsten") if view.first_age is None else _("Ålder"), "end")
    return canvas, x


def _line(canvas: Canvas, x: Scale, y: Scale, values: _Floats, colour: str, *, dashed: bool = False) -> None:
    points = [(x(m + 1), y(float(values[m]))) for m in _picked(values.size)]
    if not points:
        return
    if dashed:
        canvas.path(line_path(points), stroke=colour, stroke_width=1.4, stroke_dasharray="5 4", opacity="0.75")
        return
    canvas.path(line_path(points), stroke=colour, stroke_width=2.4, stroke_linejoin="round")
    canvas.add("circle", cx=points[-1][0], cy=points[-1][1], r=3.5, fill=colour, stroke=INK, stroke_width=0.5)


def _picked(months: int) -> list[int]:
    """Months to draw, the last always among them."""
    if not months:
        return []
    return sorted({*range(0, months, max(months // _POINTS, 1)), months - 1})


def _smooth(values: _Floats) -> _Floats:
    """Mean of the latest twelve months, of fewer at the beginning, shape as given."""
    total = np.cumsum(values, axis=0)
    total[_YEAR:] = total[_YEAR:] - total[:-_YEAR].copy()
    count = np.minimum(np.arange(values.shape[0]) + 1, _YEAR)
    return np.asarray(total / count[:, None])


def _least(values: _Floats) -> float:
    return float(values.min()) if values.size else 0.0
