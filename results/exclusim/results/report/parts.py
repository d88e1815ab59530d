"""What a page is made of: cells, tables, figures and key figures. Templates only lay these out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from exclusim.results.document import Interval, RunDocument
from exclusim.results.labels import NBSP, interval_mkr, mkr, number
from exclusim.results.language import _

from .palette import text_on
from .svg import NARROW, WIDE
from .texture import Texture, texture_path

__all__ = [
    "Cell",
    "Figure",
    "KeyFigure",
    "Legend",
    "Section",
    "Table",
    "amount",
    "band_meaning",
    "is_certain",
    "table",
]


@dataclass(frozen=True)
class Cell:
    """One cell: the number, and its interval in smaller type."""

    main: str
    sub: str = ""
    tone: str = ""  # "gain", "loss" or nothing


@dataclass(frozen=True)
class Table:
    """``text`` leading columns hold words, the rest numbers; ``strong`` are row numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    text: int = 1
    strong: frozenset[int] = frozenset()
    foot: str = ""


@dataclass(frozen=True)
class Legend:
    """One entry beside a figure. ``dash`` is that of a line, ``texture`` that of a box."""

    colour: str
    label: str
    mark: str = "box"  # box or line
    dash: str = ""
    texture: Texture = ""

    @property
    def swatch(self) -> Markup:
        """The mark itself, 18 × 12 pixels."""
        drawn = Markup('<svg viewBox="0 0 18 12" aria-hidden="true">{}</svg>')
        if self.mark == "line":
            dash = Markup(' stroke-dasharray="{}"').format(self.dash) if self.dash else Markup("")
            line = Markup('<line x1="0" y1="6" x2="18" y2="6" stroke="{}" stroke-width="3"{}></line>')
            return drawn.format(line.format(self.colour, dash))
        box = Markup('<rect x="2" y="0" width="12" height="12" rx="2" fill="{}"></rect>').format(self.colour)
        d = texture_path(self.texture, [2, 14], [0, 0], [12, 12], 4)
        over = Markup('<path d="{}" fill="none" stroke="{}" class="texture"></path>').format(d, text_on(self.colour))
        return drawn.format(box + over if d else box)


@dataclass(frozen=True)
class Figure:
    """A drawing for wide and narrow screens, with its data as a table."""

    title: str
    wide: Markup
    narrow: Markup
    note: str
    data: Table
    legend: tuple[Legend, ...] = ()

    @classmethod
    def of(
        cls, draw: Callable[[int], Markup], title: str, note: str, data: Table, legend: Sequence[Legend] = ()
    ) -> Figure:
        """``draw`` is called with the width in pixels."""
        return cls(title, draw(WIDE), draw(NARROW), note, data, tuple(legend))


@dataclass(frozen=True)
class KeyFigure:
    name: str
    value: str
    interval: str
    explanation: str


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Cell | str]],
    *,
    text: int = 1,
    strong: frozenset[int] = frozenset(),
    foot: str = "",
) -> Table:
    """A table from plain strings and cells."""
    cells = tuple(tuple(Cell(x) if isinstance(x, str) else x for x in row) for row in rows)
    return Table(caption, tuple(head), cells, text, strong, foot)


def is_certain(value: Interval) -> bool:
    """Whether the interval has no width: nothing to show beside the mean."""
    return abs(value.p95 - value.p5) <= 1e-9 * max(abs(value.mean), 1.0)


def amount(value: Interval | None, *, gain: bool = False, unit: bool = True) -> Cell:
    """Mean with its interval, in Mkr; ``gain`` colours by sign, ``unit=False`` leaves *Mkr* out."""
    if value is None:
        return Cell("–")
    tone = ("gain" if value.mean > 0 else "loss" if value.mean < 0 else "") if gain else ""
    sub = "" if is_certain(value) else interval_mkr(value.p5, value.p95)
    main = mkr(value.mean)
    if not unit:
        unit_text = f"{NBSP}{_('Mkr')}"
        main, sub = main.removesuffix(unit_text), sub.removesuffix(unit_text)
    return Cell(main, sub, tone)


def band_meaning(document: RunDocument, mark: str = "") -> str:
    """What every interval of the document means; ``mark`` is how the figure draws it (*Band*, *Streck*), as spoken."""
    if document.preset == "flat-annuity" or document.replicates < 2:
        return _(
            "Räkneexemplet har inget slumpmoment. Intervall visas där fördelningen mellan aktörer är ett antagande."
        )
    meaning = _(
        "90\N{NO-BREAK SPACE}%-intervall över {n} dragningar: osäkra indata och slumpen i en grupp av den här "
        "storleken tillsammans."
    ).format(n=number(document.replicates))
    return f"{mark}: {meaning}" if mark else meaning


@dataclass(frozen=True)
class Section:
    """``template`` is drawn with ``content`` as its variables; ``appendix`` starts a new sheet in print."""

    id: str
    title: str
    template: str
    content: dict[str, object]
    appendix: bool = False
