"""How many participants a design needs: searched by simulation, started from the usual formula."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri
from statsmodels.stats.power import NormalIndPower, TTestIndPower
from statsmodels.stats.proportion import proportion_effectsize

from exclusim.results.evaluation.designs import COSTLY, Z95
from exclusim.results.evaluation.document import CurvePoint
from exclusim.results.evaluation.pool import Pool
from exclusim.results.evaluation.trials import NOTHING, Trials, trials

__all__ = ["FEWEST", "MOST", "closed_form", "curve", "detectable", "needed", "replicates_for"]

FEWEST, MOST = 20, 5_000
"""Participants: the fewest and the most that are tried."""
_STEPS = 5
_NEAR = 1.5  # Monte Carlo errors of the power within which the search is content
_CURVE = (0.25, 0.5, 1.0, 2.0, 4.0)


def closed_form(
    without: float, treated: float, power: float, *, lost: float = 0.0, spread: float | None = None
) -> int | None:
    """Participants in each of two equal groups for a wanted power, two-sided at five per cent.

    Two shares by the arcsine transformation, or two means with a common standard deviation ``spread``.

    >>> closed_form(0.5, 0.6, 0.8)
    388
    """
    if abs(treated - without) < NOTHING:
        return None
    if spread is None:
        size = abs(proportion_effectsize(min(max(treated, 0.0), 1.0), min(max(without, 0.0), 1.0)))
        n = NormalIndPower().solve_power(size, power=power, alpha=0.05, ratio=1.0)
    elif spread <= 0:
        return None
    else:
        n = TTestIndPower().solve_power(abs(treated - without) / spread, power=power, alpha=0.05, ratio=1.0)
    return math.ceil(float(np.squeeze(n)) / (1 - lost))


def detectable(found: Trials, power: float) -> float:
    """Smallest effect that is found with a wanted power, by the mean standard error; the design's bias left out."""
    return float((Z95 + ndtri(power)) * found.error.mean())


def replicates_for(design: str, replicates: int, participants: int) -> int:
    """Evaluations enough for a power: fewer where each is slow."""
    if design not in COSTLY:
        return min(replicates, 1_000)
    return min(replicates, 200 if participants <= 500 else 100 if participants <= 2_000 else 50)


def _point(
    pools: Sequence[Pool], design: str, participants: int, replicates: int, seed: int
) -> tuple[CurvePoint, float]:
    found = trials(pools, design, participants, replicates_for(design, replicates, participants), seed)
    power = found.power
    se = math.sqrt(max(power * (1 - power), 1 / found.size) / found.size)
    return CurvePoint(participants=participants, power=power, se=se), found.z()


def curve(pools: Sequence[Pool], design: str, participants: int, replicates: int, seed: int) -> list[CurvePoint]:
    """Power at a quarter to four times the planned number of participants."""
    sizes = sorted({min(max(round(share * participants), FEWEST), MOST) for share in _CURVE})
    return [_point(pools, design, size, replicates, seed)[0] for size in sizes]


def needed(
    pools: Sequence[Pool], design: str, power: float, start: int | None, replicates: int, seed: int
) -> CurvePoint | None:
    """Fewest participants with the wanted power, and the power found there; None where it is not reached.

    The distance of the estimate from zero grows with the square root of the number of people, so each simulated power
    says where to look next. A power over draws with different effects can stop short of what is wanted.

    Args:
        start: where to begin, such as the closed form; None begins at the most.
    """
    if not any(abs(pool.truth) > NOTHING for pool in pools):
        return None
    wanted = Z95 + ndtri(power)
    size, best = min(max(start or MOST, FEWEST), MOST), None
    for _ in range(_STEPS):
        point, z = _point(pools, design, size, replicates, seed)
        if point.power >= power - _NEAR * point.se and (best is None or size < best.participants):
            best = point
        if abs(point.power - power) <= _NEAR * point.se:
            return point
        reached = Z95 + ndtri(min(max(point.power, 0.5 / replicates), 1 - 0.5 / replicates))
        reached = reached if reached > 0.2 else max(z, 0.2)
        following = min(max(round(size * (wanted / reached) ** 2), FEWEST), MOST)
        if following == size:
            break
        size = following
    return best
