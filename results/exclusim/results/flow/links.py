"""The streams of the backward figure: which state follows which, column by column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from exclusim.results.flow.document import OTHER, START, Link
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.trace import NOWHERE

__all__ = ["links"]

_RAREST, _MOST = 0.03, 8


def links(pool: Pool, outcome: str) -> list[Link]:
    """Streams between neighbouring columns, from the outcome backwards; shares of events, 1 in every column.

    Columns in which nobody has a known state are left out.
    """
    states, weights = pool.joined("states"), pool.weight()
    total = float(weights.sum())
    names = (*pool.names, OTHER, START, outcome)
    other, start, end = range(len(pool.names), len(names))
    columns = [np.full(weights.size, end)]
    for codes in states.T:
        known = codes != NOWHERE
        if not known.any():
            break
        size = np.bincount(codes[known], weights[known], len(pool.names))
        often = [code for code in np.argsort(-size)[:_MOST] if size[code] >= _RAREST * total]
        columns.append(np.where(known, np.where(np.isin(codes, often), codes, other), start))
    found: list[Link] = []
    for step, (target, source) in enumerate(pairwise(columns)):
        sums = np.bincount(source * len(names) + target, weights)
        for key in np.argsort(-sums, kind="stable"):
            if sums[key] > 0:
                a, b = divmod(int(key), len(names))
                found.append(Link(step=step, source=names[a], target=names[b], share=float(sums[key]) / total))
    return found
