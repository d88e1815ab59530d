"""The designs as estimators: each replicate takes people out of the pool and estimates the effect from them.

Every estimate is by intention to treat: everybody who began counts, as far as they can be followed. People are drawn
with replacement, so the pool is the whole population and its mean effect the truth. Participants and the controls of a
trial are asked and may be lost; other comparison people are followed in registers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from exclusim.results.evaluation.pool import Numbers, Pool, standardised

__all__ = ["COSTLY", "ESTIMATORS", "Z95", "Estimates", "difference_in_differences", "matched"]

Z95 = 1.959963984540054
CANDIDATES = 3
"""Comparison people among whom each participant's match is sought."""
CALLIPER = 0.2
"""Widest distance between two matched people, in standard deviations of the log odds of taking part."""
_RANK = 1e-9  # eigenvalues below this share of the largest are rounding
_TIES = 1e-4  # of a standard deviation: lots between people whom the columns do not tell apart
COSTLY = frozenset({"rct-adjusted", "matching", "difference-in-differences"})
"""Designs that fit a model in every replicate."""

type Flags = NDArray[np.bool_]
type Places = NDArray[np.int64]


@dataclass(frozen=True)
class Estimates:
    """Of each replicate: the estimate, its standard error, and the estimate per protocol, shape (replicates,) each."""

    estimate: Numbers
    error: Numbers
    completers: Numbers


@dataclass(frozen=True)
class _Group:
    """People of each replicate; ``who`` are their places in the pool, ``seen`` who answered; (replicates, people)."""

    who: Places
    outcome: Numbers
    seen: Flags

    def mean(self, of: Numbers | None = None, also: Flags | None = None) -> tuple[Numbers, Numbers]:
        """Mean and its variance over those seen, shape (replicates,) each."""
        values = self.outcome if of is None else of
        seen = self.seen if also is None else self.seen & also
        n = np.maximum(seen.sum(axis=1), 2)
        mean = np.where(seen, values, 0.0).sum(axis=1) / n
        spread = np.where(seen, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
        return mean, spread / (n - 1) / n


def _draw(rng: np.random.Generator, share: Numbers | int, replicates: int, n: int) -> Places:
    if isinstance(share, int):
        return rng.integers(0, share, (replicates, n))
    edges = np.cumsum(share)
    places = np.searchsorted(edges, rng.random((replicates, n)) * edges[-1], side="right")
    return np.asarray(places.clip(max=share.size - 1))


def _participants(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> tuple[_Group, Flags]:
    """Who takes part, and who of them stays to the end."""
    who = _draw(rng, pool.share, replicates, n)
    seen = rng.random(who.shape) >= pool.lost[1][who]
    stays = rng.random(who.shape) >= pool.drops[who]
    return _Group(who, pool.treated[who], seen), stays


def _controls(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> _Group:
    """Volunteers whom the lot leaves without the programme."""
    who = _draw(rng, pool.share, replicates, n)
    return _Group(who, pool.without[who], rng.random(who.shape) >= pool.lost[0][who])


def _against(group: _Group, stays: Flags, other: _Group) -> Estimates:
    (mine, spread), (theirs, other_spread) = group.mean(), other.mean()
    return Estimates(mine - theirs, np.sqrt(spread + other_spread), group.mean(also=stays)[0] - theirs)


def _rct(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    return _against(group, stays, _controls(pool, rng, replicates, n))


def _error(fit: Any, place: int) -> float:
    """Standard error of one coefficient; others may have none, where nothing varies."""
    return float(np.sqrt(max(fit.cov_params()[place, place], 0.0)))


def _basis(columns: Numbers) -> Numbers:
    """Columns that span the same as ``columns`` beside a constant, none of them in vain."""
    centred = columns - columns.mean(axis=0)
    size, turn = np.linalg.eigh(centred.T @ centred)
    kept = size > _RANK * max(float(size.max(initial=0.0)), 1.0)
    return np.asarray(centred @ turn[:, kept] / np.sqrt(size[kept]))


def _rct_adjusted(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    other = _controls(pool, rng, replicates, n)
    known = np.column_stack([standardised(pool.columns), standardised(pool.year_before)])
    rows = []
    for r in range(replicates):
        fits = []
        for kept in (group.seen[r], group.seen[r] & stays[r]):
            them = other.seen[r]
            outcome = np.concatenate([group.outcome[r, kept], other.outcome[r, them]])
            treated = np.repeat([1.0, 0.0], [kept.sum(), them.sum()])
            covariates = _basis(known[np.concatenate([group.who[r, kept], other.who[r, them]])])
            design = np.column_stack([treated, np.ones_like(treated), covariates])
            fits.append(sm.OLS(outcome, design).fit(cov_type="HC1"))
        rows.append((fits[0].params[0], _error(fits[0], 0), fits[1].params[0]))
    return Estimates(*np.array(rows).T)


def _from_register(outcomes: Numbers, rng: np.random.Generator, replicates: int, n: int) -> _Group:
    who = _draw(rng, outcomes.size, replicates, n)
    return _Group(who, outcomes[who], np.ones(who.shape, np.bool_))


def _similar_group(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    return _against(group, stays, _from_register(pool.elsewhere, rng, replicates, n))


def _earlier_example(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    return _against(group, stays, _from_register(pool.earlier, rng, replicates, n))


def _before_after(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    change = group.outcome - pool.before[group.who]
    mean, spread = group.mean(change)
    return Estimates(mean, np.sqrt(spread), group.mean(change, stays)[0])


def matched(
    treated: Numbers, known: Numbers, others: Numbers, others_known: Numbers, stays: Flags, rng: np.random.Generator
) -> tuple[float, float, float]:
    """Effect on the treated from nearest neighbours in the propensity, with replacement and within the calliper.

    Args:
        treated: outcomes, shape (n,), and ``known`` columns of shape (n, columns); ``others``: likewise.
        stays: who of the treated stayed to the end, shape (n,).
        rng: draws lots between people who are equally near.

    Returns:
        estimate, standard error (larger where the same comparison person is used often), and the estimate among those
        who stayed.
    """
    if known.shape[1] == 0:
        log_odds, other_odds = np.zeros(treated.size), np.zeros(others.size)
    else:
        both = np.concatenate([known, others_known])
        took_part = np.repeat([1, 0], [treated.size, others.size])
        model = LogisticRegression(solver="newton-cholesky", max_iter=100).fit(both, took_part)
        log_odds, other_odds = model.decision_function(known), model.decision_function(others_known)
    width = float(np.concatenate([log_odds, other_odds]).std())
    ties = _TIES * (width or 1.0)
    log_odds = log_odds + ties * rng.random(log_odds.size)
    other_odds = other_odds + ties * rng.random(other_odds.size)
    tree = NearestNeighbors(n_neighbors=1, algorithm="kd_tree").fit(other_odds[:, None])
    distance, nearest = (found[:, 0] for found in tree.kneighbors(log_odds[:, None]))
    near = distance <= CALLIPER * width + ties
    if near.sum() < 2:
        return float("nan"), float("nan"), float("nan")
    difference = treated[near] - others[nearest[near]]
    n = int(near.sum())
    times = np.bincount(nearest[near])
    # Abadie and Imbens (2006), with one residual variance for all: half of that between two matched people.
    spread = difference.var(ddof=1) * (1 + 0.5 * float((times * (times - 1)).sum()) / n) / n
    ended = stays[near]
    return float(difference.mean()), float(np.sqrt(spread)), float(difference[ended].mean()) if ended.any() else np.nan


def _matching(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    other = _draw(rng, pool.refusing, replicates, CANDIDATES * n)
    known = standardised(pool.columns)
    rows = []
    for r in range(replicates):
        seen = group.seen[r]
        mine = group.outcome[r, seen], known[group.who[r, seen]]
        rows.append(matched(*mine, pool.without[other[r]], known[other[r]], stays[r, seen], rng))
    return Estimates(*np.array(rows).T)


def difference_in_differences(
    before: Numbers, after: Numbers, others_before: Numbers, others_after: Numbers
) -> tuple[float, float]:
    """Interaction of group and time by least squares, and its standard error clustered by person."""
    n, m = before.size, others_before.size
    outcome = np.concatenate([before, others_before, after, others_after])
    group = np.tile(np.repeat([1.0, 0.0], [n, m]), 2)
    time = np.repeat([0.0, 1.0], n + m)
    design = np.column_stack([np.ones_like(time), group, time, group * time])
    person = np.tile(np.arange(n + m), 2)
    fit = sm.OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": person})
    return float(fit.params[3]), _error(fit, 3)


def _differences(pool: Pool, rng: np.random.Generator, replicates: int, n: int) -> Estimates:
    group, stays = _participants(pool, rng, replicates, n)
    other = _draw(rng, pool.refusing, replicates, n)
    change = group.outcome - pool.year_before[group.who]
    theirs = (pool.without - pool.year_before)[other].mean(axis=1)
    completers = group.mean(change, stays)[0] - theirs
    rows = []
    for r in range(replicates):
        seen, they = group.seen[r], other[r]
        mine = pool.year_before[group.who[r, seen]], group.outcome[r, seen]
        rows.append(difference_in_differences(*mine, pool.year_before[they], pool.without[they]))
    estimate, error = np.array(rows).T
    return Estimates(estimate, error, completers)


type Estimator = Callable[[Pool, np.random.Generator, int, int], Estimates]

ESTIMATORS: dict[str, Estimator] = {
    "rct": _rct,
    "rct-adjusted": _rct_adjusted,
    "matching": _matching,
    "similar-group": _similar_group,
    "earlier-example": _earlier_example,
    "before-after": _before_after,
    "difference-in-differences": _differences,
}
"""By design: ``(pool, random numbers, replicates, participants)`` → estimates."""
