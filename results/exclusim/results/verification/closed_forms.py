"""Tiny worlds whose answer can be written down, solved by both solvers of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.phrase import Phrase
from exclusim.model.declared.population import PARAMETERS as POPULATION
from exclusim.model.engine import RunPlan, simulate
from exclusim.model.expected import expected
from exclusim.model.parameters import Parameter, Parameters
from exclusim.model.population import Group
from exclusim.model.vocabulary import Status
from exclusim.model.world import Hazard, World
from exclusim.results.language import _, told_in_both
from exclusim.results.verification.agreement import ERROR, ERROR_FROM, P_VALUE, unlikeliest
from exclusim.results.verification.checks import Check, Found
from exclusim.results.verification.document import Curve

__all__ = ["closed_form_checks"]

_PEOPLE = 100_000
_MONTH = np.arange(60)
_START = Status("compulsory_school", "none")  # where cohorts join
_JOB = Status("permanent_job", "wage", works=True)
_DEAD = Status("dead", "none", absorbing=True)
_ROUNDING = 1e-11

type _Shares = NDArray[np.float64]
"""Shares by month and status, shape (months, statuses)."""
type _Build = Callable[[], tuple[World, _Shares]]
"""A world, and the shares in it by its formula."""


def _world(statuses: tuple[Status, ...], rates: dict[tuple[Status, Status, str], float], *more: Parameter) -> World:
    """Constant monthly hazards between statuses, each of its own family."""
    names = {key: f"rate.{number}" for number, key in enumerate(rates)}
    hazards = [Hazard(a.name, b.name, family, names[a, b, family]) for a, b, family in rates]  # type: ignore[arg-type]
    parameters = [Parameter(names[key], value, "per month") for key, value in rates.items()]
    return World(tuple(hazards), (), Parameters([*POPULATION, *parameters, *more]), statuses)


def _geometric() -> tuple[World, _Shares]:
    alive = np.exp(-0.03 * _MONTH)
    return _world((_START, _DEAD), {(_START, _DEAD, "mortality"): 0.03}), np.stack([alive, 1 - alive], axis=1)


def _markov() -> tuple[World, _Shares]:
    to_job, back = 0.2, 0.05
    world = _world((_START, _JOB), {(_START, _JOB, "job_finding"): to_job, (_JOB, _START, "job_loss"): back})
    a, b = 1 - np.exp(-to_job), 1 - np.exp(-back)
    matrix = np.array([[1 - a, a], [b, 1 - b]])
    return world, np.stack([np.linalg.matrix_power(matrix, int(month))[0] for month in _MONTH])


def _competing() -> tuple[World, _Shares]:
    rates = {(_START, _JOB, "job_finding"): 0.09, (_START, _DEAD, "mortality"): 0.03}
    left = 1 - np.exp(-0.12 * _MONTH)
    return _world((_START, _JOB, _DEAD), rates), np.stack([1 - left, 0.75 * left, 0.25 * left], axis=1)


def _duration() -> tuple[World, _Shares]:
    rate, slope, ratio = 0.05, -0.1, 0.5
    world = _world(
        (_START, _JOB),
        {(_START, _JOB, "job_finding"): rate},
        Parameter("job_finding.duration", slope, "per month of duration"),
        Parameter("job_finding.long_spell", ratio, "ratio"),
    )
    hazard = rate * np.exp(slope * np.minimum(_MONTH, 24)) * np.where(_MONTH >= 9, ratio, 1.0) * (_MONTH > 0)
    waiting = np.exp(-np.cumsum(hazard))
    return world, np.stack([waiting, 1 - waiting], axis=1)


def _forms() -> dict[str, tuple[str, str, _Build]]:
    return {
        "geometric": (_("Konstant risk"), _("geometrisk överlevnad, exp(\N{MINUS SIGN}ht)"), _geometric),
        "markov": (_("Två tillstånd fram och tillbaka"), _("potenser av Markovmatrisen"), _markov),
        "competing": (_("Konkurrerande risker"), _("delning i proportion till riskerna"), _competing),
        "duration": (
            _("Risk som avtar med tiden i tillståndet"),
            _("exp(\N{MINUS SIGN}summan av riskerna)"),
            _duration,
        ),
    }


def closed_form_checks(seed: int) -> Iterator[Check]:
    """Each form against the expected distribution and against simulated lives."""
    for name, (title, form, build) in _forms().items():
        yield Check(
            f"closed_form.{name}.expected",
            "closed_form",
            told_in_both(Phrase("{title}: väntad fördelning", title=Phrase(title))),
            form,
            partial(_distance, build),
            _ROUNDING,
            _("avrundning i 60 månader"),
            unit=_("andel"),
        )
        yield Check(
            f"closed_form.{name}.simulated",
            "closed_form",
            told_in_both(Phrase("{title}: simulerade liv", title=Phrase(title))),
            form,
            partial(_simulated, build, title, seed),
            ERROR,
            ERROR_FROM,
            "at least",
            P_VALUE,
        )


def _distance(build: _Build) -> Found:
    world, exact = build()
    plan = RunPlan(world, (Group("cohort", _PEOPLE),), _MONTH.size)
    return Found(float(np.abs(expected(plan, world.parameters.central()).status / _PEOPLE - exact).max()))


def _simulated(build: _Build, title: str, seed: int) -> Found:
    world, exact = build()
    plan = RunPlan(world, (Group("cohort", _PEOPLE),), _MONTH.size)
    counts = simulate(plan, world.parameters.central(), seed).panel.status
    shares = (counts[:, 0] / _PEOPLE).tolist()
    curve = Curve(name=title, months=_MONTH.tolist(), exact=exact[:, 0].tolist(), simulated=shares)
    return Found(unlikeliest([counts], [exact * _PEOPLE], _PEOPLE), (curve,))
