"""The stock of excluded people when a new cohort of the same size joins every year.

Nobody interacts across cohorts, so the stock is one cohort's profile by years since joining, shifted: in a given year
the stock is the sum of the profile over all cohorts that are still followed. The baseline is a steady state: as many
people every year. A scenario given from year 0 on reaches the cohorts that join then; older ones live as before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.results.interval import Band, Interval
from exclusim.results.pathways import Stock

__all__ = ["YEARS", "changes", "stock", "yearly"]

YEARS = 20


def changes(
    before: NDArray[np.float64], after: NDArray[np.float64], years: int = YEARS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Change of the stock by year when the first cohort, or every cohort, has the scenario.

    Args:
        before, after: excluded people of one cohort by year since joining, shape (replicates, cohorts).

    Returns:
        For the first cohort only and for every cohort, each of shape (replicates, years + 1); year 0 is before the
        first cohort joins, so nothing has changed.

    >>> once, always = changes(np.array([[4.0, 2.0]]), np.array([[3.0, 0.0]]), years=3)
    >>> once[0].tolist(), always[0].tolist()
    ([0.0, -1.0, -2.0, 0.0], [0.0, -1.0, -3.0, -3.0])
    """
    once = np.zeros((before.shape[0], years + 1))
    followed = min(before.shape[1], years)
    once[:, 1 : followed + 1] = (after - before)[:, :followed]
    return once, np.cumsum(once, axis=1)


def stock(before: NDArray[np.float64], after: NDArray[np.float64]) -> Stock:
    """Curves of a scenario against its baseline.

    Args:
        before, after: excluded people of one cohort by month since joining, shape (replicates, months).
    """
    today = yearly(before)
    once, every_year = changes(today, yearly(after))
    return Stock(
        cohorts=today.shape[1],
        baseline=Interval.of(today.sum(axis=1)),
        years=list(range(YEARS + 1)),
        once=Band.of(once),
        every_year=Band.of(every_year),
        nobody_enters=Band.of(changes(today, np.zeros_like(today))[1]),
    )


def yearly(monthly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of each year, from shape (replicates, months) to (replicates, years)."""
    return np.asarray(monthly.reshape(monthly.shape[0], -1, 12).mean(axis=2))
