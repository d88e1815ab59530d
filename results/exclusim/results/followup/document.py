"""A follow-up, as ``exclusim follow --json`` prints it.

Money is SEK of present value in the document's price year unless a field says otherwise; a gain is positive.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.compare.document import Net
from exclusim.results.interval import Frozen, Interval
from exclusim.results.reporting.document import DecisionRecord

__all__ = ["FollowDocument", "Forecast", "Moved", "ObservedIndicator", "Verdict"]

SCHEMA_VERSION = 1


class Forecast(Frozen):
    """The scenario against its baseline; a dict of actors unless said."""

    net: dict[str, Net]
    ahead: dict[str, Net] = Field(
        description="the part of `net` that falls after the last observed month: what is spent cannot be saved"
    )
    end_cost: dict[str, Interval] = Field(description="the project's own cost when all is paid, undiscounted")
    cost_ahead: dict[str, Interval] = Field(
        description="what is left to pay after the last observed month, undiscounted"
    )
    payback_month: dict[str, int | None] = Field(
        description="of the mean, from the scenario's first month; null: never"
    )
    reached: Interval = Field(description="people of the first cohort")
    avoided_years: Interval = Field(description="person-years of exclusion avoided within the horizon")


class ObservedIndicator(Frozen):
    """One observed figure beside what was expected of it. Shares are fractions."""

    line: int
    month: int
    indicator: str
    label: str = Field(description="Swedish")
    kind: Literal["share", "count", "months", "money", "context"]
    value: float
    n: int
    note: str
    expected: Interval | None = Field(description="of the observation before it was made: chance in n people included")
    updated: float | None = Field(description="mean of the model's own figure after all observations")
    light: Literal["green", "yellow", "red", "none"] = Field(
        description="inside the central 80 % of what was expected, or better; inside 95 %; outside; no expectation"
    )
    direction: Literal["as_expected", "better", "worse", "different", "unknown"]
    use: Literal["input", "likelihood", "shown"] = Field(
        description="input: updates a figure of the plan directly; likelihood: reweights draws; shown: for the reader"
    )


class Moved(Frozen):
    """One assumption before and after."""

    name: str
    kind: Literal["delivery", "parameter"]
    before: Interval
    after: Interval
    shift: float = Field(description="change of the mean in standard deviations of before")
    noise: float = Field(description="size of a shift that chance among the draws alone would reach one time in twenty")


class Verdict(Frozen):
    """What the decision's own limits say now."""

    action: Literal["go_on", "mend", "stop", "undecided"]
    actor: str
    loss: float = Field(description="probability that the whole project loses for the actor")
    loss_ahead: float = Field(description="probability that what is left of it loses")
    mend_above: float | None
    stop_above: float | None
    red: list[str] = Field(description="indicators of the latest month that are worse than expected and red")


class FollowDocument(Frozen):
    """Observed figures of a started project and the forecast they give."""

    schema_version: int = SCHEMA_VERSION
    title: str
    case: str
    place: str
    scenario: str
    label: str
    description: str
    against: str
    preset: str
    seed: int
    persons: int
    cohort: int
    replicates: int = Field(description="draws before the observations")
    replicates_after: int
    effective: float = Field(description="effective number of draws after the observations")
    enough: int
    tempering: float = Field(description="share of the observations' weight that the draws could carry; 1: all of it")
    starts_month: int = Field(description="first month of the scenario, from month 0")
    last_month: int = Field(description="latest observed month since then; 0 without observations")
    lasts: int = Field(description="months of the scenario's interventions")
    price_year: int
    discount_rate: float
    horizon_years: int
    created: str
    code_version: str
    run_id: str
    before: Forecast
    after: Forecast
    indicators: list[ObservedIndicator]
    moved: list[Moved] = Field(description="delivery first, then parameters by size of shift; at most twenty")
    verdict: Verdict
    decision: DecisionRecord
    notes: list[str] = Field(description="Swedish: how to read the figures")
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
