"""Who is simulated: a birth cohort of a place, or newcomers who arrive together."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from exclusim.scenarios.interventions import Frozen, Text
from exclusim.scenarios.issues import problem
from exclusim.scenarios.quantities import CalendarYear, Count, QuantityError, Years, parse_age_range

__all__ = ["FIRST_AGE", "Cohort", "Newcomers", "Population"]

FIRST_AGE = 16
"""A cohort's age attained in the year of month 0."""


class Cohort(Frozen):
    """``births`` people born in one year, followed from the year they turn 16 through the year they turn
    ``follow_to_age``; ``cohorts`` of them, a new one each year from ``start_year``."""

    kind: Literal["cohort"]
    place: Text
    births: Count = 480  # as in the published case
    cohorts: Annotated[int, Field(strict=True, ge=1, le=100)] = 1
    start_year: CalendarYear
    follow_to_age: Annotated[Years, Field(ge=18, le=65)] = 42

    @property
    def size(self) -> int:
        """People in one cohort."""
        return self.births

    @property
    def months(self) -> int:
        """Months a cohort is followed."""
        return 12 * (self.follow_to_age - FIRST_AGE + 1)


class Newcomers(Frozen):
    """``persons`` who arrive at the same time, aged ``age_from`` to ``age_to``, followed ``follow_years``.

    A file may write both ages as one range, ``ages: 20–44 år``.
    """

    kind: Literal["newcomers"]
    place: Text
    persons: Count
    age_from: Annotated[Years, Field(ge=16, le=64)] = 20
    age_to: Annotated[Years, Field(ge=16, le=64)] = 44
    start_year: CalendarYear
    follow_years: Annotated[Years, Field(ge=1, le=50)] = 20

    @model_validator(mode="before")
    @classmethod
    def _expand_ages(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "ages" not in data:
            return data
        rest = {key: value for key, value in data.items() if key != "ages"}
        if {"age_from", "age_to"} & set(rest):
            raise problem("either ages, or age_from and age_to", at=("ages",))
        try:
            low, high = parse_age_range(str(data["ages"]))
        except QuantityError as error:
            raise problem(str(error), at=("ages",)) from None
        return {**rest, "age_from": f"{low} år", "age_to": f"{high} år"}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.age_from > self.age_to:
            raise problem(f"at least age_from ({self.age_from} år)", at=("age_to",))
        return self

    @property
    def size(self) -> int:
        """People in the group."""
        return self.persons

    @property
    def months(self) -> int:
        """Months the group is followed."""
        return 12 * self.follow_years


Population = Annotated[Cohort | Newcomers, Field(discriminator="kind")]
