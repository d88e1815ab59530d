"""The whole model against its exact solution: the expected distribution, without random numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from exclusim.calibration.phrase import Phrase
from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.expected import expected
from exclusim.model.parameters import Draw
from exclusim.model.population import Group, Reach
from exclusim.results.language import _, told_in_both
from exclusim.results.verification.agreement import ERROR, ERROR_FROM, P_VALUE, unlikeliest
from exclusim.results.verification.checks import Check, Found

__all__ = ["solver_checks"]

_PEOPLE = 100_000
# One background only: the exact solution takes time in proportion to the number of backgrounds.
_ALIKE = {
    "population.woman": 0.0,
    "population.foreign_born": 0.0,
    "population.parents_compulsory.native": 1.0,
    "population.neuropsychiatric.man": 1.0,
}
_TO_42 = 324


def solver_checks(seed: int) -> Iterator[Check]:
    """A cohort of all backgrounds, one background for long, and one with interventions and a slump."""
    for name, title, build in (
        ("all", _("En kull med alla bakgrunder, 16–21 år"), _all_backgrounds),
        ("long", _("De mest utsatta, 16–42 år"), _long),
        ("interventions", _("Insatser och lågkonjunktur, 16–20 år"), _interventions),
    ):
        yield Check(
            f"exact_solver.{name}",
            "exact_solver",
            told_in_both(
                Phrase("{title}: antal i varje tillstånd och varje byte, månad för månad", title=Phrase(title))
            ),
            _("exakt fördelning utan slumptal"),
            partial(_agreement, build, seed),
            ERROR,
            ERROR_FROM,
            "at least",
            P_VALUE,
        )


def _all_backgrounds(seed: int) -> tuple[RunPlan, Draw]:
    world = default_world()
    return RunPlan(world, (Group("cohort", _PEOPLE),), 66), world.parameters.central()


def _long(seed: int) -> tuple[RunPlan, Draw]:
    world = default_world()
    return RunPlan(world, (Group("cohort", _PEOPLE),), _TO_42), _alike(world.parameters.draw(4, seed))


def _interventions(seed: int) -> tuple[RunPlan, Draw]:
    world, month = default_world(), np.arange(54)
    plan = RunPlan(
        world,
        (Group("cohort", _PEOPLE),),
        month.size,
        labour_market=np.where(month > 20, 0.5, 1.0),
        modifiers=(
            Modifier("job_finding", np.where(month < 30, np.log(2.0), 0.0), 0),
            Modifier("exit_from_exclusion", np.linspace(0.5, 0.0, month.size), 1),
        ),
        reaches=(Reach(0, 0.5), Reach(1, 0.3)),
    )
    return plan, _alike(world.parameters.draw(5, seed))


def _alike(draw: Draw) -> Draw:
    return replace(draw, values={**draw.values, **_ALIKE})


def _agreement(build: Callable[[int], tuple[RunPlan, Draw]], seed: int) -> Found:
    plan, draw = build(seed)
    tables = plan.compile(draw)
    panel, exact = simulate(plan, draw, seed, tables=tables).panel, expected(plan, draw, tables=tables)
    pairs = ((panel.status, exact.status), (panel.burden, exact.burden), (panel.moves, exact.moves))
    counted, share = zip(*((np.asarray(count, np.int64), number) for count, number in pairs), strict=True)
    return Found(unlikeliest(counted, share, plan.persons))
