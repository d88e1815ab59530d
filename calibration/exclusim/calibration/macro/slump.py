"""What the model says of the slump of 1993–96 when it knows nothing of it but the rate of unemployment.

Sixteen cohorts, four years apart, live through 1938–2000, so that all ages from 16 to 64 are present in 1987–2000. The
labour-market level follows the unemployment series (:mod:`.level`), 1.0 before it begins. Simulated flows of 1987–2000
are compared with the average matrix, those of 1993–96 with the slump's; both are means of yearly matrices. The slump's
matrix takes no part in anything but the comparison.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.special import expit, logit

from exclusim.calibration.macro.flows import FLOW_STATES, published_matrix, unemployment, yearly_flows
from exclusim.calibration.macro.level import (
    AVERAGE_YEARS,
    labour_market_series,
    measured_response,
    unemployment_rates,
)
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.parameters import Draw
from exclusim.model.population import Group

__all__ = ["SLUMP_YEARS", "SlumpCell", "SlumpPrediction", "slump_prediction"]

SLUMP_YEARS = (1993, 1996)
_FIRST_YEAR = 1938  # the oldest cohort is 65 in 1987
_COHORT_GAP = 4  # years; the slump lasts as long, so every age is seen equally often in it
_MONTHS = 12 * (AVERAGE_YEARS[1] - _FIRST_YEAR + 1)
_COUNTED = 12 * (AVERAGE_YEARS[0] - _FIRST_YEAR)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(_Frozen):
    """Mean and 90 % interval over draws."""

    mean: float
    p5: float
    p95: float


class SlumpCell(_Frozen):
    """A quarterly transition probability, self-employment left out.

    ``simulated_*`` are the model's own levels. ``predicted`` is the published average moved by the simulated change
    (on the logit scale): what the factor says of the slump, free of how well the average is met. ``inside``: the
    published slump lies in the interval of ``predicted``, widened by half a unit of the printed decimal.
    """

    origin: str
    target: str
    published_average: float
    published_slump: float
    simulated_average: Range
    simulated_slump: Range
    predicted: Range
    inside: bool
    right_direction: bool


class SlumpPrediction(_Frozen):
    """All sixteen cells, the mean level in the slump, ρ, and unemployment relative to the average (ratio of odds)."""

    cells: list[SlumpCell]
    level: Range
    response: Range
    unemployment_odds_ratio: Range
    published_unemployment_odds_ratio: float
    draws: int
    persons: int


_HALF_UNIT = 0.0005


def slump_prediction(draws: Iterable[Draw], *, seed: int = 1, persons: int = 16_000) -> SlumpPrediction:
    """Predicted against published flows of 1993–96.

    Args:
        draws: parameter draws, prior or calibrated ones; at least one.
        seed: of the lives; each draw gets its own.
        persons: simulated people per draw, over all cohorts.

    Raises:
        ValueError: no draws.
    """
    average, slump, odds, level, responses = [], [], [], [], []
    for index, draw in enumerate(draws):
        response = measured_response(draw, seed=seed + index)
        market = labour_market_series(_FIRST_YEAR, _MONTHS, response)
        flows = _flows(draw, market, seed + index, persons)
        in_slump = slice(SLUMP_YEARS[0] - AVERAGE_YEARS[0], SLUMP_YEARS[1] - AVERAGE_YEARS[0] + 1)
        responses.append(response)
        yearly = np.array([_probabilities(year) for year in flows])
        average.append(yearly.mean(axis=0))
        slump.append(yearly[in_slump].mean(axis=0))
        rates = np.array([unemployment(year) for year in flows])
        odds.append(_odds(rates[in_slump].mean()) / _odds(rates.mean()))
        month = 12 * (SLUMP_YEARS[0] - _FIRST_YEAR)
        level.append(market[month : month + 12 * (in_slump.stop - in_slump.start)].mean())
    if not average:
        raise ValueError("at least one draw")
    return SlumpPrediction(
        cells=_cells(np.array(average), np.array(slump)),
        level=_range(np.array(level)),
        response=_range(np.array(responses)),
        unemployment_odds_ratio=_range(np.array(odds)),
        published_unemployment_odds_ratio=_published_odds(),
        draws=len(average),
        persons=persons,
    )


def _flows(draw: Draw, market: NDArray[np.float64], seed: int, persons: int) -> NDArray[np.int64]:
    entries = range(0, _MONTHS, 12 * _COHORT_GAP)
    size = max(1, persons // len(entries))
    groups = tuple(Group("cohort", size, enter=enter, first_person=n * size) for n, enter in enumerate(entries))
    run = simulate(RunPlan(default_world(), groups, _MONTHS, market), draw, seed, histories=True)
    return yearly_flows(run, _MONTHS, _COUNTED)


def _probabilities(flows: NDArray[np.int64]) -> NDArray[np.float64]:
    smoothed = flows + 0.5  # a flow that nobody made is rare, not impossible
    return np.asarray(smoothed / smoothed.sum(axis=1, keepdims=True))


def _odds(rate: float) -> float:
    return rate / (1 - rate)


def _published_odds() -> float:
    known = unemployment_rates()
    years = np.arange(AVERAGE_YEARS[0], AVERAGE_YEARS[1] + 1)
    rate = np.interp(years, sorted(known), [known[y] for y in sorted(known)])
    in_slump = (years >= SLUMP_YEARS[0]) & (years <= SLUMP_YEARS[1])
    return _odds(float(rate[in_slump].mean())) / _odds(float(rate.mean()))


def _cells(average: NDArray[np.float64], slump: NDArray[np.float64]) -> list[SlumpCell]:
    was, became = published_matrix("average"), published_matrix("slump")
    predicted = expit(logit(was) + logit(slump) - logit(average))
    cells = []
    for i, origin in enumerate(FLOW_STATES):
        for j, target in enumerate(FLOW_STATES):
            found = _range(predicted[:, i, j])
            cells.append(
                SlumpCell(
                    origin=origin,
                    target=target,
                    published_average=float(was[i, j]),
                    published_slump=float(became[i, j]),
                    simulated_average=_range(average[:, i, j]),
                    simulated_slump=_range(slump[:, i, j]),
                    predicted=found,
                    inside=bool(found.p5 - _HALF_UNIT <= became[i, j] <= found.p95 + _HALF_UNIT),
                    right_direction=bool((found.mean - was[i, j]) * (became[i, j] - was[i, j]) >= 0),
                )
            )
    return cells


def _range(values: NDArray[np.float64]) -> Range:
    low, high = np.quantile(values, [0.05, 0.95])
    return Range(mean=float(values.mean()), p5=float(low), p95=float(high))
