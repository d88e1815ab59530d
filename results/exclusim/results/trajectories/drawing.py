"""What the figures of lives share: stacked states over time, a time axis, wrapped words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.palette import text_on
from exclusim.results.report.parts import Legend
from exclusim.results.report.svg import Canvas, Scale, text_width
from exclusim.results.report.texture import Texture

from .activities import GROUPS
from .document import TrajectoriesDocument

__all__ = [
    "Layer",
    "axis_name",
    "chart",
    "colour_of",
    "label_of",
    "layers",
    "legend",
    "picked",
    "stack",
    "texture_of",
    "time_axis",
    "time_scale",
    "wrapped",
]


@dataclass(frozen=True)
class Layer:
    """One area of a stack: its name, colour, share at each time, and texture."""

    label: str
    colour: str
    shares: Sequence[float]
    texture: Texture = ""


_BY_KEY = {group.key: group for group in GROUPS}


def colour_of(group: str) -> str:
    """Colour of a group's key."""
    return _BY_KEY[group].colour


def texture_of(group: str) -> Texture:
    """Texture of a group's key."""
    return _BY_KEY[group].texture


def label_of(group: str) -> str:
    """Name of a group's key."""
    return _BY_KEY[group].label


def legend(groups: Iterable[str]) -> list[Legend]:
    """The groups that occur, in drawing order."""
    present = set(groups)
    return [Legend(group.colour, group.label, texture=group.texture) for group in GROUPS if group.key in present]


def time_scale(document: TrajectoriesDocument, left: float, right: float) -> Scale:
    """From years (age, or since arrival) to pixels, the whole window wide."""
    half = document.step / 24
    return Scale(document.times[0] - half, document.times[-1] + half, left, right)


def time_axis(canvas: Canvas, x: Scale, y: float, *, dense: bool) -> None:
    """Ticks and whole years under the line at ``y``; takes 20 pixels of height."""
    canvas.line(x.start, y, x.end, y, "axis")
    span = x.high - x.low
    step = next((s for s in (1, 2, 5, 10) if span / s <= (7 if dense else 14)), 20)
    year = -(-int(x.low) // step) * step
    while year <= x.high:
        if year >= x.low:
            at = x(year)
            anchor = "start" if at < x.start + 8 else "end" if at > x.end - 8 else "middle"
            canvas.line(at, y, at, y + 4, "axis")
            canvas.text(at, y + 17, number(year), anchor)
        year += step


def layers(shares: Mapping[str, Sequence[float]]) -> list[Layer]:
    """Shares by group as layers, exclusion first."""
    return [
        Layer(group.label, group.colour, shares[group.key], group.texture) for group in GROUPS if group.key in shares
    ]


def stack(canvas: Canvas, x: Scale, y: Scale, layers: Sequence[Layer]) -> None:
    """Areas on top of each other, the first on the axis; each time is a step as wide as it lasts."""
    times = len(layers[0].shares)
    edges = [x.start + (x.end - x.start) * i / times for i in range(times + 1)]
    lower = [0.0] * times
    for layer in layers:
        upper = [a + b for a, b in zip(lower, layer.shares, strict=True)]
        there = "".join(f"L{edges[i]:.1f} {y(v):.1f}H{edges[i + 1]:.1f}" for i, v in enumerate(upper))
        back = "".join(f"L{edges[i + 1]:.1f} {y(lower[i]):.1f}H{edges[i]:.1f}" for i in reversed(range(times)))
        canvas.path(f"M{there[1:]}{back}Z", fill=layer.colour, tip=layer.label)
        corners = [edge for pair in pairwise(edges) for edge in pair]
        above, below = ([y(v) for v in values for _side in range(2)] for values in (upper, lower))
        canvas.texture(layer.texture, text_on(layer.colour), corners, above, below)
        lower = upper


def chart(document: TrajectoriesDocument, width: int, name: str, layers: Sequence[Layer]) -> Markup:
    """A stack with its axes, as high as suits ``width``."""
    height = 320.0 if width < 600 else 400.0
    canvas = Canvas(width, height, name)
    x, y = time_scale(document, 46.0, width - 8.0), Scale(0, 1, height - 40, 8)
    stack(canvas, x, y, layers)
    for tick in (0, 0.25, 0.5, 0.75, 1.0):
        canvas.text(38, y(tick) + 4, percent(tick), "end")
        canvas.line(x.start, y(tick), x.end, y(tick), "over")
    time_axis(canvas, x, y.start, dense=width < 600)
    canvas.text(x.end, height - 4, axis_name(document), "end")
    return canvas.render()


def axis_name(document: TrajectoriesDocument) -> str:
    """What the time axis counts."""
    return _("Ålder") if document.start_age is not None else _("År sedan ankomsten")


def picked(document: TrajectoriesDocument) -> list[int]:
    """About eight times for a table that still fits the page."""
    step = max(1, -(-len(document.times) // 8))
    return list(range(0, len(document.times), step))


def wrapped(text: str, room: float, size: float = 13) -> list[str]:
    """Lines of whole words, each at most ``room`` pixels wide where a word is not wider itself."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
