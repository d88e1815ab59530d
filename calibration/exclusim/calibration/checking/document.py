"""The document of ``exclusim check --json``. Key names are stable within a schema version."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["SCHEMA_VERSION", "CheckDocument", "CheckRow", "RoleSummary", "Simulated", "UnmappedRow", "Verdict"]

SCHEMA_VERSION = 1

Verdict = Literal["agrees", "model too high", "model too low"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Simulated(_Frozen):
    """Mean and 5th and 95th percentile of the simulated statistic over draws."""

    mean: float
    p5: float
    p95: float


class CheckRow(_Frozen):
    """A published statistic beside the model's own, in natural units (shares as fractions)."""

    id: str
    indicator: str
    role: str
    group: str = Field(description="independent piece of evidence that the row belongs to")
    label: str
    year: str
    unit: str
    published: float
    se: float = Field(
        description="the row's own standard error: sampling, rounding, confidence, era and distance of definitions"
    )
    simulated: Simulated
    z: float = Field(description="(simulated mean − published) / √(se² + variance over draws)")
    inside: bool = Field(
        description="the published value lies within the simulated 90 % interval widened by 1.645 se at either end"
    )
    verdict: Verdict
    source: str
    note: str


class RoleSummary(_Frozen):
    """How many rows, and how many groups, the model agrees with; a group is inside when half of its rows are."""

    rows: int
    inside_share: float
    groups: int
    groups_inside_share: float


class UnmappedRow(_Frozen):
    """A row that could not be measured, and why."""

    id: str
    indicator: str
    role: str
    reason: str


class CheckDocument(_Frozen):
    """The model against a table of statistics. Rows are ordered with the worst misses first."""

    schema_version: int = SCHEMA_VERSION
    statistics: str = Field(description="file of the statistics, or 'shipped'")
    basis: str = Field(description="what the draws come from: the posterior, or the priors and why")
    draws: int
    persons: int
    seed: int
    summary: dict[str, RoleSummary]
    rows: list[CheckRow]
    unmapped: list[UnmappedRow]
