"""From unemployment to the labour-market level of the model.

The level L multiplies hazards: finding work by L^a, losing work by L^b (a > 0 > b: ``job_finding.labour_market`` and
``job_loss.labour_market``). How far unemployment moves with it is a property of the model: were there only work and
unemployment, its odds would be proportional to L^-(a - b), but flows in and out of the labour force do not follow L and
damp the answer. So the response ρ = −d logit(u) / d log(L) is measured on the simulated stationary population
(:func:`measured_response`), and the level that belongs to a rate u is

  L(u) = (odds(u) / odds(ū)) ^ (−1 / ρ),

where ū is the mean rate of 1987–2000, the years of the average transition matrix that the model is calibrated to: the
average matrix is L = 1 by definition. Nothing is fitted here. What a slump is made of, fewer hires or more dismissals,
comes from the priors of a and b.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from exclusim.calibration.evidence import series, statistics
from exclusim.calibration.local.national import national_draw
from exclusim.calibration.macro.flows import unemployment, yearly_flows
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.model.population import Group

__all__ = [
    "AVERAGE_YEARS",
    "labour_market_level",
    "labour_market_series",
    "labour_market_steps",
    "measured_response",
    "national_response",
    "unemployment_rates",
]

AVERAGE_YEARS = (1987, 2000)
_SERIES = "aged_15plus_unemployment_rate_percent"
_DIGITS = 3
_LIFE = 12 * 49  # months from 16 to 64
_LEVELS = (0.75, 1 / 0.75)


@cache
def unemployment_rates() -> Mapping[int, float]:
    """Unemployment of 15–74-year-olds by year, share of the labour force, without the years held out for validation."""
    held_out = {
        row.year
        for row in statistics().values()
        if row.role == "validation"
        and row.indicator == "unemployment_rate_LFS"
        and (row.age_from, row.age_to) == (15, 74)
    }
    rows = (row for row in series("sweden_ilostat_gapminder_series.csv") if row["series"] == _SERIES)
    return MappingProxyType({int(r["year"]): float(r["value"]) / 100 for r in rows if r["year"] not in held_out})


@cache
def average_unemployment() -> float:
    """Mean rate of the years of the average matrix; a year that the series lacks is interpolated."""
    first, last = AVERAGE_YEARS
    known = unemployment_rates()
    return float(np.mean(np.interp(range(first, last + 1), sorted(known), [known[y] for y in sorted(known)])))


def labour_market_level(rate: float, response: float | None = None) -> float:
    """Level that belongs to an unemployment rate, 1.0 at the mean of 1987–2000.

    Args:
        rate: share of the labour force, between 0 and 1, exclusive.
        response: ρ; that of the national model by default.

    Raises:
        ExclusimError: the rate is no share.

    >>> round(labour_market_level(average_unemployment(), response=1.0), 6)
    1.0
    """
    if not 0 < rate < 1:
        raise ExclusimError(f"an unemployment rate lies between 0 and 1 (got {rate:g})")
    return math.exp(-float(logit(rate) - logit(average_unemployment())) / _or_national(response))


def _or_national(response: float | None) -> float:
    return national_response() if response is None else response


def labour_market_series(start: int, months: int, response: float | None = None) -> NDArray[np.float64]:
    """Level by month from January of ``start``, shape (months,).

    Yearly rates stand at mid-year and are joined by straight lines on the logit scale, across missing years as well.
    Before the first and after the last known year the level is 1.0.
    """
    known = unemployment_rates()
    years = np.array(sorted(known))
    middle = years * 12.0 + 5.5
    month = start * 12.0 + np.arange(months)
    odds = np.interp(month, middle, logit(np.array([known[y] for y in years])))
    level = np.exp(-(odds - logit(average_unemployment())) / _or_national(response))
    inside = (month >= years[0] * 12) & (month < (years[-1] + 1) * 12)
    return np.where(inside, level, 1.0)


def labour_market_steps(first: int, last: int, response: float | None = None) -> list[dict[str, str | float]]:
    """Yearly levels as ``environment.labour_market`` of a scenario file takes them, back to 1.0 after ``last``.

    Raises:
        ExclusimError: a year is missing in the series or held out.
    """
    known = unemployment_rates()
    missing = [year for year in range(first, last + 1) if year not in known]
    if missing:
        raise ExclusimError(
            f"there is no unemployment rate to use for {missing[0]}",
            hint=f"known are years from {min(known)} to {max(known)}, with gaps",
        )
    steps: list[dict[str, str | float]] = [
        {"from": f"{year}-01", "level": round(labour_market_level(known[year], response), _DIGITS)}
        for year in range(first, last + 1)
    ]
    return [*steps, {"from": f"{last + 1}-01", "level": 1.0}]


def measured_response(draw: Draw, *, seed: int = 1, persons: int = 8_000) -> float:
    """ρ of one draw: how fast the log odds of unemployment fall as the log level rises.

    The same people live from 16 to 64 under two constant levels, one above and one below 1.

    Raises:
        ExclusimError: unemployment does not fall when the level rises.
    """
    rates = []
    for level in _LEVELS:
        market = np.full(_LIFE, level)
        plan = RunPlan(default_world(), (Group("cohort", persons),), _LIFE, market)
        rates.append(unemployment(yearly_flows(simulate(plan, draw, seed, histories=True), _LIFE, 0).sum(axis=0)))
    response = float(logit(rates[0]) - logit(rates[1])) / math.log(_LEVELS[1] / _LEVELS[0])
    if response <= 0:
        raise ExclusimError("unemployment does not fall when the labour-market level rises; check the elasticities")
    return response


@cache
def national_response() -> float:
    """ρ of the national model at its central values."""
    return measured_response(national_draw(), persons=20_000)
