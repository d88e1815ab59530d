"""What really happens to those who take part: the effect at follow-up, long after, and over the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.model.engine import Spells
from exclusim.model.ledger import CostBook
from exclusim.model.parameters import Draw
from exclusim.results.evaluation.lives import months_in
from exclusim.results.evaluation.trial import Planned
from exclusim.results.run.account import society_by_person

__all__ = ["LONG", "Prices", "Truth", "excluded_months", "lasting"]

LONG = (24, 60)
"""Months after the end of the programme over which the lasting effect is the mean."""


@dataclass(frozen=True)
class Truth:
    """Mean effects on one draw's participants; positive is better.

    Args:
        follow_up: on the outcome at follow-up.
        long_term: on the outcome's share two to five years after the end; None where that is not simulated.
        without, treated: mean outcome at follow-up; ``spread``: the standard deviation of the outcome.
        months: excluded months avoided per participant until follow-up and over the horizon.
        gain: SEK of present value at enrolment to society per participant, likewise, before the programme's cost.
    """

    follow_up: float
    long_term: float | None
    without: float
    treated: float
    spread: float
    months: tuple[float, float]
    gain: tuple[float, float]


@dataclass(frozen=True)
class Prices:
    """Society's cost of lives under one draw, discounted to enrolment."""

    planned: Planned
    draw: Draw

    def cost(self, spells: Spells, until: int) -> NDArray[np.float64]:
        """Of each person from the start to ``until``, shape (persons,)."""
        planned, plan = self.planned, self.planned.plan
        book = CostBook(cost_book(self.draw, plan.case.appraisal.price_year), planned.base.world.statuses)
        month = np.arange(planned.base.months)
        factors = plan.valuation.factors[: planned.base.months] / plan.valuation.factors[planned.start]
        factors = np.where((month >= planned.start) & (month < until), factors, 0.0)
        return society_by_person(book, spells, plan.youth(self.draw), (None, factors))[:, 0]


def excluded_months(planned: Planned, spells: Spells, until: int) -> NDArray[np.float64]:
    """Each person's excluded months from the start to ``until``, shape (persons,)."""
    flags = np.array([status.excluded for status in planned.base.world.statuses])
    return months_in(spells, flags, planned.start, until)


def lasting(planned: Planned, spells: Spells, good: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Share of the months two to five years after the end in good statuses, shape (persons,); None: not simulated."""
    first, last = (planned.end + months for months in LONG)
    if last > planned.base.months:
        return None
    return months_in(spells, good, first, last) / (last - first)
