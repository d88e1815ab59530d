"""What an idea is worth at each degree of success, as ``exclusim degrees --json`` prints it.

Money is SEK of present value in the document's price year; a gain is positive. Every interval is over joint draws.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Frozen, Interval

__all__ = ["SCHEMA_VERSION", "Degree", "DegreesDocument", "NextDegree"]

SCHEMA_VERSION = 1


class Degree(Frozen):
    """One degree of success. Where ``computed`` is false nothing is known of its value, which is not zero."""

    degree: Literal[1, 2, 3]
    computed: bool
    cohorts: int = Field(description="successive cohorts whose lives the value counts")
    reached: Interval | None = Field(description="people reached in each cohort; None: nobody in particular")
    starts_after_years: Interval = Field(description="from the project's cohort to the first cohort counted")
    probability: Interval = Field(description="that an idea gets this far")
    gain: dict[str, Interval] = Field(default_factory=dict, description="actor → gain before the cost, if it happens")
    cost: dict[str, Interval] = Field(default_factory=dict, description="actor → cost of the work itself")
    value: dict[str, Interval] = Field(default_factory=dict, description="actor → gain − cost, if it happens")
    expected: dict[str, Interval] = Field(default_factory=dict, description="actor → probability × value")


class NextDegree(Frozen):
    """What it is worth to try for the next degree, seen from the one before.

    ``budget`` is the most that spreading the method, or mending the system, may cost beforehand: probability × value of
    everything that follows and is computed. Empty where the next degree is not computed.
    """

    degree: Literal[2, 3]
    computed: bool
    probability: Interval = Field(description="given the degree before")
    worth: dict[str, Interval] = Field(default_factory=dict, description="actor → probability × value of this degree")
    budget: dict[str, Interval] = Field(default_factory=dict, description="actor → break-even cost of the attempt")
    percentage_point: dict[str, Interval] = Field(
        default_factory=dict, description="actor → worth of a probability one percentage point higher"
    )


class DegreesDocument(Frozen):
    """One idea at three degrees of success."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    place: str
    scenario: str
    label: str
    description: str
    seed: int
    persons: int
    cohort: int
    replicates: int
    price_year: int
    discount_rate: float
    horizon_years: int = Field(description="years in which each cohort's money is counted")
    created: str
    code_version: str
    degrees: list[Degree]
    next: list[NextDegree]
    expected_value: dict[str, Interval] = Field(description="actor → sum of probability × value over computed degrees")
    assumptions: list[Assumption]
    notes: list[str]
