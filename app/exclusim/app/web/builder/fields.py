"""A field of a form in one declaration: where its value stands in the file, what it is called, how it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from exclusim.results.language import SWEDISH, spoken
from exclusim.scenarios.issues import Path

__all__ = ["Field", "Row", "shown", "told"]

Kind = Literal["text", "long", "quantity", "number", "choice", "many", "flag", "lines", "words"]

_UNITS = {"mån": "months", "år": "years", "kr": "SEK"}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a scenario file as a field of a form.

    Args:
        place: of the value, from the form's own place in the file.
        label: Swedish.
        hint: Swedish; how to fill it in.
        kind: ``quantity`` is a number with its unit, ``flag`` is yes, no or left open, ``many`` is several choices,
            ``lines`` is a list with one entry a line, ``words`` a list of words.
        choices: value → Swedish name.
        example: a value as it may be written.
    """

    place: Path
    label: str
    hint: str = ""
    kind: Kind = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    example: str = ""

    @property
    def name(self) -> str:
        """Name of the form's field."""
        return ".".join(str(part) for part in self.place)

    @property
    def example_shown(self) -> str:
        """The example with its unit in the language spoken."""
        return _in_language(self.example) if self.kind in ("quantity", "number") else self.example


@dataclass(frozen=True, slots=True)
class Row:
    """A field filled in: what a template shows. ``place`` is where its value stands in the file."""

    field: Field
    name: str
    value: Any
    place: str
    problem: str = ""


def shown(field: Field, value: Any) -> Any:
    """A value of the file as the form shows it: text, or the list of what is chosen."""
    match field.kind:
        case "many":
            return [value] if isinstance(value, str) else list(value or ())
        case "flag":
            return "" if value is None else "true" if value else "false"
        case "lines":
            return "\n".join(map(str, value or ()))
        case "words":
            return value if isinstance(value, str) else " ".join(map(str, value or ()))
        case "quantity" | "number":
            return "" if value is None else _in_language(str(value))
    return "" if value is None else str(value)


def told(field: Field, given: Sequence[str]) -> Any:
    """What a visitor told, as the file has it; None where they left it empty. What is no number stays text."""
    text = next((part.strip() for part in given if part.strip()), "")
    match field.kind:
        case "many":
            return [part for part in given if part in field.choices] or None
        case "flag":
            return {"true": True, "false": False}.get(text)
        case "lines":
            return [line.strip() for line in text.splitlines() if line.strip()] or None
        case "words":
            return text.split() or None
        case "number":
            return _number(text)
    return text or None


def _number(text: str) -> int | float | str | None:
    plain = re.sub(r"[\s\u00a0]", "", text).replace(",", ".").replace("−", "-")
    try:
        number = float(plain)
    except ValueError:
        return text or None
    return int(number) if number.is_integer() and "." not in plain else number


def _in_language(text: str) -> str:
    """A canonical quantity (``36 mån``, ``52500 kr``) with separators, and units in the language spoken."""
    number, gap, unit = text.partition(" ")
    whole = re.fullmatch(r"-?[0-9]{5,18}", number)  # longer ones are no amounts, and stay as they were written
    grouped = f"{int(number):,}".replace(",", " ") if whole else number
    if spoken() == SWEDISH:
        return (grouped.replace(".", ",") if re.fullmatch(r"-?[\d ]+\.\d+", grouped) else grouped) + gap + unit
    return grouped.replace(",", ".") + gap + _UNITS.get(unit, unit)
