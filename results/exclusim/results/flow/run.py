"""Flow analysis of a case's simulated baseline with today's agencies, or of a file of individual sequences."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

import numpy as np

from exclusim.calibration.sequences import Reading
from exclusim.model.engine import RunPlan
from exclusim.model.errors import ExclusimError
from exclusim.model.population import COHORT_AGE
from exclusim.results.flow.assembly import flow_document
from exclusim.results.flow.casework import FAULT
from exclusim.results.flow.document import FlowDocument
from exclusim.results.flow.imported import imported_histories
from exclusim.results.flow.options import FlowOptions
from exclusim.results.flow.outcome import Outcome, parse_outcome
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.sample import Measured, Sample, Settings, measured
from exclusim.results.flow.simulated import simulated_histories, simulated_vocabulary
from exclusim.results.flow.small_cells import FEWEST, is_small
from exclusim.results.labels import number
from exclusim.results.language import _, both, recording
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.today import today_of
from exclusim.scenarios.population import Newcomers
from exclusim.scenarios.schema import Case

__all__ = ["RESAMPLES", "flow_of_case", "flow_of_sequences"]

RESAMPLES = 200
_FEW_DRAWS = 20


def flow_of_case(case: Case, options: FlowOptions, progress: Progress = lambda stage, done: None) -> FlowDocument:
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
    with recording() as english:
        warnings = _simulated_warnings(plan, options)
        document = flow_document(
            pool, about.points, outcome, options, english,
            data="simulated", source=case.case, title=case.title, persons=plan.persons, months=base.months,
            draws=options.draws, resamples=0, group=float(case.size), warnings=warnings,
        )  # fmt: skip
    progress(_stage(options), 1.0)
    return document


def _until(plan: RunPlan, outcome: Outcome, youngest: int) -> RunPlan:
    """The plan up to the last month in which anybody can have the outcome.

    Agencies are tied to the calibrated model over these months, so lives before it are the same but for that.
    """
    if outcome.ages is None:
        return plan
    months = min(plan.months, 12 * (outcome.ages[1] + 1 - youngest))
    market = None if plan.labour_market is None else plan.labour_market[:months]
    return replace(plan, months=months, labour_market=market)


def _stage(options: FlowOptions) -> str:
    return f"simulating {options.draws} draws of {options.persons} people"


def _rest(
    one: Callable[[int], tuple[Sample, Measured | None]], options: FlowOptions, progress: Progress
) -> list[Sample]:
    stage = _stage(options)
    progress(stage, 1 / options.draws)
    with ThreadPoolExecutor(options.threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(one, index) for index in range(1, options.draws)]
        try:
            for done, _ in enumerate(as_completed(waiting), start=2):
                progress(stage, done / options.draws)
            return [future.result()[0] for future in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _simulated_warnings(plan: CasePlan, options: FlowOptions) -> list[str]:
    found: list[str] = []
    if plan.uncalibrated:
        found.append(
            both(
                lambda: _("Modellens takter är inte anpassade till statistiken som helhet ({why}).").format(
                    why=_(plan.uncalibrated)
                )
            )
        )
    if options.draws < _FEW_DRAWS:
        found.append(both(lambda: _("Bara {n} dragningar: intervallen är grova.").format(n=options.draws)))
    return found


def flow_of_sequences(
    reading: Reading,
    options: FlowOptions,
    *,
    source: str,
    support: tuple[str, ...] = (),
    progress: Progress = lambda stage, done: None,
) -> FlowDocument:
    """Trace an outcome backwards through individual sequences; intervals come from resampled persons.

    The people are real: no number of the document rests on fewer than
    :data:`~exclusim.results.flow.small_cells.FEWEST` of them.

    Args:
        reading: of the file; ``source``: its name.
        support: states that are help, see :func:`~exclusim.results.flow.imported.imported_histories`.
        progress: told the stage at work and the share done.

    Raises:
        ExclusimError: the outcome or a support state cannot be read, or nobody has the outcome, or so few that
            nothing may be shown.
    """
    stage = "tracing backwards"
    progress(stage, 0.0)
    histories = imported_histories(reading.sequences, support)
    vocabulary = histories.vocabulary
    outcome = parse_outcome(options.outcome, vocabulary)
    if outcome.name in support:
        raise ExclusimError(f"--outcome: {outcome.name!r} is named by --support; it cannot be the outcome as well")
    found = measured(histories, Settings(outcome, options.steps, options.window))
    n = histories.persons
    spread = _resampled(found, options.seed, lambda share: progress(stage, 0.9 * share))
    pool = Pool([found.sample()], spread, found.names, found.support_kinds, 1.0, real=True)
    with recording() as english:
        document = flow_document(
            pool, found.points, outcome, options, english,
            data="imported", source=source, title=both(lambda: _("Sekvenser i {file}").format(file=source)),
            persons=n, months=histories.months, draws=1, resamples=RESAMPLES, group=float(n),
            warnings=_imported_warnings(reading),
            outcome_month="" if outcome.month is None else histories.labels[outcome.month],
        )  # fmt: skip
    progress(stage, 1.0)
    return document


def _resampled(found: Measured, seed: int, done: Callable[[float], None]) -> list[Sample]:
    rng, n = np.random.default_rng([seed, RESAMPLES]), found.weights.size
    samples = []
    for index in range(1, RESAMPLES + 1):
        samples.append(found.sample(found.weights * np.bincount(rng.integers(0, n, n), minlength=n)))
        done(index / RESAMPLES)
    return samples


def _imported_warnings(reading: Reading) -> list[str]:
    if not reading.dropped:
        return []
    if is_small(reading.dropped):
        return [
            both(
                lambda: _("Färre än {n} personer har inget känt tillstånd alls och är inte med.").format(
                    n=number(FEWEST)
                )
            )
        ]
    return [
        both(lambda: _("{n} personer har inget känt tillstånd alls och är inte med.").format(n=number(reading.dropped)))
    ]
