"""One question under several structures, as ``exclusim structures --json`` prints it.

Money is SEK of present value in the document's price year. A cost is positive; a gain is positive. Intervals of a
structure are over its joint draws, those of an ensemble over the weighted mixture of all its structures' draws.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.interval import Frozen, Interval

__all__ = [
    "SCHEMA_VERSION",
    "Conclusion",
    "EnsembleAnswer",
    "LeftOut",
    "Pooled",
    "Score",
    "Shift",
    "StructureAnswer",
    "StructuresDocument",
    "Weighting",
]

SCHEMA_VERSION = 1

Weighting = Literal["equal", "agreement"]


class Score(Frozen):
    """Agreement with the statistics that the model is fitted to; none of them is held out."""

    misfit: float = Field(description="sum over groups of (root-mean-square residual in errors / the group's doubt)²")
    by_group: dict[str, float] = Field(description="independent group of statistics → its part of the sum")
    origin: Literal["posterior", "shift", "standard"] = Field(
        description="posterior: the check stored with its own fit; shift: that of the standard model, moved by paired "
        "simulations; standard: the standard model's own, as the statistics do not see the change (displacement) or "
        "are tied to the same average flows (agencies)"
    )


class Shift(Frozen):
    """Difference from the standard model, paired by draw and lives, with its Monte-Carlo standard error."""

    mean: float
    se: float


class StructureAnswer(Frozen):
    """The answer under one structure."""

    name: str
    label: str
    description: str
    fit: Literal["own", "borrowed", "unaffected"]
    held: dict[str, float] = Field(description="parameter → the value it has in every draw")
    score: Score | None
    weights: dict[Weighting, float]
    cost: dict[str, Interval] = Field(description="actor → what exclusion costs in the baseline")
    long_term: Interval = Field(description="share long-term excluded in the baseline")
    net: dict[str, Interval] = Field(description="actor → net gain of the scenario; empty without one")
    net_error: dict[str, float] = Field(description="actor → Monte-Carlo standard error of the mean net gain")
    payback_month: dict[str, int | None] = Field(description="actor → months from the start; null: never in time")
    probability_loss: dict[str, float]
    shift: dict[str, Shift] = Field(description="cost and net of society, long_term → difference from the standard")


class Pooled(Frozen):
    """A weighted mixture. ``within + between`` is its variance, exactly."""

    mean: float
    p5: float
    p95: float
    within: float = Field(description="mean variance of the structures, the unit squared")
    between: float = Field(description="variance of the structures' means")
    between_share: float = Field(description="between / (within + between)")
    chance_share: float = Field(description="what a finite number of draws alone would show as that share")


class EnsembleAnswer(Frozen):
    """All structures together under one set of weights."""

    weighting: Weighting
    cost: dict[str, Pooled]
    long_term: Pooled
    net: dict[str, Pooled]
    payback_month: dict[str, int | None] = Field(description="of the weighted mean curve")
    probability_loss: dict[str, float]


class Conclusion(Frozen):
    """Whether an actor gains or loses on average in the standard model, and in how many structures it does so."""

    gains: bool
    clear: bool = Field(description="whether the standard model's mean is further than two errors from zero")
    holds: int
    of: int
    unclear: int = Field(description="structures whose mean is within two of its Monte-Carlo errors of zero")


class LeftOut(Frozen):
    """A structure that is not among the answers, and why, in Swedish."""

    name: str
    label: str
    reason: str


class StructuresDocument(Frozen):
    """The same question under each structure, and together."""

    schema_version: int = SCHEMA_VERSION
    case: str
    title: str
    place: str
    scenario: str | None = Field(description="null: the case has none, and only the baseline is answered")
    label: str
    preset: str
    seed: int
    draws: int
    persons: int
    cohort: int
    price_year: int
    discount_rate: float
    horizon_years: int
    created: str
    code_version: str
    structures: list[StructureAnswer] = Field(description="the standard model first")
    ensembles: list[EnsembleAnswer] = Field(description="equal weights; weights by agreement where there are scores")
    conclusions: dict[str, Conclusion] = Field(description="actor → of the scenario; empty without one")
    left_out: list[LeftOut]
    notes: list[str]
    english: dict[str, str] = Field(default_factory=dict, description="the document's own sentences, Swedish → English")

    def ensemble(self, weighting: Weighting) -> EnsembleAnswer | None:
        """The ensemble of these weights, where there is one."""
        return next((found for found in self.ensembles if found.weighting == weighting), None)
