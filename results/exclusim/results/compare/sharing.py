"""Risk sharing with a central fund, and the social outcome contract."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import PUBLIC
from exclusim.results.compare.agreements import Contract, Payout, RiskSharing
from exclusim.results.interval import Interval

__all__ = ["outcome_contract", "risk_sharing"]

_TAIL = 0.1
type Case3 = Literal["bad", "expected", "good"]


def risk_sharing(net: NDArray[np.float64], cost: NDArray[np.float64], fund_share: float) -> RiskSharing:
    """Pay-outs when a fund carries a share of every payer's cost and gets the same share of its gain.

    The fund never gets more from a payer than it put in for it: it shares risk and makes no profit. What it is paid is
    settled against each payer's own gain before the intervention's cost, where that is positive.

    Args:
        net, cost: of the public payers by draw, shape (draws, 6).
        fund_share: 0.7 for 70/30.
    """
    outlay = fund_share * cost
    back = np.clip(fund_share * (net + cost), 0.0, np.maximum(outlay, 0.0))
    payers = net + outlay - back
    fund = (back - outlay).sum(axis=1)
    order = np.argsort(net.sum(axis=1), kind="stable")
    size = max(round(_TAIL * order.size), 1)
    cases: dict[Case3, NDArray[np.intp]] = {"bad": order[:size], "expected": order, "good": order[-size:]}
    return RiskSharing(
        fund_share=fund_share,
        outcomes={
            case: Payout(
                fund=float(fund[rows].mean()),
                payers={actor: float(payers[rows, i].mean()) for i, actor in enumerate(PUBLIC)},
                alone={actor: float(net[rows, i].mean()) for i, actor in enumerate(PUBLIC)},
            )
            for case, rows in cases.items()
        },
    )


def outcome_contract(
    public: NDArray[np.float64],
    cost: NDArray[np.float64],
    measured: NDArray[np.float64],
    factor: float,
    years: float,
    *,
    required_return: float,
    cap: float,
) -> Contract | None:
    """A financier pays the intervention and is paid for each year of exclusion that is avoided, up to a cap.

    The price is the lowest at which the financier expects its required return; None where nothing is financed or where
    even the cap does not give it. Payments fall when the outcome is measured.

    Args:
        public: net gain of the public sector by draw without the contract, present value.
        cost: present value of the intervention by draw.
        measured: avoided person-years of exclusion until the measurement, by draw; a negative number pays nothing.
        factor: present value of one krona at the measurement.
        years: from the financier's outlay to the measurement.
        required_return: a year, beyond the discount rate: what a financier asks for its risk.
        cap: most that is paid, as a multiple of the financier's outlay.
    """
    outlay = float(cost.mean())
    if outlay <= 0:
        return None
    due = outlay * (1.0 + required_return) ** years
    units = np.maximum(measured, 0.0)
    most = cap * outlay

    def paid(price: float) -> NDArray[np.float64]:
        return np.minimum(price * factor * units, most)

    if not units.any() or most * float((units > 0).mean()) < due:
        return None
    low, high = 0.0, most / (factor * float(units[units > 0].min()))
    for _ in range(80):  # mean payment rises with the price
        middle = (low + high) / 2
        low, high = (low, middle) if paid(middle).mean() >= due else (middle, high)
    payment = paid(high)
    return Contract(
        price=high,
        cap=most,
        outlay=outlay,
        years=years,
        payment=Interval.of(payment),
        financier=Interval.of(payment - cost),
        financier_return=float((payment.mean() / outlay) ** (1.0 / years) - 1.0),
        probability_financier_loses=float((payment < cost).mean()),
        public=Interval.of(public + cost - payment),
        public_probability_loss=float((public + cost - payment < 0).mean()),
        units=Interval.of(measured),
    )
