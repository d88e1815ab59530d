"""Histories of individuals as columns: who, from when to when, what; and who helped them meanwhile.

Months count from 0, the first month of the run or of the file. A span holds from ``start`` to ``end``, the end
exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EventHistories", "Milestones", "Support", "Track", "Vocabulary", "unions"]

type Whole = NDArray[np.int64]


def unions(group: Whole, start: Whole, end: Whole) -> tuple[Whole, Whole, Whole]:
    """Spans of the same group that overlap or adjoin, put together; sorted by group and start.

    >>> [found.tolist() for found in unions(np.array([1, 0, 1]), np.array([2, 0, 0]), np.array([5, 4, 2]))]
    [[0, 1], [0, 0], [4, 5]]
    """
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    if group.size == 0:
        return group, start, end
    # Every group is shifted beyond the last month of the one before it, so that one running maximum serves them all.
    shift = np.cumsum(np.concatenate([[0], group[1:] != group[:-1]])) * (int(end.max()) + 1)
    reach = np.maximum.accumulate(end + shift)
    begins = np.ones(group.size, bool)
    begins[1:] = (start + shift)[1:] > reach[:-1]
    begins[1:] |= group[1:] != group[:-1]
    last = np.append(np.flatnonzero(begins)[1:] - 1, group.size - 1)
    return group[begins], start[begins], (reach - shift)[last]


def _meeting(person: Whole, start: Whole, end: Whole, code: Whole | None = None) -> tuple[Whole, Whole]:
    """First and last row of each stretch of rows that follow upon each other; rows are sorted by person and start."""
    begins = np.ones(person.size, bool)
    begins[1:] = (person[1:] != person[:-1]) | (start[1:] != end[:-1])
    if code is not None:
        begins[1:] |= code[1:] != code[:-1]
    first = np.flatnonzero(begins)
    return first, np.append(first[1:], person.size)[: first.size] - 1


@dataclass(frozen=True)
class Track:
    """What people are or carry, in spans. Spans of one person and name neither overlap nor adjoin.

    Args:
        names: the alphabet; codes are positions in it.
        person, start, end, code: shape (rows,), sorted by person and start.
    """

    names: tuple[str, ...]
    person: Whole
    start: Whole
    end: Whole
    code: Whole

    @classmethod
    def of(cls, names: Sequence[str], person: Whole, start: Whole, end: Whole, code: Whole) -> Track:
        """From rows sorted by person and start, one state at a time; rows of the same state that meet become one."""
        first, last = _meeting(person, start, end, code)
        return cls(tuple(names), person[first], start[first], end[last], code[first])

    @classmethod
    def of_flags(cls, names: Sequence[str], person: Whole, start: Whole, end: Whole, held: NDArray[np.bool_]) -> Track:
        """From rows sorted by person and start, with any number of names held at a time, shape (rows, names)."""
        parts = []
        for code in range(len(names)):
            rows = np.flatnonzero(held[:, code])
            first, last = _meeting(person[rows], start[rows], end[rows])
            parts.append((person[rows][first], start[rows][first], end[rows][last], np.full(first.size, code)))
        who, begin, stop, what = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((begin, who))
        return cls(tuple(names), who[order], begin[order], stop[order], what[order])

    def follows(self) -> NDArray[np.bool_]:
        """Whether the row before is the same person's and ends where this one starts, shape (rows,)."""
        found = np.zeros(self.person.size, bool)
        found[1:] = (self.person[1:] == self.person[:-1]) & (self.end[:-1] == self.start[1:])
        return found


@dataclass(frozen=True)
class Support:
    """Help that people received, in intervals that may overlap.

    Args:
        kinds: what and by whom, as (kind, agency); either may be empty.
        person, start, end: shape (rows,); code: position in ``kinds``.
    """

    kinds: tuple[tuple[str, str], ...]
    person: Whole
    start: Whole
    end: Whole
    code: Whole

    @classmethod
    def of(
        cls,
        person: ArrayLike,
        start: ArrayLike,
        end: ArrayLike,
        *,
        kind: str | Sequence[str] = "",
        agency: str | Sequence[str] = "",
    ) -> Support:
        """From intervals with words. With whole numbers for agencies, as a run has them, construct the class itself.

        Args:
            person: position of the person helped, shape (rows,).
            start, end: first month, and first month after it.
            kind, agency: what the help was and who gave it, one for all rows or one a row.

        Raises:
            ValueError: columns of different lengths, or an interval that ends before it starts.
        """
        who, begin, stop = (np.asarray(column, np.int64) for column in (person, start, end))
        what = [kind] * who.size if isinstance(kind, str) else list(kind)
        whom = [agency] * who.size if isinstance(agency, str) else list(agency)
        if not who.size == begin.size == stop.size == len(what) == len(whom):
            raise ValueError("support: expected columns of the same length")
        if (stop < begin).any():
            raise ValueError("support: an interval ends before it starts")
        pairs = list(zip(what, whom, strict=True))
        kinds = tuple(sorted(set(pairs)))
        position = {pair: at for at, pair in enumerate(kinds)}
        return cls(kinds, who, begin, stop, np.array([position[pair] for pair in pairs], np.int64))

    def months_before(self, person: Whole, month: Whole, code: int | None = None) -> Whole:
        """Supported months so far, counted over all people before this one and this person's before ``month``.

        The difference of two such counts of one person is the number of supported months between them, overlaps
        counted once. ``code`` takes one kind only. Shape of ``person``.
        """
        rows = slice(None) if code is None else self.code == code
        who, start, end = unions(self.person[rows], self.start[rows], self.end[rows])
        if who.size == 0:
            return np.zeros(person.shape, np.int64)
        width = int(max(start.max(), month.max(initial=0))) + 1
        at = np.searchsorted(who * width + start, person * width + month)
        total = np.concatenate([[0], np.cumsum(end - start)])[at]
        before = np.maximum(at - 1, 0)
        open_ended = (at > 0) & (who[before] == person)
        return np.asarray(total - np.where(open_ended, np.maximum(end[before] - month, 0), 0))

    def months(self, person: Whole, start: Whole, end: Whole, code: int | None = None) -> Whole:
        """Supported months of each person from ``start`` to ``end``, shape of ``person``."""
        stop = np.maximum(start, end)
        return self.months_before(person, stop, code) - self.months_before(person, start, code)


@dataclass(frozen=True)
class Milestones:
    """Events that are more than a move from one state to another: a school left without a diploma, a burden met.

    ``person``, ``month``, ``code``: shape (rows,); codes are positions in ``names``.
    """

    names: tuple[str, ...]
    person: Whole
    month: Whole
    code: Whole


@dataclass(frozen=True)
class Vocabulary:
    """What an outcome may name.

    Args:
        names: names by kind (activity, status, burden, group; state in imported sequences).
        ages: first and last age that anybody is followed at; None where ages are unknown.
        labels: name of each month, where months and not ages are named.
    """

    names: Mapping[str, tuple[str, ...]]
    ages: tuple[int, int] | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventHistories:
    """Everybody's history.

    Args:
        persons: number of people; positions 0 … persons − 1 are their names in every column.
        months: length of the histories.
        path: one state at a time: what is traced.
        tracks: by kind, everything that an outcome may name.
        support: help intervals; None where they are not recorded, which is not the same as no help.
        milestones: further events at which prevention might act.
        weights: people that each stands for, shape (persons,), mean 1.
        age0: age attained in the calendar year of month 0, shape (persons,); None where unknown.
        labels: name of each month, shape (months,); empty for simulated lives.
    """

    persons: int
    months: int
    path: Track
    tracks: Mapping[str, Track]
    weights: NDArray[np.float64]
    support: Support | None = None
    milestones: Milestones | None = None
    age0: Whole | None = None
    labels: tuple[str, ...] = field(default=())

    @property
    def vocabulary(self) -> Vocabulary:
        ages = None
        if self.age0 is not None:
            ages = int(self.age0.min()), int(self.age0.max()) + (self.months - 1) // 12
        return Vocabulary({kind: track.names for kind, track in self.tracks.items()}, ages, self.labels)
