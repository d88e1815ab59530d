"""A dot for each structure, with its interval, and one for each ensemble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from exclusim.results.interval import Interval
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.palette import GAIN, INK, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks
from exclusim.results.structures.document import Pooled, StructuresDocument
from exclusim.results.structures.words import meaning, weighting_names

__all__ = ["dots"]

_STEP = 32.0


@dataclass(frozen=True)
class _Row:
    label: str
    value: Interval
    ensemble: bool


def _interval(found: Pooled) -> Interval:
    return Interval(mean=found.mean, p5=found.p5, p95=found.p95)


def _rows(document: StructuresDocument, what: Literal["net", "cost"], actor: str) -> list[_Row]:
    rows = [_Row(_(item.label), getattr(item, what)[actor], False) for item in document.structures]
    for found in document.ensembles:
        rows.append(_Row(weighting_names()[found.weighting], _interval(getattr(found, what)[actor]), True))
    return rows


def dots(document: StructuresDocument, what: Literal["net", "cost"], title: str, actor: str = "society") -> Figure:
    """One row per structure, then the ensembles; the standard model's mean is a dashed line."""
    rows = _rows(document, what, actor)
    low = min([0.0, *(row.value.p5 for row in rows)]) / 1e6
    high = max([0.0, *(row.value.p95 for row in rows)]) / 1e6
    split = len(document.structures)

    def colour(row: _Row) -> str:
        if what == "cost":
            return INK
        return GAIN if row.value.mean > 0 else LOSS

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (6.0, width - 6.0, 46.0) if compact else (220.0, width - 10.0, _STEP)
        foot = step * len(rows) + 14
        canvas = Canvas(width, foot + 40, _("Punkter med intervall: {title}.").format(title=title))
        ticks = nice_ticks(low, high, 3 if compact else 6)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), 4, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.text(right, foot + 34, _("Mkr, nuvärde"), "end")
        standard = x(rows[0].value.mean / 1e6)
        canvas.line(standard, 4, standard, foot, "grid", style=f"stroke:{INK};stroke-dasharray:3 4")
        for place, row in enumerate(rows):
            y = step * place + (34 if compact else 20) + (6 if row.ensemble else 0)
            canvas.text(0, y - 14 if compact else y + 4, row.label, "start", "name strong halo" if row.ensemble else
                        "name halo")  # fmt: skip
            if place == split:
                canvas.line(0, y - step / 2 - 2, right, y - step / 2 - 2, "axis")
            ink, tip = (
                colour(row),
                f"{row.label}: {number(row.value.mean / 1e6, 1)} {_('Mkr')}",
            )
            canvas.line(x(row.value.p5 / 1e6), y, x(row.value.p95 / 1e6), y, "whisker", style=f"stroke:{ink}")
            canvas.add("circle", cx=x(row.value.mean / 1e6), cy=y, r=7 if row.ensemble else 5, fill=ink, tip=tip)
        return canvas.render()

    weights = {_(item.label): item.weights for item in document.structures}
    data: list[list[Cell | str]] = [
        [row.label, amount(row.value, gain=what == "net"), *_weights(weights.get(row.label), document)] for row in rows
    ]
    legend = (
        [Legend(GAIN, _("Vinst")), Legend(LOSS, _("Förlust"))] if what == "net" else [Legend(INK, _("Kostnad"))]
    )  # fmt: skip
    return Figure.of(
        draw,
        title,
        f"{meaning(document)} {_('Streckad linje: standardmodellens medelvärde.')}",
        table(
            title, [_("Struktur"), _("Nuvärde"), *(weighting_names()[e.weighting] for e in document.ensembles)], data
        ),
        legend,
    )


def _weights(weights: dict[Literal["equal", "agreement"], float] | None, document: StructuresDocument) -> Sequence[str]:
    if weights is None:
        return ["" for _ensemble in document.ensembles]
    return [percent(weights[found.weighting], 1) for found in document.ensembles]
