"""Axes and places of labels, shared by the figures."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.results.labels import number

from .svg import Canvas, Scale

__all__ = ["apart", "y_axis"]


def y_axis(canvas: Canvas, y: Scale, ticks: Sequence[float], left: float, right: float) -> None:
    """Grid lines and their numbers; the zero line is drawn stronger."""
    decimals = 0 if all(abs(t - round(t)) < 1e-9 for t in ticks) else 1
    for tick in ticks:
        canvas.line(left, y(tick), right, y(tick), "axis" if tick == 0 else "grid")
        canvas.text(left - 8, y(tick) + 4, number(tick, decimals), "end")


def apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Label heights near ``wanted`` (listed from the bottom up), ``gap`` apart and inside the frame."""
    placed: list[float] = []
    for at in wanted:
        placed.append(min(at, placed[-1] - gap) if placed else min(at, bottom))
    if placed and placed[-1] < top:
        placed[-1] = top
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = max(placed[i], placed[i + 1] + gap)
    return placed
