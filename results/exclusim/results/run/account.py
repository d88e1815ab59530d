"""From a run's counts to money: SEK by month and cost line, and what each line is to whom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exclusim.model.columns import Panel
from exclusim.model.engine import Spells
from exclusim.model.ledger import CostBook, actor_view, person_ledger
from exclusim.model.money import PUBLIC, Kind
from exclusim.results.run.plan import CasePlan

__all__ = ["KINDS", "Costs", "by_account", "kind_view", "line_amounts", "society_by_person"]

KINDS = tuple(kind.value for kind in Kind)


class Costs(NamedTuple):
    """Cost by month, undiscounted SEK of the real group, each of shape (months, V)."""

    exclusion: NDArray[np.float64]
    ordinary: NDArray[np.float64]


def line_amounts(plan: CasePlan, book: CostBook, panel: Panel, youth: int) -> NDArray[np.float64]:
    """SEK by month and cost line of one cohort, undiscounted, scaled to the real group, shape (months, lines).

    Args:
        plan: whose first group joins in the first month.
        book: lines of one draw.
        panel: counts of the run.
        youth: months before lost work and taxes count, see :meth:`CasePlan.youth`.
    """
    months, statuses = panel.status.shape
    joined = np.zeros((months, statuses), np.int64)
    start = [status.name for status in plan.base.world.statuses].index(plan.base.groups[0].start)
    joined[0, start] = plan.persons
    amounts = book.amounts(panel, joined)
    amounts[:youth, book.of_work] = 0.0
    amounts *= plan.scale
    return amounts


def by_account(book: CostBook, money: NDArray[np.float64]) -> Costs:
    """Both accounts by reported actor.

    Args:
        book: lines of one draw.
        money: SEK by month and line, shape (months, lines).
    """
    counted = book.in_exclusion[:, None]
    both = money @ np.hstack([book.view * counted, book.view * ~counted])
    return Costs(*np.hsplit(both, 2))


def society_by_person(
    book: CostBook, spells: Spells, youth: int, *parts: tuple[NDArray[np.bool_] | None, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """What each person costs society, shape (persons, parts).

    Args:
        book: lines of one draw.
        spells: histories.
        youth: months before lost work and taxes count, see :meth:`CasePlan.youth`.
        parts: the lines that count (None for all), shape (lines,), and the weight of each month, shape (months,).
    """
    grown = np.arange(spells.months) >= youth
    view, factors = [], []
    for lines, weights in parts:
        for kind, months in ((book.of_work, grown), (~book.of_work, np.ones_like(grown))):
            view.append(book.view[:, 0] * (kind if lines is None else kind & lines))
            factors.append(weights * months)
    costs = person_ledger(book, spells, np.stack(view, axis=1), np.stack(factors, axis=1))
    return np.asarray(costs[:, 0::2] + costs[:, 1::2])


def kind_view(book: CostBook) -> NDArray[np.float64]:
    """Weight of each line in each kind, shape (lines, 4); transfers and revenue net, as the public actors see them."""
    public = actor_view(book.lines, PUBLIC).sum(axis=1)
    kind = np.array([KINDS.index(line.kind.value) for line in book.lines])
    own = np.array([line.kind in (Kind.REAL, Kind.PRODUCTION) for line in book.lines])
    table = np.zeros((len(book.lines), len(KINDS)))
    table[np.arange(len(book.lines)), kind] = np.where(own, 1.0, public)
    return table
