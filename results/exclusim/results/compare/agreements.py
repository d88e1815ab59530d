"""Parts of the comparison about agreements: transfers, departures, risk sharing, outcome contracts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.interval import Frozen, Interval

__all__ = ["Contract", "Conventions", "Deal", "Departure", "Payout", "RiskSharing", "TermDeal", "Transfer"]


class Transfer(Frozen):
    source: str = Field(alias="from", serialization_alias="from")
    to: str
    amount: float


class TermDeal(Frozen):
    transfers: list[list[Transfer]] = Field(description="by term, from the scenario's first month")
    advanced: list[float] = Field(description="by a fund to payers, by term")
    repaid: list[float] = Field(description="to the fund, by term; as much as advanced, in present value")
    missing: float = Field(description="what nobody has; zero where a deal exists")


class Departure(Frozen):
    """A payer that loses leaves."""

    payer: str
    loses: float
    others_gain: float = Field(description="what the others gain while it stays")
    others_if_they_pay: float = Field(description="what is left of it if they pay its share of the cost")
    lost_if_it_ends: float = Field(description="what the others lose if the project ends with it")
    worth_keeping: bool = Field(description="whether the others could pay its loss and still gain")


class Deal(Frozen):
    """The smallest payments after which no public payer loses."""

    scenario: str = ""
    transfers: list[Transfer] = Field(description="nobody loses in expectation")
    missing: float = Field(description="what nobody has; zero where a deal exists")
    sure: float
    sure_transfers: list[Transfer] = Field(description="nobody loses with probability `sure`, each payer by itself")
    sure_missing: float
    each_term: TermDeal
    departures: list[Departure]


class Conventions(Frozen):
    """What the comparison takes for granted about money and agreements: assumptions, each an option of the command."""

    bought: list[str] = Field(description="services whose saving is money, beside transfers and taxes")
    fund_share: float = Field(description="of cost and gain that a central fund carries under risk sharing")
    sure: float = Field(description="probability with which nobody loses in the sure deal")
    required_return: float = Field(description="a year beyond the discount rate, of an outcome contract's financier")
    cap: float = Field(description="most that is paid under it, as a multiple of the financier's outlay")


class Payout(Frozen):
    fund: float
    payers: dict[str, float] = Field(description="with the fund")
    alone: dict[str, float] = Field(description="without the fund")


class RiskSharing(Frozen):
    fund_share: float
    outcomes: dict[Literal["bad", "expected", "good"], Payout] = Field(
        description="mean over the worst tenth of draws by public net, all, and the best tenth"
    )


class Contract(Frozen):
    """A social outcome contract."""

    price: float = Field(description="SEK per avoided year of exclusion, paid when it is measured")
    cap: float = Field(description="most that is paid, present value")
    outlay: float = Field(description="mean present value that the financier pays")
    years: float = Field(description="from outlay to payment")
    payment: Interval
    financier: Interval = Field(description="payment less cost, present value")
    financier_return: float = Field(description="a year beyond the discount rate, of the mean payment")
    probability_financier_loses: float
    public: Interval = Field(description="net gain of the public sector under the contract")
    public_probability_loss: float
    units: Interval = Field(description="avoided years of exclusion until the measurement")
