"""How small may the effect be before it loses?

Without any effect a project's net is exactly its cost: no life changes. With the whole effect it is the comparison's
mean. In between, the scenario is simulated with half of every log effect, on the same draws and lives; a parabola
through the first point, fitted to the other two with their number of draws as weights, gives the share at which the
net turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from exclusim.model.money import REPORTED
from exclusim.results.compare.document import Threshold
from exclusim.results.compare.draws import outcomes
from exclusim.results.compare.sampling import Sampled
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate
from exclusim.results.run.threads import in_order

__all__ = ["break_even", "thresholds"]

_HALF = 0.5


def weakened(plan: CasePlan, share: float) -> CasePlan:
    """The plan with ``share`` of every log effect left."""
    treatments = {
        name: replace(
            treatment,
            effects=tuple(
                (effect.model_copy(update={"scale": effect.scale * share}), intervention, bit, parameter)
                for effect, intervention, bit, parameter in treatment.effects
            ),
        )
        for name, treatment in plan.treatments.items()
    }
    return replace(plan, treatments=treatments)


def thresholds(
    plan: CasePlan, sampled: Sampled, seed: int, draws: int, threads: int, progress: Callable[[float], None]
) -> dict[str, Threshold]:
    """By scenario; one without effects on hazards (a change of rules) has no threshold."""
    weaker = weakened(plan, _HALF)
    few = min(draws, sampled.count)
    half: dict[str, list[np.ndarray]] = {name: [] for name in plan.case.scenarios}
    work = in_order(lambda index: outcomes(weaker, replicate(weaker, index, seed)), few, threads)
    for done, one in enumerate(work, start=1):
        for name, outcome in one.outcomes.items():
            half[name].append(outcome.net)
        progress(done / few)
    found = {}
    for name, treatment in plan.treatments.items():
        if name not in half:
            continue
        if not treatment.effects:
            found[name] = Threshold(shares=[], net={}, break_even_share={})
            continue
        sample = sampled.scenarios[name]
        none, whole = -sample.cost.mean(axis=0), sample.net.mean(axis=0)
        # The half effect relative to the whole one on the same draws, so that their common chance cancels.
        middle = whole + (np.array(half[name]) - sample.net[:few]).mean(axis=0)
        curve = {a: (float(none[i]), float(middle[i]), float(whole[i])) for i, a in enumerate(REPORTED)}
        found[name] = Threshold(
            shares=[0.0, _HALF, 1.0],
            net={actor: list(values) for actor, values in curve.items()},
            break_even_share={
                actor: break_even(*values, weight=few / sampled.count) for actor, values in curve.items()
            },
        )
    return found


def break_even(none: float, half: float, whole: float, weight: float = 1.0) -> float | None:
    """Smallest share of the effect at which the net is not negative; None: not even at the whole effect.

    Args:
        none, half, whole: net at no, half and whole effect.
        weight: of the middle point against the last.

    >>> break_even(-2.0, 0.0, 2.0)
    0.5
    >>> break_even(-2.0, -1.5, -1.0) is None
    True
    """
    if whole < 0:
        return None
    if none >= 0:
        return 0.0
    shares, gain = np.array([_HALF, 1.0]), np.array([half - none, whole - none])
    weights = np.sqrt([weight, 1.0])
    basis = np.column_stack([shares, shares**2]) * weights[:, None]
    slope, bend = np.linalg.lstsq(basis, gain * weights, rcond=None)[0]
    roots = np.roots([bend, slope, none]) if abs(bend) > 1e-12 * abs(slope) else np.array([-none / slope])
    inside = [float(root.real) for root in roots if abs(root.imag) < 1e-9 and 0 <= root.real <= 1 + 1e-9]
    return round(min(inside, default=1.0), 10)
