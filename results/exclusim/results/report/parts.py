"""What a page is made of: cells, tables, figures and key figures. Templates only lay these out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from exclusim.results.document import Interval, RunDocument
from exclusim.results.labels import NBSP, interval_mkr, mkr, number

from .svg import NARROW, WIDE

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


_UNIT = f"{NBSP}Mkr"


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
    colour: str
    label: str
    mark: str = "box"  # box, line or band


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
        main, sub = main.removesuffix(_UNIT), sub.removesuffix(_UNIT)
    return Cell(main, sub, tone)


def band_meaning(document: RunDocument, mark: str = "") -> str:
    """What every interval of the document means; ``mark`` is how the figure draws it (*Band*, *Streck*)."""
    if document.preset == "flat-annuity" or document.replicates < 2:
        return "Räkneexemplet har inget slumpmoment. Intervall visas där fördelningen mellan aktörer är ett antagande."
    return (
        (f"{mark}: " if mark else "") + f"90{NBSP}%-intervall över {number(document.replicates)} dragningar: "
        "osäkra indata och slumpen i en grupp av den här storleken tillsammans."
    )


@dataclass(frozen=True)
class Section:
    """``template`` is drawn with ``content`` as its variables; ``appendix`` starts a new sheet in print."""

    id: str
    title: str
    template: str
    content: dict[str, object]
    appendix: bool = False
