"""Each actor's net year by year, and its worst year: what a budget holder sees before the long run pays.

Money is SEK of the document's price year, not discounted; a gain is positive.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from exclusim.model.money import REPORTED
from exclusim.results.interval import Band, Frozen, Interval

__all__ = ["WorstYear", "YearlyNet", "worst_years", "yearly_net"]


class WorstYear(Frozen):
    """The year in which an actor's mean net is lowest; the first of them where several are."""

    year: int = Field(description="as in `years`: age attained, or years since the run's start or arrival")
    calendar: int | None = Field(description="null: the source does not say when it begins")
    amount: Interval = Field(description="net of that year; not below zero where no year is a loss")
    limit: float | None = Field(default=None, description="the actor's budget of that year, where one is given")
    share: float | None = Field(default=None, description="the mean amount as a share of that budget")


class YearlyNet(Frozen):
    """Net by year from the run's first month to the end of the horizon, whichever the discount rate."""

    years: list[int] = Field(description="age (cohort) or years since arrival of each point of `net`")
    net: dict[str, Band]
    worst: dict[str, WorstYear]


def yearly_net(values: NDArray[np.float64], years: Sequence[int], first_calendar: int | None) -> YearlyNet:
    """Summary of samples.

    Args:
        values: net by draw, year and ``REPORTED`` actor, shape (draws, years, actors).
        years: what each year is called.
        first_calendar: calendar year of the first, where it is known.
    """
    return YearlyNet(
        years=list(years),
        net={actor: Band.of(values[:, :, column]) for column, actor in enumerate(REPORTED)},
        worst=worst_years(values, years, first_calendar),
    )


def worst_years(values: NDArray[np.float64], years: Sequence[int], first_calendar: int | None) -> dict[str, WorstYear]:
    """By actor, the year with the lowest mean of ``values``; arguments as of :func:`yearly_net`."""
    lowest = values.mean(axis=0).argmin(axis=0)
    return {
        actor: WorstYear(
            year=years[at],
            calendar=None if first_calendar is None else first_calendar + at,
            amount=Interval.of(values[:, at, column]),
        )
        for column, actor in enumerate(REPORTED)
        for at in [int(lowest[column])]
    }
