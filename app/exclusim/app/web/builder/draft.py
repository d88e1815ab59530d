"""A scenario file under change: plain data in, a validated case out, or every problem by its field."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from exclusim.scenarios.issues import Path, ScenarioError
from exclusim.scenarios.loading import dump, parse
from exclusim.scenarios.schema import Case
from exclusim.scenarios.source import read_text

__all__ = ["Draft", "Problems", "free_name"]

_LETTERS = str.maketrans("åäöéü", "aaoeu")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a draft. ``by_field`` is from the field's place in the file to what was expected."""

    by_field: Mapping[str, str]


class Draft:
    """The data of a scenario file, changed in place until it is asked to be a case."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    @classmethod
    def of(cls, text: str) -> Self:
        """A draft of a complete scenario file.

        Raises:
            ScenarioError: it is no YAML mapping.
        """
        return cls(copy.deepcopy(read_text(text, "scenario").values))

    def at(self, place: Path) -> Any:
        """The value at a place; None where there is none."""
        value: Any = self._values
        for part in place:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def put(self, place: Path, value: Any) -> None:
        """Set the value at a place; None and empty ones remove it, with mappings that this leaves empty."""
        *above, last = place
        holder: Any = self._values
        for part in above:
            if isinstance(holder, dict) and not isinstance(holder.get(part), dict | list):
                holder[part] = {}
            holder = holder[part]
        if value is None or value == "" or value == [] or value == {}:
            if isinstance(holder, dict):
                holder.pop(last, None)
                if not holder and above and isinstance(above[-1], str):
                    self.put(tuple(above), None)
        else:
            holder[last] = value

    def case(self) -> Case | Problems:
        """The case that the draft describes, or what is wrong with it."""
        try:
            return parse(json.dumps(self._values, ensure_ascii=False, default=str), file="scenario")
        except ScenarioError as error:
            return Problems({issue.path: issue.message for issue in reversed(error.issues)})

    def text(self) -> str | Problems:
        """The scenario file in its canonical form, or what is wrong with it."""
        case = self.case()
        return case if isinstance(case, Problems) else dump(case)


def free_name(label: str, taken: Iterator[str] | Mapping[str, object]) -> str:
    """A name for a new entry of a file, made of its label.

    >>> free_name("Stöd i gymnasiet", {"stod_i_gymnasiet": 1})
    'stod_i_gymnasiet_2'
    """
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold().translate(_LETTERS)).strip("_")[:_LONGEST]
    base = plain if plain[:1].isalpha() else f"insats_{plain}".rstrip("_")
    used, name, number = set(taken), base, 2
    while name in used:
        name, number = f"{base}_{number}", number + 1
    return name
