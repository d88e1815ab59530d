"""The order of the scenarios, and what each one looks like in every figure."""

from __future__ import annotations

from exclusim.results.compare.document import CompareDocument
from exclusim.results.language import _

__all__ = ["badge", "cut", "leading", "lines_note", "ranked", "scenario_colour", "scenario_dash"]

_COLOURS = (
    "#17456e",
    "#c05a57",
    "#2f8f86",
    "#e3aa3c",
    "#93385a",
    "#8cbfe0",
    "#6f7f4f",
    "#d07a4e",
    "#9aa3ad",
    "#4a2c2a",
)
_DASHES = ("none", "9 4", "3 3", "12 3 3 3", "6 6", "2 5")
_LINES = 6


def ranked(document: CompareDocument) -> list[str]:
    """Scenarios, the largest mean headline gain first."""
    return sorted(document.scenarios, key=lambda name: -document.scenarios[name].net[document.headline].mean)


def leading(document: CompareDocument) -> list[str]:
    """The first scenarios by rank, as many as lines can be told apart."""
    return ranked(document)[:_LINES]


def lines_note(document: CompareDocument) -> str:
    """What is left out of a figure of lines; empty where nothing is."""
    if len(document.scenarios) <= _LINES:
        return ""
    return " " + _("Linjerna visar de {n} insatser som ger mest.").format(n=_LINES)


def scenario_colour(document: CompareDocument, name: str) -> str:
    """One colour per scenario, the same in every figure."""
    return _COLOURS[ranked(document).index(name) % len(_COLOURS)]


def scenario_dash(document: CompareDocument, name: str) -> str:
    """One pattern of dashes per scenario (SVG), for who sees no colours and for grey printers."""
    return _DASHES[ranked(document).index(name) % len(_DASHES)]


def badge(document: CompareDocument, name: str) -> str:
    """The number that stands at a scenario's line and in the legend."""
    return str(ranked(document).index(name) + 1)


def cut(text: str, most: int) -> str:
    """The text, shortened to ``most`` signs."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
