"""Each actor's net year by year, and a table of its worst year beside the net after some horizons."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.document import Band, Difference, Interval, RunDocument
from exclusim.results.labels import label, mkr, number, years
from exclusim.results.language import _
from exclusim.results.yearly_net import WorstYear, YearlyNet

from .palette import GAIN, INK, LOSS
from .parts import Cell, Figure, Legend, Table, amount, band_meaning, table
from .svg import Canvas, Scale, nice_ticks

__all__ = ["ACTORS", "horizons", "until", "worst_cells", "yearly"]

ACTORS = ("society", "public", *PUBLIC, "production")
_LEAST = 500.0  # SEK a year: a smaller loss is written as 0.00 Mkr


def until(horizon: str) -> str:
    """A horizon's key as spoken: years, or until an age."""
    return _("Till 65\N{NO-BREAK SPACE}år") if horizon == "65" else years(int(horizon))


def _sums(actors: Sequence[str]) -> frozenset[int]:
    return frozenset(i for i, a in enumerate(actors) if a in ("society", "public"))


def worst_cells(worst: WorstYear | None, *, ages: bool) -> list[Cell]:
    """When an actor's worst year is, and its net then; dashes where no year is a loss."""
    if worst is None or worst.amount.mean > -_LEAST:
        return [Cell(_("inget år med förlust")), Cell("–")]
    named = _("{n}\N{NO-BREAK SPACE}års ålder") if ages else _("år {n}")
    when = named.format(n=worst.year)
    if worst.calendar is not None:
        return [Cell(str(worst.calendar), when), amount(worst.amount, gain=True, unit=False)]
    return [Cell(when), amount(worst.amount, gain=True, unit=False)]


def horizons(document: RunDocument, difference: Difference) -> Table | None:
    """One row by actor: worst year, its net, and the net cumulated over each horizon."""
    found = difference.by_year
    if found is None and not difference.horizons:
        return None
    actors = [a for a in ACTORS if a in difference.net]
    head = [_("Mkr"), *([] if found is None else [_("Sämsta år"), _("Netto det året")])]
    rows: list[list[Cell | str]] = []
    for actor in actors:
        row: list[Cell | str] = [label(actor)]
        if found is not None:
            row += worst_cells(found.worst.get(actor), ages=found.years[0] >= 10)
        rows.append(
            [*row, *(amount(v.get(actor), gain=True, unit=False) for v in difference.horizons.values())],
        )
    foot = "" if found is None else _(
        "Sämsta år: det år då aktörens netto är lägst i medeltal, odiskonterat, insatsens kostnad medräknad. "
        "Övriga kolumner: ackumulerat nuvärde."
    )  # fmt: skip
    caption = _("Netto efter horisont, Mkr") if found is None else _("Sämsta år och netto efter horisont, Mkr")
    names = map(until, difference.horizons)
    return table(caption, [*head, *names], rows, strong=_sums(actors), foot=foot)


def yearly(document: RunDocument, difference: Difference) -> Figure | None:
    """A panel of bars for each actor that the scenario means anything to; None in documents of old."""
    found = difference.by_year
    actors = [] if found is None else [a for a in ACTORS if a in found.net and _touched(found.net[a])]
    if found is None or not actors:
        return None
    axis = _("Ålder") if found.years[0] >= 10 else _("År")
    rows: list[list[Cell | str]] = [
        [str(year), *(amount(_at(found.net[a], i), gain=True, unit=False) for a in actors)]
        for i, year in enumerate(found.years)
    ]
    return Figure.of(
        lambda width: _panels(found, actors, width),
        _("Netto per år och aktör"),
        _("Mkr per år, odiskonterat; varje ruta har sin egen skala. Punkten visar aktörens sämsta år.")
        + " "
        + band_meaning(document, _("Streck")),
        table(_("Netto per år, Mkr, odiskonterat"), [axis, *map(label, actors)], rows),
        [Legend(GAIN, _("Vinst")), Legend(LOSS, _("Förlust"))],
    )


def _touched(band: Band) -> bool:
    return any(abs(v) >= 1.0 for v in (*band.p5, *band.mean, *band.p95))


def _at(band: Band, i: int) -> Interval:
    return Interval(mean=band.mean[i], p5=band.p5[i], p95=band.p95[i])


def _panels(found: YearlyNet, actors: Sequence[str], width: int) -> Markup:
    columns = 1 if width < 600 else 2
    column, row = width / columns, 138.0
    height = row * -(-len(actors) // columns) + 6
    canvas = Canvas(width, height, _("Stapeldiagram: netto per år, en ruta för varje aktör."))
    for i, actor in enumerate(actors):
        left, top = column * (i % columns), row * (i // columns)
        _panel(canvas, found, actor, left + 46, left + column - 16, top)
    return canvas.render()


def _panel(canvas: Canvas, found: YearlyNet, actor: str, left: float, right: float, top: float) -> None:
    band, worst = found.net[actor], found.worst.get(actor)
    low, high = min(0.0, *band.p5, *band.mean) / 1e6, max(0.0, *band.p95, *band.mean) / 1e6
    ticks = nice_ticks(low, high, 2)
    y = Scale(ticks[0], ticks[-1], top + 112, top + 24)
    places = next((d for d in (0, 1, 2) if all(abs(t - round(t, d)) < 1e-9 for t in ticks)), 3)
    canvas.text(left - 46, top + 13, label(actor), "start", "name")
    for tick in ticks:
        canvas.line(left, y(tick), right, y(tick), "axis" if tick == 0 else "grid")
        canvas.text(left - 6, y(tick) + 4, number(tick, places), "end", "small")
    slot = (right - left) / len(found.years)
    bars: dict[str, list[str]] = {GAIN: [], LOSS: []}
    whiskers = []
    for i, mean in enumerate(band.mean):
        x, middle = left + slot * (i + 0.16), left + slot * (i + 0.5)
        colour = GAIN if mean >= 0 else LOSS
        bars[colour].append(f"M{x:.1f} {y(0):.1f}V{y(mean / 1e6):.1f}h{slot * 0.68:.1f}V{y(0):.1f}Z")
        if band.p95[i] - band.p5[i] > 1.0:
            whiskers.append(f"M{middle:.1f} {y(band.p5[i] / 1e6):.1f}V{y(band.p95[i] / 1e6):.1f}")
    for colour, parts in bars.items():
        if parts:
            canvas.path("".join(parts), fill=colour)
    if whiskers:
        canvas.path("".join(whiskers), stroke=INK, stroke_width=1)
    if worst is not None and worst.amount.mean <= -_LEAST:
        at = found.years.index(worst.year)
        px, py = left + slot * (at + 0.5), y(worst.amount.mean / 1e6)
        canvas.add("circle", cx=px, cy=py, r=3.6, fill="#fff", stroke=LOSS, stroke_width=2)
        words = _("sämst vid {year}: {amount}") if found.years[0] >= 10 else _("sämst år {year}: {amount}")
        words = words.format(year=worst.year, amount=mkr(worst.amount.mean))
        canvas.text(right, top + 13, words, "end", "small")
    for i, year in enumerate(found.years):
        if year % 5 == 0:
            canvas.text(left + slot * (i + 0.5), top + 127, str(year), "middle", "small")
