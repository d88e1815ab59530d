"""Figures of a comparison: gain by scenario, the hump, how surely it pays."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from exclusim.results.compare.document import CompareDocument, Net
from exclusim.results.labels import label, mkr, number, percent
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, line_path, nice_ticks

__all__ = [
    "acceptability_curve",
    "gains",
    "hump",
    "ranked",
    "scenario_colour",
]

_COLOURS = (
    "#17456e",
    "#c05a57",
    "#2f8f86",
    "#e3aa3c",
    "#93385a",
    "#8cbfe0",
    "#6f7f4f",
    "#d07a4e",
    "#9aa3ad",
    "#4a2c2a",
)


_LINES = 6


def scenario_colour(document: CompareDocument, name: str) -> str:
    """One colour per scenario, the same in every figure."""
    return _COLOURS[ranked(document).index(name) % len(_COLOURS)]


def leading(document: CompareDocument) -> list[str]:
    """The first scenarios by rank, as many as lines can be told apart."""
    return ranked(document)[:_LINES]


def _lines_note(document: CompareDocument) -> str:
    return f" Linjerna visar de {_LINES} insatser som ger mest." if len(document.scenarios) > _LINES else ""


def ranked(document: CompareDocument) -> list[str]:
    """Scenarios, the largest mean headline gain first."""
    return sorted(document.scenarios, key=lambda name: -document.scenarios[name].net[document.headline].mean)


def gains(document: CompareDocument, meaning: str) -> Figure:
    """One row by scenario: society's and the public sector's net with interval, and the probability of gain."""
    names = ranked(document)
    shown = ("society", "public")

    def of(name: str) -> dict[str, Net]:
        return document.scenarios[name].net

    low = min(0.0, *(of(n)[a].p5 for n in names for a in shown)) / 1e6
    high = max(0.0, *(of(n)[a].p95 for n in names for a in shown)) / 1e6

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right = (4.0, width - 4.0) if compact else (250.0, width - 150.0)
        step = 84.0 if compact else 62.0
        canvas = Canvas(width, step * len(names) + 46, "Staplar: nettovinst för varje insats.")
        ticks = nice_ticks(low, high, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 6, right - 6)
        foot = step * len(names) + 6
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 34, "Mkr, nettonuvärde", "end")
        for row, name in enumerate(names):
            top = row * step + 6
            scenario = document.scenarios[name]
            canvas.text(0, top + 16, _cut(scenario.label, 25 if compact else 36), "start", "name strong halo")
            chance = f"risk för förlust {percent(of(name)['society'].probability_loss)}"
            if compact:
                canvas.text(right, top + 16, chance, "end", "small halo")
            else:
                if len(document.cases) > 1:
                    canvas.text(0, top + 34, _cut(scenario.case, 40), "start", "small")
                canvas.text(width, top + 16, chance, "end", "small")
            bar = top + (26 if compact else 4)
            for offset, actor, size in ((0, "society", 20), (24, "public", 14)):
                value = of(name)[actor]
                start, end = sorted((x(0), x(value.mean / 1e6)))
                colour = GAIN if value.mean >= 0 else LOSS
                tip = f"{label(actor)}: {mkr(value.mean)}"
                opacity = "1" if actor == "society" else "0.5"
                canvas.rect(start, bar + offset, max(end - start, 1.5), size, colour, tip, opacity=opacity)
                middle = bar + offset + size / 2
                canvas.line(x(value.p5 / 1e6), middle, x(value.p95 / 1e6), middle, "whisker")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [
            document.scenarios[n].label,
            *(amount(of(n)[a], gain=True) for a in shown),
            percent(of(n)["society"].probability_loss),
        ]
        for n in names
    ]
    return Figure.of(
        draw,
        "Vad varje insats ger",
        f"Bred stapel: samhället. Smal, ljus stapel: offentlig sektor. Streck: {meaning}",
        table("Nettonuvärde", ["Insats", "Samhället", "Offentlig sektor", "Risk för förlust"], data),
        [Legend(GAIN, "Vinst"), Legend(LOSS, "Förlust")],
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def hump(document: CompareDocument, actor: str = "public") -> Figure:
    """Cumulated net by scenario over the years of the horizon."""
    series = {name: document.scenarios[name].cumulative[actor].mean for name in leading(document)}
    longest = max(len(values) for values in series.values())

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 290.0 if compact else 360.0
        canvas = Canvas(width, height, f"Linjediagram: ackumulerat netto, {label(actor).lower()}.")
        left, right, top, bottom = 46.0, width - 12.0, 26.0, height - 42.0
        values = [value / 1e6 for line in series.values() for value in line]
        ticks = nice_ticks(min(0.0, *values), max(0.0, *values))
        y, x = Scale(ticks[0], ticks[-1], bottom, top), Scale(0, longest, left, right)
        y_axis(canvas, y, ticks, left, right)
        step = next((s for s in (1, 2, 5, 10) if longest / s <= (6 if compact else 12)), 20)
        for year in range(0, longest + 1, step):
            canvas.text(x(year), bottom + 18, str(year), "middle")
        canvas.text(0, 12, "Mkr, ackumulerat nuvärde")
        canvas.text(right, height - 6, "År från månad 0", "end")
        for name, line in series.items():
            points = [(x(0), y(0)), *((x(i + 1), y(v / 1e6)) for i, v in enumerate(line))]
            canvas.path(
                line_path(points), stroke=scenario_colour(document, name), stroke_width=2.4, stroke_linejoin="round",
                tip=document.scenarios[name].label,
            )  # fmt: skip
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [str(year + 1), *(mkr(line[year]) if year < len(line) else "–" for line in series.values())]
        for year in range(longest)
    ]
    labels = [document.scenarios[name].label for name in series]
    return Figure.of(
        draw,
        f"När pengarna kommer tillbaka: {label(actor).lower()}",
        "Under noll är pengarna ute och har ännu inte kommit tillbaka. Medelvärden över dragningarna."
        + _lines_note(document),
        table(f"Ackumulerat netto vid årets slut, {label(actor).lower()}", ["År", *labels], rows),
        [Legend(scenario_colour(document, name), document.scenarios[name].label, "line") for name in series],
    )


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
        canvas = Canvas(width, height, "Linjediagram: sannolikhet att vinsten överstiger ett belopp.")
        left, right, top, bottom = 46.0, width - 12.0, 26.0, height - 42.0
        y = Scale(0, 100, bottom, top)
        y_axis(canvas, y, [0, 25, 50, 75, 100], left, right)
        x = Scale(thresholds[0], thresholds[-1], left, right)
        for tick in nice_ticks(thresholds[0], thresholds[-1], 4 if compact else 8):
            if thresholds[0] <= tick <= thresholds[-1]:
                decimals = 0 if float(tick).is_integer() else 1
                canvas.text(x(tick), bottom + 18, number(tick, decimals), "middle")
        if thresholds[0] < 0 < thresholds[-1]:
            canvas.line(x(0), top, x(0), bottom, "axis")
        canvas.text(0, 12, "Sannolikhet, procent")
        canvas.text(right, height - 6, "Nettovinst över, Mkr", "end")
        for name, values in curves.items():
            points = [(x(t), y(100 * p)) for t, p in zip(thresholds, values, strict=True)]
            canvas.path(line_path(points), stroke=scenario_colour(document, name), stroke_width=2.4)
        return canvas.render()

    every = max(len(thresholds) // 10, 1)
    rows: list[list[Cell | str]] = [
        [f"{number(t, 1)} Mkr", *(percent(values[i]) for values in curves.values())]
        for i, t in enumerate(thresholds)
        if i % every == 0
    ]
    return Figure.of(
        draw,
        "Hur säkert det lönar sig",
        f"Läs vid noll: sannolikheten att insatsen går med vinst för {label(document.headline).lower()}."
        + _lines_note(document),
        table("Sannolikhet att vinsten överstiger", ["Belopp", *(document.scenarios[n].label for n in curves)], rows),
        [Legend(scenario_colour(document, n), document.scenarios[n].label, "line") for n in curves],
    )
