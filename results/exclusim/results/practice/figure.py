"""The figure of a roll-out: gain up, cost down, year by year, with the phase written above."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.interval import Interval
from exclusim.results.labels import mkr, number
from exclusim.results.language import _, telling
from exclusim.results.practice.document import PracticeDocument, PracticeYear
from exclusim.results.practice.words import phase_names, running
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, INK, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks

__all__ = ["year_bars"]

_ACTOR = "society"


@telling
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
        canvas = Canvas(width, height, _("Staplar: vinst och kostnad år för år."))
        canvas.text(0, 12, _("Mkr per år, samhället"))
        y_axis(canvas, y, ticks, left, right)
        for index, year in enumerate(years):
            x = left + index * step
            if index == 0 or years[index - 1].phase != year.phase:
                canvas.line(x, top - 18, x, bottom, "grid", stroke_dasharray="3 3")
                canvas.text(
                    x + 3, top - 8, _short(year) if compact else phase_names()[year.phase], "start", "small strong"
                )
            for value, colour, name, hatch in (
                (gains[index], GAIN, _("vinst"), 0.0),
                (-costs[index], LOSS, _("kostnad"), 0.18),
            ):
                upper, lower = sorted((y(0), y(value)))
                tip = _("År {year}, {name}: {amount}").format(year=year.year, name=name, amount=mkr(abs(value) * 1e6))
                canvas.rect(x + step * (0.12 + hatch), upper, step * 0.58, lower - upper, colour, tip)
            net = y(gains[index] - costs[index])
            canvas.line(x + step * 0.06, net, x + step * 0.94, net, "", stroke=INK, stroke_width=3)
            canvas.text(x + step / 2, bottom + 18, str(year.year), "middle")
        canvas.text(right, height - 8, _("År från start"), "end")
        return canvas.render()

    return Figure.of(
        draw,
        _("Vinst och kostnad år för år"),
        _("Medelvärden, odiskonterat, med risk för nedläggning inräknad. I tabellen: {meaning}").format(
            meaning=meaning
        ),
        table(
            _("År för år, samhället"),
            [_("År"), _("Fas"), _("Börjar"), _("Pågår ännu"), _("Vinst"), _("Kostnad"), _("Netto")],
            [_row(year) for year in years],
            text=2,
        ),
        [Legend(GAIN, _("Vinst")), Legend(LOSS, _("Kostnad")), Legend(INK, _("Netto"), "line")],
    )


def _short(year: PracticeYear) -> str:
    return {"pilot": _("Pilot"), "waves": _("Vågor"), "practice": _("Drift"), "after": _("Efter")}[year.phase]


def _row(year: PracticeYear) -> list[Cell | str]:
    gain, cost = year.gain[_ACTOR], year.cost[_ACTOR]
    net = Interval(mean=gain.mean - cost.mean, p5=gain.mean - cost.mean, p95=gain.mean - cost.mean)
    return [
        str(year.year),
        phase_names()[year.phase],
        number(year.enrolled.mean, 1),
        running(year),
        amount(gain, gain=True),
        amount(cost),
        amount(net, gain=True),
    ]
