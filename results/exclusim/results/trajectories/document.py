"""The trajectories document: what ``exclusim trajectories --json`` prints and the page is drawn from.

Every :class:`~exclusim.results.document.Interval` is over draws: joint parameter draws and the chance in a group of
``persons`` people. ``group`` is a key of :data:`~exclusim.results.trajectories.activities.GROUPS`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from exclusim.results.document import Band, Interval

__all__ = [
    "SCHEMA_VERSION",
    "AgencyNetwork",
    "AgencyRow",
    "IndexLine",
    "LifeEpisode",
    "Loop",
    "Medoid",
    "Move",
    "StateDistribution",
    "TrajectoriesDocument",
    "TypeOfLife",
    "TypologyResult",
]

SCHEMA_VERSION = 2


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StateDistribution(_Frozen):
    """Share of all people in each group at each time; the shares of a time add up to one."""

    share: dict[str, Band] = Field(description="by group; one entry a time of the document")
    months: dict[str, Interval] = Field(description="months a person spends in each group over the window")


class LifeEpisode(_Frozen):
    """Consecutive months in one group."""

    group: str
    start_month: int
    months: int


class Medoid(_Frozen):
    """A simulated person, the one nearest to all others of the type."""

    draw: int
    person: int
    episodes: list[LifeEpisode]


class TypeOfLife(_Frozen):
    """One type. ``share``, ``excluded_months`` and the rest are over everybody assigned to it, draw by draw."""

    rank: int = Field(description="1 is the type with the most exclusion; the types by rule come last")
    name: str = Field(description="Swedish")
    by_rule: bool = Field(description="not found by clustering: who died or left the country before the end")
    share: Interval = Field(description="of all people")
    excluded_months: Interval = Field(description="mean months in excluded groups over the window")
    long_term: Interval = Field(description="share long-term excluded")
    switches: Interval = Field(description="mean switches between agencies that help")
    months: dict[str, Interval] = Field(description="mean months in each group over the window")
    distribution: dict[str, list[float]] = Field(description="mean share in each group at each time")
    medoid: Medoid


class TypologyResult(_Frozen):
    """Types of lives, and how they were found."""

    compared: int = Field(description="lives compared pair by pair")
    settled: int = Field(description="lives among which the centres of the types were settled")
    silhouette: dict[int, float] = Field(description="mean silhouette by number of types tried")
    chosen: int = Field(description="number of types found by clustering: the highest silhouette")
    agreement: float | None = Field(
        description="share of lives in corresponding types when as many other lives are compared; null: too few lives"
    )
    types: list[TypeOfLife]


class IndexLine(_Frozen):
    """One life of the index plot: ``groups[i]`` for ``times[i]`` of the document's times in a row."""

    rank: int = Field(description="rank of its type")
    first_excluded: int | None = Field(description="first time in an excluded group; null: never")
    groups: list[str]
    times: list[int]


class Move(_Frozen):
    """Moves from one place to another: ``nobody``, an agency, or ``own_footing``."""

    source: str
    target: str
    per_person: Interval = Field(description="moves per person over the window, everybody counted")
    per_year: Interval = Field(description="moves per person-year in the source")


class Loop(_Frozen):
    """Loops agency → by → agency."""

    agency: str
    by: str
    per_person: Interval = Field(description="loops per person over the window, everybody counted")
    without_progress: Interval = Field(description="share of them without a month on one's own footing in between")


class AgencyRow(_Frozen):
    """One agency: cases handled, and what comes after them."""

    agency: str
    ever: Interval = Field(description="share of people who were ever there")
    cases: Interval = Field(description="cases per person who was ever there")
    months: Interval = Field(description="months there per person who was ever there")
    lasting: Interval = Field(description="share of ended cases followed by a year on one's own footing")
    passed_on: Interval = Field(description="share of moves away that go straight to another agency")
    back: Interval = Field(description="share of ended cases with a new case at the same agency within two years")


class AgencyNetwork(_Frozen):
    """Moves between agencies that help. Averages are over people who were ever helped by an agency."""

    places: list[str]
    share: dict[str, Band] = Field(description="of all people, by place or absent (dead, emigrated), time by time")
    ever: Interval = Field(description="share of all people who were ever at an agency")
    agencies_per_person: Interval
    switches_per_person: Interval
    looped: Interval = Field(description="share of them with at least one loop")
    moves: list[Move]
    loops: list[Loop] = Field(description="the most common first")
    rows: list[AgencyRow]


class TrajectoriesDocument(_Frozen):
    """Trajectories of a case's baseline as sequence analysts draw them."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    code_version: str
    posterior: str = Field(description="SHA-256 of the posterior's draws; empty where draws are from the priors")
    persons: int = Field(description="people per draw")
    draws: int
    seed: int
    months: int = Field(description="length of the window from the first month")
    step: int = Field(description="months between the times")
    start_age: int | None = Field(description="age in the first year; null: time counts from arrival")
    times: list[float] = Field(description="age, or years since arrival")
    long_term_definition: str
    long_term: Interval = Field(description="share long-term excluded")
    excluded_months: Interval = Field(description="mean months in excluded groups over the window")
    distribution: StateDistribution
    typology: TypologyResult
    lines: list[IndexLine] = Field(description="a random sample of lives, sorted by type and first exclusion")
    agencies: AgencyNetwork
    payers: dict[str, Band] = Field(description="share of all people by who pays or is responsible, time by time")
    warnings: list[str]
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
