"""The figure of a roll-out: gain up, cost down, year by year, with the phase written above."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.interval import Interval
from exclusim.results.labels import mkr, number
from exclusim.results.practice.document import PracticeDocument, PracticeYear
from exclusim.results.practice.words import PHASES, running
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, INK, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks

__all__ = ["year_bars"]

_ACTOR = "society"


def year_bars(document: PracticeDocument, meaning: str) -> Figure:
    """Society's gain and cost by year from the start, undiscounted."""
    years = document.years
    gains, costs = ([getattr(y, side)[_ACTOR].mean / 1e6 for y in years] for side in ("gain", "cost"))

    def draw(width: int) -> Markup:
        compact = width < 600
        height, left, right, top = (330.0 if compact else 380.0), 46.0, width - 8.0, 50.0
        bottom = height - 48
        high, low = max([0.0, *gains, *(-c for c in costs)]), min([0.0, *gains, *(-c for c in costs)])
        ticks = nice_ticks(low, high)
        y, step = Scale(ticks[0], ticks[-1], bottom, top), (right - left) / len(years)
        canvas = Canvas(width, height, "Staplar: vinst och kostnad år för år.")
        canvas.text(0, 12, "Mkr per år, samhället")
        y_axis(canvas, y, ticks, left, right)
        for index, year in enumerate(years):
            x = left + index * step
            if index == 0 or years[index - 1].phase != year.phase:
                canvas.line(x, top - 18, x, bottom, "grid", stroke_dasharray="3 3")
                canvas.text(x + 3, top - 8, _short(year) if compact else PHASES[year.phase], "start", "small strong")
            for value, colour, name, hatch in (
                (gains[index], GAIN, "vinst", 0.0),
                (-costs[index], LOSS, "kostnad", 0.18),
            ):
                upper, lower = sorted((y(0), y(value)))
                tip = f"År {year.year}, {name}: {mkr(abs(value) * 1e6)}"
                canvas.rect(x + step * (0.12 + hatch), upper, step * 0.58, lower - upper, colour, tip)
            net = y(gains[index] - costs[index])
            canvas.line(x + step * 0.06, net, x + step * 0.94, net, "", stroke=INK, stroke_width=3)
            canvas.text(x + step / 2, bottom + 18, str(year.year), "middle")
        canvas.text(right, height - 8, "År från start", "end")
        return canvas.render()

    return Figure.of(
        draw,
        "Vinst och kostnad år för år",
        f"Medelvärden, odiskonterat, med risk för nedläggning inräknad. I tabellen: {meaning}",
        table(
            "År för år, samhället",
            ["År", "Fas", "Börjar", "Pågår ännu", "Vinst", "Kostnad", "Netto"],
            [_row(year) for year in years],
            text=2,
        ),
        [Legend(GAIN, "Vinst"), Legend(LOSS, "Kostnad"), Legend(INK, "Netto", "line")],
    )


def _short(year: PracticeYear) -> str:
    return {"pilot": "Pilot", "waves": "Vågor", "practice": "Drift", "after": "Efter"}[year.phase]


def _row(year: PracticeYear) -> list[Cell | str]:
    gain, cost = year.gain[_ACTOR], year.cost[_ACTOR]
    net = Interval(mean=gain.mean - cost.mean, p5=gain.mean - cost.mean, p95=gain.mean - cost.mean)
    return [
        str(year.year),
        PHASES[year.phase],
        number(year.enrolled.mean, 1),
        running(year),
        amount(gain, gain=True),
        amount(cost),
        amount(net, gain=True),
    ]
