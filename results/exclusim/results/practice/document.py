"""What a roll-out is worth, as ``exclusim practice --json`` prints it.

A gain is positive. Yearly amounts are undiscounted SEK of the price year; ``net`` is present value. Every interval is
over joint draws, and differences are paired: the same draw and lives with one thing changed.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Frozen, Interval
from exclusim.results.risks import ListedRisk

__all__ = ["SCHEMA_VERSION", "Alternative", "BreakEven", "PracticeDocument", "PracticeYear", "RiskResult", "Step"]

SCHEMA_VERSION = 1


class Step(Frozen):
    """One wave of one intervention, as planned."""

    intervention: str
    label: str
    place: str
    month: int = Field(description="months from the scenario's start")
    share: float | None = Field(description="of those reached in all; None where a number is given")
    people: int | None
    practice: bool = Field(description="ordinary practice, and no longer the pilot")
    enrolment: Literal["once", "monthly", "yearly"]
    payer: dict[str, float] = Field(description="actor → share of the cost per person")


class PracticeYear(Frozen):
    """One year from the scenario's start."""

    year: int
    phase: Literal["pilot", "waves", "practice", "after"]
    enrolled: Interval = Field(description="people who begin in the year")
    running: float = Field(description="probability that it has not been closed at the end of the year")
    gain: dict[str, Interval] = Field(description="actor → gain before cost")
    cost: dict[str, Interval] = Field(description="actor → cost, less what is replaced")


class Alternative(Frozen):
    """The same scenario with one thing otherwise."""

    key: Literal["pilot_only", "no_loss", "never_closed", "no_risks"]
    net: dict[str, Interval]
    difference: dict[str, Interval] = Field(description="actor → this less the scenario as it stands, draw by draw")


class BreakEven(Frozen):
    """How much of the pilot's (log) effect must survive in practice for the net not to be negative."""

    shares: list[float]
    net: dict[str, list[float]] = Field(description="actor → mean net at each share")
    share: dict[str, float | None] = Field(description="actor → smallest share; None: not even at the whole effect")
    assumed: float = Field(description="share that the case file expects to survive, mean over draws")


class RiskResult(Frozen):
    """One listed risk; what follows from its simulation is None where it is not simulated or never happened."""

    risk: ListedRisk
    happened: float | None = Field(description="share of the draws")
    loss: dict[str, Interval] | None = Field(description="actor → net without it less net with it, where it happens")
    expected_loss: dict[str, float] | None = Field(description="actor → probability × mean loss")
    spread: dict[str, float] | None = Field(
        description="actor → share of the variance of the net that its lot explains"
    )


class PracticeDocument(Frozen):
    """From pilot to practice."""

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
    horizon_years: int
    created: str
    code_version: str
    steps: list[Step]
    reached: Interval
    net: dict[str, Interval] = Field(
        description="actor → net present value as it may turn out, risks and closure in it"
    )
    probability_loss: dict[str, float]
    years: list[PracticeYear]
    alternatives: list[Alternative]
    break_even: BreakEven | None = Field(description="None for a pilot only")
    risks: list[RiskResult]
    assumptions: list[Assumption]
    notes: list[str]
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
