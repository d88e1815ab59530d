"""Agencies as data: what each may act on, whom it takes, and which parameters hold its rules.

Adding an agency is one entry in :data:`AGENCIES` and its numbers in
:mod:`exclusim.model.institutions.declared`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from exclusim.model.institutions.vocabulary import Need
from exclusim.model.money import Actor

__all__ = ["AGENCIES", "ASSOCIATION", "NOBODY", "Agency", "agency_index"]

Sector = Literal["state", "municipality", "region", "association", "other"]
Discipline = Literal["first_come", "lightest_first", "heaviest_first"]


@dataclass(frozen=True)
class Agency:
    """One agency's rules. Numbers are parameters named ``agency.<name>.<rule>``: ``age_gate`` (years), ``months_gate``
    (months outside before a composite need is acted on), ``capacity`` (share of the need for help that it can meet),
    ``budget`` (share of the year's new composite cases that the year's money pays), ``time_limit`` (months) and
    ``cost`` (SEK per helped month).

    Args:
        name: as in data and reports.
        label: Swedish name.
        sector: who sets its rules; a push between *state* and *municipality* shifts costs.
        mandate: needs it may act on.
        payers: who pays for its work, shares that sum to 1.
        supports: sources of support (of statuses) whose receivers turn to it first.
        until_age: it takes nobody older.
        discipline: whom it takes first from its queue.
        needs_diagnosis: it acts on composite needs only where a diagnosis is documented.
        opens: whether it can be closed; ``agency.<name>.open`` says so (0 closed, 1 open).
    """

    name: str
    label: str
    sector: Sector
    mandate: Need
    payers: Mapping[Actor, float]
    supports: tuple[str, ...] = ()
    until_age: int = 200
    discipline: Discipline = "first_come"
    needs_diagnosis: bool = False
    opens: bool = False


AGENCIES: tuple[Agency, ...] = (
    Agency(
        "arbetsformedlingen",
        "Arbetsförmedlingen",
        "state",
        Need.WORK,
        {Actor.ARBETSFORMEDLINGEN: 1.0},
        supports=("unemployment_insurance", "activity_support", "establishment_allowance", "registered"),
        needs_diagnosis=True,
    ),
    Agency(
        "forsakringskassan",
        "Försäkringskassan",
        "state",
        Need.HEALTH,
        {Actor.FORSAKRINGSKASSAN: 1.0},
        supports=("sickness_benefit", "compensation"),
    ),
    Agency("skola", "Skolan", "municipality", Need.SCHOOL, {Actor.KOMMUN_SKOLA: 1.0}, until_age=19),
    Agency(
        "socialtjanst",
        "Socialtjänsten",
        "municipality",
        Need.HOUSING | Need.SUPPORT,
        {Actor.KOMMUN_SOCIALTJANST: 1.0},
        supports=("social_assistance",),
    ),
    Agency(
        "arbetsmarknadsenhet",
        "Kommunens arbetsmarknadsenhet",
        "municipality",
        Need.WORK | Need.SCHOOL,
        {Actor.KOMMUN_ARBETSMARKNAD: 1.0},
        supports=("social_assistance",),
    ),
    Agency("primarvard", "Primärvården", "region", Need.HEALTH, {Actor.REGION: 1.0}),
    Agency("psykiatri", "Psykiatrin", "region", Need.HEALTH, {Actor.REGION: 1.0}, needs_diagnosis=True),
    Agency("rattsvasende", "Rättsväsendet", "state", Need.SUPPORT, {Actor.RATTSVASENDE: 1.0}),
    Agency(
        "samordningsforbund",
        "Samordningsförbundet",
        "association",
        Need.WORK | Need.HEALTH | Need.SCHOOL | Need.HOUSING | Need.SUPPORT,
        {Actor.FORSAKRINGSKASSAN: 0.5, Actor.KOMMUN_SOCIALTJANST: 0.25, Actor.REGION: 0.25},
    ),
    Agency("arbetsgivare", "Arbetsgivare", "other", Need.WORK, {Actor.ARBETSGIVARE: 1.0}, opens=True),
    Agency("civilsamhalle", "Civilsamhället", "other", Need.SUPPORT, {Actor.OVRIGA: 1.0}, opens=True),
)
"""The coordination association's money is the state's (half), the municipality's and the region's (a quarter each)."""

NOBODY = 255
"""Code of no agency."""


def agency_index(name: str) -> int:
    """Position in :data:`AGENCIES`, the code used in columns and histories.

    >>> AGENCIES[agency_index("psykiatri")].label
    'Psykiatrin'
    """
    return [agency.name for agency in AGENCIES].index(name)


ASSOCIATION = agency_index("samordningsforbund")
