"""Compute the three degrees of one idea."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.degrees.assumptions import PARAMETERS
from exclusim.results.degrees.document import Degree, DegreesDocument, NextDegree
from exclusim.results.degrees.notes import notes
from exclusim.results.degrees.options import DegreesOptions
from exclusim.results.degrees.value import Costs, Worth, dip, of_reform, of_scenario, over_cohorts
from exclusim.results.degrees.widen import WIDE, Idea, prepare
from exclusim.results.interval import Interval
from exclusim.results.run.heading import assumption_rows
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order
from exclusim.scenarios.schema import Case

__all__ = ["Reform", "run_degrees"]

Reform = Callable[[CasePlan, Draw, int], tuple[Costs, Costs]]
"""What a cohort without any project costs as the system is, and with some of its faults gone.

Called with a plan, a draw and a seed of lives. Both come from the caller, so that an engine with agencies is compared
with itself.
"""

_SHIFTS: dict[Literal[2, 3], str] = {2: "degrees.years_to_second", 3: "degrees.years_to_third"}


@dataclass(frozen=True)
class _Sample:
    """One draw. ``worth[2]`` is None where no reform was given; probabilities are conditional on the degree before."""

    worth: tuple[Worth, Worth, Worth | None]
    reached: tuple[float, float]
    probability: tuple[float, float, float]
    delay: tuple[float, float, float]

    def likely(self, degree: int) -> float:
        """Probability of getting as far as ``degree``."""
        return float(np.prod(self.probability[:degree]))


def run_degrees(
    case: Case,
    options: DegreesOptions,
    reform: Reform | None = None,
    progress: Progress = lambda stage, done: None,
) -> DegreesDocument:
    """What one idea of a case is worth as a project, as ordinary practice, and – given ``reform`` – as a mended system.

    Raises:
        ExclusimError: the case has no such scenario, or cannot be run.
    """
    progress("preparing", 0.0)
    idea = prepare(case, options.scenario, options.persons)
    samples = []
    work = in_order(lambda index: _sample(idea, options, reform, index), options.replicates, options.threads)
    for done, sample in enumerate(work, start=1):
        samples.append(sample)
        progress("simulating", 0.02 + 0.96 * done / options.replicates)
    document = _document(idea, options, samples)
    progress("done", 1.0)
    return document


def _sample(idea: Idea, options: DegreesOptions, reform: Reform | None, index: int) -> _Sample:
    drawn = PARAMETERS.draw(index, options.seed).values
    plan = idea.scaled(drawn["degrees.scale"])
    draw, life = idea.tied(idea.plan.draw(index, options.seed)), replicate_seed(options.seed, index)
    found = with_draw(plan, draw, life)
    delay = (0.0, *(drawn[name] for name in _SHIFTS.values()))

    def spread(one: Worth, degree: Literal[2, 3]) -> Worth:
        rate = plan.case.appraisal.discount_rate
        return over_cohorts(one, rate=rate, delay=drawn[_SHIFTS[degree]], cohorts=options.cohorts, **dip(drawn))

    third = None
    if reform is not None:
        third = spread(of_reform(plan, *reform(plan, draw, life)), 3)
    return _Sample(
        worth=(of_scenario(plan, found, idea.scenario), spread(of_scenario(plan, found, WIDE), 2), third),
        reached=(found.reached[idea.scenario], found.reached[WIDE]),
        probability=(1.0, drawn["degrees.first_to_second"], drawn["degrees.second_to_third"]),
        delay=(delay[0], delay[1], delay[2]),
    )


def _by_actor(rows: Sequence[NDArray[np.float64]]) -> dict[str, Interval]:
    table = np.array(rows)
    return {actor: Interval.of(table[:, column]) for column, actor in enumerate(REPORTED)}


def _degree(samples: Sequence[_Sample], degree: Literal[1, 2, 3], cohorts: int) -> Degree:
    worth = [w for sample in samples if (w := sample.worth[degree - 1]) is not None]
    likely = [sample.likely(degree) for sample in samples]
    about = Degree(
        degree=degree,
        computed=bool(worth),
        cohorts=1 if degree == 1 else cohorts,
        reached=None if degree == 3 else Interval.of([sample.reached[degree - 1] for sample in samples]),
        starts_after_years=Interval.of([sample.delay[degree - 1] for sample in samples]),
        probability=Interval.of(likely),
    )
    if not worth:
        return about
    return about.model_copy(
        update={
            "gain": _by_actor([w.gain for w in worth]),
            "cost": _by_actor([w.cost for w in worth]),
            "value": _by_actor([w.value for w in worth]),
            "expected": _by_actor([p * w.value for p, w in zip(likely, worth, strict=True)]),
        }
    )


def _next(samples: Sequence[_Sample], degree: Literal[2, 3]) -> NextDegree:
    chance = [sample.probability[degree - 1] for sample in samples]
    worth = [w.value for sample in samples if (w := sample.worth[degree - 1]) is not None]
    about = NextDegree(degree=degree, computed=bool(worth), probability=Interval.of(chance))
    if not worth:
        return about
    budget = [p * value for p, value in zip(chance, worth, strict=True)]
    if degree == 2:  # an attempt at practice also opens the door to the mended system
        for row, sample in enumerate(samples):
            if (third := sample.worth[2]) is not None:
                budget[row] = budget[row] + sample.likely(3) * third.value
    return about.model_copy(
        update={
            "worth": _by_actor([p * value for p, value in zip(chance, worth, strict=True)]),
            "budget": _by_actor(budget),
            "percentage_point": _by_actor([0.01 * value for value in worth]),
        }
    )


def _expected(samples: Sequence[_Sample]) -> dict[str, Interval]:
    rows = []
    for sample in samples:
        known = [(sample.likely(i + 1), w) for i, w in enumerate(sample.worth) if w is not None]
        rows.append(np.sum([p * w.value for p, w in known], axis=0))
    return _by_actor(rows)


def _document(idea: Idea, options: DegreesOptions, samples: Sequence[_Sample]) -> DegreesDocument:
    plan, case = idea.plan, idea.plan.case
    scenario = case.scenarios[idea.scenario]
    effects = {name for *_, name in plan.treatments[idea.scenario].effects}
    own = [row for row in assumption_rows(plan.parameters) if row.name in effects]
    return DegreesDocument(
        case=case.case,
        title=case.title,
        place=case.population.place,
        scenario=idea.scenario,
        label=scenario.label,
        description=scenario.description,
        seed=options.seed,
        persons=plan.persons,
        cohort=case.size,
        replicates=options.replicates,
        price_year=case.appraisal.price_year,
        discount_rate=case.appraisal.discount_rate,
        horizon_years=case.appraisal.years,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        degrees=[_degree(samples, degree, options.cohorts) for degree in (1, 2, 3)],
        next=[_next(samples, degree) for degree in (2, 3)],
        expected_value=_expected(samples),
        assumptions=[*assumption_rows(PARAMETERS), *own],
        notes=notes(idea, options, samples[0].worth[2] is not None),
    )
