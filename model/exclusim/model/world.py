"""A world: what can happen to whom, declared as data.

Two kinds of change exist. A :class:`Hazard` is a monthly competing risk. An :class:`Occasion` is a fixed date in the
calendar or the end of a time limit, at which one of several outcomes is chosen. Covariate effects belong to *families*:
every parameter named ``<family>.<effect>`` multiplies all hazards (or odds) of that family, so an effect is declared
once by naming a parameter. Effects that can be named:

``<trait>.<level>`` · ``age.<band>`` · ``burden.<burden>`` · ``record.<record>`` · ``attempts`` (per failed attempt) ·
``duration`` (log change per month in the status, up to 24 months) · ``long_spell`` (ratio from the ninth month) ·
``frailty`` (loading on the latent frailty) · ``labour_market`` (elasticity to the labour-market level) ·
``excluded`` (ratio while in an excluded status).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from exclusim.model.parameters import Parameters
from exclusim.model.vocabulary import (
    AGE_BANDS,
    BURDENS,
    RECORDS,
    STATUSES,
    TRAITS,
    Status,
    age_band_name,
)

__all__ = ["FAMILIES", "Family", "Hazard", "Occasion", "Outcome", "World"]

Family = Literal[
    "grade9_eligibility",
    "school_completion",
    "school_dropout",
    "study_entry",
    "study_exit",
    "adult_study_entry",
    "job_finding",
    "job_upgrade",
    "job_loss",
    "labour_force_exit",
    "labour_force_entry",
    "programme_entry",
    "subsidised_job_entry",
    "sickness_entry",
    "sickness_exit",
    "disability_entry",
    "parental_entry",
    "parental_exit",
    "care_entry",
    "care_exit",
    "prison_entry",
    "prison_exit",
    "assistance_entry",
    "assistance_exit",
    "pushed_to_assistance",
    "benefit_gap",
    "mental_onset",
    "mental_recovery",
    "misuse_onset",
    "misuse_recovery",
    "crime_onset",
    "crime_recovery",
    "homelessness_onset",
    "homelessness_recovery",
    "scar_onset",
    "scar_recovery",
    "mortality",
    "mortality_hump",
    "emigration",
]
"""A group of hazards or odds that shares covariate effects, and that interventions act on."""

FAMILIES: tuple[Family, ...] = get_args(Family)


@dataclass(frozen=True, slots=True)
class Hazard:
    """One competing risk from one status.

    Args:
        source: status name.
        target: status name, ``+burden`` for the onset of a burden or ``-burden`` for recovery.
        family: whose covariate effects apply.
        rate: parameter with the monthly hazard of the reference person.
        factors: further parameters multiplied in; ``1-name`` takes the complement of a share.
        min_months, max_months: completed months in the status for which the risk exists.
        requires: burden that the person must have.
        failed_attempt: whether the move counts as a failed attempt.
        record: new school record, if the move changes it.
    """

    source: str
    target: str
    family: Family
    rate: str
    factors: tuple[str, ...] = ()
    min_months: int = 0
    max_months: int | None = None
    requires: str | None = None
    failed_attempt: bool = False
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an occasion can end.

    Args:
        target: status name, or None to stay.
        weight: parameter: a relative weight, or with ``odds=True`` a probability of which the odds are taken; None = 1.
        family: whose covariate effects multiply the weight.
        record: new school record, if it changes.
        failed_attempt: whether it counts as a failed attempt.
    """

    target: str | None
    weight: str | None = None
    odds: bool = False
    family: Family | None = None
    record: str | None = None
    failed_attempt: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """A date or limit at which everybody concerned gets exactly one of the outcomes.

    Args:
        source: status name.
        outcomes: alternatives; probabilities are their weights' shares.
        calendar_month: 0 = January … 11 = December; None for any month.
        ages: first and last age attained in the year.
        records: school records concerned; empty for all.
        min_months: completed months in the status before it can happen.
        at_months: parameter naming the exact number of completed months (a time limit); None for calendar occasions.
    """

    source: str
    outcomes: tuple[Outcome, ...]
    calendar_month: int | None = None
    ages: tuple[int, int] = (0, 200)
    records: tuple[str, ...] = ()
    min_months: int = 0
    at_months: str | None = None


@dataclass(frozen=True)
class World:
    """Statuses, changes and parameters: everything the compiler needs. Immutable."""

    hazards: tuple[Hazard, ...]
    occasions: tuple[Occasion, ...]
    parameters: Parameters
    statuses: tuple[Status, ...] = STATUSES
    structural: frozenset[str] = field(default_factory=frozenset)  # parameters used outside rates (populations)

    def __post_init__(self) -> None:
        names = self.status_index
        for source in (*(h.source for h in self.hazards), *(o.source for o in self.occasions)):
            if source not in names:
                raise ValueError(f"{source!r} is not a status")
        absorbing = {status.name for status in self.statuses if status.absorbing}
        for hazard in self.hazards:
            if hazard.source in absorbing or hazard.source == hazard.target:
                raise ValueError(f"nothing leads from {hazard.source!r} to {hazard.target!r}")
            if hazard.target.lstrip("+-") not in (*names, *BURDENS):
                raise ValueError(f"{hazard.target!r} is neither a status nor +burden or -burden")
            if hazard.family not in FAMILIES:
                raise ValueError(f"{hazard.family!r} is not a family of hazards")
        for occasion in self.occasions:
            for outcome in occasion.outcomes:
                if outcome.target is not None and outcome.target not in names:
                    raise ValueError(f"{outcome.target!r} is not a status")

    @property
    def status_index(self) -> Mapping[str, int]:
        return {status.name: index for index, status in enumerate(self.statuses)}

    def group(self, source: str, target: str | None, family: str | None) -> tuple[str, bool, bool]:
        """What modifiers tell changes apart by: (family, enters exclusion, leaves exclusion)."""
        before = source in self._excluded
        after = before if target is None or target[0] in "+-" else target in self._excluded
        return family or "", after and not before, before and not after

    @cached_property
    def _excluded(self) -> frozenset[str]:
        return frozenset(status.name for status in self.statuses if status.excluded)

    @cached_property
    def groups(self) -> Mapping[tuple[str, bool, bool], int]:
        """Number of every :meth:`group` of this world."""
        found = [self.group(h.source, h.target, h.family) for h in self.hazards]
        found += [self.group(o.source, out.target, out.family) for o in self.occasions for out in o.outcomes]
        return {group: number for number, group in enumerate(dict.fromkeys(found))}

    def effect_names(self) -> frozenset[str]:
        """Every effect a family may declare."""
        traits = (f"{t.name}.{level}" for t in TRAITS if t.name != "frailty" for level in t.levels[1:])
        ages = (f"age.{age_band_name(band)}" for band in range(len(AGE_BANDS)))
        return frozenset(
            [
                *traits,
                *ages,
                *(f"burden.{burden}" for burden in BURDENS),
                *(f"record.{record}" for record in RECORDS),
                *("attempts", "duration", "long_spell", "frailty", "labour_market", "excluded"),
            ]
        )
