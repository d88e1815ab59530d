"""CART: boxes as leaves of a small classification tree (scikit-learn)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from exclusim.results.discovery.box import Limits, pruned

__all__ = ["tree_boxes"]

_DEPTH, _LEAST = 3, 0.03


def tree_boxes(
    points: NDArray[np.float64], fails: NDArray[np.bool_], seed: int, trials: int | None = None
) -> list[Limits]:
    """Leaves in which failing is commoner than in all, the one with most failures first.

    The tree has at most three levels, so that a box has at most three limits; a leaf holds three per cent of the
    points at least. Limits that do nothing, or that chance explains, are freed as PRIM's are.
    """
    if fails.all() or not fails.any():
        return []
    model = DecisionTreeClassifier(
        max_depth=_DEPTH, min_samples_leaf=max(round(_LEAST * len(points)), 5), random_state=seed
    )
    tree = model.fit(points, fails).tree_
    found: list[tuple[float, Limits]] = []

    def walk(node: int, limits: Limits) -> None:
        if tree.children_left[node] < 0:
            share = float(tree.value[node][0][1] / tree.value[node][0].sum())
            if share > fails.mean() and limits:
                found.append((share * float(tree.n_node_samples[node]), limits))
            return
        column, at = int(tree.feature[node]), float(tree.threshold[node])
        low, high = limits.get(column, (-np.inf, np.inf))
        walk(tree.children_left[node], {**limits, column: (low, min(high, at))})
        walk(tree.children_right[node], {**limits, column: (max(low, at), high)})

    walk(0, {})
    leaves = [limits for _, limits in sorted(found, key=lambda pair: -pair[0])]
    kept = [pruned(points, fails, limits, trials or points.shape[1]) for limits in leaves]
    return [limits for place, limits in enumerate(kept) if limits and limits not in kept[:place]]
