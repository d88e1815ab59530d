"""What help beyond today's costs: the price of a rule that lets more people in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.costs import help_costs
from exclusim.model.institutions.system import SystemRun
from exclusim.model.vocabulary import Status

__all__ = ["help_beyond_today"]


def help_beyond_today(
    statuses: Sequence[Status],
    today_values: Mapping[str, float],
    today: SystemRun,
    values: Mapping[str, float],
    system: SystemRun,
) -> NDArray[np.float64]:
    """SEK by month and reported actor, shape (months, V), in prices of ``PRICE_YEAR``, for the simulated people.

    The cost book already holds today's help for every excluded month. The cost is therefore that of the help given,
    minus that of as much help as today for as many people as are excluded in ``system``.
    """
    excluded = np.array([status.excluded for status in statuses])
    before, after = (run.run.panel.status[:, excluded].sum(axis=1).astype(np.float64) for run in (today, system))
    as_many = np.divide(after, before, out=np.zeros_like(before), where=before > 0)
    given = help_costs(values, system.offices.helped.astype(np.float64))
    usual = today.offices.helped.astype(np.float64) * as_many[:, None]
    return given - help_costs(today_values, usual)
