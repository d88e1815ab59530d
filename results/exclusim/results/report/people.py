"""Figures of people: states and burdens by age."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.document import ScenarioResult
from exclusim.results.labels import label, percent, years
from exclusim.results.language import _

from .axes import apart, y_axis
from .palette import INK, Group, grouped, text_on
from .parts import Cell, Figure, Legend, table
from .sankey import order
from .svg import Canvas, Scale, area_path, line_path, nice_ticks, text_width
from .texture import between

__all__ = ["burdens", "states"]

_BURDEN_COLOURS = {
    "mental_ill_health": "#3b5b7d",
    "substance_misuse": "#93385a",
    "crime": "#d07a4e",
    "homelessness": "#2f8f86",
}
_SHOWN = 0.004
"""A smaller share of the living has no name at the end of the figure."""
_BURDEN_DASHES = {"substance_misuse": "8 4", "crime": "2 3", "homelessness": "10 3 2 3"}


def states(scenario: ScenarioResult) -> Figure | None:
    """Share of the living in each group of activities by age; exclusion stands on the axis."""
    groups = grouped(scenario.activity_by_age)
    ages = scenario.ages
    if not groups or len(ages) < 2:
        return None

    margin = max(176.0, *(text_width(group.label) + 24 for group, _values in groups))
    title = _("Vad människor gör vid olika åldrar: {scenario}").format(scenario=_(scenario.label))

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 330.0 if compact else 400.0
        left, right, top, bottom = 46.0, width - (10.0 if compact else margin), 14.0, height - 40
        canvas = Canvas(
            width,
            height,
            _("Ytdiagram: vad människor gör vid olika åldrar. {scenario}.").format(scenario=_(scenario.label)),
        )
        x, y = Scale(ages[0], ages[-1], left, right), Scale(0, 1, bottom, top)
        xs = [x(age) for age in ages]
        lower = [0.0] * len(ages)
        ends: list[tuple[float, str]] = []
        names: list[tuple[float, float, Group]] = []
        for group, values in groups:
            upper = [a + b for a, b in zip(lower, values, strict=True)]
            canvas.path(
                area_path(xs, [y(v) for v in lower], [y(v) for v in upper]),
                fill=group.colour,
                tip=group.label,
                class_="segment",
            )
            edges = ([y(v) for v in upper], [y(v) for v in lower])
            canvas.texture(group.texture, text_on(group.colour), xs, *edges)
            inside = _room(group.label, xs, *edges)
            if inside is not None and (compact or values[-1] <= _SHOWN):
                names.append((*inside, group))
            if values[-1] > _SHOWN:
                ends.append((y((lower[-1] + upper[-1]) / 2), group.label))
            lower = upper
        for tick in (0, 0.25, 0.5, 0.75, 1.0):
            canvas.text(left - 8, y(tick) + 4, percent(tick), "end")
            canvas.line(left, y(tick), right, y(tick), "over")
        for age in ages:
            if age % (5 if compact or len(ages) > 35 else 2) == 0:
                canvas.text(x(age), bottom + 18, str(age), "middle")
        canvas.text(right, height - 6, _("Ålder") if ages[0] >= 10 else _("År sedan ankomsten"), "end")
        for px, py, group in names:
            canvas.text(px, py + 4, group.label, "middle", "inside", fill=text_on(group.colour))
        if not compact:
            for (_at, name), at in zip(ends, apart([at for at, _name in ends], 16, top, bottom), strict=True):
                canvas.text(right + 10, at + 4, name, "start", "name")
        return canvas.render()

    rows: list[list[Cell | str]] = []
    for activity, values in sorted(scenario.activity_by_age.items(), key=lambda item: order(item[0])):
        picked = [values[i] for i in _picked(ages)]
        rows.append([label(activity), *(percent(v, 1) for v in picked)])
    return Figure.of(
        draw,
        title,
        _("Andel av de levande, medelvärde. Nederst: utanför arbete och studier."),
        table(
            _("Andel per sysselsättning"),
            [_("Sysselsättning"), *(years(ages[i]) for i in _picked(ages))],
            rows,
        ),
        [Legend(group.colour, group.label, texture=group.texture) for group, _values in groups],
    )


def _room(name: str, xs: Sequence[float], top: Sequence[float], bottom: Sequence[float]) -> tuple[float, float] | None:
    """Where a name fits inside the area between two curves: as far from its edges as can be; None where it does not."""
    half, best = text_width(name, 12) / 2 + 4, (0.0, 0.0, 0.0)
    first = xs[0] + half
    while first + half <= xs[-1]:
        under = [first + half * share / 4 for share in range(-4, 5)]
        high, low = max(between(xs, top, under)), min(between(xs, bottom, under))
        best = max(best, (low - high, first, (low + high) / 2))
        first += 4
    return (best[1], best[2]) if best[0] > 20 else None


def _picked(ages: Sequence[int]) -> list[int]:
    """Indices of about eight ages for a table that still fits the page."""
    step = max(1, -(-len(ages) // 8))
    return sorted({*range(0, len(ages), step), len(ages) - 1})


def burdens(scenario: ScenarioResult) -> Figure | None:
    """Share of the living with each burden by age."""
    series = {k: v for k, v in scenario.burden_by_age.items() if any(v)}
    ages = scenario.ages
    if not series or len(ages) < 2:
        return None
    high = max(max(v) for v in series.values())
    ticks = nice_ticks(0, high * 100)

    margin = max(216.0, *(text_width(label(key)) + 24 for key in series))
    title = _("Bördor vid olika åldrar: {scenario}").format(scenario=_(scenario.label))

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 270.0 if compact else 300.0
        left, right, top, bottom = 46.0, width - (10.0 if compact else margin), 24.0, height - 40
        canvas = Canvas(
            width, height, _("Linjediagram: bördor vid olika åldrar. {scenario}.").format(scenario=_(scenario.label))
        )
        x, y = Scale(ages[0], ages[-1], left, right), Scale(ticks[0], ticks[-1], bottom, top)
        y_axis(canvas, y, ticks, left, right)
        canvas.text(0, 12, _("Procent av de levande"))
        for age in ages:
            if age % 5 == 0:
                canvas.text(x(age), bottom + 18, str(age), "middle")
        canvas.text(right, height - 6, _("Ålder") if ages[0] >= 10 else _("År sedan ankomsten"), "end")
        ordered = sorted(series.items(), key=lambda item: item[1][-1])
        for key, values in ordered:
            points = [(x(a), y(100 * v)) for a, v in zip(ages, values, strict=True)]
            canvas.path(
                line_path(points),
                stroke=_BURDEN_COLOURS.get(key, INK),
                stroke_width=2.4,
                stroke_dasharray=_BURDEN_DASHES.get(key, "none"),
            )
        if not compact:
            at = apart([y(100 * v[-1]) for _key, v in ordered], 17, top, bottom)
            for (key, _values), py in zip(ordered, at, strict=True):
                canvas.text(right + 10, py + 4, label(key), "start", "name", fill=_BURDEN_COLOURS.get(key, INK))
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [label(key), *(percent(values[i], 1) for i in _picked(ages))] for key, values in series.items()
    ]
    return Figure.of(
        draw,
        title,
        _("Andel av de levande, medelvärde. En person kan bära flera."),
        table(_("Andel med börda"), [_("Börda"), *(years(ages[i]) for i in _picked(ages))], rows),
        [Legend(_BURDEN_COLOURS.get(key, INK), label(key), "line", _BURDEN_DASHES.get(key, "")) for key in series],
    )
