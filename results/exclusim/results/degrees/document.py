"""What an idea is worth at each degree of success, as ``exclusim degrees --json`` prints it.

Money is SEK of present value in the document's price year; a gain is positive. Every interval is over joint draws.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Band, Frozen, Interval

__all__ = ["SCHEMA_VERSION", "Degree", "DegreesDocument", "MetFault", "NextDegree", "Outside"]

SCHEMA_VERSION = 2


class Degree(Frozen):
    """One degree of success."""

    degree: Literal[1, 2, 3]
    cohorts: int = Field(description="successive cohorts whose lives the value counts")
    reached: Interval | None = Field(description="people reached in each cohort; None: nobody in particular")
    starts_after_years: Interval = Field(description="from the project's cohort to the first cohort counted")
    probability: Interval = Field(description="that an idea gets this far")
    gain: dict[str, Interval] = Field(description="actor → gain before the cost, if it happens")
    cost: dict[str, Interval] = Field(description="actor → cost of the work itself; of help beyond today's")
    value: dict[str, Interval] = Field(description="actor → gain − cost, if it happens")
    expected: dict[str, Interval] = Field(description="actor → probability × value")


class NextDegree(Frozen):
    """What it is worth to try for the next degree, seen from the one before.

    ``budget`` is the most that spreading the method, or mending the system, may cost beforehand: probability × value of
    everything that follows.
    """

    degree: Literal[2, 3]
    probability: Interval = Field(description="given the degree before")
    worth: dict[str, Interval] = Field(description="actor → probability × value of this degree")
    budget: dict[str, Interval] = Field(description="actor → break-even cost of the attempt")
    percentage_point: dict[str, Interval] = Field(description="actor → worth of a probability one percentage point up")


class MetFault(Frozen):
    """A system fault, and how much the idea's clients meet it in today's system."""

    name: str
    label: str
    definition: str = Field(description="Swedish: how it is seen in a case file")
    months_per_client: float = Field(description="until the end of the horizon, at central values")
    mended: bool = Field(description="whether the third degree takes the rule behind it away")


class Outside(Frozen):
    """Excluded people when a cohort of the same size joins every year, as changes against today, if it happens."""

    baseline: Interval = Field(description="excluded people at any time, on average over a year")
    cohorts: int = Field(description="cohorts in the stock")
    years: list[int] = Field(description="years since the first cohort of each curve joined")
    project: Band = Field(description="first degree: one cohort meets the project")
    practice: Band = Field(description="second degree: every cohort from the first on")
    mended: Band = Field(description="third degree: every cohort from the first on; the tap closed")


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
    expected_value: dict[str, Interval] = Field(description="actor → sum of probability × value over the degrees")
    faults: list[MetFault] = Field(description="every fault, the one that clients meet most first")
    faults_named: bool = Field(description="whether the user named the faults to mend; false: the worst are assumed")
    outside: Outside
    assumptions: list[Assumption]
    notes: list[str]
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
