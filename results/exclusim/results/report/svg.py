"""Drawing by hand: a small SVG canvas and linear scales. Text stays text and takes the page's typeface."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from .texture import Texture, texture_path

__all__ = ["NARROW", "WIDE", "Canvas", "Scale", "area_path", "line_path", "nice_ticks", "text_width"]

WIDE, NARROW = 880, 380
"""Each figure is drawn twice: for a page or a paper, and for a telephone."""

type Value = str | float | int


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.1f}".removesuffix(".0")


def text_width(text: str, size: float = 13) -> float:
    """Approximate width in pixels, for fitting labels; typefaces differ by about a tenth."""
    return len(text) * size * 0.54


@dataclass
class Canvas:
    """An SVG of ``width`` × ``height``; ``name`` is what a screen reader says."""

    width: float
    height: float
    name: str
    _parts: list[Markup] = field(default_factory=list)

    def add(self, tag: str, *, text: Value = "", tip: Value = "", **attributes: Value) -> None:
        """One element; ``class_`` is ``class``, underscores become hyphens; ``tip`` shows on hover."""
        # Escaped piece by piece: Markup.format would be a third of the time a report takes.
        written = "".join(
            f' {key.removesuffix("_").replace("_", "-")}="{escape(_plain(value))}"' for key, value in attributes.items()
        )
        title = f"<title>{escape(tip)}</title>" if tip else ""
        self._parts.append(Markup(f"<{tag}{written}>{title}{escape(text)}</{tag}>"))

    def rect(self, x: float, y: float, w: float, h: float, fill: str, tip: Value = "", **more: Value) -> None:
        self.add("rect", x=x, y=y, width=max(w, 0.0), height=max(h, 0.0), fill=fill, tip=tip, **more)

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: Value = "grid", **more: Value) -> None:
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_, **more)

    def path(self, d: str, *, fill: Value = "none", tip: Value = "", **more: Value) -> None:
        self.add("path", d=d, fill=fill, tip=tip, **more)

    def texture(
        self, texture: Texture, ink: str, xs: Sequence[float], top: Sequence[float], bottom: Sequence[float]
    ) -> None:
        """Lines or dots over the area between two curves (pixels), in ``ink``; nothing for no texture."""
        d = texture_path(texture, xs, top, bottom)
        if d:
            self.path(d, stroke=ink, class_="texture")

    def text(
        self, x: float, y: float, text: str, anchor: str = "start", class_: Value = "tick", fill: str = ""
    ) -> None:
        # A style, because the page's rule for text would win over a fill attribute.
        ink: dict[str, Value] = {"style": f"fill:{fill}"} if fill else {}
        self.add("text", x=x, y=y, text=text, text_anchor=anchor, class_=class_, **ink)

    def render(self) -> Markup:
        head = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
            _plain(self.width), _plain(self.height), escape(self.name)
        )
        return head + Markup("").join(self._parts) + Markup("</svg>")


@dataclass(frozen=True)
class Scale:
    """Linear map of ``low … high`` onto ``start … end`` (pixels)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten) that cover ``low … high``.

    >>> nice_ticks(0, 37)
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    if not high > low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.9999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def line_path(points: Iterable[tuple[float, float]]) -> str:
    """``M x y L x y …`` with one decimal."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def area_path(xs: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> str:
    """The closed outline between two curves."""
    back = zip(reversed(xs), reversed(lower), strict=True)
    return line_path([*zip(xs, upper, strict=True), *back]) + "Z"
