"""From a run's counts to money: SEK by month and cost line, and what each line is to whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.columns import Panel
from exclusim.model.ledger import CostBook, actor_view
from exclusim.model.money import PUBLIC, Kind
from exclusim.results.run.plan import CasePlan

__all__ = ["KINDS", "kind_view", "line_amounts"]

KINDS = tuple(kind.value for kind in Kind)


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
    adult = np.array([line.kind in (Kind.PRODUCTION, Kind.REVENUE) for line in book.lines])
    amounts[:youth, adult] = 0.0
    return np.asarray(amounts * plan.scale)


def kind_view(book: CostBook) -> NDArray[np.float64]:
    """Weight of each line in each kind, shape (lines, 4); transfers and revenue net, as the public actors see them."""
    public = actor_view(book.lines, PUBLIC).sum(axis=1)
    kind = np.array([KINDS.index(line.kind.value) for line in book.lines])
    own = np.array([line.kind in (Kind.REAL, Kind.PRODUCTION) for line in book.lines])
    table = np.zeros((len(book.lines), len(KINDS)))
    table[np.arange(len(book.lines)), kind] = np.where(own, 1.0, public)
    return table
