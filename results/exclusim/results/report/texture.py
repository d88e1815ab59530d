"""Textures that tell areas apart without colour.

They are drawn as lines and dots: a pattern that is referred to by an id would be lost where two figures share a page,
or where the figure that holds it is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

__all__ = ["Texture", "between", "texture_path"]

type Texture = Literal["", "up", "down", "upright", "dots"]

_GRAIN = 2.0  # pixels between the places that a slanting line is looked at


def texture_path(
    texture: Texture, xs: Sequence[float], top: Sequence[float], bottom: Sequence[float], step: float = 7.0
) -> str:
    """The ``d`` of a path that fills the area between two curves; empty for no texture.

    Args:
        texture: lines rising or falling to the right, upright lines, or dots.
        xs: pixels from left to right.
        top: height of the upper edge at each x, in pixels from above.
        bottom: the same of the lower edge.
        step: pixels between lines or dots.
    """
    if not texture or len(xs) < 2 or xs[-1] - xs[0] < 1:
        return ""
    count = max(int((xs[-1] - xs[0]) / _GRAIN), 2)
    at = [xs[0] + (xs[-1] - xs[0]) * i / count for i in range(count + 1)]
    above, below = between(xs, top, at), between(xs, bottom, at)
    match texture:
        case "upright":
            return "".join(_uprights(at, above, below, step))
        case "dots":
            return "".join(_dots(at, above, below, step))
        case "up":
            return "".join(_slanting(at, above, below, step, lambda x: -x))
        case "down":
            return "".join(_slanting(at, above, below, step, lambda x: x))


def between(xs: Sequence[float], values: Sequence[float], at: Sequence[float]) -> list[float]:
    """Linear interpolation at rising places."""
    found, i = [], 0
    for x in at:
        while i < len(xs) - 2 and x > xs[i + 1]:
            i += 1
        width = xs[i + 1] - xs[i]
        share = min(max((x - xs[i]) / width, 0.0), 1.0) if width > 0 else 1.0
        found.append(values[i] + share * (values[i + 1] - values[i]))
    return found


def _uprights(at: Sequence[float], above: Sequence[float], below: Sequence[float], step: float) -> Iterator[str]:
    every = max(round(step * len(at) / (at[-1] - at[0])), 1)
    for x, high, low in list(zip(at, above, below, strict=True))[every // 2 :: every]:
        if low - high > 1:
            yield f"M{x:.1f} {high:.1f}V{low:.1f}"


def _dots(at: Sequence[float], above: Sequence[float], below: Sequence[float], step: float) -> Iterator[str]:
    every = max(round(step * len(at) / (at[-1] - at[0])), 1)
    for column, i in enumerate(range(every // 2, len(at), every)):
        y = (int(above[i] / step) + (0.5 if column % 2 else 0.0)) * step
        while y < below[i] - 1.5:
            if y > above[i] + 1.5:
                yield f"M{at[i]:.1f} {y:.1f}h.1"
            y += step


def _slanting(
    at: Sequence[float], above: Sequence[float], below: Sequence[float], step: float, rise: Callable[[float], float]
) -> Iterator[str]:
    """Lines ``y = rise(x) + c``, broken where they leave the area."""
    slant, apart = [rise(x) for x in at], step * 2**0.5
    first = int(min(y - s for y, s in zip(above, slant, strict=True)) / apart) - 1
    last = int(max(y - s for y, s in zip(below, slant, strict=True)) / apart) + 1
    for line in range(first, last + 1):
        c, start = line * apart, None
        inside = [high <= s + c <= low for s, high, low in zip(slant, above, below, strict=True)]
        for i, (here, following) in enumerate(pairwise([*inside, False])):
            start = i if here and start is None else start
            if here and not following and start is not None:
                if i > start:
                    yield f"M{at[start]:.1f} {slant[start] + c:.1f}L{at[i]:.1f} {slant[i] + c:.1f}"
                start = None
