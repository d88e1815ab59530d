"""What a paper is made of: plain data that the Typst templates lay out. No text here is ever read as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from exclusim.results.report.parts import Section, Table

__all__ = [
    "Block",
    "Facts",
    "Heading",
    "Items",
    "Keys",
    "Lead",
    "Paper",
    "Paragraph",
    "Picture",
    "Rows",
    "Sheet",
    "cut",
    "from_section",
    "rows",
]


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Lead:
    """The answer: larger than the rest."""

    text: str
    kind: Literal["lead"] = "lead"


@dataclass(frozen=True)
class Paragraph:
    text: str
    small: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what stands beside it."""

    pairs: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Keys:
    """Key figures in boxes side by side: name, value, interval, explanation."""

    figures: tuple[tuple[str, str, str, str], ...]
    kind: Literal["keys"] = "keys"


@dataclass(frozen=True)
class Items:
    texts: tuple[str, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Rows:
    """A table: a cell is its text and what stands under it in smaller type; ``text`` leading columns hold words."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    text: int
    strong: tuple[int, ...]
    foot: str
    widths: tuple[float, ...] = ()
    """Shares of the width by column; empty: words take what is left by the numbers."""
    dense: bool = False
    """Smaller type, for the long tables at the end."""
    kind: Literal["rows"] = "rows"


@dataclass(frozen=True)
class Picture:
    """A drawing that stands alone; ``ratio`` is height by width, ``alt`` what a screen reader says."""

    title: str
    svg: str
    ratio: float
    alt: str
    legend: tuple[tuple[str, str], ...]
    """A drawing of the mark and its label."""
    note: str
    kind: Literal["picture"] = "picture"


type Block = Heading | Lead | Paragraph | Facts | Keys | Items | Rows | Picture


@dataclass(frozen=True)
class Sheet:
    """One page: words, pictures in what height is left, words."""

    above: tuple[Block, ...]
    pictures: tuple[Picture, ...]
    below: tuple[Block, ...]
    stacked: bool = False
    """One below the other; else side by side."""


@dataclass(frozen=True)
class Paper:
    """Two pages and an appendix."""

    language: str
    title: str
    kind: str
    place: str
    footer: str
    page: tuple[str, str, str]
    """What stands before, between and after the page number and the number of pages."""
    sheets: tuple[Sheet, Sheet]
    appendix: str
    annex: tuple[Block, ...]
    timestamp: int
    """Seconds since 1970: when the result was computed, never when the paper was made."""


def cut(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, cut between words where it can be.

    >>> cut("en mycket lång mening", 12)
    'en mycket…'
    """
    plain = re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()  # a no-break space stays one
    if len(plain) <= most:
        return plain
    head = plain[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip(" ,;:–-") + "…"


def rows(table: Table, *, widths: Sequence[float] = (), dense: bool = False) -> Rows:
    """A table of the report as a table of a paper."""
    return Rows(
        table.caption,
        table.head,
        tuple(tuple((cell.main, cell.sub) for cell in row) for row in table.rows),
        table.text,
        tuple(sorted(table.strong)),
        table.foot,
        tuple(widths),
        dense,
    )


def from_section(
    section: Section | None,
    *keys: str,
    dense: bool = False,
    widths: Mapping[str, Sequence[float]] = MappingProxyType({}),
) -> list[Block]:
    """The tables of a section of the report, where it has them; ``widths`` by key."""
    content = {} if section is None else section.content
    found = ((key, content.get(key)) for key in keys)
    return [rows(table, dense=dense, widths=widths.get(key, ())) for key, table in found if isinstance(table, Table)]
