"""One set of histories traced: small enough to keep many of them, from draws or from resampled persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.flow.histories import EventHistories
from exclusim.results.flow.outcome import Outcome, outcome_events
from exclusim.results.flow.prevention import Passings, Point, passings, points
from exclusim.results.flow.trace import Trace, trace

__all__ = ["Measured", "Sample", "Settings", "measured"]


@dataclass(frozen=True)
class Settings:
    """What is traced.

    Args:
        outcome: from where.
        steps: most states back; at most 8.
        window: months before the event in which a state of a pathway must have been left.
    """

    outcome: Outcome
    steps: int = 3
    window: int = 120


@dataclass(frozen=True)
class Sample:
    """One draw, or one resampling; people are counted by weight.

    Args:
        persons: all people; ``people``: those with the outcome.
        trace: of all events, with ``weight`` (n,).
        passing, reaching: people by prevention point, shape (points,).
        lead_point, lead, lead_weight: one entry for each person and point that reaches the outcome.
        spells: everybody's spells that are seen from start to end, by state and length, shape (states, months + 1).
        spell_people: different people behind them, whatever their weights, shape (states,).
        passings: who passes which point.
    """

    persons: float
    people: float
    trace: Trace
    weight: NDArray[np.float64]
    passing: NDArray[np.float64]
    reaching: NDArray[np.float64]
    lead_point: NDArray[np.int64]
    lead: NDArray[np.int64]
    lead_weight: NDArray[np.float64]
    spells: NDArray[np.float64]
    spell_people: NDArray[np.int64]
    passings: Passings


@dataclass(frozen=True)
class Measured:
    """Histories traced person by person, before anything is counted; the rest as in :class:`Sample`."""

    names: tuple[str, ...]
    points: tuple[Point, ...]
    support_kinds: tuple[tuple[str, str], ...] | None
    weights: NDArray[np.float64]
    trace: Trace
    passings: Passings
    spells: NDArray[np.float64]
    spell_people: NDArray[np.int64]

    def sample(self, weights: NDArray[np.float64] | None = None) -> Sample:
        """Counts under the people's weights, or others of shape (persons,)."""
        w = self.weights if weights is None else weights
        found, size = self.passings, len(self.points)
        follows = found.lead >= 0
        row_weight = w[found.person]
        return Sample(
            persons=float(w.sum()),
            people=float(w[np.unique(self.trace.person)].sum()),
            trace=self.trace,
            weight=w[self.trace.person],
            passing=np.bincount(found.point, row_weight, size),
            reaching=np.bincount(found.point[follows], row_weight[follows], size),
            lead_point=found.point[follows],
            lead=found.lead[follows],
            lead_weight=row_weight[follows],
            spells=self.spells,
            spell_people=self.spell_people,
            passings=found,
        )


def measured(histories: EventHistories, settings: Settings) -> Measured:
    """Trace the outcome backwards through all histories."""
    outcome = settings.outcome
    events = outcome_events(outcome, histories)
    spells, spell_people = _whole_spells(histories)
    return Measured(
        names=histories.path.names,
        points=points(histories),
        support_kinds=None if histories.support is None else histories.support.kinds,
        weights=histories.weights,
        trace=trace(histories, events, outcome, settings.steps, settings.window),
        passings=passings(histories, events, outcome, settings.window),
        spells=spells,
        spell_people=spell_people,
    )


def _whole_spells(histories: EventHistories) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    path, width = histories.path, histories.months + 1
    begun = path.follows()
    ended = np.append(begun[1:], False)
    whole = begun & ended
    key = path.code[whole] * width + (path.end - path.start)[whole]
    counts = np.bincount(key, histories.weights[path.person[whole]], len(path.names) * width)
    people = np.unique(np.stack([path.code[whole], path.person[whole]]), axis=1)[0]
    return counts.reshape(-1, width), np.bincount(people, minlength=len(path.names))
