"""What one coalition of removed faults costs: a vector with a column for each thing that is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.calibration.prices import price_index
from exclusim.model.engine import Run
from exclusim.model.institutions.costs import PRICE_YEAR
from exclusim.model.institutions.system import SystemRun
from exclusim.model.ledger import CostBook
from exclusim.model.money import REPORTED, Kind
from exclusim.model.parameters import Draw
from exclusim.results.run.account import KINDS, kind_view, line_amounts
from exclusim.results.run.help import help_beyond_today
from exclusim.results.run.histories import handovers
from exclusim.results.run.plan import CasePlan

__all__ = ["ALL", "BY_KIND", "EXCLUSION", "HELP", "SOCIETY", "SWITCHES", "VIEWS", "YEARS", "Pricing"]

_ACTORS = len(REPORTED)
ALL = slice(0, _ACTORS)
"""Everything, by reported actor: exclusion, ordinary life and help beyond today's, from the first month on."""
EXCLUSION = slice(_ACTORS, 2 * _ACTORS)
"""The exclusion account over the horizon, by reported actor."""
BY_KIND = slice(2 * _ACTORS, 2 * _ACTORS + len(KINDS))
"""Everything by kind; transfers and revenue as the public actors see them."""
HELP = BY_KIND.stop
"""The part of everything that is help beyond today's."""
YEARS = HELP + 1
"""Person-years in excluded statuses, from the first month on."""
SWITCHES = YEARS + 1
"""Moves from a status that one agency answers for to one of another's, from the first month on."""
VIEWS = SWITCHES + 1
SOCIETY = REPORTED.index("society")
"""Column of everything that society pays."""


@dataclass(frozen=True)
class Pricing:
    """Prices of one draw: present values in SEK of the case's price year, for the real group.

    Args:
        plan: of the case.
        draw: with today's rules.
        months: length of the runs: from the first month to the end of the horizon.
    """

    plan: CasePlan
    draw: Draw
    months: int

    @cached_property
    def _book(self) -> CostBook:
        return CostBook(cost_book(self.draw, self.plan.case.appraisal.price_year), self.plan.base.world.statuses)

    @cached_property
    def _headline(self) -> NDArray[np.bool_]:
        return self._book.in_exclusion

    @cached_property
    def _excluded(self) -> NDArray[np.bool_]:
        return np.array([status.excluded for status in self.plan.base.world.statuses])

    @cached_property
    def _factors(self) -> NDArray[np.float64]:
        return self.plan.valuation.weights(self.months, 0)[: self.months]

    def cost(self, system: SystemRun, today: SystemRun, rules: Draw) -> NDArray[np.float64]:
        """Cost of a run, shape (:data:`VIEWS`,).

        Args:
            system: a run under ``rules``.
            today: the run with today's rules; only help beyond its help per excluded month is a cost of its own.
            rules: the draw with rules changed or removed.
        """
        money = line_amounts(self.plan, self._book, system.run.panel, self.plan.youth(self.draw))
        lines = self._factors @ money
        horizon = self.plan.valuation.weights(self.months)[: self.months]
        extra = self._help(system, today, rules)
        out = np.zeros(VIEWS)
        out[ALL] = lines @ self._book.view + extra
        out[EXCLUSION] = (horizon @ money)[self._headline] @ self._book.view[self._headline]
        out[BY_KIND] = lines @ kind_view(self._book)
        out[BY_KIND.start + KINDS.index(Kind.REAL.value)] += extra[SOCIETY]
        out[HELP] = extra[SOCIETY]
        out[YEARS] = self.excluded_years(system.run)
        out[SWITCHES] = self.switches(system.run)
        return out

    def excluded_years(self, run: Run) -> float:
        """Person-years in excluded statuses in the real group."""
        return float(run.panel.status[: self.months, self._excluded].sum()) / 12 * self.plan.scale

    def switches(self, run: Run) -> float:
        """Moves between agencies in the real group."""
        between = handovers(self.plan.base.world.statuses)
        return float(run.panel.moves[: self.months].sum(axis=0)[between].sum()) * self.plan.scale

    def _help(self, system: SystemRun, today: SystemRun, rules: Draw) -> NDArray[np.float64]:
        """Present value of help beyond today's by reported actor."""
        statuses = self.plan.base.world.statuses
        extra = help_beyond_today(statuses, self.draw.values, today, rules.values, system)
        factor = price_index().factor(PRICE_YEAR, self.plan.case.appraisal.price_year)
        return np.asarray(self._factors @ extra * factor * self.plan.scale)
