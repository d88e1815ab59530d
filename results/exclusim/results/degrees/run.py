"""Compute the three degrees of one idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.results.degrees.assumptions import PARAMETERS
from exclusim.results.degrees.document import Degree, DegreesDocument, MetFault, NextDegree, Outside
from exclusim.results.degrees.mended import met_by_clients, reform
from exclusim.results.degrees.notes import notes
from exclusim.results.degrees.options import DegreesOptions
from exclusim.results.degrees.value import Worth, dip, of_reform, of_scenario, over_cohorts
from exclusim.results.degrees.widen import WIDE, Idea, prepare
from exclusim.results.interval import Band, Interval
from exclusim.results.language import SWEDISH, recording, speaking
from exclusim.results.run.heading import assumption_rows
from exclusim.results.run.options import Progress
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.stock import YEARS, changes, yearly
from exclusim.results.run.threads import in_order
from exclusim.scenarios.schema import Case

__all__ = ["run_degrees"]

_SHIFTS: dict[Literal[2, 3], str] = {2: "degrees.years_to_second", 3: "degrees.years_to_third"}


@dataclass(frozen=True)
class _Sample:
    """One draw; probabilities are conditional on the degree before.

    ``profiles``: excluded people of one cohort by month as things are and with the project, with ordinary practice,
    and in a mended system, each after its own before, shape (3, 2, months).
    """

    worth: tuple[Worth, Worth, Worth]
    reached: tuple[float, float]
    probability: tuple[float, float, float]
    delay: tuple[float, float, float]
    profiles: NDArray[np.float64]

    def likely(self, degree: int) -> float:
        """Probability of getting as far as ``degree``."""
        return float(np.prod(self.probability[:degree]))


def run_degrees(case: Case, options: DegreesOptions, progress: Progress = lambda stage, done: None) -> DegreesDocument:
    """What one idea of a case is worth as a project, as ordinary practice, and as a mended system.

    Raises:
        ExclusimError: the case has no such scenario, or cannot be run.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, progress).model_copy(update={"english": english})


def _made(case: Case, options: DegreesOptions, progress: Progress) -> DegreesDocument:
    progress("preparing", 0.0)
    idea = prepare(case, options.scenario, options.persons)
    faults = met_by_clients(idea, options.seed, options.mends)
    mends = [fault.name for fault in faults if fault.mended]
    samples = []
    work = in_order(lambda index: _sample(idea, options, mends, index), options.replicates, options.threads)
    for done, sample in enumerate(work, start=1):
        samples.append(sample)
        progress("simulating", 0.02 + 0.96 * done / options.replicates)
    document = _document(idea, options, samples, faults)
    progress("done", 1.0)
    return document


def _sample(idea: Idea, options: DegreesOptions, mends: Sequence[str], index: int) -> _Sample:
    drawn = PARAMETERS.draw(index, options.seed).values
    plan = idea.scaled(drawn["degrees.scale"])
    draw, life = idea.tied(idea.plan.draw(index, options.seed)), replicate_seed(options.seed, index)
    found = with_draw(plan, draw, life)
    today, mended = reform(plan, draw, life, options.seed, mends)

    def spread(one: Worth, degree: Literal[2, 3]) -> Worth:
        rate = plan.case.appraisal.discount_rate
        return over_cohorts(one, rate=rate, delay=drawn[_SHIFTS[degree]], cohorts=options.cohorts, **dip(drawn))

    before = found.accounts[plan.case.scenarios[idea.scenario].baseline].profile
    return _Sample(
        worth=(
            of_scenario(plan, found, idea.scenario),
            spread(of_scenario(plan, found, WIDE), 2),
            spread(of_reform(plan, today, mended), 3),
        ),
        reached=(found.reached[idea.scenario], found.reached[WIDE]),
        probability=(1.0, drawn["degrees.first_to_second"], drawn["degrees.second_to_third"]),
        delay=(0.0, drawn[_SHIFTS[2]], drawn[_SHIFTS[3]]),
        profiles=np.array(
            [
                [before, found.accounts[idea.scenario].profile],
                [before, found.accounts[WIDE].profile],
                [today.profile, mended.profile],
            ]
        ),
    )


def _by_actor(rows: Sequence[NDArray[np.float64]]) -> dict[str, Interval]:
    table = np.array(rows)
    return {actor: Interval.of(table[:, column]) for column, actor in enumerate(REPORTED)}


def _degree(samples: Sequence[_Sample], degree: Literal[1, 2, 3], cohorts: int) -> Degree:
    worth = [sample.worth[degree - 1] for sample in samples]
    likely = [sample.likely(degree) for sample in samples]
    return Degree(
        degree=degree,
        cohorts=1 if degree == 1 else cohorts,
        reached=None if degree == 3 else Interval.of([sample.reached[degree - 1] for sample in samples]),
        starts_after_years=Interval.of([sample.delay[degree - 1] for sample in samples]),
        probability=Interval.of(likely),
        gain=_by_actor([w.gain for w in worth]),
        cost=_by_actor([w.cost for w in worth]),
        value=_by_actor([w.value for w in worth]),
        expected=_by_actor([p * w.value for p, w in zip(likely, worth, strict=True)]),
    )


def _next(samples: Sequence[_Sample], degree: Literal[2, 3]) -> NextDegree:
    chance = [sample.probability[degree - 1] for sample in samples]
    worth = [sample.worth[degree - 1].value for sample in samples]
    own = [p * value for p, value in zip(chance, worth, strict=True)]
    budget = own
    if degree == 2:  # an attempt at practice also opens the door to the mended system
        budget = [one + sample.likely(3) * sample.worth[2].value for one, sample in zip(own, samples, strict=True)]
    return NextDegree(
        degree=degree,
        probability=Interval.of(chance),
        worth=_by_actor(own),
        budget=_by_actor(budget),
        percentage_point=_by_actor([0.01 * value for value in worth]),
    )


def _expected(samples: Sequence[_Sample]) -> dict[str, Interval]:
    return _by_actor([np.sum([s.likely(i + 1) * w.value for i, w in enumerate(s.worth)], axis=0) for s in samples])


def _outside(samples: Sequence[_Sample]) -> Outside:
    profiles = np.array([sample.profiles for sample in samples])
    project, practice, mended = (changes(yearly(p[:, 0]), yearly(p[:, 1])) for p in np.moveaxis(profiles, 1, 0))
    today = yearly(profiles[:, 0, 0])
    return Outside(
        baseline=Interval.of(today.sum(axis=1)),
        cohorts=today.shape[1],
        years=list(range(YEARS + 1)),
        project=Band.of(project[0]),
        practice=Band.of(practice[1]),
        mended=Band.of(mended[1]),
    )


def _document(
    idea: Idea, options: DegreesOptions, samples: Sequence[_Sample], faults: list[MetFault]
) -> DegreesDocument:
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
        faults=faults,
        faults_named=bool(options.mends),
        outside=_outside(samples),
        assumptions=[*assumption_rows(PARAMETERS), *own],
        notes=notes(idea, options),
    )
