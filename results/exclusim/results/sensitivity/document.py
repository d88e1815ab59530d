"""Which uncertain parameters a result depends on, as ``exclusim sensitivity --json`` prints it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.document import Assumption
from exclusim.results.interval import Frozen, Interval

__all__ = ["SCHEMA_VERSION", "Convergence", "Index", "OutcomeSpread", "SensitivityDocument", "Swing"]

SCHEMA_VERSION = 1


class Index(Frozen):
    """One index of one parameter, or group, for one outcome, with a 90 % interval."""

    parameter: str
    group: str
    outcome: str
    index: str = Field(
        description="mu_star, mu, sigma (unit of the outcome); first, total, shapley, main, unique (shares of the "
        "variance between parameter values); pawn, excess (0 to 1)"
    )
    value: float
    ci_low: float
    ci_high: float


class Convergence(Frozen):
    """The index of the leading parameters after fewer runs."""

    outcome: str
    index: str
    runs: list[int]
    values: dict[str, list[float]] = Field(description="parameter → index at each number of runs")
    widest: float = Field(description="half width of the widest 90 % interval, on the scale of the largest index or 1")
    converged: bool = Field(description="whether that is at most 0.05")


class Swing(Frozen):
    """Mean outcome where a parameter stands at its 5th and at its 95th percentile, the others as they come."""

    parameter: str
    group: str
    outcome: str
    low_value: float = Field(description="of the parameter, in its unit")
    high_value: float
    unit: str
    low: float
    high: float


class OutcomeSpread(Frozen):
    """One outcome over all random runs of the study, and where its spread comes from."""

    name: str
    label: str = Field(description="Swedish")
    unit: Literal["SEK", "years", "share"]
    better: Literal[-1, 1] = Field(description="+1: more is better")
    spread: Interval
    replicate_noise_share: float = Field(description="share of the variance of one run that is the luck of lives")
    noise_low: float
    noise_high: float
    noise_share_real_group: float = Field(description="the same in a group of the case's own size")
    explained: float | None = Field(description="share of the variance between parameters that the emulator reproduces")


class SensitivityDocument(Frozen):
    """Everything the page shows."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    place: str
    scenario: str
    label: str = Field(description="Swedish name of the scenario")
    preset: str
    method: Literal["morris", "sobol", "pawn", "shapley"]
    origin: Literal["priors", "posterior"]
    estimator: Literal["direct", "emulator", "sample"] = Field(
        description="direct: from the model's runs by a design; emulator: from a regression on them; sample: from a "
        "random sample"
    )
    grouped: bool
    parameters: int = Field(description="uncertain parameters that the case uses")
    runs: int = Field(description="of the model")
    persons: int
    cohort: int
    seed: int
    horizon_years: int
    price_year: int
    seconds: float = Field(description="wall-clock time of the study")
    created: str
    code_version: str
    replicate_noise_share: float = Field(description="of the headline outcome")
    outcomes: list[OutcomeSpread]
    indices: list[Index]
    convergence: list[Convergence]
    tornado: list[Swing] = Field(description="by outcome, the widest first")
    assumptions: list[Assumption] = Field(description="the parameters that lead, with their sources")
    notes: list[str] = Field(description="Swedish: how to read the figures")
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")
