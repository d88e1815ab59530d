"""Which change of a parameter gives a wanted change of a key figure? Asked of the agent model itself.

Every figure has one shift: added to the logits of its shares, or to the logs of its rates. The figures are solved in
order (grade 9, diploma, UVAS): a shift changes only its own figure and those after it, so one pass is exact. The same
people with the same random numbers are simulated each time, and the logit of the figure is a monotone, nearly smooth
function of the shift, whose root is bracketed and found by Brent's method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.special import expit, logit

from exclusim.calibration.local.key_figures import KEY_FIGURES, KeyFigure
from exclusim.calibration.local.statistics import local_statistics
from exclusim.calibration.shifts import moved
from exclusim.model.parameters import Draw

__all__ = ["Solution", "shifted", "solve"]

_FARTHEST = 3.0  # a factor of 20 on odds or rates
_NOTHING = 1e-9  # of a difference; rounding when a figure is written down and read again
_TOLERANCE = 2e-3  # of a shift; smaller steps move single simulated people

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Solution:
    """Shifts by key figure, and simulated shares for the nation, as expected, and for the place."""

    shifts: Mapping[str, float]
    nation: Mapping[str, float]
    expected: Mapping[str, float]
    local: Mapping[str, float]
    out_of_reach: tuple[str, ...]


def shifted(draw: Draw, units: Mapping[str, str], shifts: Mapping[str, float]) -> Draw:
    """``draw`` with the parameters of each shifted figure moved. Works on any draw, a posterior one included."""
    changes = {
        name: moved(draw[name], units[name], shift)
        for kpi, shift in shifts.items()
        for name in KEY_FIGURES[kpi].parameters
    }
    return Draw(draw.index, {**draw.values, **changes})


def solve(
    differences: Mapping[str, float],
    national: Draw,
    units: Mapping[str, str],
    *,
    persons: int = 40_000,
    seed: int = 1,
    progress: Progress = lambda stage, share: None,
) -> Solution:
    """Shifts that move each simulated figure by its difference (on the logit scale) from the simulated nation.

    Figures without a difference stay at the nation's parameters, not at the nation's level: pupils who fail grade 9
    more often also get a diploma less often.
    """
    progress("simulating the nation", 0.0)
    nation = local_statistics(national, seed, persons)
    shifts: dict[str, float] = {}
    expected = dict(nation)
    unreachable = []
    for done, figure in enumerate(f for f in KEY_FIGURES.values() if f.kpi in differences):
        progress("solving for the local parameters", 0.1 + 0.8 * done / len(differences))
        if abs(differences[figure.kpi]) < _NOTHING and not any(shifts.values()):
            shifts[figure.kpi] = 0.0  # the nation's own figure, and nothing before it has moved
            continue
        target = float(logit(nation[figure.kpi])) + differences[figure.kpi]
        expected[figure.kpi] = float(expit(target))
        shifts[figure.kpi], reached = _root(figure, target, national, units, shifts, persons, seed)
        if not reached:
            unreachable.append(figure.kpi)
    local = local_statistics(shifted(national, units, shifts), seed, persons)
    progress("done", 1.0)
    return Solution(
        shifts, nation, {**local, **{kpi: expected[kpi] for kpi in shifts}}, local, tuple(unreachable)
    )  # fmt: skip


def _root(
    figure: KeyFigure,
    target: float,
    national: Draw,
    units: Mapping[str, str],
    before: Mapping[str, float],
    persons: int,
    seed: int,
) -> tuple[float, bool]:
    known: dict[float, float] = {}

    def miss(shift: float) -> float:
        if shift not in known:
            draw = shifted(national, units, {**before, figure.kpi: shift})
            known[shift] = float(logit(local_statistics(draw, seed, persons)[figure.kpi])) - target
        return known[shift]

    step = 0.25
    low, high = -step, step
    while figure.sign * miss(low) > 0 and low > -_FARTHEST:
        low = max(2 * low, -_FARTHEST)
    while figure.sign * miss(high) < 0 and high < _FARTHEST:
        high = min(2 * high, _FARTHEST)
    if miss(low) * miss(high) > 0:
        return (low if abs(miss(low)) < abs(miss(high)) else high), False
    return float(brentq(miss, low, high, xtol=_TOLERANCE)), True
