"""The order of a month, read off the model that steps it."""

from __future__ import annotations

from exclusim.calibration.costs import cost_parameters
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.mesa_model import ExclusionModel, ExclusionScenario
from exclusim.model.population import Group

__all__ = ["month_order"]


def month_order() -> str:
    """The steps of ``ExclusionModel.month_plan`` with agencies, as a numbered list."""
    world = default_world()
    draw = (world.parameters | cost_parameters() | case_parameters()).central()
    plan = RunPlan(world, (Group("cohort", 1),), 12)
    model = ExclusionModel(ExclusionScenario(rng=1, plan=plan, draw=draw, histories=False, agencies=True))
    return "\n".join(f"{number}. *{step.name}*: {step.what}" for number, step in enumerate(model.month_plan, start=1))
