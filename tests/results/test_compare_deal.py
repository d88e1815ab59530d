"""Deals, risk sharing and outcome contracts, checked without the solver."""

from __future__ import annotations

import numpy as np
import pytest

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare.agreements import Transfer
from exclusim.results.compare.deal import agree, agree_each_term, deal, departures, payers_of
from exclusim.results.compare.sharing import outcome_contract, risk_sharing


def _after(position: np.ndarray, transfers: list[Transfer]) -> np.ndarray:
    """Each payer's position after the transfers, by plain addition."""
    left = dict(zip(PUBLIC, position.tolist(), strict=True))
    for transfer in transfers:
        left[transfer.source] -= transfer.amount
        left[transfer.to] += transfer.amount
    return np.array([left[actor] for actor in PUBLIC])


@pytest.mark.parametrize("seed", range(20))
def test_a_deal_leaves_no_payer_worse_off_and_moves_no_krona_too_many(seed: int) -> None:
    position = np.random.default_rng(seed).normal(0.5e6, 1e6, len(PUBLIC))
    transfers, missing = agree(position)
    total = position.sum()
    if total >= 0:
        # Whoever is below zero must get exactly that much, so no smaller sum can do.
        assert missing < 1
        assert _after(position, transfers).min() > -10
        assert sum(t.amount for t in transfers) == pytest.approx(-position[position < 0].sum(), abs=10)
    else:
        assert missing == pytest.approx(-total, abs=10)


def test_no_transfer_is_needed_where_nobody_loses() -> None:
    transfers, missing = agree([0.0, 1e6, 2e6, 0.0, 5.0, 1.0])
    assert (transfers, missing) == ([], 0.0)


@pytest.mark.parametrize("seed", range(10))
def test_a_fund_that_advances_later_gains_gets_all_of_it_back_and_leaves_no_term_short(seed: int) -> None:
    terms = np.random.default_rng(seed).normal(0.0, 1e6, (4, len(PUBLIC)))
    terms[0] -= 1e6  # the hump
    terms[-1] += max(-terms.sum(), 0.0) / len(PUBLIC) + 1e5
    found = agree_each_term(terms)
    assert found.missing < 10
    outstanding = np.cumsum(np.array(found.advanced) - np.array(found.repaid))
    assert outstanding.min() > -10
    assert outstanding[-1] == pytest.approx(0.0, abs=10)
    together = terms.sum(axis=1) + np.array(found.advanced) - np.array(found.repaid)
    assert together.min() > -10
    # Whoever moves money early moves no more than somebody lacks: each transfer ends at a payer who is short.
    for row, transfers in zip(terms, found.transfers, strict=True):
        assert sum(t.amount for t in transfers) <= np.abs(row).sum() + 10


def test_terms_that_lose_together_cannot_be_mended_by_a_fund() -> None:
    found = agree_each_term(np.full((3, len(PUBLIC)), -1e5))
    assert found.missing == pytest.approx(3 * len(PUBLIC) * 1e5, rel=1e-6)


def test_the_others_keep_a_loser_only_when_its_loss_is_smaller_than_their_gain() -> None:
    net = np.array([[3e6, 0.0, -1e6, 0.0, 0.0, 0.0], [3e6, 0.0, -1e6, 0.0, 0.0, 0.0]])
    cost = np.array([[0.0, 0.0, 2e6, 0.0, 0.0, 0.0]] * 2)
    (gone,) = departures(net, cost)
    assert (gone.payer, gone.loses, gone.others_gain, gone.others_if_they_pay) == ("kommun", 1e6, 3e6, 1e6)
    assert gone.worth_keeping
    (gone,) = departures(net - np.array([2.5e6, 0, 0, 0, 0, 0]), cost)
    assert not gone.worth_keeping


def test_a_sure_deal_covers_each_payers_bad_draws() -> None:
    random = np.random.default_rng(3)
    net = random.normal(1e6, 5e5, (400, len(REPORTED)))
    net[:, REPORTED.index("kommun")] -= 1.2e6
    found = deal(net, np.zeros_like(net), net.mean(axis=0)[None], 0.8)
    assert found.sure_missing < 1
    own = payers_of(net)
    after = np.array([_after(row, found.sure_transfers) for row in own])
    assert ((after >= -10).mean(axis=0) >= 0.8 - 1 / 400).all()


def test_risk_sharing_neither_makes_nor_loses_money() -> None:
    random = np.random.default_rng(4)
    net, cost = random.normal(0, 1e6, (300, len(PUBLIC))), np.abs(random.normal(0, 1e6, (300, len(PUBLIC))))
    found = risk_sharing(net, cost, 0.7)
    for outcome in found.outcomes.values():
        shared = sum(outcome.payers.values()) + outcome.fund
        assert shared == pytest.approx(sum(outcome.alone.values()), abs=1)
    bad, good = found.outcomes["bad"], found.outcomes["good"]
    assert sum(bad.payers.values()) - sum(bad.alone.values()) > sum(good.payers.values()) - sum(good.alone.values())


def test_a_fund_without_a_share_changes_nothing() -> None:
    net, cost = np.full((10, len(PUBLIC)), 5e5), np.full((10, len(PUBLIC)), 1e5)
    found = risk_sharing(net, cost, 0.0)
    assert found.outcomes["expected"].payers == found.outcomes["expected"].alone
    assert found.outcomes["expected"].fund == 0


def test_the_price_of_an_outcome_contract_gives_the_financier_its_required_return_and_no_more() -> None:
    random = np.random.default_rng(5)
    units, cost = random.normal(20, 5, 500), np.full(500, 1e6)
    public = random.normal(2e6, 1e6, 500)
    found = outcome_contract(public, cost, units, 0.8, 5.0, required_return=0.07, cap=1.6)
    assert found is not None
    assert found.financier_return == pytest.approx(0.07, abs=1e-4)
    assert found.payment.p95 <= 1.6 * 1e6 + 1
    # What the public sector does not pay before, it pays after: together nothing appears or vanishes.
    assert found.public.mean + found.financier.mean == pytest.approx(public.mean(), abs=1)


def test_nobody_finances_an_outcome_that_never_comes() -> None:
    terms = {"required_return": 0.05, "cap": 1.5}
    assert outcome_contract(np.zeros(9), np.full(9, 1e6), np.full(9, -1.0), 0.8, 5.0, **terms) is None
    assert outcome_contract(np.zeros(9), np.zeros(9), np.ones(9), 0.8, 5.0, **terms) is None
