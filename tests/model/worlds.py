"""Plans and tiny worlds that several tests share."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import settings

from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.declared.population import PARAMETERS as POPULATION
from exclusim.model.engine import RunPlan
from exclusim.model.parameters import Parameter, Parameters
from exclusim.model.population import Group, Reach
from exclusim.model.vocabulary import Status
from exclusim.model.world import Hazard, Occasion, World

STEADY = settings(deadline=None, derandomize=True)  # the same examples in every run, on machines of any speed
COHORT = Status("compulsory_school", "none")  # where cohorts join
NEWCOMERS = Status("establishment_programme", "establishment_allowance", excluded=True)
JOB = Status("permanent_job", "wage", works=True)
DEAD = Status("dead", "none", absorbing=True)


def tiny_world(
    statuses: tuple[Status, ...],
    hazards: tuple[Hazard, ...],
    *parameters: Parameter,
    occasions: tuple[Occasion, ...] = (),
) -> World:
    """A world of a few statuses, with the shipped population."""
    return World(hazards, occasions, Parameters([*POPULATION, *parameters]), statuses)


def cohort(size: int, months: int) -> RunPlan:
    return RunPlan(default_world(), (Group("cohort", size),), months)


@cache
def eventful(size: int, months: int = 72) -> RunPlan:
    """A cohort and newcomers of two dates, a slump, and two interventions that overlap."""
    month = np.arange(months)
    return RunPlan(
        default_world(),
        (
            Group("cohort", size),
            Group("newcomers", size, enter=7, age_from=19, age_to=44, first_person=size),
            Group("newcomers", size // 2, enter=31, age_from=58, age_to=63, first_person=2 * size),
        ),
        months,
        labour_market=np.where((month > 20) & (month < 45), 0.6, 1.0),
        modifiers=(
            Modifier("job_finding", np.where(month < 40, np.log(1.8), 0.0), 0),
            Modifier("grade9_eligibility", np.full(months, np.log(2.0)), 1),
            Modifier("entry_to_exclusion", np.linspace(np.log(0.5), 0.0, months), 1),
        ),
        reaches=(
            Reach(0, 0.5, (("neuropsychiatric", ("yes",)),)),
            Reach(1, 0.3, (("origin", ("native", "newcomer")), ("sex", ("man",)))),
        ),
    )
