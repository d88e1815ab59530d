"""The document of ``exclusim flow --json``. Key names are stable within a schema version.

Terms (pathway, point, reach, precision, lead, gap) are those of :mod:`exclusim.results.flow.trace` and
:mod:`exclusim.results.flow.prevention`. A field about support is None where support is not recorded; that is not zero.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "OTHER",
    "SCHEMA_VERSION",
    "START",
    "Estimate",
    "FlowDocument",
    "Link",
    "Months",
    "Pathway",
    "PreventionPoint",
    "SmallCells",
    "SupportShare",
    "Wait",
]

SCHEMA_VERSION = 1

START = "(start)"
"""The node of a link where nothing earlier is known, or nothing within the window."""


OTHER = "(other)"
"""The node of states that are rare in their column."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Estimate(_Frozen):
    """A number over all draws together, and its 5th and 95th percentile over them; None with a single draw."""

    value: float
    p5: float | None = None
    p95: float | None = None


class Months(_Frozen):
    """Median and quartiles, in months."""

    median: float
    q1: float
    q3: float


class SupportShare(_Frozen):
    """Share of a pathway's events with one kind of support between the last two events; kinds may overlap."""

    kind: str
    agency: str
    share: Estimate


class Pathway(_Frozen):
    """One way to the outcome; shares of all pathways add up to 1."""

    states: list[str] = Field(description="the earliest first; empty: nothing is known before the event")
    pooled: int = Field(default=0, description="rare pathways put together in this row; its states are then empty")
    events: Estimate
    share: Estimate
    time: Months | None = Field(description="from the first step to the event; None where there is no step")
    months_in_state: list[Months] = Field(description="months in each of the states; empty in a pooled row")
    between: Months | None = Field(description="between the last two events")
    gap: Months | None = Field(description="months of `time` without any support")
    gap_between: Months | None = Field(description="months of `between` without any support")
    supported: Estimate | None = Field(description="share of the events with support between the last two events")
    supported_events: Estimate | None
    support: list[SupportShare]


class Link(_Frozen):
    """Part of the stream from one column of the backward figure to the next; shares of a step add up to 1."""

    step: int = Field(description="steps back of the target: 0 is the outcome itself")
    source: str
    target: str
    share: float


class Wait(_Frozen):
    """A state that people pass on their way to the outcome: where the time goes."""

    state: str
    share: Estimate | None = Field(
        description="share of the events with the state in their pathway; None where a few people could be found by it"
    )
    months: Months = Field(description="in the state, each time")
    time_share: float = Field(description="share of all months in all pathways")
    all_months: Months | None = Field(description="in the state, everybody's spells that are seen from start to end")
    gap_share: float | None = Field(description="share of the months in the state without any support")


class PreventionPoint(_Frozen):
    """A point at which prevention would have met ``passing`` people, of whom ``reaching`` go on to the outcome."""

    kind: Literal["move", "leave", "milestone"]
    source: str
    target: str
    passing: Estimate
    reaching: Estimate
    reach: Estimate = Field(description="reaching / everybody with the outcome")
    precision: Estimate = Field(description="reaching / passing")
    lift: float = Field(description="precision / share of everybody with the outcome")
    score: float = Field(description="reach × lift; points are ordered by it")
    lead: Months


class SmallCells(_Frozen):
    """What is left out of an analysis of real people, so that no number rests on a few of them."""

    fewest: int = Field(description="fewest people that a number in the document rests on")
    pathways: int = Field(description="pathways of which whether and what support was given is not told")
    support: bool = Field(description="whether support between the last two events is not told at all")
    waits: int = Field(description="states passed on the way of which not everything is told")
    points: int = Field(description="points for prevention that are not told")

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.pathways or self.support or self.waits or self.points)


class FlowDocument(_Frozen):
    """Where those with the outcome came from, and where they could have been met."""

    schema_version: int = SCHEMA_VERSION
    code_version: str
    data: Literal["simulated", "imported"]
    source: str = Field(description="case, or file")
    title: str
    outcome: str = Field(description="as given")
    outcome_entry: Literal["in", "enters", "re-enters"]
    outcome_kind: str
    outcome_name: str
    outcome_ages: list[int] = Field(description="first and last age; empty where any time counts")
    outcome_month: str = Field(description="name of the month in imported sequences, or empty")
    steps: int
    window: int = Field(description="months")
    persons: int = Field(description="simulated people per draw, or people in the file")
    months: int = Field(description="length of the histories")
    draws: int = Field(description="joint parameter draws; 1 for imported sequences")
    resamples: int = Field(description="bootstrap samples of persons behind the intervals; 0 for simulated lives")
    seed: int
    group: float = Field(description="people in the real group to which numbers of people and events are scaled")
    events: Estimate
    people: Estimate = Field(description="people with the outcome, each once")
    people_share: Estimate
    support_recorded: bool
    supported: Estimate | None = Field(description="share of all events with support between the last two events")
    between: Months | None
    gap_between: Months | None
    pathways: list[Pathway]
    links: list[Link]
    waits: list[Wait]
    prevention: list[PreventionPoint]
    warnings: list[str]
    small_cells: SmallCells | None = Field(default=None, description="None: nobody in the document is real")
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
