"""The figure of the tap and the floor: how many fewer are outside, year by year, at each degree of success."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.degrees.document import DegreesDocument
from exclusim.results.interval import Band, Interval
from exclusim.results.labels import number
from exclusim.results.language import _, telling
from exclusim.results.report.axes import y_axis
from exclusim.results.report.parts import Cell, Figure, Legend, is_certain, table
from exclusim.results.report.svg import Canvas, Scale, area_path, line_path, nice_ticks

__all__ = ["outside_curves"]


def _curves() -> dict[str, tuple[str, str]]:
    return {
        "project": (_("Moppa en gång: projektet, för en kull"), "#d07a4e"),
        "practice": (_("Moppa varje år: ordinarie verksamhet"), "#2e75b6"),
        "mended": (_("Stäng kranen: felen rättade"), "#1b7f79"),
    }


@telling
def outside_curves(document: DegreesDocument, meaning: str) -> Figure:
    """Fewer excluded people than today, a curve for each degree, each from the year in which it begins."""
    found = document.outside
    bands = {key: _fewer(getattr(found, key)) for key in _curves()}
    values = [v for band in bands.values() for v in (*band.mean, *band.p5, *band.p95)]

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 290.0 if compact else 340.0
        left, right, top, bottom = 54.0, width - 12.0, 26.0, height - 42
        canvas = Canvas(width, height, _("Linjediagram: färre utanför än i dag, år för år, i varje grad."))
        ticks = nice_ticks(min(0.0, *values), max(0.0, *values) or 1.0)
        y, x = Scale(ticks[0], ticks[-1], bottom, top), Scale(0, found.years[-1], left, right)
        y_axis(canvas, y, ticks, left, right)
        canvas.text(0, 12, _("Färre utanför än i dag, personer"))
        for year in found.years[:: 5 if compact else 2]:
            canvas.text(x(year), bottom + 18, str(year), "middle")
        canvas.text(right, height - 6, _("År sedan graden nåddes"), "end")
        xs = [x(year) for year in found.years]
        for key, band in bands.items():
            lows, highs = ([y(v) for v in bound] for bound in (band.p5, band.p95))
            canvas.path(area_path(xs, lows, highs), fill=_curves()[key][1], opacity="0.14")
        for key, band in bands.items():
            points = [(a, y(v)) for a, v in zip(xs, band.mean, strict=True)]
            canvas.path(line_path(points), stroke=_curves()[key][1], stroke_width=2.4, stroke_linejoin="round")
        return canvas.render()

    def cell(band: Band, year: int) -> Cell:
        value = Interval(mean=band.mean[year], p5=band.p5[year], p95=band.p95[year])
        spread = (
            ""
            if is_certain(value)
            else _("{low} till {high}").format(low=number(value.p5, 1), high=number(value.p95, 1))
        )
        return Cell(number(value.mean, 1), spread)

    rows: list[list[Cell | str]] = [
        [_("{year}\N{NO-BREAK SPACE}år").format(year=year), *(cell(band, year) for band in bands.values())]
        for year in (1, 2, 5, 10, 15, 20)
    ]
    return Figure.of(
        draw,
        _("Att moppa golvet, och att stänga kranen"),
        _(
            "Om graden nås. En ny kull av samma storlek börjar varje år; äldre kullar lever som "
            "i dag. Ungefär {baseline} personer är utanför samtidigt i {cohorts} kullar. Band: "
            "{meaning}"
        ).format(baseline=number(found.baseline.mean), cohorts=number(found.cohorts), meaning=meaning),
        table(
            _("Färre utanför än i dag, personer"), [_("Efter"), *(name for name, _colour in _curves().values())], rows
        ),
        [Legend(colour, name, "line") for name, colour in _curves().values()],
    )


def _fewer(band: Band) -> Band:
    """The change turned round: up is fewer people outside."""
    return Band(mean=[0.0 - v for v in band.mean], p5=[0.0 - v for v in band.p95], p95=[0.0 - v for v in band.p5])
