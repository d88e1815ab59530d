"""Pathways with their shares, times, gaps and support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.document import Pathway, SupportShare
from exclusim.results.flow.pool import Pool, months
from exclusim.results.flow.sample import Sample
from exclusim.results.flow.small_cells import folded
from exclusim.results.flow.trace import NOWHERE, Trace

__all__ = ["events_by_row", "pathways", "pooled_events"]

_RAREST, _MOST = 0.01, 12

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int64]


def _keys(trace: Trace, size: int) -> Whole:
    """One whole number a pathway, shape (n,)."""
    return np.asarray((trace.states + 1) @ (size + 1) ** np.arange(trace.states.shape[1], dtype=np.int64))


def pathways(pool: Pool) -> list[Pathway]:
    """Pathways by share, the rare ones pooled in a last row; of real people also those that few have gone."""
    found, row_of, firsts = _rows(pool)
    states = pool.joined("states")
    names = [[pool.names[code] for code in states[first][::-1] if code != NOWHERE] for first in firsts]
    counts = _PathCounts.of(pool, found, row_of, len(firsts) + 1)
    rows = [_pathway(pool, counts, row, path, 0) for row, path in enumerate(names)]
    pooled = int((row_of == len(firsts)).sum())
    if pooled:
        rows.append(_pathway(pool, counts, len(firsts), [], pooled))
    return rows


def _rows(pool: Pool) -> tuple[Whole, Whole, Whole]:
    """Keys of all pathways found; the row of each in the table, the last one for pooled; an event of each other row."""
    keys = np.concatenate([_keys(s.trace, len(pool.names)) for s in pool.point])
    found, first, at = np.unique(keys, return_index=True, return_inverse=True)
    total = np.bincount(at, pool.weight())
    order = np.lexsort((found, -total))
    kept = [int(i) for i in order[:_MOST] if total[i] >= _RAREST * total.sum()]
    rest = [int(i) for i in order if int(i) not in set(kept)]
    if len(rest) == 1:  # a row of its own tells more than a row called "other"
        kept, rest = [*kept, *rest], []
    if pool.real:
        shown = np.full(found.size, -1)
        shown[kept] = kept
        left = set(folded(shown[at], pool.joined("person"), other=-1).tolist())
        kept = [i for i in kept if i in left]
    row_of = np.full(found.size, len(kept))
    row_of[kept] = np.arange(len(kept))
    return found, row_of, first[kept]


def events_by_row(pool: Pool) -> Whole:
    """Row of each event's pathway in the table, shape (events,); pooled ones, and they only, have the number of rows
    with a pathway of their own."""
    found, row_of, _ = _rows(pool)
    keys = np.concatenate([_keys(s.trace, len(pool.names)) for s in pool.point])
    return np.asarray(row_of[np.searchsorted(found, keys)])


def pooled_events(pool: Pool) -> NDArray[np.bool_]:
    """Whether each event's pathway is pooled, shape (events,)."""
    _, _, firsts = _rows(pool)
    return np.asarray(events_by_row(pool) == firsts.size)


@dataclass(frozen=True)
class _PathCounts:
    """Events by sample and row of the table, in the samples of the number and in those of its interval.

    Args:
        row: row of each event of all point samples, shape (n,).
        events, helped, kinds: shapes (samples, rows), (samples, rows), (samples, rows, kinds); the second of each
            pair belongs to the interval.
    """

    row: Whole
    events: tuple[Floats, Floats]
    helped: tuple[Floats, Floats]
    kinds: tuple[Floats, Floats]

    @classmethod
    def of(cls, pool: Pool, found: Whole, row_of: Whole, rows: int) -> _PathCounts:
        cache: dict[int, Whole] = {}

        def rows_of(trace: Trace) -> Whole:
            # Resampled persons share one trace. What only an interval's sample holds counts as rare.
            if id(trace) not in cache:
                keys = _keys(trace, len(pool.names))
                at = np.searchsorted(found, keys).clip(max=found.size - 1)
                cache[id(trace)] = np.where(found[at] == keys, row_of[at], rows - 1)
            return cache[id(trace)]

        def counted(samples: Sequence[Sample]) -> tuple[Floats, Floats, Floats]:
            kinds = len(pool.kinds or ())
            events, helped = np.zeros((len(samples), rows)), np.zeros((len(samples), rows))
            by_kind = np.zeros((len(samples), rows, kinds))
            for number, s in enumerate(samples):
                row, given = rows_of(s.trace), s.trace.helped
                events[number] = np.bincount(row, s.weight, rows)
                if given is not None:
                    helped[number] = np.bincount(row, s.weight * given.any(axis=1), rows)
                    for kind in range(kinds):
                        by_kind[number, :, kind] = np.bincount(row, s.weight * given[:, kind], rows)
            return events, helped, by_kind

        (events, helped, kinds), spread = counted(pool.point), counted(pool.spread)
        row = np.concatenate([rows_of(s.trace) for s in pool.point])
        return cls(row, (events, spread[0]), (helped, spread[1]), (kinds, spread[2]))


def _pathway(pool: Pool, counts: _PathCounts, row: int, states: list[str], pooled: int) -> Pathway:
    at = counts.row == row
    weights = pool.weight()[at]
    held = pool.joined("held")[at]
    empty = not states and not pooled
    here, spread = (events[:, row] for events in counts.events)
    helped, helped_spread = (given[:, row] for given in counts.helped)
    supported = supported_events = gap = gap_between = None
    support: list[SupportShare] = []
    if pool.kinds is not None and not empty:
        supported = pool.ratio(helped, here, helped_spread, spread)
        supported_events = pool.mean(helped, helped_spread)
        gap = months(pool.joined("bare")[at].sum(axis=1), weights)
        gap_between = months(pool.joined("bare_between")[at], weights)
        for number, (kind, agency) in enumerate(pool.kinds):
            given, given_spread = (by_kind[:, row, number] for by_kind in counts.kinds)
            if given.any():
                share = pool.ratio(given, here, given_spread, spread)
                support.append(SupportShare(kind=kind, agency=agency, share=share))
    by_step = [months(held[:, step], weights) for step in reversed(range(len(states)))]
    return Pathway(
        states=states,
        pooled=pooled,
        events=pool.mean(here, spread),
        share=pool.ratio(here, counts.events[0].sum(axis=1), spread, counts.events[1].sum(axis=1)),
        time=None if empty else months(pool.joined("lead")[at], weights),
        months_in_state=[step for step in by_step if step is not None],
        between=None if empty else months(pool.joined("between")[at], weights),
        gap=gap,
        gap_between=gap_between,
        supported=supported,
        supported_events=supported_events,
        support=sorted(support, key=lambda found: -found.share.value),
    )
