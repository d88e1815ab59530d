"""What somebody does: whom it reaches, who pays how much, and which hazards it changes for how long."""

from exclusim.scenarios.interventions.base import Frozen, Slug, Sources, Text
from exclusim.scenarios.interventions.cost import PAYERS, ProjectCost
from exclusim.scenarios.interventions.design import DISCOUNTS, Design, discount_name
from exclusim.scenarios.interventions.effect import LEVERS, Effect, Effects, Lever
from exclusim.scenarios.interventions.intervention import DropOut, FlatEffect, Intervention
from exclusim.scenarios.interventions.rollout import Hazard, Replaced, Rollout, UncertainShare, Wave
from exclusim.scenarios.interventions.target import Target

__all__ = [
    "DISCOUNTS",
    "LEVERS",
    "PAYERS",
    "Design",
    "DropOut",
    "Effect",
    "Effects",
    "FlatEffect",
    "Frozen",
    "Hazard",
    "Intervention",
    "Lever",
    "ProjectCost",
    "Replaced",
    "Rollout",
    "Slug",
    "Sources",
    "Target",
    "Text",
    "UncertainShare",
    "Wave",
    "discount_name",
]
