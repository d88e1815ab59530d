"""Sentences about the degrees, the same on the page and in the terminal."""

from __future__ import annotations

from exclusim.results.degrees.document import DegreesDocument
from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _

__all__ = ["headline", "meaning", "mended_names", "range_of_years"]


def headline(document: DegreesDocument) -> str:
    """The answer in four sentences: the project, ordinary practice, what an attempt may cost, the mended system."""
    first, second, third = document.degrees
    worth = _("{label} är som projekt för en kull värt {society} för samhället, netto.").format(
        label=_(document.label), society=mkr(first.value["society"].mean)
    )
    spread = " " + _(
        "Som ordinarie verksamhet för alla i {cohorts} kullar är det värt {society}, men "
        "sannolikheten att nå dit antas vara {probability}."
    ).format(
        cohorts=second.cohorts, society=mkr(second.value["society"].mean), probability=percent(second.probability.mean)
    )
    budget = document.next[0].budget["society"].mean
    attempt = (
        " " + _("Ett försök att komma dit får kosta högst {budget}.").format(budget=mkr(budget))
        if budget > 0
        else " " + _("Med den kostnaden och effekten är det inte värt något att sprida arbetssättet.")
    )
    mended = (
        " "
        + _("Att rätta {faults} i hela systemet är värt {society}, med sannolikheten {probability}.").format(
            faults=_and(mended_names(document)),
            society=mkr(third.value["society"].mean),
            probability=percent(third.probability.mean, 1),
        )
        if mended_names(document)
        else " " + _("Inga systemfel som idén pekar på har hittats.")
    )
    return worth + spread + attempt + mended


def mended_names(document: DegreesDocument) -> list[str]:
    """The faults that the third degree mends, in Swedish."""
    return [_(fault.label) for fault in document.faults if fault.mended]


def _and(names: list[str]) -> str:
    """``a, b och c``, each in quotes."""
    quoted = [_("”{name}”").format(name=name.lower()) for name in names]
    return f" {_('och')} ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)


def meaning(document: DegreesDocument) -> str:
    """What every interval means."""
    return _(
        "90\N{NO-BREAK SPACE}%-intervall över {replicates} dragningar: osäkra indata, antaganden om vägen och "
        "slumpen i en grupp av den här storleken tillsammans."
    ).format(replicates=number(document.replicates))


def range_of_years(low: float, high: float) -> str:
    """``2–6 år``; ``genast`` for a degree that begins now."""
    return (
        _("genast") if high == 0 else _("{low}–{high}\N{NO-BREAK SPACE}år").format(low=number(low), high=number(high))
    )
