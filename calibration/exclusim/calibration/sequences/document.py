"""The result document of ``exclusim fit --json``: the model that was chosen, and how it does on held-out persons.

Key names are stable within a schema version. "Observed" and "simulated" are always the held-out half and people
simulated in its place, with the same covariates, weights and months of observation.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "SCHEMA_VERSION",
    "Chance",
    "FirstMonthDocument",
    "FitDocument",
    "HeldOut",
    "ModelDocument",
    "ReEntry",
    "SharePoint",
    "StateShare",
    "SurvivalPoint",
    "TransitionRate",
    "TriedModel",
]

SCHEMA_VERSION = 1


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class TriedModel(_Frozen):
    """A model that was tried on left-out persons of the training half."""

    components: list[str]
    loglik_per_person: float
    chosen: bool


class ModelDocument(_Frozen):
    """The chosen model of monthly hazards."""

    components: list[str] = Field(description="effects in the model; see docs/sequences.md")
    effect_sd: dict[str, float] = Field(
        description="estimated standard deviation of the effects on the log hazard of leaving a state; with ', by "
        "target', of what each pair has beyond them"
    )
    coefficients: int
    events: float = Field(description="transitions in the training half, unweighted")


class FirstMonthDocument(_Frozen):
    """The model of the first month's state, used where people do not start as observed."""

    penalty: float
    loglik: float = Field(description="held-out half, weighted")


class SharePoint(_Frozen):
    """Share of a state in one month."""

    state: str
    month: int = Field(description="months since the first column")
    label: str
    observed: float
    simulated: float
    standard_error: float = Field(description="sampling error of the observed share")


class Chance(_Frozen):
    """The same error for simulated groups of the held-out half's size: what chance alone does to a perfect model."""

    median: float
    p95: float


class StateShare(_Frozen):
    """Shares of states by month, observed against simulated."""

    max_abs_error: float
    rms_error: float
    max_abs_error_by_chance: Chance
    rms_error_by_chance: Chance
    max_abs_error_modelled_start: float = Field(description="with first states drawn from their own model")
    rms_error_modelled_start: float
    by_month: list[SharePoint]


class SurvivalPoint(_Frozen):
    """Kaplan–Meier share of spells that last longer than so many months."""

    state: str
    month: int
    observed: float
    simulated: float
    standard_error: float = Field(description="of the observed share, from a bootstrap of persons")
    spells: int = Field(description="observed spells in the state")
    left_truncated: int = Field(description="of these, how many had begun before they were first seen")


class TransitionRate(_Frozen):
    """Monthly probability of moving, over all months."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    observed: float
    simulated: float
    standard_error: float
    events: int


class ReEntry(_Frozen):
    """Share of those leaving a state who are back in it within so many months (Kaplan–Meier)."""

    state: str
    months: int
    observed: float
    simulated: float
    standard_error: float
    exits: int


class HeldOut(_Frozen):
    """Log-likelihood of the held-out half's months after the first, weighted (mean weight 1)."""

    persons: int
    loglik: float
    loglik_markov: float = Field(description="first-order monthly Markov chain, one added to every count")
    transitions: int


class FitDocument(_Frozen):
    """Everything one fit has to say."""

    schema_version: int = SCHEMA_VERSION
    code_version: str
    file: str
    layout: Literal["wide", "long"]
    seed: int
    start: Literal["observed", "modelled"] = Field(description="first states of the simulated people")
    persons: int
    persons_without_states: int
    training_persons: int
    months: int
    first_month_label: str
    last_month_label: str
    missing_months_inside: int = Field(description="gaps; a spell ends there unseen and another begins")
    states: list[str]
    covariates: list[str]
    weight: str | None
    simulated_persons: int
    warnings: list[str]
    model: ModelDocument
    alternatives: list[TriedModel]
    first_month: FirstMonthDocument
    heldout: HeldOut
    state_share: StateShare
    spell_survival: list[SurvivalPoint]
    re_entry: list[ReEntry]
    transition_rates: list[TransitionRate]
