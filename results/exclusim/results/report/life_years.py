"""What one life costs whom, year by year, beside the mean of everybody in the cohort."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.document import Life, RunDocument
from exclusim.results.labels import label, tkr
from exclusim.results.language import _

from .axes import y_axis
from .palette import INK, actor_colour, actor_texture, text_on
from .parts import Cell, Figure, Legend, table
from .svg import Canvas, Scale, line_path, nice_ticks
from .texture import texture_path
from .words import baseline

__all__ = ["mean_cost", "years_of"]

_LEAST = 500.0  # SEK a year: less is written as 0


def mean_cost(document: RunDocument, actor: str, life: Life) -> list[float] | None:
    """The baseline's cost per person of the real group in each year of a life, SEK.

    None where its years are not those of one cohort, or the actor is unknown.
    """
    base = baseline(document)
    if actor not in base.yearly or base.years != life.years or not document.cohort:
        return None
    return [amount / document.cohort for amount in base.yearly[actor].mean]


def years_of(document: RunDocument, life: Life) -> Figure | None:
    """Bars by year, stacked by public actor; None for a life of old, or one that costs them nothing in any year."""
    payers = [a for a in PUBLIC if any(abs(v) >= _LEAST for v in life.yearly.get(a, []))]
    if not payers:
        return None
    others = [a for a in ("production",) if any(abs(v) >= _LEAST for v in life.yearly.get(a, []))]
    mean = mean_cost(document, "public", life)
    ages = life.years[0] >= 10
    rows: list[list[Cell | str]] = []
    for i, year in enumerate(life.years):
        paid = [tkr(life.yearly[a][i]) for a in payers]
        public = sum(life.yearly[a][i] for a in PUBLIC if a in life.yearly)
        beside = [] if mean is None else [tkr(mean[i])]
        rows.append([str(year), *paid, tkr(public), *beside, *(tkr(life.yearly[a][i]) for a in others)])
    head = [_("Ålder") if ages else _("År"), *map(label, payers), label("public")]
    head += [] if mean is None else [_("Medel per person")]
    legend = [Legend(actor_colour(a), label(a), texture=actor_texture(a)) for a in payers]
    note = _("Tusen kronor per år för offentliga aktörer, odiskonterat. Bortfall av arbete står i tabellen.")
    if mean is not None:
        legend.append(Legend(INK, _("Medel för alla i gruppen, offentlig sektor"), "line"))
    return Figure.of(
        lambda width: _bars(life, payers, mean, width),
        "",
        note,
        table(
            _("Kostnad per år: {title}").format(title=_(life.title)),
            [*head, *map(label, others)],
            rows,
        ),
        legend,
    )


def _bars(life: Life, payers: list[str], mean: list[float] | None, width: int) -> Markup:
    compact, count = width < 600, len(life.years)
    height, left, right, top = 170.0, 46.0, width - 8.0, 24.0
    bottom = height - 24
    name = _("Staplat diagram: kostnad per år och aktör. {title}.").format(title=_(life.title))
    canvas = Canvas(width, height, name)
    tops = [sum(max(life.yearly[a][i], 0.0) for a in payers) for i in range(count)]
    lows = [sum(min(life.yearly[a][i], 0.0) for a in payers) for i in range(count)]
    ticks = nice_ticks(min(lows) / 1e3, max([*tops, *(mean or [])]) / 1e3, 3)
    y = Scale(ticks[0], ticks[-1], bottom, top)
    y_axis(canvas, y, ticks, left, right)
    canvas.text(0, 12, _("Tusen kronor per år, odiskonterat"))
    slot = (right - left) / count
    above, below = [0.0] * count, [0.0] * count
    for actor in payers:  # one path for each actor: a rectangle for each year would double the page
        bars: list[str] = []
        grain: list[str] = []
        for i, amount in enumerate(life.yearly[actor]):
            if abs(amount) < _LEAST:
                continue
            ends = above if amount >= 0 else below
            x, first, second = left + slot * (i + 0.14), *sorted((y(ends[i]), y(ends[i] + amount / 1e3)))
            ends[i] += amount / 1e3
            bars.append(f"M{x:.1f} {first:.1f}h{slot * 0.72:.1f}V{second:.1f}H{x:.1f}Z")
            grain.append(texture_path(actor_texture(actor), [x, x + slot * 0.72], [first] * 2, [second] * 2))
        canvas.path("".join(bars), fill=actor_colour(actor), tip=label(actor), class_="segment")
        if any(grain):
            canvas.path("".join(grain), stroke=text_on(actor_colour(actor)), class_="texture")
    for i, year in enumerate(life.years):
        if year % (5 if compact else 2) == 0:
            canvas.text(left + slot * (i + 0.5), bottom + 18, str(year), "middle")
    if mean is not None:
        points = [(left + slot * (i + 0.5), y(value / 1e3)) for i, value in enumerate(mean)]
        canvas.path(line_path(points), stroke=INK, stroke_width=2)
    return canvas.render()
