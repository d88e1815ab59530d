"""What a document's totals are made of, year by year: so that they can be computed again at other prices and rates.

The present value of a row over a window of years is Σ amount × factor. A year whose first month lies ``offset`` years
after the horizon's start has the factor (1 + rate)^−offset × the factor within the year, see :func:`within_year`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from exclusim.model.money import PUBLIC, Convention
from exclusim.results.interval import Frozen

__all__ = ["ACCOUNTS", "AmountRow", "Amounts", "Price", "Valued", "within_year"]

type Account = Literal["exclusion", "ordinary", "intervention", "casework", "displacement"]
ACCOUNTS: tuple[Account, ...] = ("exclusion", "ordinary", "intervention", "casework", "displacement")
"""In this order rows stand: the burden, what is done about it, what others lose."""


class Price(Frozen):
    """A unit cost: lines of the cost book that pay the same for the same thing, as central values."""

    service: str = Field(description="Swedish name, as the actor's budget would have it")
    triggers: list[str]
    actor: str = Field(description="who pays, as the ledger has it")
    payee: str | None
    kind: Literal["real", "transfer", "revenue", "production"]
    scope: Literal["exclusion", "ordinary"]
    per: Literal["month", "event", "year"] = Field(description="of one person")
    amount: float = Field(description="SEK; a negative amount of revenue is revenue gained")
    basis: str


class AmountRow(Frozen):
    """Mean cost of one thing to one payer by year, undiscounted SEK."""

    account: Account
    price: int | None = Field(description="position in `prices`; null: no unit cost of the cost book decides it")
    actor: str = Field(description="who pays, as reported; empty for what no actor of the account pays")
    payee: str | None = Field(default=None, description="who receives it, as reported")
    society: bool = Field(description="whether it is a cost to society, and does not only move money")
    by_year: list[float]


class Amounts(Frozen):
    """Every amount of one baseline and its scenarios; columns are years of the run.

    Under the convention ``monthly`` an amount is the one that, spread evenly over its year, has the same present value
    at the document's own rate.
    """

    years: list[int] = Field(description="age attained or years passed, of each column")
    start: int = Field(description="column in which the horizon begins; everything is valued at its beginning")
    horizons: dict[str, int] = Field(description='"20" → whole years counted from `start`')
    main: str = Field(description="name of the case's own horizon")
    term: int = Field(description="years of a term of office")
    rate: float
    convention: Convention
    undiscounted: list[Account] = Field(default_factory=list, description="accounts that are added up as they are")
    prices: list[Price]
    scenarios: dict[str, list[AmountRow]] = Field(description="scenario → rows in the order of the accounts")

    @property
    def end(self) -> int:
        """First column after the horizon."""
        return self.start + self.horizons[self.main]


def within_year(rate: float, convention: Convention) -> float:
    """Mean present-value factor of the months of a year, at its beginning.

    >>> round(within_year(0.04, Convention.END_OF_YEAR), 4), round(within_year(0.04, Convention.MONTHLY), 4)
    (0.9615, 0.979)
    """
    match convention:
        case Convention.END_OF_YEAR:
            return 1.0 / (1.0 + rate)
        case Convention.START_OF_YEAR:
            return 1.0
        case Convention.MONTHLY:
            if rate == 0:
                return 1.0
            return float((1.0 - 1.0 / (1.0 + rate)) / (12.0 * ((1.0 + rate) ** (1 / 12) - 1.0)))


class Valued:
    """Amounts at given prices and a given rate; by default those of the document.

    Args:
        amounts: of a document.
        rate, convention: of the present values.
        prices: new unit costs by their position, SEK; the others stay.
        factors: (scenario, account) → factor on what has no unit cost, such as the intervention.
    """

    def __init__(
        self,
        amounts: Amounts,
        rate: float | None = None,
        convention: Convention | None = None,
        prices: dict[int, float] | None = None,
        factors: dict[tuple[str, str], float] | None = None,
    ) -> None:
        self.amounts = amounts
        self.rate = amounts.rate if rate is None else rate
        self.within = within_year(self.rate, amounts.convention if convention is None else convention)
        self._prices, self._factors = prices or {}, factors or {}
        offset = np.arange(len(amounts.years)) - amounts.start
        self.year_factors: NDArray[np.float64] = self.within * (1.0 + self.rate) ** -offset.astype(np.float64)

    def ratio(self, scenario: str, row: AmountRow) -> float:
        """What the row is multiplied with."""
        if row.price is None:
            return self._factors.get((scenario, row.account), 1.0)
        old = self.amounts.prices[row.price].amount
        return self._prices[row.price] / old if row.price in self._prices and old else 1.0

    def present(self, scenario: str, row: AmountRow, window: tuple[int, int]) -> float:
        """Present value of a row over the columns ``window[0] … window[1] − 1``, SEK."""
        span = slice(*window)
        weights = np.ones(len(self.year_factors)) if row.account in self.amounts.undiscounted else self.year_factors
        return self.ratio(scenario, row) * float(np.dot(row.by_year[span], weights[span]))

    def total(self, scenario: str, accounts: tuple[str, ...], actor: str, window: tuple[int, int]) -> float:
        """Present value of some accounts as a reported actor sees them, SEK."""
        payers = PUBLIC if actor == "public" else (actor,)
        found = 0.0
        for row in self.amounts.scenarios[scenario]:
            if row.account not in accounts:
                continue
            sign = float(row.society) if actor == "society" else (row.actor in payers) - float(row.payee in payers)
            if sign:
                found += sign * self.present(scenario, row, window)
        return found
