"""The result document: one run, as ``--json`` prints it, the store keeps it and every report is drawn from it.

Money is in SEK of the document's price year. In ``scenarios`` a cost is positive; in ``differences`` a gain is
positive. Every :class:`Interval` is over joint parameter draws and the chance in a cohort of this size.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.amounts import Amounts
from exclusim.results.interval import Band, Frozen, Interval
from exclusim.results.logic import LogicModel
from exclusim.results.missions import NarrowChange, NarrowMission, SharedClients
from exclusim.results.pathways import ChannelFactors, Channels, Effectiveness, Stock
from exclusim.results.reporting.document import ChecklistItem, DecisionRecord
from exclusim.results.rules import ScenarioRules
from exclusim.results.yearly_net import YearlyNet

__all__ = [
    "SCHEMA_VERSION",
    "Assumption",
    "Band",
    "Calibration",
    "ChannelFactors",
    "Channels",
    "CostRow",
    "Cumulative",
    "DecompositionStep",
    "Difference",
    "Effectiveness",
    "Excluded",
    "Flow",
    "Interval",
    "Life",
    "LifeSpell",
    "LogicModel",
    "NarrowChange",
    "NarrowMission",
    "PublishedFigure",
    "RoleSummary",
    "RunDocument",
    "ScenarioResult",
    "ScenarioRules",
    "ServiceRow",
    "SharedClients",
    "Stock",
    "ValidationRow",
    "VariantAnswer",
]

SCHEMA_VERSION = 1


class ServiceRow(Frozen):
    """One service of one actor, present value over the horizon."""

    service: str = Field(description="Swedish name, as the actor's budget would have it")
    actor: str
    kind: Literal["real", "transfer", "revenue", "production"]
    basis: Literal["measured", "derived", "anchored", "assumed"]
    scope: Literal["exclusion", "ordinary"]
    mean: float


class Flow(Frozen):
    """Moves between groups of activities, in persons of the cohort over the whole run (mean)."""

    source: str
    target: str
    persons: float


class Excluded(Frozen):
    """Who is counted as excluded, by a measuring rule on simulated months."""

    definition: str
    long_term_share: Interval
    by_age: dict[int, float] = Field(description="age attained in the year → share excluded that year (UVAS rule)")


class ScenarioResult(Frozen):
    """One scenario. ``total`` is the exclusion account over the horizon, valued at ``start_age`` (or arrival)."""

    label: str
    description: str = ""
    total: dict[str, Interval]
    term: dict[str, Interval] = Field(description="the same over the first four years")
    horizons: dict[str, dict[str, Interval]] = Field(description='"1", "4", "8", "20", "65" → actor → amount')
    by_kind: dict[str, Interval]
    before: dict[str, Interval] = Field(description="exclusion account before the horizon starts")
    ordinary: dict[str, Interval] = Field(description="ordinary-life account: schooling, studies, parental leave")
    intervention: dict[str, Interval] = Field(description="cost of the interventions by payer")
    years: list[int] = Field(description="age (cohort) or years since arrival of each point of `yearly`")
    yearly: dict[str, Band] = Field(description="actor → cost per year, undiscounted")
    services: list[ServiceRow]
    ages: list[int]
    activity_by_age: dict[str, list[float]] = Field(description="activity → share of the living, by age")
    burden_by_age: dict[str, list[float]]
    flows: list[Flow]
    excluded: Excluded
    outcomes: dict[str, Interval] = Field(
        default_factory=dict,
        description="outcome → sum over the first cohort within the horizon; persons, months or times",
    )
    shared: SharedClients | None = Field(
        default=None, description="the narrow mission; null in documents of old and in the published examples"
    )


class Cumulative(Frozen):
    """Cumulated discounted net; ``months`` count from the start of the horizon and may begin below zero."""

    months: list[int]
    net: dict[str, Band]


class Difference(Frozen):
    """Baseline minus scenario on common random numbers; a gain is positive.

    ``net`` = ``gain`` − the cost of interventions and casework, and equals the sum of ``parts``.
    """

    baseline: str
    label: str
    net: dict[str, Interval]
    gain: dict[str, Interval]
    term: dict[str, Interval] = Field(description="gain over the first four years, before the cost of the project")
    horizons: dict[str, dict[str, Interval]] = Field(description="net by horizon")
    parts: dict[str, dict[str, float]] = Field(
        description="exclusion, ordinary, before, intervention, displacement, and where agencies act casework "
        "(help beyond today's) → actor → mean"
    )
    payback_month: dict[str, int | None] = Field(
        description="first month from the start of the intervention after which the cumulated mean net stays ≥ 0"
    )
    probability_loss: dict[str, float]
    deepest_deficit: dict[str, dict[str, float]] = Field(
        description="actor → {amount, month}; months from the start of the intervention"
    )
    cumulative: Cumulative
    avoided_exclusion_years: Interval
    persons_helped: Interval
    persons_harmed: Interval
    channels: Channels | None = None
    stock: Stock | None = None
    outcomes: dict[str, Interval] = Field(
        default_factory=dict, description="outcome → change, scenario minus baseline; more is not always better"
    )
    effectiveness: Effectiveness | None = None
    by_year: YearlyNet | None = Field(
        default=None, description="each actor's net by year, undiscounted, and its worst year; null in documents of old"
    )
    narrow: NarrowChange | None = Field(default=None, description="the narrow mission; null as `shared` is")


class DecompositionStep(Frozen):
    """One step of the bridge from the published flat annuity to the dynamic total (society, mean)."""

    key: str
    label: str
    amount: float
    explanation: str


class LifeSpell(Frozen):
    start_month: int
    months: int
    age: float
    activity: str
    support: str
    burdens: list[str]
    cost: dict[str, float] = Field(description="undiscounted cost of the spell by actor")


class Life(Frozen):
    """One simulated person (*typfall*)."""

    person: int
    title: str
    story: str
    spells: list[LifeSpell]
    cost: dict[str, float] = Field(description="present value by actor")
    scenario: str = "baseline"
    years: list[int] = Field(
        default_factory=list, description="age (cohort) or years since arrival of each point of `yearly`"
    )
    yearly: dict[str, list[float]] = Field(
        default_factory=dict, description="actor → undiscounted cost by year, from the first month to the horizon's end"
    )


class PublishedFigure(Frozen):
    """A published figure of the case beside ours."""

    id: str
    quantity: str
    published: float
    computed: float
    unit: str
    residual: float
    tolerance: float = Field(description="half of the published figure's last rounded digit, in the same unit")
    inside: bool
    source: str


class Assumption(Frozen):
    """One parameter as used in this run."""

    name: str
    value: float
    unit: str
    prior: str
    posterior: str = Field(default="", description="what is left of the uncertainty after calibration")
    source: str
    source_text: str = ""
    assumption: bool
    note: str = ""


class CostRow(Frozen):
    """One line of the cost book as used in this run (central draw)."""

    trigger: str
    service: str
    actor: str
    payee: str | None
    kind: str
    amount: float
    per: Literal["month", "event"]
    basis: str
    scope: str
    source: str
    note: str = ""


class ValidationRow(Frozen):
    """A published statistic beside the calibrated model's own; shares as fractions."""

    id: str
    label: str
    role: Literal["calibration", "validation", "context"]
    group: str
    published: float
    mean: float
    p5: float
    p95: float
    unit: str
    inside: bool


class RoleSummary(Frozen):
    """How many rows, and how many independent groups of rows, the model agrees with."""

    rows: int
    inside_share: float
    groups: int
    groups_inside_share: float


class VariantAnswer(Frozen):
    """The headline under another explanation of why long spells are hard to leave; each has its own posterior."""

    variant: Literal["duration", "heterogeneity"]
    label: str
    replicates: int
    total_society: Interval
    long_term_share: Interval
    net_society: dict[str, Interval] = Field(description="scenario → net gain of society")


class Calibration(Frozen):
    """The posterior behind the draws, and what it gets right and wrong. Rows are ordered with misses first."""

    draws: int
    free_parameters: int
    fitted_rows: int
    fitted_groups: int
    sentence: str = Field(description="what is known, what is not, and what data would help most")
    summary: dict[str, RoleSummary]
    rows: list[ValidationRow]


class RunDocument(Frozen):
    """Everything one run has to say. Key names are stable within a schema version."""

    schema_version: int = SCHEMA_VERSION
    run_id: str
    case: str
    title: str
    place: str
    description: str
    preset: Literal["flat-annuity", "published", "optimistic"]
    seed: int
    persons: int = Field(description="simulated people per replicate")
    cohort: int = Field(description="people in the real group; results are scaled to it")
    replicates: int
    price_year: int | None = Field(description="None where the published case does not state one")
    discount_rate: float
    convention: str
    horizon_years: int
    start_age: int | None = Field(description="age at which the horizon starts; None for newcomers (arrival)")
    created: str
    code_version: str
    data_hash: str
    scenario_hash: str
    warnings: list[str]
    scenarios: dict[str, ScenarioResult]
    differences: dict[str, Difference]
    corrected_society: dict[str, Interval] = Field(
        default_factory=dict, description="flat-annuity only: society without transfers counted twice, per scenario"
    )
    decomposition: list[DecompositionStep] = Field(default_factory=list)
    project_bridges: dict[str, list[DecompositionStep]] = Field(
        default_factory=dict, description="scenario → steps from its source's gain to `differences.*.net.society`"
    )
    lives: list[Life] = Field(default_factory=list)
    published: list[PublishedFigure] = Field(default_factory=list)
    calibration: Calibration | None = None
    variants: list[VariantAnswer] = Field(default_factory=list)
    rules: dict[str, ScenarioRules] = Field(
        default_factory=dict, description="scenario → changed rules and agencies; empty where agencies do not act"
    )
    logic_models: list[LogicModel] = Field(
        default_factory=list, description="interventions that say how they are delivered and what they rest on"
    )
    uncertainty: dict[str, float] = Field(
        default_factory=dict, description="share of the variance of society's total: parameters, chance"
    )
    assumptions: list[Assumption] = Field(default_factory=list)
    costs: list[CostRow] = Field(default_factory=list)
    decisions: list[DecisionRecord] = Field(
        default_factory=list, description="what was asked and expected; empty where there is no scenario"
    )
    checklist: list[ChecklistItem] = Field(default_factory=list, description="CHEERS 2022, item by item")
    amounts: Amounts | None = Field(
        default=None, description="what the totals are made of, by year and unit cost; null in documents of old"
    )
    narrow_mission: NarrowMission | None = Field(
        default=None, description="who counts as a shared client in `shared` and `narrow`; null as they are"
    )
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
