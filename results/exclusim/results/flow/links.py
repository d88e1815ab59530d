"""The streams of the backward figure: which state follows which, column by column."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.document import OTHER, START, Link
from exclusim.results.flow.pathways import pooled_events
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.small_cells import folded
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
    if pool.real:
        columns = _without_small(pool, columns, other)
    found: list[Link] = []
    for step, (target, source) in enumerate(pairwise(columns)):
        sums = np.bincount(source * len(names) + target, weights)
        for key in np.argsort(-sums, kind="stable"):
            if sums[key] > 0:
                a, b = divmod(int(key), len(names))
                found.append(Link(step=step, source=names[a], target=names[b], share=float(sums[key]) / total))
    return found


def _without_small(pool: Pool, columns: list[NDArray[np.int64]], other: int) -> list[NDArray[np.int64]]:
    """The columns with rare states of real people put together, so that no stream has only a few.

    What the table of pathways shows can be subtracted from a stream. Only what is left, the events whose pathway is
    pooled there, is therefore looked at, and no stream of theirs has few people.
    """
    pooled, person = np.flatnonzero(pooled_events(pool)), pool.joined("person")
    found = [columns[0]]
    for codes in columns[1:]:
        codes = codes.copy()
        for target in np.unique(found[-1][pooled]):
            here = pooled[found[-1][pooled] == target]
            codes[here] = folded(codes[here], person[here], other)
        found.append(codes)
    return found
