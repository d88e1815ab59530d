"""Observed against simulated on the same persons, with the sampling error of what was observed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.data import MISSING, Sequences
from exclusim.calibration.sequences.document import Chance, ReEntry, SharePoint, SurvivalPoint, TransitionRate
from exclusim.calibration.sequences.measures import (
    Spells,
    returns_of,
    spells_of,
    state_shares,
    survival,
    transition_counts,
    transition_rates,
)

__all__ = ["Compared", "share_errors"]

SURVIVAL_MONTHS = (3, 6, 12, 24, 36)
BACK_WITHIN = 12
_RESAMPLES, _FEWER_RESAMPLES, _MANY_PERSONS = 200, 40, 5000

type Float = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """A group and simulated copies of it, one below the other: row i of copy k is person i.

    Args:
        observed: the group; n persons.
        simulated: shape (copies · n, T), already missing where the person was not observed.
        seed: of the bootstrap.
    """

    observed: Sequences
    simulated: NDArray[np.int8]
    seed: int

    @property
    def copies(self) -> int:
        return int(self.simulated.shape[0]) // self.observed.persons

    @property
    def states(self) -> int:
        return len(self.observed.states)

    def shares(self) -> tuple[Float, Float, Float]:
        """Observed and simulated shares and the standard error of the first, each of shape (T, S)."""
        group = self.observed
        observed = state_shares(group.codes, group.weights, self.states)
        square = np.empty_like(observed)
        total = (group.weights[:, None] * group.observed).sum(axis=0)
        for state in range(self.states):
            residual = group.weights[:, None] * group.observed * ((group.codes == state) - observed[:, state])
            square[:, state] = np.square(residual).sum(axis=0)
        error = np.sqrt(np.divide(square, total[:, None] ** 2, out=np.zeros_like(square), where=total[:, None] > 0))
        return observed, self._by_copy().mean(axis=0), error

    def chance(self) -> tuple[Chance, Chance]:
        """Largest and root-mean-square difference between one copy and all copies."""
        by_copy = self._by_copy()
        errors = np.array([share_errors(copy, by_copy.mean(axis=0)) for copy in by_copy])
        low, high = np.quantile(errors, [0.5, 0.95], axis=0)
        first, second = (Chance(median=float(a), p95=float(b)) for a, b in zip(low, high, strict=True))
        return first, second

    def _by_copy(self) -> Float:
        n = self.observed.persons
        return np.array(
            [
                state_shares(self.simulated[k * n : (k + 1) * n], self.observed.weights, self.states)
                for k in range(self.copies)
            ]
        )

    def share_points(self) -> list[SharePoint]:
        """Shares by month and state, for the months in which anybody is observed."""
        observed, simulated, error = self.shares()
        return [
            SharePoint(
                state=name,
                month=month,
                label=label,
                observed=float(observed[month, state]),
                simulated=float(simulated[month, state]),
                standard_error=float(error[month, state]),
            )
            for month, label in enumerate(self.observed.labels)
            if not np.isnan(observed[month, 0])
            for state, name in enumerate(self.observed.states)
        ]

    def _resampled(self) -> Float:
        """Weights of persons in each bootstrap sample, shape (samples, n)."""
        n = self.observed.persons
        rng = np.random.default_rng(self.seed)
        samples = _RESAMPLES if n <= _MANY_PERSONS else _FEWER_RESAMPLES
        return rng.multinomial(n, np.full(n, 1 / n), size=samples) * self.observed.weights

    def survival_points(self) -> list[SurvivalPoint]:
        """Survival of spells; months are left out where nobody, observed or simulated, is left at risk."""
        at = np.array([month for month in SURVIVAL_MONTHS if month < self.observed.months], np.int64)
        seen, made = spells_of(self.observed.codes), spells_of(self.simulated)
        points = []
        for state, name in enumerate(self.observed.states):
            own = np.flatnonzero(seen.state == state)
            curves = self._curves(seen.person[own], seen.length[own], seen.ended[own], at)
            if curves is None:
                continue
            theirs = np.flatnonzero(made.state == state)
            weight = self._copied_weights()[made.person[theirs]]
            simulated = survival(made.length[theirs], made.ended[theirs], weight, at)
            for k, month in enumerate(at.tolist()):
                if np.isfinite(curves[0][k]) and np.isfinite(simulated[k]):
                    points.append(
                        SurvivalPoint(
                            state=name,
                            month=month,
                            observed=float(curves[0][k]),
                            simulated=float(simulated[k]),
                            standard_error=float(curves[1][k]),
                            spells=int(own.size),
                            left_truncated=int(seen.truncated[own].sum()),
                        )
                    )
        return points

    def re_entries(self) -> list[ReEntry]:
        """Share back in a state within a year of leaving it."""
        at = np.array([BACK_WITHIN])
        seen, made = spells_of(self.observed.codes), spells_of(self.simulated)
        (seen_after, seen_back), (made_after, made_back) = (
            returns_of(self.observed.codes, seen),
            returns_of(self.simulated, made),
        )
        points = []
        for state, name in enumerate(self.observed.states):
            own, persons = _left(seen, state)
            curves = self._curves(persons, seen_after[own], seen_back[own], at)
            theirs, people = _left(made, state)
            simulated = survival(made_after[theirs], made_back[theirs], self._copied_weights()[people], at)[0]
            if curves is not None and np.isfinite(curves[0][0]) and np.isfinite(simulated):
                points.append(
                    ReEntry(
                        state=name,
                        months=BACK_WITHIN,
                        observed=float(1 - curves[0][0]),
                        simulated=float(1 - simulated),
                        standard_error=float(curves[1][0]),
                        exits=int(own.sum()),
                    )
                )
        return points

    def _curves(
        self, person: NDArray[np.int64], length: NDArray[np.int64], ended: NDArray[np.bool_], at: NDArray[np.int64]
    ) -> tuple[Float, Float] | None:
        """Kaplan–Meier and its standard error over resampled persons; None without any spell."""
        if not length.size:
            return None
        curve = survival(length, ended, self.observed.weights[person], at)
        resampled = np.array([survival(length, ended, weights[person], at) for weights in self._resampled()])
        known = np.maximum(np.isfinite(resampled).sum(axis=0), 1)
        mean = np.nansum(resampled, axis=0) / known
        return curve, np.sqrt(np.nansum(np.square(resampled - mean), axis=0) / known)

    def _copied_weights(self) -> Float:
        return np.tile(self.observed.weights, self.copies)

    def rates(self) -> list[TransitionRate]:
        """Monthly transition probabilities of every pair of states whose first is observed."""
        group, states = self.observed, self.states
        observed = transition_rates(transition_counts(group.codes, group.weights, states))
        simulated = transition_rates(transition_counts(self.simulated, self._copied_weights(), states))
        events = transition_counts(group.codes, np.ones(group.persons), states)
        before, after = group.codes[:, :-1].astype(np.int64), group.codes[:, 1:]
        points = []
        for source in range(states):
            if np.isnan(observed[source]).any() or np.isnan(simulated[source]).any():
                continue
            person, month = np.nonzero((before == source) & (after != MISSING))
            moves = np.bincount(person * states + after[person, month], minlength=group.persons * states)
            own = moves.reshape(group.persons, states)
            at_risk = own.sum(axis=1)
            for target in range(states):
                if target != source:
                    residual = group.weights * (own[:, target] - observed[source, target] * at_risk)
                    error = np.sqrt(np.square(residual).sum()) / float(group.weights @ at_risk)
                    points.append(
                        TransitionRate(
                            source=group.states[source],
                            target=group.states[target],
                            observed=float(observed[source, target]),
                            simulated=float(simulated[source, target]),
                            standard_error=float(error),
                            events=int(events[source, target]),
                        )
                    )
        return points


def _left(spells: Spells, state: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which of the ended spells were in a state, and whose they were."""
    ended = np.flatnonzero(spells.ended)
    mask = spells.state[ended] == state
    return mask, spells.person[ended[mask]]


def share_errors(observed: Float, simulated: Float) -> tuple[float, float]:
    """Largest absolute and root-mean-square difference of two tables of shares; unobserved months do not count."""
    difference = (observed - simulated)[np.isfinite(observed)]
    return float(np.abs(difference).max()), float(np.sqrt(np.square(difference).mean()))
