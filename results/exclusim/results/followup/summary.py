"""From weighted draws to the forecast, the lights, what moved, and what the decision's limits say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from exclusim.model.money import REPORTED
from exclusim.results.compare.document import Net
from exclusim.results.followup.document import Forecast, Moved, ObservedIndicator, Verdict
from exclusim.results.followup.indicators import INDICATORS
from exclusim.results.followup.inputs import Input
from exclusim.results.followup.observed import Observation
from exclusim.results.followup.simulate import Simulated
from exclusim.results.followup.weights import weighted
from exclusim.results.interval import Interval
from exclusim.results.reporting.document import DecisionRule
from exclusim.results.run.summary import payback_month

__all__ = ["forecast", "light", "moved", "verdict"]

_MOST = 20
_RELIABLE = 50  # with fewer effective draws, single draws in the tail move a mean


def forecast(
    sample: Sequence[Simulated],
    factor: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
    first: int,
    last: int,
) -> Forecast:
    """The forecast under weights; None gives every draw the same, with the figures of a comparison.

    Args:
        sample: draws.
        factor: actual over planned cost, shape (draws,).
        weights: sum to one, shape (draws,).
        first: first month of the scenario.
        last: first month after the last observed one.
    """
    extra = factor - 1.0
    cost = np.array([one.cost.sum(axis=0) for one in sample])
    cost_ahead = np.array([one.cost[last:].sum(axis=0) for one in sample])
    net = np.array([one.net for one in sample]) - extra[:, None] * cost
    ahead = np.array([one.monthly[last:].sum(axis=0) for one in sample]) - extra[:, None] * cost_ahead
    paid = np.array([one.paid.sum(axis=0) for one in sample]) * factor[:, None]
    left = np.array([one.paid[last:].sum(axis=0) for one in sample]) * factor[:, None]
    shares = np.full(len(sample), 1 / len(sample)) if weights is None else weights
    curve = np.zeros_like(sample[0].monthly)
    for share, more, one in zip(shares, extra, sample, strict=True):
        curve += share * (one.monthly - more * one.cost)
    cumulated = np.cumsum(curve[first:], axis=0)
    return Forecast(
        net={a: _net(net[:, i], weights) for i, a in enumerate(REPORTED)},
        ahead={a: _net(ahead[:, i], weights) for i, a in enumerate(REPORTED)},
        end_cost={a: weighted(paid[:, i], weights) for i, a in enumerate(REPORTED)},
        cost_ahead={a: weighted(left[:, i], weights) for i, a in enumerate(REPORTED)},
        payback_month={a: payback_month(cumulated[:, i]) for i, a in enumerate(REPORTED)},
        reached=weighted(np.array([one.reached for one in sample]), weights),
        avoided_years=weighted(np.array([one.avoided for one in sample]), weights),
    )


def _net(values: NDArray[np.float64], weights: NDArray[np.float64] | None) -> Net:
    if weights is None:
        return Net.of(values)
    found = weighted(values, weights)
    return Net(
        mean=found.mean,
        p5=found.p5,
        p95=found.p95,
        se=float(np.sqrt((weights**2 * (values - found.mean) ** 2).sum())),
        probability_loss=float(weights[values < 0].sum()),
    )


def light(
    row: Observation,
    use: str,
    expected: NDArray[np.float64] | None,
    updated: float | None,
) -> ObservedIndicator:
    """A figure beside what was expected of it."""
    about = INDICATORS[row.indicator]
    colour, direction, interval = "none", "unknown", None
    if expected is not None:
        interval = Interval.of(expected)
        low, high, lowest, highest = np.quantile(expected, [0.1, 0.9, 0.025, 0.975])
        side = -1 if row.value < low else 1 if row.value > high else 0
        far = row.value < lowest or row.value > highest
        if side == 0:
            colour, direction = "green", "as_expected"
        elif side == about.better:
            colour, direction = "green", "better"
        else:
            colour, direction = "red" if far else "yellow", "worse" if about.better else "different"
    return ObservedIndicator.model_validate(
        {
            "line": row.line, "month": row.month, "indicator": row.indicator, "label": about.label, "kind": about.kind,
            "value": row.value, "n": row.n, "note": row.note, "expected": interval, "updated": updated,
            "light": colour, "direction": direction, "use": use,
        }
    )  # fmt: skip


def moved(
    before: Sequence[Simulated],
    after: Sequence[Simulated],
    weights: NDArray[np.float64] | None,
    inputs: Sequence[Input],
    factors: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
) -> list[Moved]:
    """Delivery figures, then parameters whose mean moved further than chance among the draws would move it."""
    if weights is None:
        return []
    count = 1 / (weights**2).sum()
    noise = float(1.96 * np.sqrt(1 / count + 1 / len(before)))

    def one(name: str, kind: str, old: NDArray[np.float64], new: NDArray[np.float64]) -> Moved:
        spread = float(old.std())
        to = weighted(new, weights)
        shift = (to.mean - float(old.mean())) / spread if spread > 0 else 0.0
        row = {"name": name, "kind": kind, "before": Interval.of(old), "after": to, "shift": shift, "noise": noise}
        return Moved.model_validate(row)

    delivery = [
        one(i.name, "delivery", *(np.array([s.inputs[i.name] for s in sample]) for sample in (before, after)))
        for i in inputs
    ]
    if factors is not None:
        delivery.append(one("cost", "delivery", *factors))
    if count < _RELIABLE:
        return delivery
    names = [name for name, value in before[0].draw.values.items() if value != before[1].draw.values[name]]
    old = np.array([[s.draw.values[name] for name in names] for s in before])
    new = np.array([[s.draw.values[name] for name in names] for s in after])
    found = [one(name, "parameter", old[:, i], new[:, i]) for i, name in enumerate(names)]
    # Hundreds of parameters: one in twenty would pass a test at one in twenty.
    limit = noise * _several(len(names)) / 1.96
    far = sorted((m for m in found if abs(m.shift) > limit), key=lambda m: -abs(m.shift))
    return [*delivery, *far[: max(_MOST - len(delivery), 0)]]


def _several(count: int) -> float:
    """Normal quantile at which one of ``count`` independent tests passes by chance one time in twenty."""
    return float(norm.ppf(1 - 0.025 / max(count, 1)))


def verdict(found: Forecast, rule: DecisionRule | None, rows: Sequence[ObservedIndicator]) -> Verdict:
    """Stop where what is left is likely to lose, mend where the whole is or an indicator is red, else go on."""
    actor = "public" if rule is None else rule.actor
    loss, ahead = found.net[actor].probability_loss, found.ahead[actor].probability_loss
    latest = {row.indicator: row for row in sorted(rows, key=lambda row: row.month)}
    red = [row.label for row in latest.values() if row.light == "red"]
    if rule is None:
        action = "undecided"
    elif ahead > rule.stop_above:
        action = "stop"
    elif loss > rule.mend_above or red:
        action = "mend"
    else:
        action = "go_on"
    return Verdict.model_validate(
        {
            "action": action,
            "actor": actor,
            "loss": loss,
            "loss_ahead": ahead,
            "mend_above": None if rule is None else rule.mend_above,
            "stop_above": None if rule is None else rule.stop_above,
            "red": red,
        }
    )
