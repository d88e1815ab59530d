"""Lives written by hand, as histories for the flow analysis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exclusim.results.flow.histories import EventHistories, Support, Track

type Life = Sequence[tuple[str, int]]
"""States with their months, in order; an empty state is a gap in what is known."""

type Help = tuple[int, int, int, str]
"""Person, first month, first month after, agency."""


def lives(
    written: Sequence[Life], helped: Sequence[Help] | None = None, weights: Sequence[float] = ()
) -> EventHistories:
    """Histories from lives; ``helped`` None: support is not recorded."""
    names = tuple(dict.fromkeys(state for life in written for state, _ in life if state))
    rows: list[tuple[int, int, int, int]] = []
    longest = 0
    for person, life in enumerate(written):
        month = 0
        for state, months in life:
            if state:
                rows.append((person, month, month + months, names.index(state)))
            month += months
        longest = max(longest, month)
    person, start, end, code = (np.array(column) for column in zip(*rows, strict=True))
    path = Track.of(names, person, start, end, code)
    support = None
    if helped is not None:
        who, begin, stop, agency = zip(*helped, strict=True) if helped else ((), (), (), ())
        support = Support.of(who, begin, stop, kind="öppenvård", agency=agency)
    return EventHistories(
        persons=len(written),
        months=longest,
        path=path,
        tracks={"state": path},
        weights=np.array(weights) if weights else np.ones(len(written)),
        support=support,
        labels=tuple(f"m{month}" for month in range(1, longest + 1)),
    )
