"""Figures of tap, mop and loops, and of the stock of excluded people over twenty years."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.document import Band, Channels, Interval, RunDocument, Stock
from exclusim.results.labels import mkr, number, years
from exclusim.results.language import _

from .axes import y_axis
from .palette import GAIN, LOSS, LOSS_TEXTURE, text_on
from .parts import Cell, Figure, Legend, Table, band_meaning, is_certain, table
from .svg import Canvas, Scale, area_path, line_path, nice_ticks

__all__ = ["channel_bars", "channel_labels", "stock_curves"]

_COLOURS = {"every_year": "#2e75b6", "once": "#d07a4e"}
_DASHES = {"once": "8 4"}


def channel_labels() -> dict[str, str]:
    """Channel → its name as spoken."""
    return {
        "inflow": _("Kranen: färre hamnar utanför"),
        "loops": _("Rundgången: färre kommer tillbaka"),
        "outflow": _("Golvet: ut snabbare"),
    }


def _curve_labels() -> dict[str, str]:
    return {
        "every_year": _("Moppa varje år: för alla nya årgångar"),
        "once": _("Moppa en gång: för en enda årgång"),
    }


def channel_bars(document: RunDocument, found: Channels) -> Figure:
    """Avoided years of exclusion by channel, to either side of zero, with intervals."""
    rows = [(label, found.months[key], found.money[key]) for key, label in channel_labels().items()]
    rows.append((_("Tillsammans"), found.months["total"], found.money["total"]))
    low = min([0.0, *(v.p5 for _name, v, _money in rows), *(v.mean for _name, v, _money in rows)]) / 12
    high = max([0.0, *(v.p95 for _name, v, _money in rows), *(v.mean for _name, v, _money in rows)]) / 12

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (6.0, width - 6.0, 50.0) if compact else (250.0, width - 150.0, 42.0)
        canvas = Canvas(width, step * len(rows) + 44, _("Staplar: undvikna år i utanförskap efter orsak."))
        ticks = nice_ticks(low, high, 3 if compact else 5)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        foot = step * len(rows) + 8
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 32, _("Undvikna år i utanförskap"), "end")
        for i, (name, months, money) in enumerate(rows):
            y, mean = i * step + 4, months.mean / 12
            bar = y + (22 if compact else 8)
            strong = "name strong" if i == len(rows) - 1 else "name"
            words = f"{years(mean, 1)}, {mkr(money.mean)}"
            canvas.text(
                0 if compact else left - 12,
                y + (15 if compact else 23),
                f"{name}: {years(mean, 1)}" if compact else name,
                "start" if compact else "end",
                strong,
            )
            start, end = sorted((x(0), x(mean)))
            canvas.rect(start, bar, max(end - start, 1.5), 20, GAIN if mean >= 0 else LOSS, f"{name}: {words}")
            if mean < 0:
                canvas.texture(LOSS_TEXTURE, text_on(LOSS), [start, end], [bar, bar], [bar + 20, bar + 20])
            if not is_certain(months):
                canvas.line(x(months.p5 / 12), bar + 10, x(months.p95 / 12), bar + 10, "whisker")
            if not compact:
                canvas.text(width, y + 23, words, "end", strong)
        return canvas.render()

    data: list[list[Cell | str]] = [[name, years(months.mean / 12, 2), mkr(money.mean)] for name, months, money in rows]
    return Figure.of(
        draw,
        _("Varifrån det undvikna utanförskapet kommer"),
        _(
            "Till höger: undvikna år och samhällets undvikna kostnad, nuvärde. Summan i kronor räknar också in att en "
            "månad i utanförskap blir billigare eller dyrare."
        )
        + f" {band_meaning(document, _('Streck'))}",
        table(_("Undvikna år i utanförskap"), [_("Orsak"), _("År"), _("Kostnad")], data),
        [Legend(GAIN, _("Mindre utanförskap")), Legend(LOSS, _("Mer utanförskap"), texture=LOSS_TEXTURE)],
    )


def _fewer(band: Band) -> Band:
    """The change turned round: up is fewer people outside."""
    return Band(mean=[0.0 - v for v in band.mean], p5=[0.0 - v for v in band.p95], p95=[0.0 - v for v in band.p5])


def stock_curves(document: RunDocument, found: Stock) -> Figure:
    """How many fewer are excluded, year by year, when one cohort or every cohort is reached."""
    bands = {key: _fewer(getattr(found, key)) for key in _COLOURS}
    values = [v for band in bands.values() for v in (*band.mean, *band.p5, *band.p95)]
    cohort = document.start_age is not None

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 290.0 if compact else 340.0
        left, right, top, bottom = 46.0, width - 12.0, 26.0, height - 42
        canvas = Canvas(width, height, _("Linjediagram: färre utanför än i dag, år för år."))
        ticks = nice_ticks(min(0.0, *values), max(0.0, *values) or 1.0)
        y, x = Scale(ticks[0], ticks[-1], bottom, top), Scale(0, found.years[-1], left, right)
        y_axis(canvas, y, ticks, left, right)
        canvas.text(0, 12, _("Färre utanför än i dag, personer"))
        for year in found.years[:: 5 if compact else 2]:
            canvas.text(x(year), bottom + 18, str(year), "middle")
        axis = _("År sedan den första kullen började") if cohort else _("År sedan den första gruppen började")
        canvas.text(right, height - 6, axis, "end")
        xs = [x(year) for year in found.years]
        for key, band in bands.items():
            if any(abs(a - b) > 1e-9 for a, b in zip(band.p5, band.p95, strict=True)):
                lows, highs = ([y(v) for v in bound] for bound in (band.p5, band.p95))
                canvas.path(area_path(xs, lows, highs), fill=_COLOURS[key], opacity="0.14")
        for key, band in bands.items():
            points = [(a, y(v)) for a, v in zip(xs, band.mean, strict=True)]
            canvas.path(
                line_path(points),
                stroke=_COLOURS[key],
                stroke_width=2.4,
                stroke_linejoin="round",
                stroke_dasharray=_DASHES.get(key, "none"),
            )
        return canvas.render()

    last = found.nobody_enters.mean[-1]
    level = found.baseline.mean
    stock = (
        _(
            "I dag är ungefär {today} personer utanför samtidigt i {n} kullar av samma storlek. Om ingen i någon ny "
            "kull alls hamnade utanför vore de {then} efter {time}."
        )
        if cohort
        else _(
            "I dag är ungefär {today} personer utanför samtidigt i {n} grupper av samma storlek. Om ingen i någon ny "
            "grupp alls hamnade utanför vore de {then} efter {time}."
        )
    ).format(today=number(level), n=number(found.cohorts), then=number(level + last), time=years(found.years[-1]))
    note = f"{stock} {band_meaning(document, _('Band'))}"
    return Figure.of(
        draw,
        _("Beståndet: att moppa en gång, och att moppa varje år"),
        note,
        _stock_table(found, bands),
        [Legend(_COLOURS[key], name, "line", _DASHES.get(key, "")) for key, name in _curve_labels().items()],
    )


def _stock_table(found: Stock, bands: dict[str, Band]) -> Table:
    def cell(band: Band, i: int) -> Cell:
        value = Interval(mean=band.mean[i], p5=band.p5[i], p95=band.p95[i])
        spread = "" if is_certain(value) else f"{number(value.p5, 1)} {_('till')} {number(value.p95, 1)}"
        return Cell(number(value.mean, 1), spread)

    shown: Sequence[int] = [i for i, year in enumerate(found.years) if year in (1, 2, 5, 10, 15, 20)]
    rows: list[list[Cell | str]] = [[years(found.years[i]), *(cell(band, i) for band in bands.values())] for i in shown]
    return table(_("Färre utanför än i dag, personer"), [_("Efter"), *_curve_labels().values()], rows)
