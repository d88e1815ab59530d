"""Statistical disclosure control: fewer than five real people are never shown, nor found by subtraction.

Two ways out of a small number. Rows of a list are *folded*: who is in a small row is counted in the row of the others.
Cells of a table whose totals are shown are *hidden*, and with them so many larger ones that no subtraction gives the
small one back. Both look at different people, whatever their weights and however many events each has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "distinct", "folded", "hidden_rows", "is_small", "may_show"]

FEWEST = 5
"""Fewest people that a shown number may rest on."""

type Whole = NDArray[np.int64]


def is_small(people: int) -> bool:
    """Whether a count of people must not be shown; nobody is no secret.

    >>> [is_small(people) for people in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < people < FEWEST


def may_show(*cells: int) -> bool:
    """Whether a division of people into ``cells`` may be shown: none of them is small."""
    return not any(is_small(int(people)) for people in cells)


def distinct(label: Whole, person: Whole) -> dict[int, int]:
    """Different people by label; one entry of ``label`` and ``person`` an event, shape (n,)."""
    pairs = np.unique(np.stack([label, person], axis=1), axis=0)
    found, people = np.unique(pairs[:, 0], return_counts=True)
    return dict(zip(found.tolist(), people.tolist(), strict=True))


def folded(label: Whole, person: Whole, other: int) -> Whole:
    """Labels of events in which no label has fewer than :data:`FEWEST` different people.

    Small labels become ``other``; while that is small itself, the smallest of the rest follow.

    >>> folded(np.array([1, 1, 1, 1, 1, 2, 2, 3, 3, 3]), np.arange(10), other=9).tolist()
    [1, 1, 1, 1, 1, 9, 9, 9, 9, 9]
    """
    label = label.copy()
    while True:
        sizes = distinct(label, person)
        rest = sizes.pop(other, 0)
        small = [key for key, people in sizes.items() if is_small(people)]
        if not small and is_small(rest) and sizes:
            small = [min(sizes, key=lambda key: (sizes[key], key))]
        if not small:
            return label
        label[np.isin(label, small)] = other


def hidden_rows(table: Sequence[Sequence[int]] | Whole) -> NDArray[np.bool_]:
    """Rows of a table of counts to hide, where the totals of rows and columns are shown, shape (rows,).

    A row with a small cell is hidden whole, and other rows with it until the hidden cells of every column make a sum
    that may be shown, as anybody can find it by subtraction. Then some other hidden row has people in any column that
    hides a small cell, and people can be moved between the two rows without changing a total: no small cell is
    determined. Where a column's total is small, every row is hidden, and the totals must be as well.

    Args:
        table: different people, shape (rows, columns). A single column is a list with its total.

    >>> hidden_rows([[20, 3], [15, 9], [30, 12]]).tolist()
    [True, True, False]
    """
    counts = np.asarray(table, np.int64)
    hidden = np.asarray(((counts > 0) & (counts < FEWEST)).any(axis=1))
    while hidden.any() and not hidden.all():
        sums = counts[hidden].sum(axis=0)
        short = np.flatnonzero((sums > 0) & (sums < FEWEST))
        if short.size == 0:
            break
        left = np.flatnonzero(~hidden & (counts[:, short[0]] > 0))
        candidates = left if left.size else np.flatnonzero(~hidden)
        hidden[candidates[counts[candidates].sum(axis=1).argmin()]] = True
    return hidden
