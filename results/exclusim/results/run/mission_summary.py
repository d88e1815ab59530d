"""Shared clients over replicates: one scenario, and what it changes against its baseline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.results.interval import Interval
from exclusim.results.missions import ALL_FOUR, MAIN_ACTORS, NarrowChange, SharedClients
from exclusim.results.run.missions import Shared

__all__ = ["narrow_change", "shared_clients"]


def shared_clients(found: Sequence[Shared], whole: NDArray[np.float64], size: float) -> SharedClients:
    """Summary over replicates.

    Args:
        found: of one scenario, by replicate.
        whole: the main actors' exclusion account over the horizon, shape (replicates, actors).
        size: people of the real group, all cohorts.
    """
    people = np.array([shared.people for shared in found])
    cost, all_of_it = np.array([shared.cost for shared in found]), whole.sum(axis=1)
    share = np.divide(cost.sum(axis=1), all_of_it, out=np.zeros(len(found)), where=all_of_it != 0)
    return SharedClients(
        people=Interval.of(people),
        people_share=Interval.of(people / size),
        months=Interval.of([shared.months for shared in found]),
        cost=_by_actor(cost),
        cost_share=Interval.of(share),
    )


def narrow_change(before: Sequence[Shared], after: Sequence[Shared], project: NDArray[np.float64]) -> NarrowChange:
    """What a scenario changes within the narrow boundary.

    Args:
        before, after: the baseline and the scenario, by replicate.
        project: what interventions and help beyond today's cost the main actors, shape (replicates, actors).
    """
    pairs = list(zip(before, after, strict=True))
    gain = np.array([np.subtract(one.whole, other.whole) for one, other in pairs])
    net = gain - project
    return NarrowChange(
        people=Interval.of([other.people - one.people for one, other in pairs]),
        months=Interval.of([other.months - one.months for one, other in pairs]),
        gain=_by_actor(gain),
        project=_by_actor(project),
        net=_by_actor(net),
        probability_loss={actor: float((values < 0).mean()) for actor, values in _columns(net).items()},
    )


def _by_actor(values: NDArray[np.float64]) -> dict[str, Interval]:
    return {actor: Interval.of(column) for actor, column in _columns(values).items()}


def _columns(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Samples of shape (replicates, actors) by actor, the four together first."""
    return {ALL_FOUR: values.sum(axis=1)} | {actor: values[:, at] for at, actor in enumerate(MAIN_ACTORS)}
