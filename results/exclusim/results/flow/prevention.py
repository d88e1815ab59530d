"""Points before the outcome at which prevention would have met the people it concerns.

A *point* is something that happens to a person: a move from one state to another, leaving a state whatever for, or a
milestone (school left without a diploma, a burden). For each point we count people, everybody once:

* ``passing``: all who pass it before the last month in which the outcome counts, whether or not it has come by then;
* ``reaching``: those of them for whom the outcome follows, by at most ``window`` months.

*Reach* = reaching / everybody with the outcome: how much of the problem passes here. *Precision* = reaching / passing:
how many of those met would have gone on to the outcome. *Lift* is precision over the outcome's share of everybody:
how much better than meeting people at random. Points are ranked by reach times lift. *Lead* is the time from a
person's first passage within the window to the outcome. With several events a person the first is meant.

Counting is all this does: the point goes before the outcome, and need not cause it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.histories import EventHistories
from exclusim.results.flow.outcome import Events, Outcome

__all__ = ["Passings", "Point", "passings", "points"]

type Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Point:
    """``source`` → ``target`` for a move, ``source`` for a state left, ``target`` for a milestone."""

    kind: Literal["move", "leave", "milestone"]
    source: str
    target: str

    @property
    def key(self) -> str:
        return {
            "move": f"{self.source} → {self.target}",
            "leave": f"{self.source} →",
            "milestone": self.target,
        }[self.kind]


@dataclass(frozen=True)
class Passings:
    """One row for each person and point passed, shape (rows,).

    ``lead``: months from the person's first passage within the window to the outcome; −1 where none follows.
    """

    person: Whole
    point: Whole
    lead: Whole


def points(histories: EventHistories) -> tuple[Point, ...]:
    """All candidate points; codes of :class:`Passings` are positions here."""
    names = histories.path.names
    moves = [Point("move", source, target) for source in names for target in names]
    leaves = [Point("leave", source, "") for source in names]
    milestones = histories.milestones.names if histories.milestones else ()
    return (*moves, *leaves, *(Point("milestone", "", name) for name in milestones))


def passings(histories: EventHistories, events: Events, outcome: Outcome, window: int) -> Passings:
    """Who passes which point, and whether the outcome follows."""
    person, month, code = _passages(histories)
    never = np.iinfo(np.int64).max
    event = np.full(histories.persons, never)
    np.minimum.at(event, events.person, events.month)
    _, last = outcome.period(histories)
    in_time = month < last[person]
    person, month, code = person[in_time], month[in_time], code[in_time]
    # In the month of the outcome or after it nothing of it can be prevented, but a measure at the point meets them.
    ahead = np.where(event[person] == never, -1, event[person] - month)
    lead = np.where((ahead > 0) & (ahead <= window), ahead, -1)
    size = len(histories.path.names)
    size = size * (size + 1) + (len(histories.milestones.names) if histories.milestones else 0)
    key, at = np.unique(person * size + code, return_inverse=True)
    longest = np.full(key.size, -1, np.int64)
    np.maximum.at(longest, at, lead)
    return Passings(key // size, key % size, longest)


def _passages(histories: EventHistories) -> tuple[Whole, Whole, Whole]:
    """Person, month and point of everything that happens."""
    path, size = histories.path, len(histories.path.names)
    now = np.flatnonzero(path.follows())
    source, target = path.code[now - 1], path.code[now]
    person, month = path.person[now], path.start[now]
    parts = [(person, month, source * size + target), (person, month, size * size + source)]
    if histories.milestones:
        found = histories.milestones
        parts.append((found.person, found.month, size * (size + 1) + found.code))
    who, when, what = (np.concatenate(column) for column in zip(*parts, strict=True))
    return who, when, what
