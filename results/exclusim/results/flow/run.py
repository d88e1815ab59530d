"""Flow analysis of a case's simulated baseline with today's agencies, or of a file of individual sequences."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from exclusim.calibration.sequences import Reading
from exclusim.model.engine import RunPlan
from exclusim.model.errors import ExclusimError
from exclusim.model.population import COHORT_AGE
from exclusim.results.flow.casework import FAULT
from exclusim.results.flow.document import FlowDocument
from exclusim.results.flow.imported import imported_histories
from exclusim.results.flow.links import links
from exclusim.results.flow.outcome import Outcome, parse_outcome
from exclusim.results.flow.pathways import pathways
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.prevention import Point
from exclusim.results.flow.sample import Measured, Sample, Settings, measured
from exclusim.results.flow.simulated import simulated_histories, simulated_vocabulary
from exclusim.results.flow.summary import overall, prevention, waits
from exclusim.results.labels import number
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.today import today_of
from exclusim.scenarios.population import Newcomers
from exclusim.scenarios.schema import Case

__all__ = ["MOST_STEPS", "FlowOptions", "Progress", "flow_of_case", "flow_of_sequences"]

MOST_STEPS = 8
RESAMPLES = 200
_FEW_EVENTS, _FEW_DRAWS = 100, 20

type Progress = Callable[[float], None]
"""Called with the share of the work that is done, 0 … 1."""


@dataclass(frozen=True)
class FlowOptions:
    """How an outcome is traced.

    Args:
        outcome: as :func:`~exclusim.results.flow.outcome.parse_outcome` reads it.
        steps: most states back.
        window: months before the event in which a state of a pathway must have been left, and within which the
            outcome must follow upon a prevention point.
        persons: simulated people per draw.
        draws: joint parameter draws.
        seed: of draws, lives and resampling.
        threads: 0 for every core; they change nothing but the time.

    Raises:
        ExclusimError: a number is out of range.
    """

    outcome: str
    steps: int = 3
    window: int = 120
    persons: int = 10_000
    draws: int = 40
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("steps", self.steps, 1, MOST_STEPS),
            ("window", self.window, 1, 1200),
            ("persons", self.persons, 1, 1_000_000),
            ("draws", self.draws, 1, 10_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")


def flow_of_case(case: Case, options: FlowOptions, progress: Progress = lambda share: None) -> FlowDocument:
    """Trace an outcome backwards through simulated lives of the case's baseline, with today's agencies.

    Raises:
        ExclusimError: the outcome cannot be read, or nobody has it.
    """
    plan = case_plan(case, "published", options.persons)
    population = case.population
    ages = (population.age_from, population.age_to) if isinstance(population, Newcomers) else None
    statuses = plan.base.world.statuses
    outcome = parse_outcome(options.outcome, simulated_vocabulary(statuses, plan.base.months, ages))
    settings = Settings(outcome, options.steps, options.window)
    base = _until(plan.base, outcome, population.age_from if isinstance(population, Newcomers) else COHORT_AGE)

    def one(index: int) -> tuple[Sample, Measured | None]:
        draw, life = plan.draw(index, options.seed), replicate_seed(options.seed, index)
        today = today_of(base, draw, options.seed, life).run(histories=True)
        run, cases = today.run, today.cases
        assert run.spells is not None  # asked for
        assert cases is not None
        fault = outcome.name if outcome.kind == FAULT else ""
        found = measured(simulated_histories(run.spells, statuses, run.people.age0, cases, fault), settings)
        return found.sample(), found if index == 0 else None

    first, about = one(0)  # alone: compiles what is not compiled yet
    assert about is not None
    samples = [first, *_rest(one, options, progress)]
    pool = Pool(samples, samples, about.names, about.support_kinds, plan.scale)
    return _document(
        pool, about.points, outcome, options, progress,
        data="simulated", source=case.case, title=case.title, persons=plan.persons, months=base.months,
        draws=options.draws, resamples=0, group=float(case.size), warnings=_simulated_warnings(plan, options),
    )  # fmt: skip


def _until(plan: RunPlan, outcome: Outcome, youngest: int) -> RunPlan:
    """The plan up to the last month in which anybody can have the outcome.

    Agencies are tied to the calibrated model over these months, so lives before it are the same but for that.
    """
    if outcome.ages is None:
        return plan
    months = min(plan.months, 12 * (outcome.ages[1] + 1 - youngest))
    market = None if plan.labour_market is None else plan.labour_market[:months]
    return replace(plan, months=months, labour_market=market)


def _rest(
    one: Callable[[int], tuple[Sample, Measured | None]], options: FlowOptions, progress: Progress
) -> list[Sample]:
    progress(1 / options.draws)
    with ThreadPoolExecutor(options.threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(one, index) for index in range(1, options.draws)]
        try:
            for done, _ in enumerate(as_completed(waiting), start=2):
                progress(done / options.draws)
            return [future.result()[0] for future in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _simulated_warnings(plan: CasePlan, options: FlowOptions) -> list[str]:
    found: list[str] = []
    if plan.uncalibrated:
        found.append(f"Modellens takter är inte anpassade till statistiken som helhet ({plan.uncalibrated}).")
    if options.draws < _FEW_DRAWS:
        found.append(f"Bara {options.draws} dragningar: intervallen är grova.")
    return found


def flow_of_sequences(
    reading: Reading, options: FlowOptions, *, source: str, support: tuple[str, ...] = ()
) -> FlowDocument:
    """Trace an outcome backwards through individual sequences; intervals come from resampled persons.

    Args:
        reading: of the file; ``source``: its name.
        support: states that are help, see :func:`~exclusim.results.flow.imported.imported_histories`.

    Raises:
        ExclusimError: the outcome or a support state cannot be read, or nobody has the outcome.
    """
    histories = imported_histories(reading.sequences, support)
    vocabulary = histories.vocabulary
    outcome = parse_outcome(options.outcome, vocabulary)
    if outcome.name in support:
        raise ExclusimError(f"--outcome: {outcome.name!r} is named by --support; it cannot be the outcome as well")
    found = measured(histories, Settings(outcome, options.steps, options.window))
    rng, n = np.random.default_rng([options.seed, RESAMPLES]), histories.persons
    spread = [
        found.sample(histories.weights * np.bincount(rng.integers(0, n, n), minlength=n)) for _ in range(RESAMPLES)
    ]
    pool = Pool([found.sample()], spread, found.names, found.support_kinds, 1.0)
    return _document(
        pool, found.points, outcome, options, lambda share: None,
        data="imported", source=source, title=f"Sekvenser i {source}", persons=n, months=histories.months,
        draws=1, resamples=RESAMPLES, group=float(n), warnings=list(reading.warnings),
        outcome_month="" if outcome.month is None else histories.labels[outcome.month],
    )  # fmt: skip


def _document(
    pool: Pool,
    points: tuple[Point, ...],
    outcome: Outcome,
    options: FlowOptions,
    progress: Progress,
    *,
    warnings: list[str],
    **about: Any,
) -> FlowDocument:
    traced = sum(sample.trace.person.size for sample in pool.point)
    if traced == 0:
        where = (
            f"{options.persons * options.draws} simulated" if about["data"] == "simulated" else f"{about['persons']}"
        )
        raise ExclusimError(
            f"--outcome {outcome.text!r}: none of the {where} people has this outcome, so there is nothing to trace",
            hint="choose another outcome or time, or more --persons",
        )
    if traced < _FEW_EVENTS:
        warnings = [*warnings, f"Bara {number(traced)} spårade händelser: andelar och tider är osäkra."]
    events, more_events = pool.events()
    (people, more_people), (persons, more_persons) = pool.people(), pool.persons()
    document = FlowDocument(
        code_version=version("exclusim"),
        outcome=outcome.text,
        outcome_entry=outcome.entry,
        outcome_kind=outcome.kind,
        outcome_name=outcome.name,
        outcome_ages=list(outcome.ages or ()),
        steps=options.steps,
        window=options.window,
        seed=options.seed,
        events=pool.mean(events, more_events),
        people=pool.mean(people, more_people),
        people_share=pool.ratio(people, persons, more_people, more_persons),
        support_recorded=pool.kinds is not None,
        **overall(pool),
        pathways=pathways(pool),
        links=links(pool, outcome.name),
        waits=waits(pool),
        prevention=prevention(pool, points),
        warnings=warnings,
        **({"outcome_month": ""} | about),
    )
    progress(1.0)
    return document
