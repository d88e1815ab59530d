"""The fault document: what ``exclusim faults --json`` prints and the page is drawn from.

Money is present value in SEK of ``price_year`` for the real group, and *everything*: what exclusion costs, what
ordinary life costs, and help beyond today's, from the first month to the end of the horizon. Positive is a cost that
disappears when the fault is removed. Every interval is over draws: joint draws of all uncertain parameters, the
agencies' rules among them, and the chance in a group of ``persons`` people.
"""

from __future__ import annotations

from numpy.typing import ArrayLike
from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Band, Frozen, Interval

__all__ = [
    "SCHEMA_VERSION",
    "AgencyRow",
    "AnchorCheck",
    "CaseSpell",
    "Collaboration",
    "Estimate",
    "FaultDocument",
    "FaultLife",
    "FaultMonths",
    "FaultRow",
    "Incidence",
    "LifeStatus",
    "RankProbability",
    "RuleChange",
    "Sensitivity",
]

SCHEMA_VERSION = 1


class Estimate(Interval):
    """An interval over draws, and the standard error of its mean from the choice of orders; zero where exact."""

    se: float

    @classmethod
    def sampled(cls, values: ArrayLike, error: float) -> Estimate:
        """From one value a draw, and the standard error of their mean due to the choice of orders."""
        return cls(**Interval.of(values).model_dump(), se=error)


class Incidence(Frozen):
    """How much of a fault today's system holds, from the first month to the end of the horizon."""

    share: Interval = Field(description="share of all people who meet it")
    months: Interval = Field(description="months of it per person, everybody counted")
    episodes: Interval = Field(description="times it begins per person, everybody counted")


class RuleChange(Frozen):
    """A rule parameter, and the value that takes the rule away; ``agency.*`` stands for every agency."""

    parameter: str
    value: float


class RankProbability(Frozen):
    """Share of the draws in which the fault is the dearest, and among the three dearest, by Shapley share."""

    first: float
    top3: float


class FaultRow(Frozen):
    """One system fault. Its ``rank`` is by its Shapley share of society's cost."""

    rank: int
    name: str
    label: str = Field(description="Swedish")
    rule: str = Field(description="the rule that produces it, Swedish")
    definition: str = Field(description="how it is seen in a case file, Swedish")
    removal: list[RuleChange]
    incidence_share: float = Field(description="share of all people who meet it, mean over draws")
    months_per_person: float
    episodes_per_person: float
    incidence: Incidence
    exclusion_years: float = Field(
        description="person-years of exclusion in the real group that disappear when it alone is removed, mean"
    )
    exclusion_years_interval: Interval
    removed: dict[str, Interval] = Field(description="by actor: cost that disappears when it alone is removed")
    removed_exclusion_account: dict[str, Interval] = Field(
        description="by actor: the exclusion account's part of it, within the horizon"
    )
    removed_by_kind: dict[str, Interval] = Field(description="transfers and revenue as the public actors see them")
    removed_help: Interval = Field(description="the part of society's that is less help than today; negative: more")
    shapley: dict[str, Estimate] = Field(description="by actor: its share of the joint cost")
    shapley_exclusion_years: Estimate
    owners: dict[str, float] = Field(description="share of its months by the agency whose answer stands in the file")
    probability_rank: RankProbability
    removed_switches: Interval | None = Field(
        default=None,
        description="moves from a status that one agency answers for to one of another's, in the real group, that "
        "disappear when it alone is removed; negative: there are more. Null in documents of old",
    )
    shapley_switches: Estimate | None = Field(default=None, description="its share of `joint_switches`")


class AnchorCheck(Frozen):
    """Excluded person-years of the real group in today's system and in the calibrated model without agencies."""

    today: Interval
    calibrated: Interval
    difference: Interval = Field(description="today against calibrated, as a share")


class AgencyRow(Frozen):
    """One agency in today's system; people of the real group."""

    name: str
    label: str
    helped: Interval = Field(description="people helped in a mean month")
    waiting: Interval = Field(description="people in its queue in a mean month")
    wait_months: Interval = Field(description="mean wait of those who come to it")
    refused: Interval = Field(description="noes a year to people with a need")


class Collaboration(Frozen):
    """How strong collaboration is: mean probability that two agencies act together on a composite need."""

    years: list[int] = Field(description="years since the first month")
    strength: Band


class LifeStatus(Frozen):
    """Consecutive months in one status."""

    start_month: int
    months: int
    age: float
    activity: str
    support: str
    burdens: list[str]


class CaseSpell(Frozen):
    """Consecutive months in which the same stands in the case file; the words are Swedish."""

    start_month: int
    months: int
    age: float
    state: str = Field(description="alone, waiting, helped or between")
    text: str = Field(description="what stands in the file, in words")
    needs: list[str]
    unseen: list[str] = Field(description="needs that the assessment missed")
    faults: list[str] = Field(description="names of the faults that hold")


class FaultMonths(Frozen):
    """Months of one fault in one life."""

    name: str
    label: str = Field(description="Swedish")
    months: int
    episodes: int


class FaultLife(Frozen):
    """One simulated person under the central parameters."""

    person: int
    story: str
    rule: str = Field(description="how the person was chosen")
    society: float = Field(description="exclusion account over the horizon, SEK")
    faults: list[FaultMonths] = Field(description="the longest first")
    statuses: list[LifeStatus]
    cases: list[CaseSpell]


class Sensitivity(Frozen):
    """Rank correlation over draws between a rule parameter and what a fault costs society (its Shapley share)."""

    fault: str
    parameter: str
    rho: float
    p: float = Field(description="probability of so strong a correlation by chance alone, for one pair")
    assumption: bool


class FaultDocument(Frozen):
    """What the system's faults cost, and who pays."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    place: str
    code_version: str
    scenario_hash: str
    posterior: str = Field(description="SHA-256 of the posterior's draws; empty where draws are from the priors")
    persons: int = Field(description="simulated people per draw")
    draws: int
    orders: int = Field(description="orders of removal per draw; 0 where every coalition was run")
    seed: int
    cohort: int = Field(description="people of the real group")
    months: int = Field(description="from the first month to the end of the horizon")
    first_age: int | None = Field(description="age in the first year; null: time counts from arrival")
    start_age: int | None = Field(description="age at the start of the horizon; null: it starts on arrival")
    horizon_years: int
    price_year: int
    discount_rate: float
    convention: str
    today: dict[str, Interval] = Field(description="exclusion account over the horizon in today's system, by actor")
    faults: list[FaultRow]
    joint: dict[str, Interval] = Field(description="by actor: cost that disappears when all faults studied are removed")
    joint_exclusion_account: dict[str, Interval]
    joint_by_kind: dict[str, Interval]
    joint_exclusion_years: Interval
    joint_share: Interval = Field(description="share of society's exclusion account of today that disappears")
    interaction: dict[str, Interval] = Field(
        description="joint minus the sum of one at a time; above zero, faults cover for one another: removing one "
        "alone helps little while the others stand"
    )
    owners: list[str] = Field(description="agencies, then nobody")
    payers: list[str]
    owner_payer: list[list[float]] = Field(
        description="row: whose answer stands in the case file; column: who pays; Shapley share, mean over draws"
    )
    paid_by_others: Interval = Field(
        description="share of the six public actors' added cost that falls on others than the owner"
    )
    anchor_check: AnchorCheck
    life: FaultLife | None = Field(description="null: nobody is long-term excluded")
    agencies: list[AgencyRow]
    collaboration: Collaboration
    sensitivity: list[Sensitivity] = Field(description="the strongest first; only those beyond chance at 1 %")
    sensitivity_pairs: int = Field(description="pairs compared; one in a hundred is here by chance alone")
    assumptions: list[Assumption] = Field(description="every number of the agencies' rules and of what help is worth")
    warnings: list[str]
    today_switches: Interval | None = Field(
        default=None, description="moves between agencies in today's system; null in documents of old"
    )
    joint_switches: Interval | None = Field(
        default=None, description="those that disappear when all faults studied are removed"
    )
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
