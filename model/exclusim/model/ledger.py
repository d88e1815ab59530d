"""The ledger: integer counts × cost book → money by month and line, and the same per person.

A line's amount in a month is a count times an amount, so the ledger of a run is exact whatever the order of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.columns import Panel
from exclusim.model.engine import Spells
from exclusim.model.money import PUBLIC, REPORTED, Actor, CostLine, Kind, Scope
from exclusim.model.vocabulary import BURDENS, Status

__all__ = ["CostBook", "actor_view", "person_ledger"]


def actor_view(lines: Sequence[CostLine], actors: Sequence[str] = REPORTED) -> NDArray[np.float64]:
    """What one krona of each line means to each actor, shape (lines, actors): +1 pays, −1 receives, 0 neither.

    ``society`` counts real costs and production only; ``public`` is the sum of the six public actors. Ledger actors
    such as ``individ`` may be asked for by their own name.
    """
    return _view(tuple((line.payer, line.payee, line.kind) for line in lines), tuple(actors))


@lru_cache(maxsize=64)
def _view(parties: tuple[tuple[Actor, Actor | None, Kind], ...], actors: tuple[str, ...]) -> NDArray[np.float64]:
    view = np.zeros((len(parties), len(actors)))
    for row, (payer, payee, kind) in enumerate(parties):
        moved = {payer.reported: 1.0}
        if payee is not None:
            moved[payee.reported] = moved.get(payee.reported, 0.0) - 1.0
        moved["society"] = float(kind in (Kind.REAL, Kind.PRODUCTION))
        moved["public"] = sum(moved.get(actor, 0.0) for actor in PUBLIC)
        view[row] = [moved.get(actor, 0.0) for actor in actors]
    view.flags.writeable = False
    return view


@dataclass(frozen=True)
class _Triggers:
    """Where each line applies, 0 or 1; the same for every draw, as only amounts differ."""

    held: NDArray[np.float64]  # (statuses, lines)
    carried: NDArray[np.float64]  # (burdens, lines)
    entered: NDArray[np.float64]  # (from, to, event lines)
    event_lines: NDArray[np.intp]


@lru_cache(maxsize=16)
def _triggers(triggers: tuple[str, ...], statuses: tuple[Status, ...]) -> _Triggers:
    held = np.zeros((len(statuses), len(triggers)))
    carried = np.zeros((len(BURDENS), len(triggers)))
    entered: list[NDArray[np.float64]] = []
    event_lines: list[int] = []
    for column, trigger in enumerate(triggers):
        word, _, name = trigger.partition(":")
        if word in ("activity", "support", "status"):
            held[:, column] = _members(word, name, statuses)
        elif word == "burden" and name in BURDENS:
            carried[BURDENS.index(name), column] = 1.0
        elif word == "event":
            inside = _members(*_EVENTS.get(name, ("activity", name)), statuses)
            entered.append(np.outer(~inside, inside).astype(np.float64))
            event_lines.append(column)
        else:
            raise ValueError(f"a cost line has the unknown trigger {trigger!r}")
    stacked = np.stack(entered, axis=2) if entered else np.zeros((len(statuses), len(statuses), 0))
    return _Triggers(held, carried, stacked, np.array(event_lines, np.intp))


_EVENTS = {"case_opening": ("support", "social_assistance")}
"""Events that are not named after the activity they lead to."""


def _members(word: str, name: str, statuses: tuple[Status, ...]) -> NDArray[np.bool_]:
    names = {
        "activity": [status.activity for status in statuses],
        "support": [status.support for status in statuses],
        "status": [f"{status.activity}/{status.support}" for status in statuses],
    }[word]
    members = np.array([member == name for member in names])
    if not members.any():
        raise ValueError(f"no status matches the cost trigger {word}:{name}")
    return members


@dataclass(frozen=True)
class CostBook:
    """Cost lines made ready for the statuses of a world.

    Raises:
        ValueError: a trigger names nothing that exists.
    """

    lines: tuple[CostLine, ...]
    statuses: tuple[Status, ...]

    @cached_property
    def _where(self) -> _Triggers:
        return _triggers(tuple(line.trigger for line in self.lines), self.statuses)

    @cached_property
    def _amount(self) -> NDArray[np.float64]:
        return np.array([line.amount for line in self.lines])

    @cached_property
    def in_exclusion(self) -> NDArray[np.bool_]:
        """Which lines belong to the exclusion account, shape (lines,)."""
        return np.array([line.scope is Scope.EXCLUSION for line in self.lines])

    @cached_property
    def of_work(self) -> NDArray[np.bool_]:
        """Lines of what people's work brings, production and taxes, which counts from working age; shape (lines,)."""
        return np.array([line.kind in (Kind.PRODUCTION, Kind.REVENUE) for line in self.lines])

    @cached_property
    def view(self) -> NDArray[np.float64]:
        """What one krona of each line means to each reported actor, shape (lines, V); see :func:`actor_view`."""
        return actor_view(self.lines)

    @cached_property
    def held(self) -> NDArray[np.float64]:
        """SEK of each line per person-month in each status, shape (statuses, lines)."""
        return self._where.held * self._amount

    @cached_property
    def carried(self) -> NDArray[np.float64]:
        """SEK of each line per person-month with each burden, shape (burdens, lines)."""
        return self._where.carried * self._amount

    @cached_property
    def event_lines(self) -> NDArray[np.intp]:
        """Columns of the lines that are paid per event."""
        return self._where.event_lines

    @cached_property
    def entered(self) -> NDArray[np.float64]:
        """SEK of each event line per move, shape (from statuses, to statuses, event lines)."""
        return self._where.entered * self._amount[self.event_lines]

    @cached_property
    def on_joining(self) -> NDArray[np.float64]:
        """SEK of each event line when somebody joins the run in a status, shape (statuses, event lines)."""
        return np.asarray(self.entered.max(axis=0))

    def amounts(self, panel: Panel, joined: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """SEK by month and line, undiscounted, shape (months, lines).

        Args:
            panel: counts of a run.
            joined: people who join the run by month and first status, shape (months, statuses); joining counts as
                an entry (an arrival in the establishment programme is one).
        """
        money = panel.status @ self.held + panel.burden @ self.carried
        if self.event_lines.size:
            per_move = self.entered.reshape(-1, self.event_lines.size)
            moved = np.flatnonzero(per_move.any(axis=1))  # only few pairs of statuses cost anything
            moves = panel.moves.reshape(panel.moves.shape[0], -1)[:, moved]
            money[:, self.event_lines] += moves @ per_move[moved]
            if joined is not None:
                money[:, self.event_lines] += joined @ self.on_joining
        return np.asarray(money)


@njit(cache=True, nogil=True)
def _person_ledger(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    burdens: NDArray[np.uint8],
    months: int,
    held: NDArray[np.float64],
    carried: NDArray[np.float64],
    entered: NDArray[np.float64],
    joining: NDArray[np.float64],
    factors: NDArray[np.float64],
) -> NDArray[np.float64]:
    persons, views = first.size - 1, held.shape[1]
    cumulated = np.zeros((months + 1, views))
    for t in range(months):
        for v in range(views):
            cumulated[t + 1, v] = cumulated[t, v] + factors[t, v]
    masks = 1 << carried.shape[0]
    monthly = np.empty((held.shape[0] * masks, views))  # a month in each status with each set of burdens
    for s in range(held.shape[0]):
        for mask in range(masks):
            for v in range(views):
                value = held[s, v]
                for b in range(carried.shape[0]):
                    if mask >> b & 1:
                        value += carried[b, v]
                monthly[s * masks + mask, v] = value
    out = np.zeros((persons, views))
    for i in range(persons):
        for row in range(first[i], first[i + 1]):
            begin = np.int64(month[row])
            end = months if row + 1 == first[i + 1] else np.int64(month[row + 1])
            stay = status[row] * masks + burdens[row]
            for v in range(views):
                out[i, v] += (cumulated[end, v] - cumulated[begin, v]) * monthly[stay, v]
            if row == first[i]:
                for v in range(views):
                    out[i, v] += factors[begin, v] * joining[status[row], v]
            elif status[row] != status[row - 1]:
                for v in range(views):
                    out[i, v] += factors[begin, v] * entered[status[row - 1], status[row], v]
    return out


def person_ledger(
    book: CostBook, spells: Spells, view: NDArray[np.float64], factors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Each person's cost by view, shape (persons, views).

    Args:
        book: the cost book.
        spells: histories.
        view: weight of each line in each view, shape (lines, views), such as :func:`actor_view`.
        factors: weight of each month, such as present-value factors within the horizon, shape (months,); or of each
            month in each view, shape (months, views).
    """
    return np.asarray(
        _person_ledger(
            spells.first,
            spells.month,
            spells.status,
            spells.burdens,
            spells.months,
            np.ascontiguousarray(book.held @ view),
            np.ascontiguousarray(book.carried @ view),
            np.ascontiguousarray(book.entered @ view[book.event_lines]),
            np.ascontiguousarray(book.on_joining @ view[book.event_lines]),
            np.ascontiguousarray(factors if factors.ndim == 2 else np.repeat(factors[:, None], view.shape[1], axis=1)),
        )
    )


LEDGER_ACTORS = tuple(dict.fromkeys(actor.reported for actor in Actor))
"""Everybody in the ledger, the individual and employers included, under their reported names."""
