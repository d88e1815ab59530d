"""Prevent or repair: what a scenario acts on, and how the exclusion that it avoids comes to be avoided.

The two need not agree. Most of a cohort are excluded in some month of the horizon, so support in school, which
prevents, shows mostly as shorter spells. What is avoided is divided exactly between fewer who ever enter (the tap),
fewer who come back and shorter spells (the mop); see :mod:`exclusim.results.run.channels`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exclusim.results.compare.document import Kind
from exclusim.results.interval import Interval
from exclusim.results.pathways import CHANNELS
from exclusim.results.run.channels import Passage, divided
from exclusim.results.run.plan import CasePlan
from exclusim.scenarios.interventions import Lever

__all__ = ["PREVENTING", "REPAIRING", "avoided_by", "divided_months", "kind_of", "kind_of_set"]

PREVENTING: frozenset[Lever] = frozenset(
    {
        "entry_to_exclusion", "grade9_eligibility", "school_completion", "school_dropout", "job_loss",
        "labour_force_exit", "sickness_entry", "disability_entry", "care_entry", "prison_entry", "assistance_entry",
        "pushed_to_assistance", "benefit_gap", "mental_onset", "misuse_onset", "crime_onset", "homelessness_onset",
        "scar_onset",
    }
)  # fmt: skip
"""Hazards and odds of what comes before exclusion, or leads into it."""

REPAIRING: frozenset[Lever] = frozenset(
    {
        "exit_from_exclusion", "job_finding", "job_upgrade", "labour_force_entry", "adult_study_entry",
        "programme_entry", "subsidised_job_entry", "sickness_exit", "care_exit", "prison_exit", "assistance_exit",
        "mental_recovery", "misuse_recovery", "crime_recovery", "homelessness_recovery", "scar_recovery",
    }
)  # fmt: skip
"""Hazards of what leads out of it."""


def kind_of(plan: CasePlan, name: str) -> Kind:
    """By what the scenario's own effects act on; ``other`` for rules, and for what is on neither list."""
    scenario = plan.case.scenarios[name]
    own = {item.name for item in scenario.interventions}
    levers = {effect.on for effect, item, _bit, _parameter in plan.treatments[name].effects if item.name in own}
    if scenario.changes_rules or not levers or levers - PREVENTING - REPAIRING:
        return "other"
    if levers <= PREVENTING:
        return "preventing"
    return "repairing" if levers <= REPAIRING else "both"


def kind_of_set(kinds: Mapping[str, Kind], names: tuple[str, ...]) -> Kind:
    """The kind that all scenarios of a set have; ``other`` where they differ, or for no scenario."""
    own = {kinds[name] for name in names}
    return own.pop() if len(own) == 1 else "other"


def divided_months(before: Passage, after: Passage) -> NDArray[np.float64]:
    """Avoided person-months of one draw by channel, in the order of ``CHANNELS``, shape (3,)."""
    start, end = (np.array([passage.factors[:3]]) for passage in (before, after))
    return np.asarray(0.0 - divided(start, end)[0])


def avoided_by(months: NDArray[np.float64]) -> dict[str, Interval]:
    """Avoided person-years by channel and in all, from person-months by draw, shape (draws, 3)."""
    years = months / 12
    found = {channel: Interval.of(years[:, i]) for i, channel in enumerate(CHANNELS)}
    return found | {"total": Interval.of(years.sum(axis=1))}
