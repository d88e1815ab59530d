"""Money: who pays, of what kind, for what, and how it is discounted.

Four kinds are never mixed: *real* (resources used), *transfer*, *revenue* (taxes and fees) and *production*
(value lost). Society = real + production; transfers and revenue only move money between actors and cancel. An
actor's view = its real costs + transfers paid − revenue received. A cost is positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "PUBLIC",
    "REPORTED",
    "Actor",
    "Basis",
    "Convention",
    "CostLine",
    "Kind",
    "Scope",
    "discount_factors",
]


class Actor(StrEnum):
    """Everybody whose money moves. Swedish institutions keep their names."""

    ARBETSFORMEDLINGEN = "arbetsformedlingen"
    FORSAKRINGSKASSAN = "forsakringskassan"
    KOMMUN_SKOLA = "kommun.skola"
    KOMMUN_SOCIALTJANST = "kommun.socialtjanst"
    KOMMUN_ARBETSMARKNAD = "kommun.arbetsmarknad"
    KOMMUN_SKATT = "kommun.skatt"  # the municipality's tax income, kept apart from its departments' budgets
    REGION = "region"
    RATTSVASENDE = "rattsvasende"
    OVRIGA = "ovriga"  # central government and others: student aid, unemployment funds, state taxes
    INDIVID = "individ"
    ARBETSGIVARE = "arbetsgivare"
    PRODUCTION = "production"  # not a payer: the value of work not done

    @property
    def reported(self) -> str:
        """The actor as reports name it: the municipality's departments are one municipality."""
        return "kommun" if self.value.startswith("kommun") else self.value


class Kind(StrEnum):
    REAL = "real"
    TRANSFER = "transfer"
    REVENUE = "revenue"
    PRODUCTION = "production"


class Basis(StrEnum):
    """How well founded a cost is."""

    MEASURED = "measured"  # a published unit cost for this very thing
    DERIVED = "derived"  # computed from published figures
    ANCHORED = "anchored"  # unknown service use, scaled so that the yearly sum meets a published total
    ASSUMED = "assumed"  # no source


class Scope(StrEnum):
    """Which account a line belongs to."""

    EXCLUSION = "exclusion"  # what exclusion costs: the headline account
    ORDINARY = "ordinary"  # ordinary life: schooling, studies, parental leave; matters for differences only


PUBLIC = ("arbetsformedlingen", "forsakringskassan", "kommun", "region", "rattsvasende", "ovriga")
"""The six public actors as reported."""

REPORTED = ("society", "public", *PUBLIC, "production")
"""Every actor key of a result document, in order. ``individ`` and ``arbetsgivare`` appear in ledgers only."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the cost book: what is paid while something holds, or each time it happens.

    Args:
        trigger: ``activity:unemployed``, ``support:social_assistance``, ``status:unemployed/unemployment_insurance``,
            ``burden:substance_misuse`` (per person and month while it holds) or ``event:prison`` (per entry to it).
        payer: whose cost it is (for revenue: who loses or pays it).
        payee: who receives a transfer or revenue; None for real costs and production.
        kind: real, transfer, revenue or production.
        amount: SEK per person-month, or per event for ``event:`` triggers, in the price year of the book; a
            negative amount of revenue is revenue gained.
        service: what it is, as a report names it in Swedish (``Ekonomiskt bistånd``).
        basis: measured, derived, anchored or assumed.
        scope: exclusion account or ordinary life.
        source: evidence row ids, or ``assumption``.
        note: how the amount follows from the source.
    """

    trigger: str
    payer: Actor
    kind: Kind
    amount: float
    service: str
    basis: Basis
    source: str
    payee: Actor | None = None
    scope: Scope = Scope.EXCLUSION
    note: str = ""

    def __post_init__(self) -> None:
        moves_money = self.kind in (Kind.TRANSFER, Kind.REVENUE)
        if moves_money != (self.payee is not None):
            raise ValueError(f"cost line {self.service!r}: transfers and revenue, and only they, need a payee")


class Convention(StrEnum):
    """When in the year an amount is taken to fall."""

    END_OF_YEAR = "end_of_year"
    START_OF_YEAR = "start_of_year"
    MONTHLY = "monthly"


def discount_factors(
    months: int, start: int, rate: float, convention: Convention = Convention.END_OF_YEAR
) -> NDArray[np.float64]:
    """Present-value factor of each month, valued at the beginning of month ``start``.

    Args:
        months: number of months, 0 … months − 1.
        start: the valuation month; earlier months are compounded forward.
        rate: yearly discount rate, 0.04 for 4 %.
        convention: end of year (first year divided by 1 + rate), start of year (first year at par), or the
            end of each month.

    >>> round(float(discount_factors(240, 0, 0.04).sum() / 12), 4)   # annuity of 20 years at 4 %
    13.5903
    """
    if rate <= -1:
        raise ValueError(f"the discount rate must be above -100 %, got {rate:.0%}")
    offset = np.arange(months) - start
    year = offset // 12
    match convention:
        case Convention.END_OF_YEAR:
            exponent = year + 1.0
        case Convention.START_OF_YEAR:
            exponent = year.astype(np.float64)
        case Convention.MONTHLY:
            exponent = (offset + 1) / 12.0
    return np.asarray((1.0 + rate) ** -exponent, dtype=np.float64)
