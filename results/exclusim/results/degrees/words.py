"""Sentences about the degrees, the same on the page and in the terminal."""

from __future__ import annotations

from exclusim.results.degrees.document import DegreesDocument
from exclusim.results.labels import NBSP, mkr, number, percent

__all__ = ["headline", "meaning", "mended_names", "range_of_years"]


def headline(document: DegreesDocument) -> str:
    """The answer in four sentences: the project, ordinary practice, what an attempt may cost, the mended system."""
    first, second, third = document.degrees
    worth = f"{document.label} är som projekt för en kull värt {mkr(first.value['society'].mean)} för samhället, netto."
    spread = (
        f" Som ordinarie verksamhet för alla i {second.cohorts} kullar är det värt "
        f"{mkr(second.value['society'].mean)}, men sannolikheten att nå dit antas vara "
        f"{percent(second.probability.mean)}."
    )
    budget = document.next[0].budget["society"].mean
    attempt = (
        f" Ett försök att komma dit får kosta högst {mkr(budget)}."
        if budget > 0
        else " Med den kostnaden och effekten är det inte värt något att sprida arbetssättet."
    )
    mended = (
        f" Att rätta {_and(mended_names(document))} i hela systemet är värt {mkr(third.value['society'].mean)}, med "
        f"sannolikheten {percent(third.probability.mean, 1)}."
        if mended_names(document)
        else " Inga systemfel som idén pekar på har hittats."
    )
    return worth + spread + attempt + mended


def mended_names(document: DegreesDocument) -> list[str]:
    """The faults that the third degree mends, in Swedish."""
    return [fault.label for fault in document.faults if fault.mended]


def _and(names: list[str]) -> str:
    """``a, b och c``, each in quotes."""
    quoted = [f"”{name.lower()}”" for name in names]
    return " och ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)


def meaning(document: DegreesDocument) -> str:
    """What every interval means."""
    return (
        f"90{NBSP}%-intervall över {number(document.replicates)} dragningar: osäkra indata, antaganden om vägen och "
        "slumpen i en grupp av den här storleken tillsammans."
    )


def range_of_years(low: float, high: float) -> str:
    """``2–6 år``; ``genast`` for a degree that begins now."""
    return "genast" if high == 0 else f"{number(low)}–{number(high)}{NBSP}år"
