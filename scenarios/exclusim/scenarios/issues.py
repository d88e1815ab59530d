"""What is wrong with a scenario file: every problem with its line, column and field, in one error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic_core import PydanticCustomError

from exclusim.model.errors import ExclusimError

__all__ = [
    "Issue",
    "Path",
    "ScenarioError",
    "closest",
    "did_you_mean",
    "dotted",
    "problem",
    "problems",
    "show",
]

Path = tuple[str | int, ...]

_MOST = 100  # a file of a million unknown keys should not fill the screen


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One problem in one place; ``line`` and ``column`` count from 1.

    >>> str(Issue("my.yaml", 3, 7, "population.births", "a whole number (got 'many')"))
    "my.yaml:3:7: population.births: a whole number (got 'many')"
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class ScenarioError(ExclusimError):
    """A scenario file that cannot be used. ``issues`` holds every problem found, in file order."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(sorted(set(issues)))
        lines = [str(issue) for issue in self.issues[:_MOST]]
        if len(self.issues) > _MOST:
            lines.append(f"… and {len(self.issues) - _MOST} more")
        super().__init__("\n".join(lines))


def problem(expected: str, *, at: Path = ()) -> PydanticCustomError:
    """An error for a validator to raise: what was expected; the value found is added when it is shown.

    Args:
        expected: what the file should have held.
        at: where, from the field being validated downwards; a last ``[key]`` means the key itself.
    """
    return problems([(at, expected)])


def problems(found: Sequence[tuple[Path, str]]) -> PydanticCustomError:
    """Several problems of one model in one error, each with its own place."""
    summary = "; ".join(f"{dotted(at)}: {expected}" if at else expected for at, expected in found)
    return PydanticCustomError("expected", "{summary}", {"summary": summary, "found": list(found)})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` when a known word is close, else an empty string.

    >>> did_you_mean("trelleborgg", ["trelleborg", "skovde"])
    "; did you mean 'trelleborg'?"
    """
    close = closest(word, known)
    return f"; did you mean {close[0]!r}?" if close else ""


def closest(word: str, known: Iterable[str]) -> list[str]:
    """The known word most like ``word``; empty when none is near."""
    return get_close_matches(word[:60], list(known), n=1, cutoff=0.6)


def dotted(path: Path) -> str:
    """A path as messages write it.

    >>> dotted(("scenarios", "prevention", "interventions", 0, "cost"))
    'scenarios.prevention.interventions[0].cost'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def show(value: object) -> str:
    """What was found, short enough for one line."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case bool():
            return str(value).lower()
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
