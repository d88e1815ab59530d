"""The people an evaluation can meet, with both of their lives: without and with the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.linear_model import LinearRegression

__all__ = ["Attrition", "Pool", "leaving", "prognosis", "standardised", "volunteering"]

type Numbers = NDArray[np.float64]

_WIDEST = 30.0  # logits beyond which a share is 0 or 1


def standardised(values: Numbers) -> Numbers:
    """Mean zero, standard deviation one; zeros where nothing varies."""
    sd = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(sd > 0, sd, 1.0))


def _with_share(score: Numbers, share: float, weights: Numbers | None = None) -> Numbers:
    """Probabilities with log odds ``score`` plus the constant that makes their (weighted) mean ``share``."""
    if share <= 0:
        return np.zeros_like(score)
    w = np.full(score.size, 1 / score.size) if weights is None else weights / weights.sum()
    edge = _WIDEST + float(np.abs(score).max())
    constant = brentq(lambda a: float(w @ expit(a + score)) - share, -edge, edge)
    return np.asarray(expit(constant + score))


def prognosis(columns: Numbers, without: Numbers) -> Numbers:
    """Expected outcome without the programme by what is known of each person, standardised, shape (people,)."""
    if columns.shape[1] == 0:
        return np.zeros_like(without)
    return standardised(LinearRegression().fit(columns, without).predict(columns))


def volunteering(known: Numbers, robust: Numbers, drawn: Mapping[str, float]) -> Numbers:
    """Each person's probability of taking part, shape (people,).

    Args:
        known: standardised prognosis; ``robust``: standardised, the opposite of latent frailty.
        drawn: parameters of one draw.
    """
    score = np.log(drawn["evaluation.selection_observed"]) * known
    score = score + np.log(drawn["evaluation.selection_unobserved"]) * robust
    return _with_share(score, drawn["evaluation.volunteers"])


@dataclass(frozen=True)
class Attrition:
    """Who leaves.

    Args:
        drop_out: share of participants who leave the programme; ``drop_out_worse``: odds ratio per standard deviation
            of worse outcome.
        lost: share of those asked who do not answer; ``lost_worse``: likewise.
    """

    drop_out: float = 0.0
    drop_out_worse: float = 1.0
    lost: float = 0.0
    lost_worse: float = 1.0


@dataclass(frozen=True)
class Pool:
    """One draw's people in the target group who would be enrolled. Outcomes are turned so that more is better.

    Args:
        without, treated: outcome at follow-up in the life without and with the programme, shape (people,).
        before: outcome at enrolment; ``year_before``: mean over the twelve months before it, shape (people,).
        columns: what the municipality knows of each at enrolment, shape (people, columns).
        volunteer: probability of taking part, shape (people,).
        elsewhere, earlier: outcome without the programme of those who would be enrolled in another municipality, and
            in an earlier cohort, shape (others,).
        attrition: who leaves.
    """

    without: Numbers
    treated: Numbers
    before: Numbers
    year_before: Numbers
    columns: Numbers
    volunteer: Numbers
    elsewhere: Numbers
    earlier: Numbers
    attrition: Attrition = Attrition()

    @property
    def people(self) -> int:
        return self.without.size

    @cached_property
    def share(self) -> Numbers:
        """Each person's share of the participants, summing to one."""
        return self.volunteer / self.volunteer.sum()

    @cached_property
    def refusing(self) -> Numbers:
        """Each person's share of those who do not take part, summing to one."""
        left = 1 - self.volunteer
        return left / left.sum()

    @cached_property
    def truth(self) -> float:
        """The programme's mean effect on those who take part."""
        return float(self.share @ (self.treated - self.without))

    @cached_property
    def drops(self) -> Numbers:
        """Probability of leaving the programme, shape (people,)."""
        return leaving(self, self.attrition.drop_out, self.attrition.drop_out_worse)[1]

    @cached_property
    def lost(self) -> tuple[Numbers, Numbers]:
        """Probability of not answering in the life without and with the programme, shape (people,) each."""
        return leaving(self, self.attrition.lost, self.attrition.lost_worse)


def leaving(pool: Pool, share: float, worse: float) -> tuple[Numbers, Numbers]:
    """Probabilities of leaving by the outcome without and with the programme, ``share`` of participants on average."""
    both = np.concatenate([pool.without, pool.treated])
    score = -np.log(worse) * standardised(both)
    p = _with_share(score, share, np.tile(pool.share, 2))
    return p[: pool.people], p[pool.people :]
