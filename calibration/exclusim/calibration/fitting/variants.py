"""Structural variants: two explanations of the same spells that no register count can tell apart.

People who have been outside for long leave less often, either because time outside wears them down (duration
dependence) or because those who leave easily have already left (heterogeneity). Each explanation fits the targets; an
intervention that shortens spells is worth more under the first. The default, ``mixed``, has both with their priors.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

__all__ = ["MEANING", "VARIANTS", "Variant", "held_by"]

Variant = Literal["mixed", "duration", "heterogeneity"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)

MEANING: Mapping[Variant, str] = MappingProxyType(
    {
        "mixed": "both duration dependence and unobserved differences between people, each with its prior",
        "duration": "people with the same background are alike; time in a status changes the way out",
        "heterogeneity": "time in a status changes nothing; people differ in what no register shows",
    }
)

_HELD: Mapping[Variant, Mapping[str, float]] = MappingProxyType(
    {
        "mixed": {},
        "duration": {"population.frailty_sd": 0.02},  # zero would be no distribution
        "heterogeneity": {
            "job_finding.duration": 0.0,
            "job_finding.long_spell": 1.0,
            "labour_force_entry.duration": 0.0,
            "assistance_exit.duration": 0.0,
        },
    }
)


def held_by(variant: Variant) -> Mapping[str, float]:
    """The parameters that a variant holds, with their values.

    ``programme_entry.duration`` is free in all of them: that programmes come with time is a rule, not a mechanism.
    """
    return _HELD[variant]
