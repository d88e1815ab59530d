"""A municipality's own unit costs: which of the book's numbers it may replace, and what the parameter becomes.

Replaceable is every price of the cost book, except amounts that law sets for the whole country, and with them the tax
rates and the two yearly totals that service use is anchored to. An own amount is stated in the prices of its own year
and becomes a parameter in the prices of the year of the declared one, by the consumer price index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from exclusim.calibration.costs.book import LINES
from exclusim.calibration.costs.reference import ANCHOR_YEAR, MUNICIPAL_SHARE, PUBLIC_TOTAL
from exclusim.calibration.costs.taxes import MUNICIPAL_TAX, REGIONAL_TAX
from exclusim.calibration.costs.terms import Price
from exclusim.calibration.local.document import CostChange
from exclusim.calibration.prices import price_index
from exclusim.model.money import Actor, Basis
from exclusim.model.parameters import Parameter, Unit
from exclusim.scenarios.schema import Case

__all__ = ["SET_BY_LAW", "OwnCost", "ReplaceableCost", "cost_change", "replaceable_costs"]

SET_BY_LAW = frozenset(
    {
        "cost.unit.insured_day_minimum",
        "cost.unit.development_allowance_day",
        "cost.unit.activity_support_day_uninsured",
        "cost.unit.sickness_benefit_day_maximum",
        "cost.unit.activity_compensation_guarantee",
        "cost.unit.disability_pension_guarantee",
        "cost.unit.establishment_allowance_day",
        "cost.unit.establishment_child_supplement",
        "cost.assumed.study_aid_upper_secondary",
        "cost.assumed.study_grant_adult",
        "cost.unit.newcomer_grant",
        "cost.unit.wage_subsidy_month",
    }
)
"""Prices of the book that are the same in every municipality: benefits, study aid, grants of the state."""

_SAME = 1e-9  # relative: an own amount that is the nation's changes nothing


@dataclass(frozen=True, slots=True)
class ReplaceableCost:
    """A number of the cost book that a municipality may have its own of.

    Args:
        name: the parameter.
        value: the nation's, in ``unit``.
        unit: SEK per year, month, day or event, or ``share``.
        price_year: the year whose prices ``value`` is in; None for a share.
        payers: actors of the lines that rest on it; empty where it sets a level for many.
        bases: what those lines rest on.
        source: evidence ids, or ``assumption``.
    """

    name: str
    value: float
    unit: Unit
    price_year: int | None
    payers: tuple[Actor, ...]
    bases: tuple[Basis, ...]
    source: str

    @property
    def is_share(self) -> bool:
        return self.price_year is None

    def in_book(self, amount: float, price_year: int | None) -> float:
        """An own amount in the parameter's unit and price year.

        Raises:
            ExclusimError: the index has no level for ``price_year``.
        """
        if self.price_year is None or price_year is None:
            return amount
        return price_index().convert(amount, price_year, self.price_year)

    def value_in(self, case: Case) -> float:
        """The case's own value where it has one, else the nation's; in the parameter's unit and price year."""
        replaced = case.parameters.get(self.name)
        return self.value if replaced is None else replaced.in_unit(self.unit)


@dataclass(frozen=True, slots=True)
class OwnCost:
    """A municipality's own value of a number in the cost book.

    Args:
        name: the parameter, one of :func:`replaceable_costs`.
        label: what it is called, in Swedish.
        amount: in the parameter's unit (a share as 0 to 1).
        price_year: the year whose prices ``amount`` is in; None for a share.
        source: where it comes from.
    """

    name: str
    label: str
    amount: float
    price_year: int | None
    source: str


@cache
def replaceable_costs() -> Mapping[str, ReplaceableCost]:
    """Parameter → what is known of it, in the order of the cost book; tax rates and anchors last."""
    found: dict[str, _Gathered] = {}
    for line in LINES:
        price = line.amount.price
        if price.value.name in SET_BY_LAW:
            continue
        gathered = found.setdefault(price.value.name, _Gathered(price))
        gathered.payers |= {line.payer: None}
        gathered.bases |= {line.basis: None}
    levels = (
        _cost(MUNICIPAL_TAX, None, (Actor.KOMMUN_SKATT,)),
        _cost(REGIONAL_TAX, None, (Actor.REGION,)),
        _cost(PUBLIC_TOTAL, ANCHOR_YEAR, ()),
        _cost(MUNICIPAL_SHARE, None, ()),
    )
    return MappingProxyType({name: item.cost() for name, item in found.items()} | {item.name: item for item in levels})


@dataclass(slots=True)
class _Gathered:
    """What the lines of one price have in common, in the order in which they come."""

    price: Price
    payers: dict[Actor, None] = field(default_factory=dict)
    bases: dict[Basis, None] = field(default_factory=dict)

    def cost(self) -> ReplaceableCost:
        return _cost(self.price.value, self.price.year, tuple(self.payers), tuple(self.bases))


def _cost(
    item: Parameter,
    year: int | Parameter | None,
    payers: tuple[Actor, ...],
    bases: tuple[Basis, ...] = (),
) -> ReplaceableCost:
    stated = round(year.value) if isinstance(year, Parameter) else year
    return ReplaceableCost(item.name, float(item.value), item.unit, stated, payers, bases, item.source)


def cost_change(own: OwnCost, case: Case) -> CostChange | None:
    """What an own cost does to the case; None where the case has that value already.

    Raises:
        ExclusimError: the price index has no level for the own price year.
    """
    cost = replaceable_costs()[own.name]
    local = cost.in_book(own.amount, own.price_year)
    before = cost.value_in(case)
    if abs(local - before) <= _SAME * abs(before):
        return None
    return CostChange(
        name=own.name,
        label=own.label,
        unit=cost.unit,
        national=before,
        local=local,
        price_year=cost.price_year,
        own=own.amount,
        own_price_year=own.price_year,
        source=own.source,
    )
