"""The cumulated net: the investment hump, the deepest deficit and the pay-back."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.document import Band, Cumulative, Difference, Interval, RunDocument
from exclusim.results.labels import MINUS, label, mkr, number, years
from exclusim.results.language import _

from .axes import y_axis
from .palette import actor_colour
from .parts import Cell, Figure, Legend, amount, band_meaning, table
from .svg import Canvas, Scale, area_path, line_path, nice_ticks, text_width

__all__ = ["close_up", "crossing", "cumulative"]

_DRAWN = ("society", "public")
_DASHES = {"public": "8 4"}


def crossing(months: Sequence[int], mean: Sequence[float]) -> int | None:
    """First month after which the curve stays at or above zero; None if it ends below or never dips."""
    below = [i for i, value in enumerate(mean) if value < 0]
    if not below or below[-1] == len(mean) - 1:
        return None
    return months[below[-1] + 1]


def _curve(curve: Cumulative, actors: Sequence[str], last: int, width: int, name: str, *, mark: bool) -> Markup:
    keep = [i for i, month in enumerate(curve.months) if month <= last]
    every = max(len(keep) // (90 if width < 600 else 160), 1)
    keep = sorted({*keep[::every], keep[-1]})
    xs_months = [curve.months[i] for i in keep]
    bands: dict[str, Band] = {a: curve.net[a] for a in actors}
    values = [v[i] / 1e6 for b in bands.values() for v in (b.mean, b.p5, b.p95) for i in keep]
    compact = width < 600
    height = 300.0 if compact else 360.0
    low, high = min(0.0, *values), max(0.0, *values)
    # Room for the labels of the deepest deficit below the curves.
    low -= 0.14 * (high - low) if mark and low < 0 else 0.0
    ticks = [tick for tick in nice_ticks(low, high) if low <= tick <= high]
    canvas = Canvas(width, height, name)
    left, right, top, bottom = 46.0, width - 12.0, 26.0, height - 42
    y = Scale(low, high, bottom, top)
    x = Scale(min(0, xs_months[0]), xs_months[-1], left, right)
    y_axis(canvas, y, ticks, left, right)
    span = (xs_months[-1] - min(0, xs_months[0])) / 12
    step = next((s for s in (1, 2, 5, 10) if span / s <= (6 if compact else 12)), 20)
    for year in range(-step * 5, int(span) + step, step):
        if min(0, xs_months[0]) <= year * 12 <= xs_months[-1]:
            canvas.text(x(year * 12), bottom + 18, str(year).replace("-", MINUS), "middle")
    canvas.text(0, 12, _("Mkr, ackumulerat nuvärde"))
    canvas.text(right, height - 6, _("År sedan kalkylens start"), "end")
    xs = [x(month) for month in xs_months]
    for actor, band in bands.items():
        lows, highs = ([y(v[i] / 1e6) for i in keep] for v in (band.p5, band.p95))
        if any(abs(a - b) > 0.2 for a, b in zip(lows, highs, strict=True)):
            canvas.path(area_path(xs, lows, highs), fill=actor_colour(actor), opacity="0.14")
    for actor, band in bands.items():
        points = [(a, y(band.mean[i] / 1e6)) for a, i in zip(xs, keep, strict=True)]
        canvas.path(
            line_path(points),
            stroke=actor_colour(actor),
            stroke_width=2.4,
            stroke_linejoin="round",
            stroke_dasharray=_DASHES.get(actor, "none"),
        )
    if mark:
        _marks(canvas, curve, bands, last, x, y)
    return canvas.render()


def _marks(canvas: Canvas, curve: Cumulative, bands: dict[str, Band], last: int, x: Scale, y: Scale) -> None:
    """Deepest deficit and pay-back of each drawn actor; labels are moved apart."""
    taken: list[tuple[float, float, float]] = []
    compact = canvas.width < 600

    def write(px: float, py: float, text: str, colour: str, step: float) -> None:
        size = text_width(text, 13)
        start = px + 9 if px + 9 + size < canvas.width else px - 9 - size
        while any(start < b + 8 and start + size > a - 8 and abs(py - at) < 16 for a, b, at in taken):
            py += step
        taken.append((start, start + size, py))
        anchor, at = ("start", px + 9) if start > px else ("end", px - 9)
        canvas.text(at, py, text, anchor, "value halo", fill=colour)

    for actor, band in bands.items():
        colour, who = actor_colour(actor), "" if compact else f"{label(actor)}: "
        lowest = min(range(len(band.mean)), key=band.mean.__getitem__)
        if band.mean[lowest] < 0 and curve.months[lowest] <= last:
            px, py = x(curve.months[lowest]), y(band.mean[lowest] / 1e6)
            canvas.add("circle", cx=px, cy=py, r=4.5, fill=colour, stroke="#fff", stroke_width=1.5)
            write(px, py + 18, who + _("djupast {amount}").format(amount=mkr(band.mean[lowest])), colour, 17)
        month = crossing(curve.months, band.mean)
        if month is not None and month <= last:
            px, py = x(month), y(0)
            canvas.add("circle", cx=px, cy=py, r=5, fill="#fff", stroke=colour, stroke_width=2.4)
            write(px, py - 12, who + _("över noll efter {time}").format(time=years(month / 12)), colour, -17)


def _figure(document: RunDocument, curve: Cumulative, last: int, title: str, note: str, *, mark: bool) -> Figure:
    actors = [a for a in _DRAWN if a in curve.net] or list(curve.net)[:2]
    shown = [i for i, month in enumerate(curve.months) if month <= last and month % 12 == 0]
    rows: list[list[Cell | str]] = [
        [
            years(curve.months[i] / 12),
            *(amount(Interval(mean=b.mean[i], p5=b.p5[i], p95=b.p95[i]), gain=True) for b in curve.net.values()),
        ]
        for i in shown
    ]
    return Figure.of(
        lambda width: _curve(curve, actors, last, width, _("Linjediagram: {title}.").format(title=title), mark=mark),
        title,
        note,
        table(_("{title}, vid varje års slut").format(title=title), [_("År"), *map(label, curve.net)], rows),
        [Legend(actor_colour(a), label(a), "line", _DASHES.get(a, "")) for a in actors],
    )


def _hump_end(curve: Cumulative) -> int | None:
    """Last month worth a close-up: a deficit too small to see on the whole curve's scale."""
    ends: list[int] = []
    for actor in _DRAWN:
        if actor not in curve.net:
            continue
        band = curve.net[actor]
        low, high = min(band.mean), max(*band.p95, *band.mean)
        back = crossing(curve.months, band.mean)
        if low < 0 and back is not None and -low < 0.08 * (high - low):
            ends.append(back)
    if not ends:
        return None
    last = max(int(max(ends) * 1.5), 24)
    return last if last < 0.6 * curve.months[-1] else None


def cumulative(document: RunDocument, difference: Difference) -> Figure:
    """Net for society and the public sector over the horizon, with bands."""
    curve = difference.cumulative
    note = _("Kurvan under noll är puckeln: pengarna är ute och har ännu inte kommit tillbaka.") + " "
    found = {a: crossing(curve.months, curve.net[a].mean) for a in _DRAWN if a in curve.net}
    if any(difference.payback_month.get(a, month) != month for a, month in found.items()):
        note += _("Återbetalningstiden i texten räknas från insatsens start.") + " "
    return _figure(
        document,
        curve,
        curve.months[-1],
        _("Investeringspuckeln: ackumulerat netto"),
        note + band_meaning(document, _("Band")),
        mark=_hump_end(curve) is None,
    )


def close_up(document: RunDocument, curve: Cumulative) -> Figure | None:
    """The first years on their own scale, where the hump would otherwise be too small to see."""
    last = _hump_end(curve)
    if last is None:
        return None
    return _figure(
        document,
        curve,
        last,
        _("Puckeln på nära håll: de första {n}\N{NO-BREAK SPACE}åren").format(n=number(last / 12)),
        f"{_('Samma kurva, större skala.')} {band_meaning(document, _('Band'))}",
        mark=True,
    )
