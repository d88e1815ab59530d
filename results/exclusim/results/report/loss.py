"""The probability of losing money on an intervention, actor by actor."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, RunDocument
from exclusim.results.labels import label, number, percent
from exclusim.results.language import _

from .palette import LOSS
from .parts import Cell, Figure, amount, table
from .svg import Canvas, Scale

__all__ = ["loss"]

_EVEN = 0.5


def loss(document: RunDocument, difference: Difference) -> Figure | None:
    """Bars from 0 to 100 %; None for a worked example, which has no draws to count."""
    actors = [a for a in ("society", "public", *PUBLIC, "production") if a in difference.probability_loss]
    if not actors or document.preset == "flat-annuity" or document.replicates < 2:
        return None
    rows = [(actor, difference.probability_loss[actor]) for actor in actors]

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (6.0, width - 6.0, 48.0) if compact else (196.0, width - 70.0, 36.0)
        name = _("Liggande staplar: sannolikheten för förlust, aktör för aktör.")
        canvas = Canvas(width, step * len(rows) + 30, name)
        x, foot = Scale(0, 1, left + 12, right - 12), step * len(rows) + 8
        for tick in (0.0, 0.25, _EVEN, 0.75, 1.0):
            canvas.line(x(tick), 2, x(tick), foot, "axis" if tick in (0.0, _EVEN) else "grid")
            canvas.text(x(tick), foot + 16, percent(tick), "end" if compact and tick == 1 else "middle")
        for i, (actor, chance) in enumerate(rows):
            y = i * step + 4
            bar, strong = y + (22 if compact else 6), "name strong" if i < 2 else "name"
            words = f"{label(actor)}: {percent(chance)}" if compact else label(actor)
            at = (0.0, y + 15, "start") if compact else (left - 12, y + 21, "end")
            canvas.text(at[0], at[1], words, at[2], strong)
            canvas.rect(x(0), bar, max(x(chance) - x(0), 1.5), 20, LOSS, f"{label(actor)}: {percent(chance)}")
            if not compact:
                canvas.text(width, y + 21, percent(chance), "end", strong)
        return canvas.render()

    data: list[list[Cell | str]] = [
        [label(actor), percent(chance), amount(difference.net.get(actor), gain=True)] for actor, chance in rows
    ]
    note = _(
        "Andel av {n} dragningar där aktören förlorar på insatsen. Vid 50 % är vinst och förlust lika troliga; hur "
        "stor förlusten blir syns under Vinnare och förlorare."
    )
    return Figure.of(
        draw,
        _("Sannolikhet för förlust"),
        note.format(n=number(document.replicates)),
        table(
            _("Sannolikhet för förlust per aktör"),
            [_("Aktör"), _("Sannolikhet för förlust"), _("Netto")],
            data,
            strong=frozenset({0, 1}),
        ),
    )
