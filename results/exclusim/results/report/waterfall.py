"""Waterfalls: from one level to another by additions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from exclusim.results.labels import mkr
from exclusim.results.language import _

from .axes import y_axis
from .palette import GAIN, INK, LOSS, actor_colour, text_on
from .parts import Cell, Figure, table
from .svg import Canvas, Scale, nice_ticks, text_width

__all__ = ["Step", "waterfall"]


_NARROW = 600  # pixels
_MOST_COLUMNS = 10  # more of them have no room for their names


@dataclass(frozen=True)
class Step:
    """One column of a waterfall. ``level`` columns stand on the axis; the others add to what came before."""

    label: str
    amount: float
    level: bool = False
    explanation: str = ""


def _wrap(text: str, width: float, lines: int = 3) -> list[str]:
    """Words broken into at most ``lines`` lines of about ``width`` pixels."""
    out = [""]
    for word in text.split():
        joined = f"{out[-1]} {word}".strip()
        if text_width(joined, 12) <= width or not out[-1]:
            out[-1] = joined
        else:
            out.append(word)
    return out if len(out) <= lines else [*out[: lines - 1], out[lines - 1] + " …"]


def waterfall(title: str, note: str, steps: Sequence[Step], *, gain: bool) -> Figure:
    """From level to level by additions. ``gain``: an addition is good news (net), otherwise bad (cost)."""
    ends, running = [], 0.0
    for step in steps:
        start = 0.0 if step.level else running
        running = step.amount if step.level else running + step.amount
        ends.append((start, running))
    flat = [value / 1e6 for pair in ends for value in pair]
    good, bad = (GAIN, LOSS) if gain else (LOSS, GAIN)

    def colour(step: Step) -> str:
        return actor_colour("public") if step.level else good if step.amount >= 0 else bad

    name = _("Vattenfallsdiagram: {title}.").format(title=title)

    def words(step: Step) -> str:
        return ("+" if step.amount > 0 and not step.level else "") + mkr(step.amount)

    def columns(width: int) -> Markup:
        top, height = 26.0, 370.0
        ticks = nice_ticks(min(0.0, *flat), max(0.0, *flat))
        canvas = Canvas(width, height, name)
        y = Scale(ticks[0], ticks[-1], height - 68, top)
        y_axis(canvas, y, ticks, 44, width)
        canvas.text(0, 12, _("Mkr, nuvärde"))
        slot = (width - 52) / len(steps)
        for i, (step, (start, end)) in enumerate(zip(steps, ends, strict=True)):
            x, high = 48 + slot * i, min(y(start / 1e6), y(end / 1e6))
            size = max(abs(y(start / 1e6) - y(end / 1e6)), 1.5)
            canvas.rect(x + slot * 0.12, high, slot * 0.76, size, colour(step), f"{step.label}: {words(step)}")
            inside = size > 26
            canvas.text(
                x + slot / 2,
                high + 18 if inside else high - 7,
                words(step),
                "middle",
                "value",
                fill=text_on(colour(step)) if inside else INK,
            )
            if i + 1 < len(steps):
                canvas.line(x + slot * 0.88, y(end / 1e6), x + slot * 1.12, y(end / 1e6), "join")
            for row, line in enumerate(_wrap(step.label, slot - 6)):
                canvas.text(x + slot / 2, height - 48 + row * 15, line, "middle")
        return canvas.render()

    def rows(width: int) -> Markup:
        pitch = 46.0
        canvas = Canvas(width, pitch * len(steps) + 6, name)
        x = Scale(min(0.0, *flat), max(0.0, *flat), 4, width - 4)
        for i, (step, (start, end)) in enumerate(zip(steps, ends, strict=True)):
            y, (low, high) = i * pitch + 4, sorted((x(start / 1e6), x(end / 1e6)))
            canvas.text(0, y + 14, step.label, "start", "name")
            canvas.text(width, y + 14, words(step), "end", "name strong")
            canvas.rect(low, y + 21, max(high - low, 1.5), 16, colour(step), f"{step.label}: {words(step)}")
            if i + 1 < len(steps):
                canvas.line(x(end / 1e6), y + 37, x(end / 1e6), y + pitch + 21, "join")
        return canvas.render()

    def lines(width: int) -> Markup:
        """Many steps on a wide page: the name, the bar and the amount on one line each."""
        pitch, names, amounts = 30.0, 258.0, 86.0
        canvas = Canvas(width, pitch * len(steps) + 6, name)
        x = Scale(min(0.0, *flat), max(0.0, *flat), names, width - amounts)
        for i, (step, (start, end)) in enumerate(zip(steps, ends, strict=True)):
            y, (low, high) = i * pitch + 4, sorted((x(start / 1e6), x(end / 1e6)))
            canvas.text(0, y + 15, step.label, "start", "name strong" if step.level else "name")
            canvas.text(width, y + 15, words(step), "end", "name strong")
            canvas.rect(low, y + 2, max(high - low, 1.5), 18, colour(step), f"{step.label}: {words(step)}")
            if i + 1 < len(steps):
                canvas.line(x(end / 1e6), y + 20, x(end / 1e6), y + pitch + 2, "join")
        return canvas.render()

    def drawn(width: int) -> Markup:
        if width < _NARROW:
            return rows(width)
        return columns(width) if len(steps) <= _MOST_COLUMNS else lines(width)

    data: list[list[Cell | str]] = [
        [Cell(s.label, s.explanation), words(s), mkr(end)] for s, (_, end) in zip(steps, ends, strict=True)
    ]
    return Figure.of(
        drawn,
        title,
        note,
        table(title, [_("Steg"), _("Belopp"), _("Därefter")], data),
    )
