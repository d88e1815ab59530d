"""Which effects a model has: chosen by the likelihood of persons left out of the fit, never by taste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exclusim.calibration.sequences.data import Sequences, shuffled
from exclusim.calibration.sequences.design import COMPONENTS, Patterns, design_of, patterns_of
from exclusim.calibration.sequences.exposure import Exposure, exposures, previous_classes
from exclusim.calibration.sequences.hazards import fit_hazards, log_likelihood

__all__ = ["Alternative", "choose"]

FOLDS = 3
MOST_PERSONS = 2000  # the choice needs no more; the chosen model is then fitted to everybody
_TOLERANCE = 0.1
_LATE = "covariates_by_year"  # costs most to fit; tried on what is left when the others are chosen


@dataclass(frozen=True)
class Alternative:
    """A model that was tried."""

    components: tuple[str, ...]
    score: float  # cross-validated log-likelihood a person


def choose(
    sequences: Sequences, seed: int, report: Callable[[float], None] = lambda share: None
) -> tuple[frozenset[str], tuple[Alternative, ...]]:
    """Components of the best model, and everything that was tried, the best first.

    Backward elimination: from all components, the one whose absence helps most goes, then the next, until none helps.
    The constant model is tried as a reference, covariate effects that change by year as an addition.
    """
    if sequences.persons > MOST_PERSONS:
        some = np.sort(shuffled(sequences.ids, f"choice {seed}")[:MOST_PERSONS])
        sequences = sequences.take(some)
    tried: dict[frozenset[str], float] = {}
    trial = _Trial(sequences, seed)
    possible = [name for name in COMPONENTS if name != _LATE and trial.possible(name)]
    expected = 2 * len(possible) + 3

    def score(components: frozenset[str]) -> float:
        if components not in tried:
            tried[components] = trial.score(components)
            report(min(0.98, len(tried) / expected))
        return tried[components]

    score(frozenset())
    best = frozenset(possible)
    score(best)
    without = sorted(possible, key=lambda name: -score(best - {name}))
    for name in without:
        if score(best - {name}) >= score(best):
            best -= {name}
        elif len(best) < len(possible):
            break  # the next ones were missed even more
    if "covariates" in best:
        wider = best | {_LATE}
        if score(wider) > score(best):
            best = wider
    if score(frozenset()) > score(best):
        best = frozenset()
    ranked = sorted(tried.items(), key=lambda item: -item[1])
    return best, tuple(Alternative(_ordered(components), value) for components, value in ranked)


def _ordered(components: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in COMPONENTS if name in components)


class _Trial:
    """The folds, with their person-months at risk put together once."""

    def __init__(self, sequences: Sequences, seed: int) -> None:
        self.months, self.states = sequences.months, len(sequences.states)
        self.persons = sequences.persons
        self.patterns: Patterns = patterns_of(sequences)
        fold = np.argsort(shuffled(sequences.ids, f"fold {seed}")) % FOLDS
        self.folds: list[tuple[list[Exposure], list[Exposure]]] = []
        for k in range(FOLDS):
            fitted, left_out = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
            classes = previous_classes(sequences.codes[fitted], self.states)
            rows = [
                list(exposures(sequences.take(part), self.patterns.of_person[part], classes))
                for part in (fitted, left_out)
            ]
            self.folds.append((rows[0], rows[1]))

    def possible(self, component: str) -> bool:
        """Whether the data can tell anything about a component at all."""
        if component == "covariates":
            return bool(self.patterns.values.shape[1])
        if component == "season":
            return self.months > 18
        return True

    def score(self, components: frozenset[str]) -> float:
        design = design_of(components, self.patterns, self.months)
        total = 0.0
        penalties: dict[str, float] = {}
        for fitted, left_out in self.folds:
            hazards = fit_hazards(fitted, design, self.states, penalties=penalties, tolerance=_TOLERANCE)
            penalties = hazards.penalties
            total += log_likelihood(hazards, left_out)
        return total / self.persons
