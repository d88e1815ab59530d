"""Figures of people: flows between groups of activities, states and burdens by age."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from exclusim.results.document import Flow, ScenarioResult
from exclusim.results.labels import NBSP, label, number, percent

from .axes import y_axis
from .palette import INK, activity_group, grouped
from .parts import Cell, Figure, Legend, table
from .svg import Canvas, Scale, area_path, line_path, nice_ticks

__all__ = ["burdens", "sankey", "states"]

_BURDEN_COLOURS = {
    "mental_ill_health": "#3b5b7d",
    "substance_misuse": "#93385a",
    "crime": "#d07a4e",
    "homelessness": "#2f8f86",
}


def _order(key: str) -> int:
    """Ordinary life on top, exclusion below, as people think of it."""
    keys = [
        "school",
        "study",
        "work",
        "parental",
        "subsidised",
        "programme",
        "unemployment",
        "sickness",
        "outside",
        "institution",
        "exit",
    ]
    group = activity_group(key).key
    return keys.index(group) if group in keys else len(keys)


def _heights(flows: Sequence[Flow], end: Callable[[Flow], str]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for flow in flows:
        sums[end(flow)] = sums.get(end(flow), 0.0) + flow.persons
    return dict(sorted(sums.items(), key=lambda item: _order(item[0])))


def sankey(scenario: ScenarioResult) -> Figure | None:
    """Two columns, from and to; a group stands in both, so that moves back and forth can be seen."""
    flows = [f for f in scenario.flows if f.persons > 0 and f.source != f.target]
    if not flows:
        return None
    total = sum(f.persons for f in flows)
    left, right = _heights(flows, lambda f: f.source), _heights(flows, lambda f: f.target)

    def draw(width: int) -> Markup:
        compact = width < 600
        height, gap, node = (520.0, 14.0, 10.0) if compact else (500.0, 16.0, 14.0)
        canvas = Canvas(width, height, "Flödesdiagram: förflyttningar mellan skola, arbete och utanförskap.")
        margin = 104.0 if compact else 212.0
        most = max(len(left), len(right))
        scale = (height - 40 - gap * (most - 1)) / total

        def stack(sizes: Mapping[str, float]) -> dict[str, float]:
            used = sum(sizes.values()) * scale + gap * (len(sizes) - 1)
            y, tops = 28 + (height - 40 - used) / 2, {}
            for key, size in sizes.items():
                tops[key] = y
                y += size * scale + gap
            return tops

        tops = (stack(left), stack(right))
        x0, x1 = margin, width - margin
        out, into = dict(tops[0]), dict(tops[1])
        ordered = sorted(flows, key=lambda f: (_order(f.source), _order(f.target)))
        starts: dict[tuple[str, str], float] = {}
        for flow in ordered:
            starts[flow.source, flow.target] = out[flow.source]
            out[flow.source] += flow.persons * scale
        for flow in sorted(flows, key=lambda f: (_order(f.target), _order(f.source))):
            size, a, b = flow.persons * scale, starts[flow.source, flow.target], into[flow.target]
            into[flow.target] += size
            middle = (x0 + x1) / 2
            d = (
                f"M{x0 + node:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {x1 - node:.1f} {b:.1f}"
                f"V{b + size:.1f}C{middle:.1f} {b + size:.1f} {middle:.1f} {a + size:.1f} {x0 + node:.1f} "
                f"{a + size:.1f}Z"
            )
            tip = f"{label(flow.source)} → {label(flow.target)}: {number(flow.persons)}"
            canvas.path(d, fill=activity_group(flow.source).colour, opacity="0.45", tip=tip, class_="flow")
        for side, sizes in enumerate((left, right)):
            tx, anchor = (x0 - 8, "end") if side == 0 else (x1 + 8, "start")
            centres = [tops[side][key] + size * scale / 2 for key, size in sizes.items()]
            at = _apart(centres[::-1], 29 if compact else 18, 24, height - 6)[::-1]
            for (key, size), py in zip(sizes.items(), at, strict=True):
                x = x0 if side == 0 else x1 - node
                canvas.rect(x, tops[side][key], node, max(size * scale, 1.0), activity_group(key).colour)
                if compact:
                    canvas.text(tx, py - 1, _short(label(key)), anchor, "name")
                    canvas.text(tx, py + 13, number(size), anchor)
                else:
                    canvas.text(tx, py + 4, f"{label(key)} {number(size)}", anchor, "name")
        canvas.text(x0 + node, 14, "Från", "start", "value")
        canvas.text(x1 - node, 14, "Till", "end", "value")
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [label(f.source), label(f.target), number(f.persons)] for f in sorted(flows, key=lambda f: -f.persons)
    ]
    return Figure.of(
        draw,
        f"Flöden mellan skola, arbete och utanförskap: {scenario.label}",
        "Antal förflyttningar i gruppen över hela den följda tiden, medelvärde. "
        "Den som flyttar flera gånger räknas varje gång; bandets färg visar varifrån.",
        table("Förflyttningar", ["Från", "Till", "Antal"], rows, text=2),
    )


def _short(name: str) -> str:
    return name if len(name) <= 14 else name.split(" ")[0]


def states(scenario: ScenarioResult) -> Figure | None:
    """Share of the living in each group of activities by age; exclusion stands on the axis."""
    groups = grouped(scenario.activity_by_age)
    ages = scenario.ages
    if not groups or len(ages) < 2:
        return None

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 330.0 if compact else 400.0
        left, right, top, bottom = 46.0, width - (10.0 if compact else 176.0), 14.0, height - 40
        canvas = Canvas(width, height, f"Ytdiagram: vad människor gör vid olika åldrar. {scenario.label}.")
        x, y = Scale(ages[0], ages[-1], left, right), Scale(0, 1, bottom, top)
        xs = [x(age) for age in ages]
        lower = [0.0] * len(ages)
        ends: list[tuple[float, str]] = []
        for group, values in groups:
            upper = [a + b for a, b in zip(lower, values, strict=True)]
            canvas.path(
                area_path(xs, [y(v) for v in lower], [y(v) for v in upper]),
                fill=group.colour,
                tip=group.label,
                class_="segment",
            )
            if values[-1] > 0.004:
                ends.append((y((lower[-1] + upper[-1]) / 2), group.label))
            lower = upper
        for tick in (0, 0.25, 0.5, 0.75, 1.0):
            canvas.text(left - 8, y(tick) + 4, percent(tick), "end")
            canvas.line(left, y(tick), right, y(tick), "over")
        for age in ages:
            if age % (5 if compact or len(ages) > 35 else 2) == 0:
                canvas.text(x(age), bottom + 18, str(age), "middle")
        canvas.text(right, height - 6, "Ålder" if ages[0] >= 10 else "År sedan ankomsten", "end")
        if not compact:
            for (_, name), at in zip(ends, _apart([at for at, _ in ends], 16, top, bottom), strict=True):
                canvas.text(right + 10, at + 4, name, "start", "name")
        return canvas.render()

    rows: list[list[Cell | str]] = []
    for activity, values in sorted(scenario.activity_by_age.items(), key=lambda item: _order(item[0])):
        picked = [values[i] for i in _picked(ages)]
        rows.append([label(activity), *(percent(v, 1) for v in picked)])
    return Figure.of(
        draw,
        f"Vad människor gör vid olika åldrar: {scenario.label}",
        "Andel av de levande, medelvärde. Nederst: utanför arbete och studier.",
        table(
            "Andel per sysselsättning",
            ["Sysselsättning", *(f"{ages[i]}{NBSP}år" for i in _picked(ages))],
            rows,
        ),
        [Legend(group.colour, group.label) for group, _ in groups],
    )


def _picked(ages: Sequence[int]) -> list[int]:
    """Indices of about eight ages for a table that still fits the page."""
    step = max(1, -(-len(ages) // 8))
    return sorted({*range(0, len(ages), step), len(ages) - 1})


def _apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Label heights near ``wanted`` (listed from the bottom up), ``gap`` apart and inside the frame."""
    placed: list[float] = []
    for at in wanted:
        placed.append(min(at, placed[-1] - gap) if placed else min(at, bottom))
    if placed and placed[-1] < top:
        placed[-1] = top
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = max(placed[i], placed[i + 1] + gap)
    return placed


def burdens(scenario: ScenarioResult) -> Figure | None:
    """Share of the living with each burden by age."""
    series = {k: v for k, v in scenario.burden_by_age.items() if any(v)}
    ages = scenario.ages
    if not series or len(ages) < 2:
        return None
    high = max(max(v) for v in series.values())
    ticks = nice_ticks(0, high * 100)

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 270.0 if compact else 300.0
        left, right, top, bottom = 46.0, width - (10.0 if compact else 216.0), 24.0, height - 40
        canvas = Canvas(width, height, f"Linjediagram: bördor vid olika åldrar. {scenario.label}.")
        x, y = Scale(ages[0], ages[-1], left, right), Scale(ticks[0], ticks[-1], bottom, top)
        y_axis(canvas, y, ticks, left, right)
        canvas.text(0, 12, "Procent av de levande")
        for age in ages:
            if age % 5 == 0:
                canvas.text(x(age), bottom + 18, str(age), "middle")
        canvas.text(right, height - 6, "Ålder" if ages[0] >= 10 else "År sedan ankomsten", "end")
        ordered = sorted(series.items(), key=lambda item: item[1][-1])
        for key, values in ordered:
            points = [(x(a), y(100 * v)) for a, v in zip(ages, values, strict=True)]
            canvas.path(line_path(points), stroke=_BURDEN_COLOURS.get(key, INK), stroke_width=2.4)
        if not compact:
            at = _apart([y(100 * v[-1]) for _, v in ordered], 17, top, bottom)
            for (key, _), py in zip(ordered, at, strict=True):
                canvas.text(right + 10, py + 4, label(key), "start", "name", fill=_BURDEN_COLOURS.get(key, INK))
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [label(key), *(percent(values[i], 1) for i in _picked(ages))] for key, values in series.items()
    ]
    return Figure.of(
        draw,
        f"Bördor vid olika åldrar: {scenario.label}",
        "Andel av de levande, medelvärde. En person kan bära flera.",
        table("Andel med börda", ["Börda", *(f"{ages[i]}{NBSP}år" for i in _picked(ages))], rows),
        [Legend(_BURDEN_COLOURS.get(key, INK), label(key), "line") for key in series],
    )
