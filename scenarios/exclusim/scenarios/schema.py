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
from exclusim.model.institutions.faults import removing
from exclusim.model.money import Convention
from exclusim.scenarios import consistency
from exclusim.scenarios.decision import Decision
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
from exclusim.scenarios.quantities import AnyQuantity, CalendarYear, Months, Ratio, Share, Years
from exclusim.scenarios.risks import Risk
from exclusim.scenarios.rules import Reform, ReformField, rule_parameters

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
    "Reform",
    "Risk",
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
    """A difference from ``baseline``: its interventions and rules are added to those of the baseline.

    The scenario ``baseline`` always exists and has none. ``rules`` are values of agencies' rules and of time limits,
    ``without`` system faults whose rules are taken away; both hold from ``starts`` (months after simulation month 0) to
    the end, and agencies act in every scenario of a case in which one has either. ``reform`` is what introducing them
    costs at first. ``risks`` are what may go wrong.
    """

    label: Text
    description: str = ""
    baseline: Slug = "baseline"
    interventions: tuple[Intervention, ...] = ()
    rules: dict[ParameterName, LocalValue] = Field(default_factory=dict)
    without: tuple[Text, ...] = ()
    starts: Months = 0
    reform: ReformField = None
    risks: tuple[Risk, ...] = ()
    decision: Decision | None = None

    @property
    def changes_rules(self) -> bool:
        """Whether the scenario itself changes any rule."""
        return bool(self.rules or self.without)

    @property
    def own_changes(self) -> dict[str, float]:
        """Values of the rules that the scenario itself changes, in the parameters' units."""
        changed = {name: rule.in_unit(rule_parameters()[name].unit) for name, rule in self.rules.items()}
        return removing(self.without) | changed


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
    decision: Decision | None = None
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

    @property
    def changes_rules(self) -> bool:
        """Whether any scenario changes a rule, so that agencies must act."""
        return any(scenario.changes_rules for scenario in self.scenarios.values())

    def chain(self, scenario: str) -> tuple[str, ...]:
        """The scenarios that one consists of: what its baseline builds on first, itself last; none for the baseline.

        Raises:
            ExclusimError: no such scenario.
        """
        if scenario == "baseline":
            return ()
        if scenario not in self.scenarios:
            known = ", ".join(("baseline", *self.scenarios))
            raise ExclusimError(f"case {self.case} has no scenario {scenario!r}", hint=f"it has {known}")
        return (*self.chain(self.scenarios[scenario].baseline), scenario)

    def interventions(self, scenario: str) -> tuple[Intervention, ...]:
        """All interventions in force in a scenario: its baseline's, then its own.

        Raises:
            ExclusimError: no such scenario.
        """
        return tuple(item for name in self.chain(scenario) for item in self.scenarios[name].interventions)

    def rule_changes(self, scenario: str) -> dict[int, dict[str, float]]:
        """All changed rules in force in a scenario, in the parameters' units, by the month from which they hold.

        A scenario's own rules go before those of its baseline, once they are in force. Month 0 is always there.

        Raises:
            ExclusimError: no such scenario.
        """
        links = [self.scenarios[name] for name in self.chain(scenario)]
        months = {0, *(link.starts for link in links if link.changes_rules)}
        return {
            month: {name: value for link in links if link.starts <= month for name, value in link.own_changes.items()}
            for month in sorted(months)
        }

    def reform_of(self, scenario: str) -> str | None:
        """The scenario whose reform is being introduced in ``scenario``; None where no rule is changed.

        Rules that are changed together are one reform: the last scenario of the chain that changes a rule or says what
        the reform costs decides.
        """
        concerned = None
        for name in self.chain(scenario):
            if self.scenarios[name].changes_rules or self.scenarios[name].reform is not None:
                concerned = name
        return concerned
