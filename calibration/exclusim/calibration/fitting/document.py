"""What is stored beside the draws: where a posterior comes from and how much it can be trusted."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from exclusim.calibration.fitting.observations import Scale
from exclusim.calibration.fitting.variants import Variant

__all__ = [
    "FittedGroup",
    "FittedParameter",
    "FittedRow",
    "Outcome",
    "PosteriorDocument",
    "Sampler",
    "Stage",
    "TradeOff",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FittedParameter(_Frozen):
    """``mean`` and ``sd`` on the scale of the prior (0 and 1 before the data); quantiles in the parameter's unit."""

    name: str
    centre: float
    prior: str
    mean: float
    sd: float
    p5: float
    p50: float
    p95: float


class FittedRow(_Frozen):
    """A fitted statistic. ``error`` is its standard deviation in the likelihood, on the fitted scale.

    ``simulated_*`` is what the agent model gives for the stored draws; ``inside`` says whether the published value is
    within their 90 % interval widened by 1.645 of the row's own standard errors.
    """

    id: str
    indicator: str
    group: str
    value: float
    se: float
    scale: Scale
    error: float
    emulator_error: float
    simulated_mean: float
    simulated_p5: float
    simulated_p95: float
    inside: bool


class FittedGroup(_Frozen):
    """Root-mean-square residual of a group's cells in their own errors, under the prior and the posterior.

    ``doubt`` is the factor on its errors, above one where its cells contradict the model or each other.
    """

    group: str
    rows: int
    cells: int
    misfit_prior: float
    misfit_posterior: float
    doubt: float
    inside_share: float


class Stage(_Frozen):
    """One ensemble: its members, the factor on all errors when it was placed, and its median misfit per row."""

    name: str
    members: int
    widening: float
    misfit: float


class Sampler(_Frozen):
    """The Markov chains of the posterior on the emulator."""

    steps: int
    autocorrelation: float
    acceptance: float
    effective: float
    directions: int
    information: tuple[float, ...]


class TradeOff(_Frozen):
    """Two parameters that the statistics inform together better than apart."""

    first: str
    second: str
    correlation: float


class Outcome(_Frozen):
    """A quantity of interest and what it depends on.

    ``left`` has, for the parameters that matter most, the share of the outcome's remaining variance each stands for;
    ``learnt`` the share of what has been taken away from its variance. Both take the parameters one at a time.
    """

    name: str
    unit: str
    prior_mean: float
    prior_sd: float
    posterior_mean: float
    posterior_sd: float
    left: dict[str, float]
    learnt: dict[str, float]


class PosteriorDocument(_Frozen):
    """Provenance and diagnostics of one posterior; the draws are in a table of the same name."""

    kind: Literal["exclusim-posterior/1"] = "exclusim-posterior/1"
    variant: Variant
    held: dict[str, float]
    draws: int
    draws_sha256: str
    seed: int
    persons: int
    simulations: int
    code_version: str
    data_hash: str
    parameters_hash: str
    structure_hash: str
    targets_hash: str
    discrepancy: float
    shared: float
    parameters: tuple[FittedParameter, ...]
    rows: tuple[FittedRow, ...]
    groups: tuple[FittedGroup, ...]
    not_measured: tuple[str, ...]
    stages: tuple[Stage, ...]
    sampler: Sampler
    trade_offs: tuple[TradeOff, ...]
    outcomes: tuple[Outcome, ...]
