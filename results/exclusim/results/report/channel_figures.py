"""Figures of tap, mop and loops, and of the stock of excluded people over twenty years."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.document import Band, Channels, Interval, RunDocument, Stock
from exclusim.results.labels import NBSP, mkr, number

from .axes import y_axis
from .palette import GAIN, LOSS
from .parts import Cell, Figure, Legend, Table, band_meaning, is_certain, table
from .svg import Canvas, Scale, area_path, line_path, nice_ticks

__all__ = ["CHANNEL_LABELS", "channel_bars", "stock_curves"]

CHANNEL_LABELS = {
    "inflow": ("Kranen: färre hamnar utanför", "för att färre hamnar utanför (kranen)"),
    "loops": ("Rundgången: färre kommer tillbaka", "för att färre kommer tillbaka (rundgången)"),
    "outflow": ("Golvet: ut snabbare", "för att perioderna blir kortare (golvet)"),
}
_CURVES = {
    "every_year": ("Moppa varje år: för alla nya årgångar", "#2e75b6"),
    "once": ("Moppa en gång: för en enda årgång", "#d07a4e"),
}


def channel_bars(document: RunDocument, found: Channels) -> Figure:
    """Avoided years of exclusion by channel, to either side of zero, with intervals."""
    rows = [(label, found.months[key], found.money[key]) for key, (label, _) in CHANNEL_LABELS.items()]
    rows.append(("Tillsammans", found.months["total"], found.money["total"]))
    low = min([0.0, *(v.p5 for _, v, _ in rows), *(v.mean for _, v, _ in rows)]) / 12
    high = max([0.0, *(v.p95 for _, v, _ in rows), *(v.mean for _, v, _ in rows)]) / 12

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (6.0, width - 6.0, 50.0) if compact else (250.0, width - 150.0, 42.0)
        canvas = Canvas(width, step * len(rows) + 44, "Staplar: undvikna år i utanförskap efter orsak.")
        ticks = nice_ticks(low, high, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        foot = step * len(rows) + 8
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 32, "Undvikna år i utanförskap", "end")
        for i, (name, months, money) in enumerate(rows):
            y, mean = i * step + 4, months.mean / 12
            bar = y + (22 if compact else 8)
            strong = "name strong" if i == len(rows) - 1 else "name"
            words = f"{number(mean, 1)}{NBSP}år, {mkr(money.mean)}"
            canvas.text(
                0 if compact else left - 12,
                y + (15 if compact else 23),
                f"{name}: {number(mean, 1)}{NBSP}år" if compact else name,
                "start" if compact else "end",
                strong,
            )
            start, end = sorted((x(0), x(mean)))
            canvas.rect(start, bar, max(end - start, 1.5), 20, GAIN if mean >= 0 else LOSS, f"{name}: {words}")
            if not is_certain(months):
                canvas.line(x(months.p5 / 12), bar + 10, x(months.p95 / 12), bar + 10, "whisker")
            if not compact:
                canvas.text(width, y + 23, words, "end", strong)
        return canvas.render()

    data: list[list[Cell | str]] = [
        [name, f"{number(months.mean / 12, 2)}{NBSP}år", mkr(money.mean)] for name, months, money in rows
    ]
    return Figure.of(
        draw,
        "Varifrån det undvikna utanförskapet kommer",
        "Till höger: undvikna år och samhällets undvikna kostnad, nuvärde. Summan i kronor räknar också in att en "
        "månad i utanförskap blir billigare eller dyrare. " + band_meaning(document, "Streck"),
        table("Undvikna år i utanförskap", ["Orsak", "År", "Kostnad"], data),
        [Legend(GAIN, "Mindre utanförskap"), Legend(LOSS, "Mer utanförskap")],
    )


def _fewer(band: Band) -> Band:
    """The change turned round: up is fewer people outside."""
    return Band(mean=[0.0 - v for v in band.mean], p5=[0.0 - v for v in band.p95], p95=[0.0 - v for v in band.p5])


def stock_curves(document: RunDocument, found: Stock) -> Figure:
    """How many fewer are excluded, year by year, when one cohort or every cohort is reached."""
    bands = {key: _fewer(getattr(found, key)) for key in _CURVES}
    values = [v for band in bands.values() for v in (*band.mean, *band.p5, *band.p95)]
    group, groups = ("kull", "kullar") if document.start_age is not None else ("grupp", "grupper")

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 290.0 if compact else 340.0
        left, right, top, bottom = 46.0, width - 12.0, 26.0, height - 42
        canvas = Canvas(width, height, "Linjediagram: färre utanför än i dag, år för år.")
        ticks = nice_ticks(min(0.0, *values), max(0.0, *values) or 1.0)
        y, x = Scale(ticks[0], ticks[-1], bottom, top), Scale(0, found.years[-1], left, right)
        y_axis(canvas, y, ticks, left, right)
        canvas.text(0, 12, "Färre utanför än i dag, personer")
        for year in found.years[:: 5 if compact else 2]:
            canvas.text(x(year), bottom + 18, str(year), "middle")
        canvas.text(right, height - 6, f"År sedan den första {group}en började", "end")
        xs = [x(year) for year in found.years]
        for key, band in bands.items():
            if any(abs(a - b) > 1e-9 for a, b in zip(band.p5, band.p95, strict=True)):
                lows, highs = ([y(v) for v in bound] for bound in (band.p5, band.p95))
                canvas.path(area_path(xs, lows, highs), fill=_CURVES[key][1], opacity="0.14")
        for key, band in bands.items():
            points = [(a, y(v)) for a, v in zip(xs, band.mean, strict=True)]
            canvas.path(line_path(points), stroke=_CURVES[key][1], stroke_width=2.4, stroke_linejoin="round")
        return canvas.render()

    last = found.nobody_enters.mean[-1]
    level = found.baseline.mean
    note = (
        f"I dag är ungefär {number(level)} personer utanför samtidigt i {number(found.cohorts)} {groups} av samma "
        f"storlek. Om ingen i någon ny {group} alls hamnade utanför vore de {number(level + last)} efter "
        f"{found.years[-1]}{NBSP}år. {band_meaning(document, 'Band')}"
    )
    return Figure.of(
        draw,
        "Beståndet: att moppa en gång, och att moppa varje år",
        note,
        _stock_table(found, bands),
        [Legend(_CURVES[key][1], _CURVES[key][0], "line") for key in bands],
    )


def _stock_table(found: Stock, bands: dict[str, Band]) -> Table:
    def cell(band: Band, i: int) -> Cell:
        value = Interval(mean=band.mean[i], p5=band.p5[i], p95=band.p95[i])
        spread = "" if is_certain(value) else f"{number(value.p5, 1)} till {number(value.p95, 1)}"
        return Cell(number(value.mean, 1), spread)

    shown: Sequence[int] = [i for i, year in enumerate(found.years) if year in (1, 2, 5, 10, 15, 20)]
    rows: list[list[Cell | str]] = [
        [f"{found.years[i]}{NBSP}år", *(cell(band, i) for band in bands.values())] for i in shown
    ]
    return table("Färre utanför än i dag, personer", ["Efter", *(_CURVES[key][0] for key in bands)], rows)
