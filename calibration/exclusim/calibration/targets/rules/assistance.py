"""Social assistance."""

from __future__ import annotations

import numpy as np

from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.target import Target
from exclusim.model.vocabulary import STATUSES


@rule(
    "social_assistance_share",
    family="assistance_in_year",
    definition=0.05,
    note="Persons who had assistance in at least one month of the year; foreign born: came before 16.",
    cyclical=True,
)
def ever_in_year(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, target.age_to)
    return years["assistance"] / years["present"]


@rule(
    "social_assistance_long_term_share",
    family="assistance_long_term",
    definition=0.15,
    cut_above=True,
    note="Of persons with assistance in the year, those with ten months or more: a stock of the year, in which long "
    "spells weigh more than among entrants. Published for all adults, measured to 65 and without newcomers.",
    cyclical=True,
)
def ten_months(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, target.age_to)
    return years["assistance_10"] / years["assistance"]


@rule(
    "social_assistance_still_5th_year",
    definition=0.15,
    note="Of those who had none the year before, assistance in each of the next four calendar years too.",
)
def still_fifth_year(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, min(target.age_to, 60))
    return years["assistance_fifth"] / years["assistance_entry"]


@rule(
    "social_assistance_share_of_adults_18_24",
    definition=0.25,
    cut_above=True,
    note="Every age has the same size in the model, and newcomers are left out.",
)
def young_share(register: Register, target: Target) -> float:
    young = register.years(target.who, target.age_from, target.age_to)["assistance"]
    return young / register.years(target.who, 18, 65)["assistance"]


_ASSISTED = np.array([status.support == "social_assistance" for status in STATUSES])
_JOBSEEKING = np.array([status.activity in ("unemployed", "labour_market_programme") for status in STATUSES])


@rule(
    "social_assistance_due_to_unemployment",
    definition=0.2,
    cut_above=True,
    note="Months with assistance spent unemployed or in programmes; published: persons by main reason.",
)
def due_to_unemployment(register: Register, target: Target) -> float:
    months = register.months(target.who, target.age_from, target.age_to)
    return float(months[_ASSISTED & _JOBSEEKING].sum() / months[_ASSISTED].sum())


_SUPPORTS = (
    "unemployment_insurance", "social_assistance", "activity_support", "sickness_benefit", "compensation",
    "establishment_allowance",
)  # fmt: skip
_BENEFIT = np.array([status.support in _SUPPORTS for status in STATUSES])
_LIVING = np.array([not status.absorbing for status in STATUSES])


@rule(
    "full_year_equivalents_on_benefits",
    definition=0.15,
    note="Months on unemployment, assistance, sickness, disability and establishment benefits; newcomers left out.",
    cyclical=True,
)
def full_year_equivalents(register: Register, target: Target) -> float:
    months = register.months(target.who, target.age_from, target.age_to)
    return float(months[_BENEFIT].sum() / months[_LIVING].sum())
