"""The record of a decision and the checklist, as result documents carry them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.interval import Frozen, Interval

__all__ = ["ChecklistItem", "DecisionRecord", "DecisionRule", "Expected", "StatedExpectation"]


class StatedExpectation(Frozen):
    """What somebody expected in their own words."""

    indicator: str
    value: str
    by: str
    source: str | None


class Expected(Interval):
    """What the model expects of one indicator at the end of one month, over joint draws."""

    scenario: str
    indicator: Literal["net", "cost", "reached", "avoided_exclusion_years", "excluded_share", "working_share"] = Field(
        description="net: present value from the start until then, gain minus cost; cost: the project's own, "
        "undiscounted, until then; shares: of the first cohort, under the scenario; avoided years: until then"
    )
    actor: str | None = Field(description="whose money; null where the indicator is no money")
    by: str = Field(description="calendar month, e.g. 2027-12, at whose end it holds")
    month: int = Field(description="months from simulation month 0 to then")
    unit: Literal["SEK", "share", "persons", "years"]


class DecisionRule(Frozen):
    """Limits of the probability of loss above which the project is mended or stopped."""

    actor: str
    mend_above: float
    stop_above: float


class DecisionRecord(Frozen):
    """Who asked, on what basis, and what was expected. ``null`` and empty lists are what nobody has stated."""

    scenarios: list[str]
    asked_by: str | None
    question: str | None
    alternatives: list[str]
    basis: list[str]
    decided_by: str | None
    decided: str | None
    reviews: list[str]
    followed_up_by: str | None
    rule: DecisionRule | None
    plan: str | None
    engagement: str | None
    engagement_effect: str | None
    funding: str | None
    interests: str | None
    stated: list[StatedExpectation] = Field(description="expectations as the record states them")
    expected: list[Expected] = Field(description="the model's own, by scenario and review month")
    reviews_assumed: bool = Field(description="whether the months of `expected` are ours: no review dates are stated")


class ChecklistItem(Frozen):
    """One item of CHEERS 2022 (Husereau et al., BMJ 2022;376:e067975, doi 10.1136/bmj-2021-067975), in our words."""

    number: int
    group: str
    topic: str
    answer: str
    where: str = Field(description="section of the report; empty where the item is missing")
    status: Literal["reported", "partly", "missing"]
