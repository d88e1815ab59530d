"""A small country with agencies, for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.institutions.system import Anchor, anchor
from exclusim.model.parameters import Draw
from exclusim.model.population import Group

EVERY_FAULT = tuple(fault.name for fault in FAULTS)
SEED = 11


@cache
def system_plan(kind: str = "cohort", persons: int = 3000, months: int = 240) -> RunPlan:
    world = default_world()
    world = replace(world, parameters=world.parameters | case_parameters())
    if kind == "cohort":
        return RunPlan(world, (Group("cohort", persons),), months)
    return RunPlan(world, (Group("newcomers", persons, age_from=20, age_to=45),), months)


def central(plan: RunPlan) -> Draw:
    return plan.world.parameters.central()


@cache
def anchored(plan_of: str = "cohort") -> Anchor:
    plan = system_plan(plan_of)
    return anchor(plan, central(plan), SEED)
