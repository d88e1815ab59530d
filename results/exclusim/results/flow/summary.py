"""The other numbers of the document: all events together, where time goes, and points for prevention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.document import PreventionPoint, Wait
from exclusim.results.flow.pool import Pool, months
from exclusim.results.flow.prevention import Point
from exclusim.results.flow.sample import Sample
from exclusim.results.flow.trace import NOWHERE

__all__ = ["overall", "prevention", "waits"]

_LEAST_REACH, _FEWEST_REACHING, _MOST_POINTS = 0.02, 5, 40
_SAME = 0.95  # a state left for one other state in so many cases is the same point as that move

type Floats = NDArray[np.float64]


def overall(pool: Pool) -> dict[str, Any]:
    """Time and support between the last two events, over all events before which something is known."""
    known, weights = pool.joined("states")[:, 0] != NOWHERE, pool.weight()
    found: dict[str, Any] = {"between": months(pool.joined("between")[known], weights[known])}
    found |= {"supported": None, "gap_between": None}
    if pool.kinds is not None:
        (helped, every), (more_helped, more) = (
            (np.array([_helped(s) for s in some]), np.array([_before(s) for s in some]))
            for some in (pool.point, pool.spread)
        )
        found["supported"] = pool.ratio(helped, every, more_helped, more)
        found["gap_between"] = months(pool.joined("bare_between")[known], weights[known])
    return found


def _before(sample: Sample) -> float:
    return float(sample.weight[sample.trace.states[:, 0] != NOWHERE].sum())


def _helped(sample: Sample) -> float:
    assert sample.trace.helped is not None  # asked only where support is recorded
    return float(sample.weight[sample.trace.helped.any(axis=1)].sum())


def waits(pool: Pool) -> list[Wait]:
    """States passed on the way, those with most of the time first."""
    states, held = pool.joined("states"), pool.joined("held")
    weights = pool.weight()
    bare = None if pool.kinds is None else pool.joined("bare")
    total = float((held * weights[:, None]).sum())
    spells = np.sum([s.spells for s in pool.point], axis=0)
    events, more_events = pool.events()
    rows = []
    for code, name in enumerate(pool.names):
        at = states == code
        step_weights = np.broadcast_to(weights[:, None], states.shape)[at]
        here = months(held[at], step_weights)
        if here is None or total <= 0:
            continue
        own, spread = (np.array([_passed(s, code) for s in samples]) for samples in (pool.point, pool.spread))
        spent = float((held[at] * step_weights).sum())
        unhelped = None if bare is None else float((bare[at] * step_weights).sum())
        rows.append(
            Wait(
                state=name,
                share=pool.ratio(own, events, spread, more_events),
                months=here,
                time_share=spent / total,
                all_months=months(np.arange(spells.shape[1]), spells[code]),
                gap_share=None if unhelped is None or spent <= 0 else unhelped / spent,
            )
        )
    return sorted(rows, key=lambda row: -row.time_share)


def _passed(sample: Sample, code: int) -> float:
    return float(sample.weight[(sample.trace.states == code).any(axis=1)].sum())


def prevention(pool: Pool, points: Sequence[Point]) -> list[PreventionPoint]:
    """Points that enough of the outcome group pass, by reach times lift."""
    passing, more_passing = (np.array([s.passing for s in some]) for some in (pool.point, pool.spread))
    reaching, more_reaching = (np.array([s.reaching for s in some]) for some in (pool.point, pool.spread))
    (people, more_people), (persons, _) = pool.people(), pool.persons()
    base = people.sum() / persons.sum()
    lead_point = np.concatenate([s.lead_point for s in pool.point])
    lead = np.concatenate([s.lead for s in pool.point])
    lead_weight = np.concatenate([s.lead_weight for s in pool.point])
    same = _repeated(points, passing.sum(axis=0))
    rows = []
    for i, point in enumerate(points):
        reached = reaching[:, i].sum()
        here = lead_point == i
        lead_months = months(lead[here], lead_weight[here])
        if i in same or here.sum() < _FEWEST_REACHING or reached < _LEAST_REACH * people.sum() or lead_months is None:
            continue
        reach = pool.ratio(reaching[:, i], people, more_reaching[:, i], more_people)
        precision = pool.ratio(reaching[:, i], passing[:, i], more_reaching[:, i], more_passing[:, i])
        lift = precision.value / base
        rows.append(
            PreventionPoint(
                kind=point.kind,
                source=point.source,
                target=point.target,
                passing=pool.mean(passing[:, i], more_passing[:, i]),
                reaching=pool.mean(reaching[:, i], more_reaching[:, i]),
                reach=reach,
                precision=precision,
                lift=lift,
                score=reach.value * lift,
                lead=lead_months,
            )
        )
    return sorted(rows, key=lambda row: (-row.score, row.source, row.target))[:_MOST_POINTS]


def _repeated(points: Sequence[Point], passing: Floats) -> set[int]:
    """States left that are nearly always left for the same other state: one row is enough."""
    most: dict[str, float] = {}
    for point, people in zip(points, passing, strict=True):
        if point.kind == "move":
            most[point.source] = max(most.get(point.source, 0.0), float(people))
    return {
        i
        for i, (point, people) in enumerate(zip(points, passing, strict=True))
        if point.kind == "leave" and most.get(point.source, 0.0) >= _SAME * people
    }
