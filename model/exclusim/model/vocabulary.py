"""The words of the model: activities, support, statuses, burdens, school records and fixed traits.

A *status* is an activity together with who supports the person, written ``unemployed/social_assistance``. Everybody
has exactly one status at a time; *burdens* are flags beside it. Adding a status is one line in :data:`STATUSES` plus
the transitions that lead to and from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

__all__ = [
    "AGE_BANDS",
    "ATTEMPTS",
    "BURDENS",
    "RECORDS",
    "STATUSES",
    "TRAITS",
    "Status",
    "Trait",
    "age_band_name",
]


@dataclass(frozen=True, slots=True)
class Status:
    """One place to be.

    Args:
        activity: what the person does.
        support: who feeds the person.
        agency: who holds the person's case; a move between agencies counts as a switch.
        excluded: belongs to the exclusion account.
        works: counts as working.
        studies: counts as studying.
        absorbing: nobody leaves and nothing more happens (dead, emigrated).
        stage: year of study where the activity has years, else 0.
    """

    activity: str
    support: str
    agency: str = ""
    excluded: bool = False
    works: bool = False
    studies: bool = False
    absorbing: bool = False
    stage: int = 0

    @property
    def name(self) -> str:
        stage = f"_{self.stage}" if self.stage else ""
        return f"{self.activity}{stage}/{self.support}"


def _school(activity: str, agency: str = "kommun.skola", stage: int = 0, support: str = "study_aid") -> Status:
    return Status(activity, support, agency, studies=True, stage=stage)


def _job(activity: str, agency: str = "") -> Status:
    return Status(activity, "wage", agency, works=True)


def _excluded(activity: str, support: str, agency: str) -> Status:
    return Status(activity, support, agency, excluded=True)


STATUSES: tuple[Status, ...] = (
    _school("compulsory_school", support="none"),
    *(_school("upper_secondary", stage=year) for year in (1, 2, 3, 4)),
    _school("introduction_programme"),
    _school("adult_education"),
    _school("folk_high_school", agency="region"),
    _school("higher_education", agency="ovriga"),
    _job("permanent_job"),
    _job("temporary_job"),
    _job("subsidised_job", agency="arbetsformedlingen"),
    _excluded("unemployed", "unemployment_insurance", "arbetsformedlingen"),
    _excluded("unemployed", "social_assistance", "kommun.socialtjanst"),
    _excluded("unemployed", "none", "arbetsformedlingen"),
    _excluded("labour_market_programme", "activity_support", "arbetsformedlingen"),
    _excluded("labour_market_programme", "social_assistance", "kommun.socialtjanst"),
    _excluded("sickness_benefit", "sickness_benefit", "forsakringskassan"),
    _excluded("activity_compensation", "compensation", "forsakringskassan"),
    _excluded("disability_pension", "compensation", "forsakringskassan"),
    _excluded("establishment_programme", "establishment_allowance", "arbetsformedlingen"),
    Status("parental_leave", "parental_benefit"),
    _excluded("outside", "social_assistance", "kommun.socialtjanst"),
    _excluded("outside", "none", ""),
    _excluded("out_of_home_care", "care", "kommun.socialtjanst"),
    _excluded("prison", "care", "rattsvasende"),
    Status("dead", "none", absorbing=True),
    Status("emigrated", "none", absorbing=True),
)

BURDENS: tuple[str, ...] = ("mental_ill_health", "substance_misuse", "crime", "homelessness", "scarring")
"""Flags on a person. ``scarring`` marks a long spell without work and fades; it costs nothing by itself."""

RECORDS: tuple[str, ...] = ("none", "eligible", "diploma", "post_secondary")
"""School record: not eligible for upper secondary, eligible, upper-secondary diploma, post-secondary degree."""

ATTEMPTS = 3
"""Failed attempts in school and programmes are counted 0, 1, 2 or more."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A fixed background trait with its levels; the first level is the reference."""

    name: str
    levels: tuple[str, ...]


TRAITS: tuple[Trait, ...] = (
    Trait("sex", ("man", "woman")),
    Trait("origin", ("native", "foreign_born", "newcomer")),
    Trait("parental_education", ("upper_secondary", "compulsory", "post_secondary")),
    Trait("neuropsychiatric", ("no", "yes")),
    # A latent resistance to good outcomes: three Gauss–Hermite points of a normal distribution.
    Trait("frailty", ("low", "middle", "high")),
)

CELLS = prod(len(trait.levels) for trait in TRAITS)


def cell_levels() -> list[tuple[str, ...]]:
    """Levels of every covariate cell, in cell order (the last trait varies fastest).

    >>> len(cell_levels()), cell_levels()[0]
    (108, ('man', 'native', 'upper_secondary', 'no', 'low'))
    """
    return list(product(*(trait.levels for trait in TRAITS)))


AGE_BANDS: tuple[int, ...] = (16, 18, 20, 22, 25, 30, 35, 40, 45, 50, 55, 60)
"""First age of each band; ages are those attained in the calendar year, as Swedish registers count."""

OLDEST = 65


def age_band_name(band: int) -> str:
    """Name of an age band as parameters use it.

    >>> age_band_name(0), age_band_name(11)
    ('16_17', '60_65')
    """
    last = (*AGE_BANDS[1:], OLDEST + 1)[band] - 1
    return f"{AGE_BANDS[band]}_{last}"
