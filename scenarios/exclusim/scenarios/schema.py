"""A case: population, appraisal, environment, and scenarios as differences from the baseline.

The models mirror the file one to one and are frozen. Month 0 is January of the year a cohort turns 16, or the
month a newcomer arrives; ages are the age attained in the calendar year.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from exclusim.model.errors import ExclusimError
from exclusim.model.money import Convention
from exclusim.scenarios import consistency
from exclusim.scenarios.interventions import (
    LEVERS,
    PAYERS,
    Effect,
    Effects,
    FlatEffect,
    Frozen,
    Intervention,
    Lever,
    ProjectCost,
    Slug,
    Sources,
    Target,
    Text,
)
from exclusim.scenarios.issues import Path, problem, problems
from exclusim.scenarios.population import FIRST_AGE, Cohort, Newcomers, Population
from exclusim.scenarios.published import AnnualCost, FlatAnnuity, PublishedCheck
from exclusim.scenarios.quantities import AnyQuantity, CalendarYear, Ratio, Share, Years

__all__ = [
    "FIRST_AGE",
    "LEVERS",
    "PAYERS",
    "AnnualCost",
    "Appraisal",
    "Case",
    "Cohort",
    "Effect",
    "Effects",
    "Environment",
    "FlatAnnuity",
    "FlatEffect",
    "Intervention",
    "LabourMarketStep",
    "Lever",
    "LocalValue",
    "Newcomers",
    "Population",
    "ProjectCost",
    "PublishedCheck",
    "Scenario",
    "Target",
]

ParameterName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]


class Appraisal(Frozen):
    """How amounts of different years are weighed together.

    ``from_age`` is the age a cohort attains in the first year counted (None: from month 0); ``years`` is the
    horizon and ``term_years`` the first term of office shown beside it.
    """

    from_age: Annotated[Years, Field(ge=FIRST_AGE, le=65)] | None = None
    years: Annotated[Years, Field(ge=1)]
    discount_rate: Share
    convention: Convention = Convention.END_OF_YEAR
    price_year: CalendarYear
    term_years: Annotated[Years, Field(ge=1)] = 4

    @property
    def start_month(self) -> int:
        """The simulation month to which present values refer, and the first one counted."""
        return 0 if self.from_age is None else 12 * (self.from_age - FIRST_AGE)

    @property
    def end_month(self) -> int:
        """The first month after the horizon."""
        return self.start_month + 12 * self.years


class LabourMarketStep(Frozen):
    """From this month on, vacancies stand at ``level`` times the average."""

    from_: Annotated[str, Field(alias="from", pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
    level: Ratio

    @property
    def month(self) -> int:
        """Months since year 0, for comparison."""
        year, month = self.from_.split("-")
        return 12 * int(year) + int(month) - 1


class Environment(Frozen):
    """The world around: the labour market in steps; 1.0 is the average, and the level before the first."""

    labour_market: tuple[LabourMarketStep, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        steps = self.labour_market
        for index in range(1, len(steps)):
            if steps[index].month <= steps[index - 1].month:
                at: Path = ("labour_market", index, "from")
                raise problem(f"a month after {steps[index - 1].from_}", at=at)
        return self

    def labour_market_levels(self, start_year: int, months: int) -> NDArray[np.float64]:
        """Level of each simulated month, shape (months,), from January of ``start_year``."""
        levels = np.ones(months)
        for step in self.labour_market:
            levels[max(step.month - 12 * start_year, 0) :] = step.level
        return levels


_DIMENSIONS = {
    "money": ("SEK/month", "SEK/event", "SEK/year", "SEK/day"),
    "share": ("share", "probability", "ratio"),
    "persons": (),
}


class LocalValue(Frozen):
    """A place's own value of a model parameter, with its source."""

    value: AnyQuantity
    source: Text
    note: str = ""

    def in_unit(self, unit: str) -> float:
        """The value in a parameter's unit; a number without a unit is taken to be in it already.

        Raises:
            ExclusimError: the file's unit does not fit the parameter's.
        """
        match self.value.dimension:
            case "number":
                return float(self.value)
            case "months" if unit in ("months", "years"):
                return float(self.value) / (12 if unit == "years" else 1)
            case "months":
                fitting: tuple[str, ...] = ()
            case dimension:
                fitting = _DIMENSIONS[dimension]
        if unit in fitting:
            return float(self.value)
        raise ExclusimError(f"a local value given as {self.value.dimension} cannot be used in {unit!r}")


class Scenario(Frozen):
    """A difference from ``baseline``: its interventions are added to those of the baseline.

    The scenario ``baseline`` always exists and has no interventions.
    """

    label: Text
    description: str = ""
    baseline: Slug = "baseline"
    interventions: tuple[Intervention, ...] = Field(min_length=1)


class Case(Frozen):
    """One scenario file, complete: what it extends has been merged in."""

    exclusim: Literal[1]
    case: Slug
    title: Text
    summary: Text
    sources: Sources = ()
    notes: str = ""
    extends: Text | None = None
    population: Population
    appraisal: Appraisal
    environment: Environment = Environment()
    parameters: dict[ParameterName, LocalValue] = Field(default_factory=dict)
    flat_annuity: FlatAnnuity | None = None
    published: tuple[PublishedCheck, ...] = ()
    scenarios: dict[Slug, Scenario] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        found = consistency.check(self)
        if found:
            raise problems(found)
        return self

    @property
    def size(self) -> int:
        """People in one cohort or group."""
        return self.population.size

    @property
    def months(self) -> int:
        """Months one cohort or group is followed."""
        return self.population.months

    def interventions(self, scenario: str) -> tuple[Intervention, ...]:
        """All interventions in force in a scenario: its baseline's, then its own.

        Raises:
            ExclusimError: no such scenario.
        """
        if scenario == "baseline":
            return ()
        if scenario not in self.scenarios:
            known = ", ".join(("baseline", *self.scenarios))
            raise ExclusimError(f"case {self.case} has no scenario {scenario!r}", hint=f"it has {known}")
        chosen = self.scenarios[scenario]
        return (*self.interventions(chosen.baseline), *chosen.interventions)
