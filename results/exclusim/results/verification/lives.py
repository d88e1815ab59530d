"""Single lives: against a plain program, whatever the threads, and next to an intervention that others meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.phrase import Phrase
from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.engine import Run, RunPlan, simulate
from exclusim.model.population import Group, Reach, make_people
from exclusim.results.language import _, told_in_both
from exclusim.results.verification.checks import Check, Found
from exclusim.results.verification.plain import plain_life

__all__ = ["by_month", "life_checks"]

_FEW, _PEOPLE, _MONTHS = 60, 2_000, 120


def life_checks(seed: int) -> Iterator[Check]:
    """People whose life is another one than it must be: nobody may be."""
    yield Check(
        "plain_program.lives",
        "plain_program",
        told_in_both(Phrase("{few} liv i {months} månader, händelse för händelse", few=_FEW, months=_MONTHS)),
        _("samma definition utskriven i vanlig Python"),
        lambda: Found(_differing_from_plain(seed)),
        unit=_("liv som skiljer sig"),
    )
    yield Check(
        "plain_program.threads",
        "plain_program",
        _("Samma körning i tre trådar i stället för en"),
        _("samma bitar"),
        lambda: Found(_differing_by_threads(seed)),
        unit=_("värden som skiljer sig"),
    )
    yield Check(
        "plain_program.untouched",
        "plain_program",
        _("Liv som ingen insats når, när andra nås av en stark insats"),
        _("samma liv som utan insatsen"),
        lambda: Found(_untouched_but_changed(seed)),
        unit=_("liv som skiljer sig"),
    )


def _plan(people: int) -> RunPlan:
    return RunPlan(default_world(), (Group("cohort", people),), _MONTHS)


def by_month(run: Run) -> NDArray[np.int64]:
    """Status, burdens and record of everybody by month as one number, shape (persons, months)."""
    assert run.spells is not None
    spells = run.spells
    value = (spells.status.astype(np.int64) << 16) | (spells.burdens.astype(np.int64) << 8) | spells.record
    return np.repeat(value, spells.until() - spells.month).reshape(-1, spells.months)


def _differing_from_plain(seed: int) -> int:
    plan = _plan(_FEW)
    draw = plan.world.parameters.draw(7, seed)
    tables = plan.compile(draw)
    people = make_people(plan.groups, draw, seed, [s.name for s in plan.world.statuses], ())
    simulated = by_month(simulate(plan, draw, seed, histories=True))
    plain = [
        [now.status << 16 | now.burdens << 8 | now.record for now in plain_life(tables, people, row, seed, _MONTHS)]
        for row in range(_FEW)
    ]
    return int((simulated != np.array(plain)).any(axis=1).sum())


def _differing_by_threads(seed: int) -> int:
    plan = _plan(_PEOPLE + 1)
    draw = plan.world.parameters.central()
    one, three = (simulate(plan, draw, seed, histories=True, threads=threads) for threads in (1, 3))
    pairs = [(getattr(one.panel, name), getattr(three.panel, name)) for name in one.panel._fields]
    panels = sum(int(np.count_nonzero(a != b)) for a, b in pairs)
    return panels + int(np.count_nonzero(by_month(one) != by_month(three)))


def _untouched_but_changed(seed: int) -> int:
    plan = _plan(_PEOPLE)
    draw = plan.world.parameters.central()
    strong = Modifier("job_finding", np.full(_MONTHS, np.log(3.0)), 0)
    treated = simulate(replace(plan, modifiers=(strong,), reaches=(Reach(0, 0.5),)), draw, seed, histories=True)
    changed = (by_month(treated) != by_month(simulate(plan, draw, seed, histories=True))).any(axis=1)
    if not changed[treated.people.reached == 1].any():
        raise ValueError(_("insatsen ändrar ingenting, så prövningen säger inget"))
    return int(changed[treated.people.reached == 0].sum())
