"""Who wins, who loses, and the deal in which nobody does.

Linear programmes over present values. A transfer is a fixed sum agreed beforehand, so it shifts a payer's whole
distribution: nobody loses *in expectation* when mean + received − paid ≥ 0, and nobody loses *with probability q*
when the (1 − q)-quantile + received − paid ≥ 0. *In each term* asks it of every term of office; gains that come later
can then be advanced to earlier terms by a fund, which must have its money back in present value before the horizon
ends.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.agreements import Deal, Departure, TermDeal, Transfer

__all__ = ["agree", "agree_each_term", "deal", "departures", "payers_of"]

_SMALL = 1.0  # SEK: smaller payments are rounding
_UNFUNDED = 1e3  # weight of a krona that nobody has, against one that is moved


def payers_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The six public payers' columns of an array whose last axis is ``REPORTED``."""
    return values[..., [REPORTED.index(actor) for actor in PUBLIC]]


def _pairs() -> list[tuple[int, int]]:
    return [(i, j) for i in range(len(PUBLIC)) for j in range(len(PUBLIC)) if i != j]


def agree(position: Sequence[float] | NDArray[np.float64]) -> tuple[list[Transfer], float]:
    """Smallest transfers after which no position is below zero, and the sum that is missing where there are none.

    Args:
        position: each public payer's mean (or low quantile), SEK, in the order of ``PUBLIC``.
    """
    places = np.asarray(position, dtype=np.float64)
    pairs = _pairs()
    scale = max(float(np.abs(places).max()), 1.0)
    # Variables: one transfer by pair, then what is missing by payer. position + in − out + missing ≥ 0.
    balance = np.zeros((places.size, len(pairs) + places.size))
    for column, (source, target) in enumerate(pairs):
        balance[source, column], balance[target, column] = 1.0, -1.0
    balance[:, len(pairs) :] = -np.eye(places.size)
    cost = np.r_[np.ones(len(pairs)), np.full(places.size, _UNFUNDED)]
    found = linprog(cost, A_ub=balance, b_ub=places / scale, bounds=(0, None), method="highs")
    assert found.success  # what is missing is free to grow, so there is always a solution
    amounts = found.x * scale
    transfers = [
        Transfer.model_validate({"from": PUBLIC[i], "to": PUBLIC[j], "amount": float(amount)})
        for (i, j), amount in zip(pairs, amounts, strict=False)
        if amount > _SMALL
    ]
    return transfers, float(amounts[len(pairs) :].sum())


def agree_each_term(terms: NDArray[np.float64]) -> TermDeal:
    """Transfers and advances after which no payer is below zero in any term.

    Args:
        terms: mean present value by term and public payer, shape (terms, 6).
    """
    count, payers = terms.shape
    pairs = _pairs()
    scale = max(float(np.abs(terms).max()), 1.0)
    # By term: transfers by pair; advance and repayment by payer; what is missing by payer.
    block = len(pairs) + 3 * payers
    width = block * count
    balance = np.zeros((count * payers, width))
    for term in range(count):
        at, rows = term * block, slice(term * payers, (term + 1) * payers)
        for column, (source, target) in enumerate(pairs):
            balance[term * payers + source, at + column] = 1.0
            balance[term * payers + target, at + column] = -1.0
        start = at + len(pairs)
        for offset, sign in ((0, -1.0), (payers, 1.0), (2 * payers, -1.0)):
            balance[rows, start + offset : start + offset + payers] = sign * np.eye(payers)
    cost = np.tile(
        np.r_[np.ones(len(pairs)), np.full(payers, 2.0), np.zeros(payers), np.full(payers, _UNFUNDED)], count
    )
    # The fund: what it has advanced at the end of any term is never negative, and zero at the end of the last.
    fund = np.zeros((count, width))
    for term in range(count):
        for earlier in range(term + 1):
            start = earlier * block + len(pairs)
            fund[term, start : start + payers] = -1.0
            fund[term, start + payers : start + 2 * payers] = 1.0
    found = linprog(
        cost,
        A_ub=np.vstack([balance, fund[:-1]]),
        b_ub=np.r_[terms.ravel() / scale, np.zeros(count - 1)],
        A_eq=fund[-1:],
        b_eq=[0.0],
        bounds=(0, None),
        method="highs",
    )
    assert found.success  # what is missing is free to grow, so there is always a solution
    x = found.x.reshape(count, block) * scale
    return TermDeal(
        transfers=[
            [
                Transfer.model_validate({"from": PUBLIC[i], "to": PUBLIC[j], "amount": float(amount)})
                for (i, j), amount in zip(pairs, row[: len(pairs)], strict=True)
                if amount > _SMALL
            ]
            for row in x
        ],
        advanced=x[:, len(pairs) : len(pairs) + payers].sum(axis=1).tolist(),
        repaid=x[:, len(pairs) + payers : len(pairs) + 2 * payers].sum(axis=1).tolist(),
        missing=float(x[:, len(pairs) + 2 * payers :].sum()),
    )


def departures(net: NDArray[np.float64], cost: NDArray[np.float64]) -> list[Departure]:
    """What happens if each payer that loses in expectation leaves.

    Args:
        net, cost: of the public payers by draw, shape (draws, 6).

    Either the others take over its share of the cost, and its part of the gain remains with it all the same; or the
    project ends and everybody's net is zero.
    """
    mean, paid = net.mean(axis=0), cost.mean(axis=0)
    found = []
    for i in np.flatnonzero(mean < -_SMALL):
        others = float(mean.sum() - mean[i])
        found.append(
            Departure(
                payer=PUBLIC[i],
                loses=float(-mean[i]),
                others_gain=others,
                others_if_they_pay=others - float(paid[i]),
                lost_if_it_ends=others,
                worth_keeping=others > -float(mean[i]),
            )
        )
    return found


def deal(net: NDArray[np.float64], cost: NDArray[np.float64], terms: NDArray[np.float64], sure: float) -> Deal:
    """The deal of one scenario.

    Args:
        net, cost: by draw and reported actor, shape (draws, A).
        terms: mean by term and reported actor, shape (terms, A).
        sure: probability with which nobody loses in the sure deal.
    """
    own = payers_of(net)
    transfers, missing = agree(own.mean(axis=0))
    surely, short = agree(np.quantile(own, 1.0 - sure, axis=0))
    return Deal(
        transfers=transfers,
        missing=missing,
        sure=sure,
        sure_transfers=surely,
        sure_missing=short,
        each_term=agree_each_term(payers_of(terms)),
        departures=departures(own, payers_of(cost)),
    )
