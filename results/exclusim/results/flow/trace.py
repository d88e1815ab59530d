"""Backwards in time from each outcome event: the states before it, how long each held, and who helped meanwhile.

Terms used everywhere in this package:

* A *pathway* is the sequence of up to K states before the event, each different from the next, the earliest first. A
  state belongs to it if it was left at most ``window`` months before the event. It is cut where a history begins or
  has a gap.
* *Time from the first step* is counted from the entry into the pathway's earliest state (or the month in which the
  person was first seen in it) to the event.
* *Between the last two events* is the time from the last change of state before the outcome to the outcome; for a
  re-entry, from the end of the previous spell to the new one.
* A *gap* is months without any support.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.histories import EventHistories
from exclusim.results.flow.outcome import Events, Outcome, row_before

__all__ = ["NOWHERE", "Trace", "trace"]

NOWHERE = -1

type Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Trace:
    """What came before each of n events, K steps back at most.

    Args:
        person: position in the histories, shape (n,).
        states: codes of the path's states, the nearest first, :data:`NOWHERE` beyond the beginning, shape (n, K).
        held: months in each of them before the event, 0 beyond the beginning, shape (n, K).
        lead: months from the first step to the event, shape (n,).
        between: months between the last two events, shape (n,).
        bare: months of ``held`` without any support, shape (n, K); None where support is not recorded.
        bare_between: months between the last two events without any support, shape (n,); or None.
        helped: whether each kind of support was given between the last two events, shape (n, kinds); or None.
    """

    person: Whole
    states: Whole
    held: Whole
    lead: Whole
    between: Whole
    bare: Whole | None
    bare_between: Whole | None
    helped: NDArray[np.bool_] | None


def trace(histories: EventHistories, events: Events, outcome: Outcome, steps: int, window: int) -> Trace:
    """Trace every event backwards.

    Args:
        steps: most states back.
        window: months before the event in which a state of the pathway must have been left.
    """
    path, n = histories.path, events.person.size
    follows = path.follows()
    states, held = np.full((n, steps), NOWHERE, np.int64), np.zeros((n, steps), np.int64)
    begin = np.tile(events.month[:, None], (1, steps))
    row, end = row_before(path, events.person, events.month), events.month
    for step in range(steps):
        row = np.where(events.month - end <= window, row, NOWHERE)
        known = row != NOWHERE
        if not known.any():
            begin[:, step:] = end[:, None]
            break
        states[known, step] = path.code[row[known]]
        begin[:, step] = np.where(known, path.start[row], end)
        held[:, step] = end - begin[:, step]
        end = begin[:, step]
        row = np.where(known & follows[row], row - 1, NOWHERE)
    since = begin[:, 0]
    if outcome.entry == "re-enters":
        since = events.since
    support = histories.support
    bare = bare_between = helped = None
    if support is not None:
        stop = np.concatenate([events.month[:, None], begin[:, :-1]], axis=1)
        who = np.repeat(events.person, steps).reshape(n, steps)
        bare = held - support.months(who.ravel(), begin.ravel(), stop.ravel()).reshape(n, steps)
        bare_between = events.month - since - support.months(events.person, since, events.month)
        helped = np.zeros((n, len(support.kinds)), bool)
        for code in range(len(support.kinds)):
            helped[:, code] = support.months(events.person, since, events.month, code) > 0
    return Trace(
        person=events.person,
        states=states,
        held=held,
        lead=events.month - end,
        between=events.month - since,
        bare=bare,
        bare_between=bare_between,
        helped=helped,
    )
