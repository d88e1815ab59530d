"""How surely a scenario pays, which is best, and which are worth their money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exclusim.results.compare.document import Acceptability, FrontierPoint

__all__ = ["NOTHING", "acceptability", "frontier"]

NOTHING = "baseline"
_POINTS = 41


def acceptability(net: Mapping[str, NDArray[np.float64]]) -> Acceptability:
    """Probability that each gain (draws,) exceeds a threshold, and that each scenario, or doing nothing, is best."""
    table = np.column_stack(list(net.values()))
    low, high = np.quantile(table, [0.01, 0.99])
    thresholds = np.linspace(min(low, 0.0), max(high, 0.0), _POINTS)
    above = {name: (gain[:, None] > thresholds).mean(axis=0).tolist() for name, gain in net.items()}
    best = np.column_stack([table, np.zeros(len(table))]).argmax(axis=1)
    names = [*net, NOTHING]
    return Acceptability(
        thresholds=thresholds.tolist(),
        exceeds=above,
        best={name: float((best == i).mean()) for i, name in enumerate(names)},
    )


def frontier(cost: Mapping[str, float], effect: Mapping[str, float]) -> list[FrontierPoint]:
    """The cost-effectiveness frontier from doing nothing upwards.

    Args:
        cost: net cost to the public sector (intervention less what it saves), SEK.
        effect: avoided person-years of exclusion.

    A scenario is off the frontier when another, or a mix of two others, does as much for less (strong and extended
    dominance). The ratio is SEK per avoided year beyond the point before.
    """
    points = [(NOTHING, 0.0, 0.0)] + [(name, cost[name], effect[name]) for name in cost]
    # Whatever saves money and does good beats doing nothing, so the frontier starts at the cheapest.
    current = min(points, key=lambda point: (point[1], -point[2]))
    found = [FrontierPoint(scenario=current[0], cost=current[1], effect=current[2], ratio=None)]
    while True:
        better = [point for point in points if point[2] > current[2] + 1e-9]
        if not better:
            return found
        following = min(better, key=lambda p: ((p[1] - current[1]) / (p[2] - current[2]), -p[2]))
        ratio = (following[1] - current[1]) / (following[2] - current[2])
        found.append(FrontierPoint(scenario=following[0], cost=following[1], effect=following[2], ratio=ratio))
        current = following
