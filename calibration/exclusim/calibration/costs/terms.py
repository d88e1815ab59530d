"""The words in which the cost book is declared: prices, amounts and lines, built from parameters.

A line's amount is one price times and over other parameters, so what it depends on can be read off it.
Nothing here knows any number except calendar conversions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exclusim.calibration.evidence import unit_costs
from exclusim.model.money import Actor, Basis, Kind, Scope
from exclusim.model.parameters import ASSUMPTION, Fixed, LogitNormal, LogNormal, Parameter, Uniform, Unit

__all__ = [
    "BENEFIT_DAYS_PER_MONTH",
    "CONFIDENCE_SIGMA",
    "DAYS_PER_MONTH",
    "MONTHS_PER_YEAR",
    "Amount",
    "Line",
    "Price",
    "assumed",
    "assumed_price",
    "assumed_share",
    "assumed_year",
    "published_price",
    "published_rate",
]

MONTHS_PER_YEAR = 12
DAYS_PER_MONTH = 365.25 / MONTHS_PER_YEAR
BENEFIT_DAYS_PER_MONTH = 5 * 52 / MONTHS_PER_YEAR  # programme benefits are paid for five days a week

CONFIDENCE_SIGMA = {"high": 0.05, "medium": 0.15, "low": 0.30}
"""Standard deviation of the logarithm of a published unit cost by the evidence's own grade of confidence.

The widths are an assumption: the sources print no uncertainty. They cover how well a national or local
average fits the people simulated, more than how well it was measured.
"""

_UNIT: dict[str, Unit] = {
    "person-year": "SEK/year",
    "household-year": "SEK/year",
    "month": "SEK/month",
    "day": "SEK/day",
    "case": "SEK/event",
}

ASSUMED_PRICES_YEAR = Parameter(
    "cost.price_year.assumed_amounts",
    2023,
    "year",
    Fixed(),
    note="price year in which amounts without a source are stated",
)


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of SEK and the year whose prices it is in.

    Args:
        value: the amount, per day, month, year or event as its unit says.
        year: calendar year, or the parameter that holds it where the source does not state it.
        nominal: an amount that has not followed prices: from its year on it is the same number of SEK in the
            prices of every year.
    """

    value: Parameter
    year: int | Parameter
    nominal: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """SEK per person-month or event: price × Π times ÷ Π over × Π (1 − rest) × Π (1 + added) × scale.

    Prices per year are divided by 12; for prices per day ``scale`` says how many days a month has, or
    ``times`` holds a number of days.
    """

    price: Price
    times: tuple[Parameter, ...] = ()
    over: tuple[Parameter, ...] = ()
    rest: tuple[Parameter, ...] = ()
    added: tuple[Parameter, ...] = ()
    scale: float = 1.0

    def by(self, *times: Parameter, scale: float = 1.0) -> Amount:
        """This amount times further parameters."""
        return replace(self, times=(*self.times, *times), scale=self.scale * scale)

    @property
    def constant(self) -> float:
        return self.scale / MONTHS_PER_YEAR if self.price.value.unit == "SEK/year" else self.scale

    @property
    def parameters(self) -> Iterator[Parameter]:
        yield self.price.value
        if isinstance(self.price.year, Parameter):
            yield self.price.year
        yield from (*self.times, *self.over, *self.rest, *self.added)


@dataclass(frozen=True, slots=True)
class Line:
    """One declared line of the cost book; see :class:`exclusim.model.money.CostLine` for the fields."""

    trigger: str
    payer: Actor
    kind: Kind
    service: str
    amount: Amount
    basis: Basis
    payee: Actor | None = None
    scope: Scope = Scope.EXCLUSION
    note: str = ""

    @property
    def source(self) -> str:
        """Ids behind the amount; ``assumption`` where no parameter of it has a source."""
        ids = dict.fromkeys(
            key for item in self.amount.parameters if not item.is_assumption for key in item.source.split()
        )
        return " ".join(ids) or ASSUMPTION


def published_price(
    name: str, row: str, *, year: Parameter | None = None, nominal: bool = False, note: str = ""
) -> Price:
    """The unit cost of an evidence row as a parameter ``cost.unit.<name>``.

    Args:
        row: id such as ``UC050``. A row of mixed kind, a rate or an hourly price raises ValueError.
        year: stands in where the row states no price year, or one outside the price index.
    """
    cost = unit_costs()[row]
    if cost.is_mixed_kind or cost.per not in _UNIT:
        raise ValueError(f"{row} is no unit cost of one kind: {cost.per}, {cost.note}")
    stated = year if year is not None else cost.price_year
    if stated is None:
        raise ValueError(f"{row} states no price year; give the parameter that holds it")
    parameter = Parameter(
        f"cost.unit.{name}",
        cost.amount_sek,
        _UNIT[cost.per],
        LogNormal(CONFIDENCE_SIGMA[cost.confidence]),
        source=row,
        note="; ".join(part for part in (f"{cost.state_or_service}: {cost.population}", note) if part),
    )
    return Price(parameter, stated, nominal)


def published_rate(name: str, row: str, note: str = "") -> Parameter:
    """A tax rate as a share of its base; taken as fixed, being law rather than an estimate."""
    cost = unit_costs()[row]
    if not cost.is_rate:
        raise ValueError(f"{row} is no rate: {cost.per}")
    return Parameter(f"cost.tax.{name}", cost.amount_sek / 100, "share", Fixed(), source=row, note=note or cost.per)


def assumed_price(name: str, value: float, sigma: float, note: str, unit: Unit = "SEK/month") -> Price:
    """An amount without a source, in prices of the assumed amounts' year; ``sigma`` on the log scale."""
    parameter = Parameter(f"cost.assumed.{name}", value, unit, LogNormal(sigma), note=note)
    return Price(parameter, ASSUMED_PRICES_YEAR)


def assumed(name: str, value: float, sigma: float, note: str, unit: Unit = "ratio") -> Parameter:
    """A ratio, or units of a service per month, without a source; ``sigma`` on the log scale."""
    return Parameter(f"cost.{name}", value, unit, LogNormal(sigma), note=note)


def assumed_share(name: str, value: float, sigma: float, note: str) -> Parameter:
    """A share without a source; ``sigma`` on the logit scale."""
    return Parameter(f"cost.{name}", value, "share", LogitNormal(sigma), note=note)


def assumed_year(name: str, value: int, low: int, high: int, note: str) -> Parameter:
    """A price year that the source does not state; drawn evenly from ``low`` to ``high`` and rounded."""
    return Parameter(f"cost.price_year.{name}", value, "year", Uniform(low, high), note=note)
