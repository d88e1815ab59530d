"""Figures with a line by scenario: the hump, and how surely it pays.

Lines differ in colour, in their dashes, and in the number that stands at each of them and in the legend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from exclusim.results.compare.document import CompareDocument
from exclusim.results.compare.order import badge, leading, lines_note, scenario_colour, scenario_dash
from exclusim.results.compare.words import inside
from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import text_on
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, line_path, nice_ticks

__all__ = ["acceptability_curve", "hump"]

_RADIUS = 8.0
_ROOM = 30.0  # right of the lines, for their numbers

type Points = Sequence[tuple[float, float]]


@telling
def hump(document: CompareDocument, actor: str = "public") -> Figure:
    """Cumulated net by scenario over the years of the horizon, the deepest point marked."""
    series = {name: document.scenarios[name].cumulative[actor].mean for name in leading(document)}
    longest = max(len(values) for values in series.values())

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 290.0 if compact else 360.0
        canvas = Canvas(width, height, _("Linjediagram: ackumulerat netto, {actor}.").format(actor=inside(actor)))
        left, right, top, bottom = 46.0, width - _ROOM, 26.0, height - 42.0
        values = [value / 1e6 for line in series.values() for value in line]
        ticks = nice_ticks(min(0.0, *values), max(0.0, *values))
        y, x = Scale(ticks[0], ticks[-1], bottom, top), Scale(0, longest, left, right)
        y_axis(canvas, y, ticks, left, right)
        step = next((s for s in (1, 2, 5, 10) if longest / s <= (6 if compact else 12)), 20)
        for year in range(0, longest + 1, step):
            canvas.text(x(year), bottom + 18, str(year), "middle")
        canvas.text(0, 12, _("Mkr, ackumulerat nuvärde"))
        canvas.text(right, height - 6, _("År från månad 0"), "end")
        lines = {
            name: [(x(0), y(0)), *((x(i + 1), y(v / 1e6)) for i, v in enumerate(line))] for name, line in series.items()
        }
        _drawn(canvas, document, lines)
        for name, line in series.items():
            lowest = min(range(len(line)), key=line.__getitem__)
            if line[lowest] < 0:
                tip = f"{_(document.scenarios[name].label)}: {mkr(line[lowest])}"
                colour = scenario_colour(document, name)
                canvas.add("circle", cx=x(lowest + 1), cy=y(line[lowest] / 1e6), r=4.5, fill=colour, tip=tip)
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [str(year + 1), *(mkr(line[year]) if year < len(line) else "–" for line in series.values())]
        for year in range(longest)
    ]
    return Figure.of(
        draw,
        _("När pengarna kommer tillbaka: {actor}").format(actor=inside(actor)),
        _(
            "Under noll är pengarna ute och har ännu inte kommit tillbaka; punkten är det djupaste årsskiftet. "
            "Medelvärden över dragningarna."
        )
        + lines_note(document),
        table(
            _("Ackumulerat netto vid årets slut, {actor}").format(actor=inside(actor)),
            [_("År"), *(_(document.scenarios[name].label) for name in series)],
            rows,
        ),
        _legend(document, series),
    )


@telling
def acceptability_curve(document: CompareDocument) -> Figure | None:
    """Probability that the gain exceeds each threshold; None where scenarios have no common baseline."""
    found = document.acceptability
    if found is None:
        return None
    thresholds = [value / 1e6 for value in found.thresholds]
    curves: Mapping[str, list[float]] = {name: found.exceeds[name] for name in leading(document)}

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 280.0 if compact else 330.0
        canvas = Canvas(width, height, _("Linjediagram: sannolikhet att vinsten överstiger ett belopp."))
        left, right, top, bottom = 46.0, width - _ROOM, 26.0, height - 42.0
        y = Scale(0, 100, bottom, top)
        y_axis(canvas, y, [0, 25, 50, 75, 100], left, right)
        x = Scale(thresholds[0], thresholds[-1], left, right)
        for tick in nice_ticks(thresholds[0], thresholds[-1], 4 if compact else 8):
            if thresholds[0] <= tick <= thresholds[-1]:
                decimals = 0 if float(tick).is_integer() else 1
                canvas.text(x(tick), bottom + 18, number(tick, decimals), "middle")
        if thresholds[0] < 0 < thresholds[-1]:
            canvas.line(x(0), top, x(0), bottom, "axis")
        canvas.text(0, 12, _("Sannolikhet, procent"))
        canvas.text(right, height - 6, _("Nettovinst över, Mkr"), "end")
        _drawn(
            canvas,
            document,
            {
                name: [(x(t), y(100 * p)) for t, p in zip(thresholds, values, strict=True)]
                for name, values in curves.items()
            },
            # All curves end at zero, so the numbers stand where each one falls through even odds.
            {name: _falls(values) for name, values in curves.items()},
        )
        return canvas.render()

    every = max(len(thresholds) // 10, 1)
    rows: list[list[Cell | str]] = [
        [mkr(1e6 * t, 1), *(percent(values[i]) for values in curves.values())]
        for i, t in enumerate(thresholds)
        if i % every == 0
    ]
    return Figure.of(
        draw,
        _("Hur säkert det lönar sig"),
        _("Läs vid noll: sannolikheten att insatsen går med vinst för {actor}.").format(actor=inside(document.headline))
        + lines_note(document),
        table(
            _("Sannolikhet att vinsten överstiger"),
            [_("Belopp"), *(_(document.scenarios[n].label) for n in curves)],
            rows,
        ),
        _legend(document, curves),
    )


def _falls(values: Sequence[float]) -> int:
    """Where a falling curve is nearest to one half."""
    return min(range(len(values)), key=lambda i: abs(values[i] - 0.5))


def _drawn(
    canvas: Canvas, document: CompareDocument, lines: Mapping[str, Points], at: Mapping[str, int] | None = None
) -> None:
    """The lines, each with its number: at the point ``at``, or in the margin beside its end."""
    for name, points in lines.items():
        canvas.path(
            line_path(points),
            stroke=scenario_colour(document, name),
            stroke_width=2.4,
            stroke_linejoin="round",
            stroke_dasharray=scenario_dash(document, name),
            tip=_(document.scenarios[name].label),
        )
    placed: list[tuple[float, float]] = []
    ends = {name: points[-1] if at is None else points[at[name]] for name, points in lines.items()}
    for name, (across, down) in sorted(ends.items(), key=lambda item: item[1][1]):
        here = canvas.width - _RADIUS - 6 if at is None else across
        while any(abs(here - x) < 2 * _RADIUS and abs(down - y) < 2 * _RADIUS + 1 for x, y in placed):
            down += 1.0
        placed.append((here, down))
        colour = scenario_colour(document, name)
        canvas.add("circle", cx=here, cy=down, r=_RADIUS, fill=colour, stroke="#ffffff", stroke_width=1.5)
        canvas.text(here, down + 4.2, badge(document, name), "middle", "small strong", text_on(colour))


def _legend(document: CompareDocument, names: Mapping[str, object]) -> list[Legend]:
    return [
        Legend(scenario_colour(document, name), f"{badge(document, name)}. {_(document.scenarios[name].label)}", "line")
        for name in names
    ]
