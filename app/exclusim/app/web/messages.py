"""Problems in the visitor's language: what the command line says in English, said in Swedish sentence by sentence.

Scenario files, studies and figures are checked where no page is known, and their problems are composed in English.
``sv/messages.po`` has those sentences with ``{}`` for what is put in, and their Swedish. What is put in may be a
sentence of its own; names, numbers and what a visitor wrote stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from exclusim.results.language import SWEDISH, _, spoken

__all__ = ["in_swedish", "said"]

_HOLE = "{}"
_DEEPEST = 60  # sentences within sentences; what lies deeper stays in English
_JOINS = (("; ", "; "), (": ", ": "), (" or ", " eller "))  # between parts of a problem, the loosest first
# Somebody's own words, perhaps cut short.
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*['…]|"(?:[^"\\]|\\.)*["…]""", re.DOTALL)
_PLACED = re.compile(
    r"(?P<file>[^\n]{1,200}?):(?P<line>\d+):(?P<column>\d+): (?P<place>[^\s:]+: )?(?P<problem>.+)", re.DOTALL
)


def said(text: str) -> str:
    """A problem in the language spoken."""
    return in_swedish(text) if spoken() == SWEDISH else _(text)


def in_swedish(text: str) -> str:
    """A problem in Swedish, line by line; what nobody has translated is given back as it is.

    >>> in_swedish("expected a whole number (got 'many')")
    "väntade ett heltal (fick 'many')"
    >>> in_swedish("mine.yaml:3:7: title: unknown field; did you mean 'titel'?")
    "mine.yaml, rad 3: title: okänt fält; menade du 'titel'?"
    """
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    placed = _PLACED.fullmatch(line)
    if placed is None:
        return _sentence(line)
    file, line_number, place, problem = placed.group("file", "line", "place", "problem")
    return f"{file}, rad {line_number}: {place or ''}{_sentence(problem)}"


def _sentence(text: str, depth: int = 0) -> str:
    if depth > _DEEPEST or _QUOTED.fullmatch(text):
        return text

    def below(part: str) -> str:
        return _sentence(part, depth + 1)

    for patterns, (join, swedish) in zip((*_patterns(), []), _JOINS, strict=True):
        for pattern in patterns:
            values = pattern.values(text)
            if values is not None:
                return pattern.swedish([below(value) for value in values])
        first, found, rest = text.partition(join)
        if found:
            return f"{below(first)}{swedish}{below(rest)}"
    return text


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with holes. ``pieces`` stand around the holes, in English and in Swedish."""

    pieces: tuple[str, ...]
    translated: tuple[str, ...]

    @property
    def length(self) -> int:
        return sum(map(len, self.pieces))

    def values(self, text: str) -> list[str] | None:
        """What stands in the holes of ``text``, each as short as can be; None where it is another sentence."""
        first, *between = self.pieces
        if not between:
            return [] if text == first else None
        last = between.pop()
        end = len(text) - len(last)
        if len(first) > end or not text.startswith(first) or not text.endswith(last):
            return None
        start, values = len(first), []
        for piece in between:
            at = text.find(piece, start, end)
            if at < 0:
                return None
            values.append(text[start:at])
            start = at + len(piece)
        return [*values, text[start:end]]

    def swedish(self, values: list[str]) -> str:
        return "".join(part for pair in zip(self.translated, [*values, ""], strict=True) for part in pair)


@cache
def _patterns() -> tuple[list[_Pattern], list[_Pattern]]:
    """Sentences that begin with words of their own, and those that begin with a hole; the longest first."""
    patterns = sorted(_read(), key=lambda pattern: (-pattern.length, pattern.pieces))
    return [p for p in patterns if p.pieces[0]], [p for p in patterns if not p.pieces[0]]


def _read() -> Iterator[_Pattern]:
    from babel.messages.pofile import read_po  # not needed as long as nothing is wrong

    for message in read_po(BytesIO(files(__package__).joinpath("sv", "messages.po").read_bytes()), locale="sv"):
        if isinstance(message.id, str) and message.id and isinstance(message.string, str):
            yield _Pattern(tuple(message.id.split(_HOLE)), tuple(message.string.split(_HOLE)))
