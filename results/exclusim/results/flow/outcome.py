"""Outcomes that are traced backwards, from a short text.

======================================  ===========================================================================
``activity_compensation@25``            in that activity in the year that age is attained; ``@25-30`` in any of them
``enters:out_of_home_care``             every entry that is seen to happen; with ``@25`` in that year only
``re-enters:out_of_home_care``          every second or later entry (a re-placement)
``status:unemployed/none@30``           a status; ``burden:crime@30`` a burden; ``excluded@30``, ``working@30`` and
                                        ``studying@30`` all activities of that sort
``fault:between_chairs@25``             a system fault that holds in that year, or ``enters:fault:between_chairs``
``joblessness@Jun.99``                  imported sequences: a state, and a month by its name or its number from 1
======================================  ===========================================================================

The *event* is the month in which the spell began: of somebody who is in the state at 25, the month in which that spell
was entered, however long before. An entry counts where the month before it is known; a spell that was going on when a
person was first seen, or seen again after a gap, has no known entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.results.flow.histories import EventHistories, Track, Vocabulary
from exclusim.scenarios.issues import did_you_mean

__all__ = ["Events", "Outcome", "outcome_events", "parse_outcome", "row_before"]

Entry = Literal["in", "enters", "re-enters"]
_ENTRIES: tuple[Entry, ...] = ("enters", "re-enters")
_AGES = re.compile(r"^\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?$")
_SHOWN = 12


@dataclass(frozen=True)
class Outcome:
    """One outcome.

    Args:
        text: as the user wrote it.
        entry: being in a state, entering it, or entering it again.
        kind, name: what, among the names of :class:`~exclusim.results.flow.histories.Vocabulary`.
        ages: first and last age; ``month``: position of the month; both None where any time counts.
    """

    text: str
    entry: Entry
    kind: str
    name: str
    ages: tuple[int, int] | None = None
    month: int | None = None

    def period(self, histories: EventHistories) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First month, and first month after the period in which the outcome counts, each of shape (persons,)."""
        persons, months = histories.persons, histories.months
        low, high = np.zeros(persons, np.int64), np.full(persons, months, np.int64)
        if self.month is not None:
            return low + self.month, low + self.month + 1
        if self.ages is not None:
            assert histories.age0 is not None  # parse_outcome reads ages only where they are known
            low = 12 * (self.ages[0] - histories.age0)
            high = 12 * (self.ages[1] + 1 - histories.age0)
        return low.clip(0, months), high.clip(0, months)


@dataclass(frozen=True)
class Events:
    """Outcome events, sorted by person and month; shape (n,).

    ``since`` is the end of the person's previous spell of the same kind; −1 where there is none.
    """

    person: NDArray[np.int64]
    month: NDArray[np.int64]
    since: NDArray[np.int64]


def parse_outcome(text: str, vocabulary: Vocabulary) -> Outcome:
    """Read an outcome.

    Raises:
        ExclusimError: it names something unknown, or a time is missing, unreadable or outside the histories.
    """
    where = f"--outcome {text.strip()!r}"
    rest = text.strip()
    entry: Entry = "in"
    for word in _ENTRIES:
        if rest.startswith(f"{word}:"):
            rest, entry = rest.removeprefix(f"{word}:"), word
    what, when = (rest, "") if _is_name(rest, vocabulary) or "@" not in rest else rest.rsplit("@", 1)
    kind, name = _named(what.strip(), vocabulary, where)
    ages = month = None
    if "@" in rest and what != rest:
        if vocabulary.ages is None:
            month = _month(when.strip(), vocabulary.labels, where)
        else:
            ages = _ages(when, vocabulary.ages, where)
    elif entry == "in":
        time = "an age: 25" if vocabulary.ages else f"a month: {vocabulary.labels[-1]}"
        shown = time.partition(": ")[2]
        raise ExclusimError(f"{where}: expected {time.partition(':')[0]}, as in {what}@{shown}, or enters:{what}")
    return Outcome(text.strip(), entry, kind, name, ages, month)


def _is_name(text: str, vocabulary: Vocabulary) -> bool:
    return any(text in names for names in vocabulary.names.values())


def _named(text: str, vocabulary: Vocabulary, where: str) -> tuple[str, str]:
    for kind, names in vocabulary.names.items():
        if text in names:
            return kind, text
    kind, colon, name = text.partition(":")
    if colon and kind in vocabulary.names:
        names = vocabulary.names[kind]
        if name in names:
            return kind, name
        raise ExclusimError(f"{where}: there is no {kind} {name!r}{did_you_mean(name, names) or _some(names)}")
    if colon:
        known = [*_ENTRIES, *vocabulary.names]
        listed = ", ".join(f"{word}:" for word in known)
        raise ExclusimError(f"{where}: expected one of {listed} before the colon, got {kind!r}")
    every = [name for names in vocabulary.names.values() for name in names]
    first = next(iter(vocabulary.names.values()))
    raise ExclusimError(f"{where}: there is no state {text!r}{did_you_mean(text, every) or _some(first)}")


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"; there are {shown}{' …' if len(names) > _SHOWN else ''}"


def _ages(text: str, known: tuple[int, int], where: str) -> tuple[int, int]:
    found = _AGES.match(text)
    if not found:
        raise ExclusimError(f"{where}: expected an age such as 25 or 25-30 after @, got {text.strip()!r}")
    first, last = int(found[1]), int(found[2] or found[1])
    if not known[0] <= first <= last <= known[1]:
        raise ExclusimError(f"{where}: expected ages from {known[0]} to {known[1]}, at which people are followed")
    return first, last


def _month(text: str, labels: tuple[str, ...], where: str) -> int:
    if text in labels:
        return labels.index(text)
    if text.isdecimal() and 1 <= int(text) <= len(labels):
        return int(text) - 1
    raise ExclusimError(
        f"{where}: there is no month {text!r}{did_you_mean(text, labels)}",
        hint=f"the months are {labels[0]} … {labels[-1]}, or 1 … {len(labels)}",
    )


def row_before(track: Track, person: NDArray[np.int64], month: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row of ``track`` that holds in the month before ``month``, −1 where none does; shape of ``person``."""
    if track.person.size == 0:
        return np.full(person.shape, -1, np.int64)
    width = int(max(track.end.max(), month.max(initial=0))) + 1
    row = np.searchsorted(track.person * width + track.start, person * width + month) - 1
    held = (row >= 0) & (track.person[row] == person) & (track.end[row] >= month)
    return np.where(held, row, -1)


def outcome_events(outcome: Outcome, histories: EventHistories) -> Events:
    """Every event of the outcome; at most one a person where the outcome is to be in a state."""
    track = histories.tracks[outcome.kind]
    rows = np.flatnonzero(track.code == track.names.index(outcome.name))
    person, start, end = track.person[rows], track.start[rows], track.end[rows]
    again = np.zeros(rows.size, bool)
    again[1:] = person[1:] == person[:-1]
    since = np.full(rows.size, -1, np.int64)
    since[1:][again[1:]] = end[:-1][again[1:]]
    low, high = outcome.period(histories)
    if outcome.entry == "in":
        chosen = np.flatnonzero((start < high[person]) & (end > low[person]))
        chosen = chosen[np.unique(person[chosen], return_index=True)[1]]
    else:
        seen = row_before(histories.path, person, start) >= 0
        chosen = np.flatnonzero(seen & (start >= low[person]) & (start < high[person]))
        if outcome.entry == "re-enters":
            chosen = chosen[again[chosen]]
    return Events(person[chosen], start[chosen], since[chosen])
