"""A comparison of investments, as ``exclusim compare --json`` prints it.

Money is SEK of present value in the document's price year unless a field says otherwise; a gain is positive.
Intervals are over joint draws. Every scenario is compared with its own baseline, on common random numbers.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from exclusim.results.amounts import Amounts
from exclusim.results.compare.agreements import Contract, Conventions, Deal, RiskSharing
from exclusim.results.interval import Band, Frozen, Interval
from exclusim.results.reporting.document import ChecklistItem, DecisionRecord
from exclusim.results.yearly_net import WorstYear

__all__ = [
    "Acceptability",
    "BudgetLimit",
    "CompareDocument",
    "Deficit",
    "Effect",
    "FrontierPoint",
    "GroupRow",
    "Information",
    "Kind",
    "Net",
    "Portfolio",
    "PortfolioSet",
    "ScenarioComparison",
    "Swing",
    "Threshold",
]

SCHEMA_VERSION = 1

type Kind = Literal["preventing", "repairing", "both", "other"]


class Net(Interval):
    """An interval with the standard error of its mean and the probability of a value below zero."""

    se: float
    probability_loss: float

    @classmethod
    def of(cls, values: ArrayLike) -> Net:
        """Summary of a one-dimensional sample of draws."""
        sample = np.asarray(values, dtype=float)
        low, high = np.quantile(sample, [0.05, 0.95])
        return cls(
            mean=float(sample.mean()),
            p5=float(low),
            p95=float(high),
            se=float(sample.std(ddof=1) / np.sqrt(sample.size)) if sample.size > 1 else 0.0,
            probability_loss=float((sample < 0).mean()),
        )


class Deficit(Frozen):
    amount: float = Field(description="lowest point of the mean cumulated net, SEK; zero or below")
    month: int = Field(description="months from the scenario's first month")


class Effect(Frozen):
    """Changes of shares per person reached; None where nobody is reached or the time is not simulated."""

    one_year: Interval | None = Field(description="fewer excluded one year after the end, share of those reached")
    long_term: Interval | None = Field(description="fewer excluded two to five years after the end, mean")
    work_one_year: Interval | None = Field(description="more at work one year after the end")
    work_long_term: Interval | None


class GroupRow(Frozen):
    """One group of people: who is reached, who benefits."""

    trait: str
    level: str
    label: str = Field(description="Swedish")
    share_of_cohort: float
    share_of_reached: float
    share_reached: float = Field(description="of the group")
    share_of_benefit: float | None = Field(description="of the avoided excluded months; None where none are avoided")
    avoided_months_per_person: Interval = Field(description="excluded months avoided per person of the group")
    society_per_person: Interval = Field(description="SEK saved for society per person of the group")


class Threshold(Frozen):
    """How small the effect may be before the scenario loses."""

    shares: list[float] = Field(description="of the log effect; 0 is a project without any effect")
    net: dict[str, list[float]] = Field(description="actor → mean net at each share")
    break_even_share: dict[str, float | None] = Field(
        description="actor → smallest share at which the net is not negative; None: not even at full effect"
    )


class Swing(Frozen):
    name: str
    group: str
    low: float = Field(description="expected gain where the input is at its 5th percentile")
    high: float = Field(description="expected gain where it is at its 95th")


class ScenarioComparison(Frozen):
    """One scenario against its baseline; a dict of actors unless said."""

    label: str
    description: str
    case: str
    against: str
    starts_month: int = Field(description="first month of what the scenario does, from month 0")
    net: dict[str, Net]
    cost: dict[str, Interval] = Field(description="of the intervention itself")
    term: dict[str, Net] = Field(description="net of the first term of office from the scenario's first month")
    year_one: dict[str, Net] = Field(description="net of the first twelve months")
    by_term: dict[str, list[float]] = Field(description="mean net by term")
    payback_month: dict[str, int | None] = Field(description="from the scenario's first month; null: never")
    deepest_deficit: dict[str, Deficit]
    years: list[int] = Field(description="calendar years of `yearly`; age attained or years since arrival in `ages`")
    yearly: dict[str, list[float]] = Field(description="mean net by year, undiscounted: each payer's budget")
    cumulative: dict[str, Band] = Field(description="cumulated net at the end of each year")
    break_even_successes: float | None = Field(
        description="people who must escape long-term exclusion for society to get the intervention's cost back"
    )
    success_value: Interval = Field(description="society's cost of one long-term excluded person")
    benefit_cost_ratio: dict[str, float | None] = Field(
        description="mean gain before the cost / mean cost to that actor; null where it pays nothing"
    )
    avoided_years: Interval = Field(description="person-years of exclusion avoided within the horizon")
    cost_per_avoided_year: float | None = Field(description="of the intervention; null where none are avoided")
    net_cost_per_avoided_year: float | None = Field(description="public sector, less what it saves")
    cashable: dict[str, Interval] = Field(description="gain that is money: transfers, taxes, bought care")
    capacity: dict[str, Interval] = Field(description="gain that is freed time in own staff and premises")
    reached: Interval
    effect: Effect
    groups: list[GroupRow]
    threshold: Threshold
    swings: list[Swing] = Field(description="tornado: what moves society's net most")
    variance_shares: dict[str, float] = Field(
        description="of society's net by group of inputs, and what is left, `unexplained`"
    )
    deal: Deal
    sharing: RiskSharing
    contract: Contract | None
    avoided_by: dict[str, Interval] = Field(
        default_factory=dict,
        description="person-years of exclusion avoided within the horizon, first cohort: inflow (fewer ever enter), "
        "loops (fewer come back), outflow (shorter spells), total",
    )
    kind: Kind = Field(
        default="other",
        description="by what its effects act on: preventing (what leads into exclusion), repairing (what leads out), "
        "both, or other (rules, or what is neither)",
    )
    worst_year: dict[str, WorstYear] = Field(
        default_factory=dict,
        description="the year with the lowest mean net, undiscounted, and the payer's budget of that year where one "
        "was given; empty in documents of old",
    )


class Acceptability(Frozen):
    thresholds: list[float]
    exceeds: dict[str, list[float]] = Field(description="scenario → probability that the gain exceeds each threshold")
    best: dict[str, float] = Field(description="scenario, or `baseline` for doing nothing → probability of being best")


class FrontierPoint(Frozen):
    scenario: str
    cost: float = Field(description="net cost to the public sector; negative: it saves")
    effect: float = Field(description="avoided person-years of exclusion")
    ratio: float | None = Field(description="SEK per avoided year beyond the point before")


class Information(Frozen):
    """Value of knowing more before choosing, SEK."""

    upper_bound: float = Field(description="of choosing right in every draw, the luck of single lives included")
    everything: float = Field(description="of knowing every input")
    partial: dict[str, float] = Field(description="of knowing one group of inputs")


class PortfolioSet(Frozen):
    scenarios: list[str]
    cost: float = Field(description="of the interventions, mean present value")
    gain: float = Field(description="mean net of the headline actor")
    cvar: float = Field(description="mean net of the worst tenth of draws")
    added: float = Field(description="sum of the single scenarios' gains; the difference is overlap")
    simulated: bool = Field(description="whether the set was simulated jointly, or put together from singles and pairs")
    efficient: bool = Field(description="whether no affordable set has both a higher gain and a higher cvar")


class BudgetLimit(Frozen):
    """One limit on what a set may cost, and what it costs to have it."""

    who: str = Field(description="`all`, a payer, a department, or `staff`")
    year: int | None = Field(description="calendar year; null: present value of everything")
    unit: Literal["SEK", "FTE"]
    limit: float
    used: float = Field(description="by the chosen set; of a year undiscounted, in the price year's money")
    binding: bool = Field(description="whether a better set would fit without it")
    worth_of_1_percent: float | None = Field(description="gain by unit of a limit 1 % larger; null where it is zero")
    worth_of_10_percent: float | None
    opens_at: float | None = Field(description="the smallest limit that lets a better set in, the others unchanged")
    opens_gain: float | None = Field(description="what that set gains more")
    opens: list[str] = Field(description="that set")


class Portfolio(Frozen):
    """The best set within the budgets."""

    budget: float | None
    chosen: list[str]
    gain: float
    cost: float
    gain_interval: Interval | None
    method: str
    draws: int
    marginal: dict[str, float] = Field(description="scenario → what it adds to the chosen set, or takes from it")
    sets: list[PortfolioSet] = Field(description="affordable sets, best first; at most forty")
    limits: list[BudgetLimit] = Field(default_factory=list)
    without_staff: list[str] = Field(
        default_factory=list, description="scenarios that declare no staff, where staff is limited"
    )
    by_kind: dict[Literal["preventing", "repairing"], PortfolioSet] = Field(
        default_factory=dict,
        description="the best affordable set of scenarios of one kind only; empty unless both kinds have one",
    )


class CompareDocument(Frozen):
    """Several investments, one comparison."""

    schema_version: int = SCHEMA_VERSION
    title: str
    place: str
    cases: list[str]
    preset: str
    seed: int
    persons: int
    cohort: int
    replicates: int = Field(description="draws made")
    headline: str = Field(description="actor whose gain is the headline")
    standard_error: float = Field(description="largest of the headline's standard errors over the scenarios")
    wanted_error: float
    precise: bool = Field(description="whether the wanted standard error was reached")
    price_year: int
    discount_rate: float
    horizon_years: int
    term_years: int
    created: str
    code_version: str
    run_id: str
    baseline: dict[str, Interval] = Field(description="exclusion cost without any scenario, of the first case")
    scenarios: dict[str, ScenarioComparison]
    best: str | None = Field(description="scenario with the largest mean headline gain; null where none gains")
    deal: Deal = Field(description="of the scenario with the largest mean gain for the public sector")
    acceptability: Acceptability | None
    frontier: list[FrontierPoint]
    information: Information | None
    portfolio: Portfolio | None
    conventions: Conventions
    notes: list[str] = Field(description="how to read the figures")
    decisions: list[DecisionRecord] = Field(default_factory=list, description="what was asked and expected")
    checklist: list[ChecklistItem] = Field(default_factory=list, description="CHEERS 2022, item by item")
    amounts: list[Amounts] = Field(
        default_factory=list, description="what the totals are made of, by year and unit cost; one for each baseline"
    )
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
