"""Update the forecast of a started project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.results.compare.draws import starts
from exclusim.results.followup.document import FollowDocument, Forecast
from exclusim.results.followup.evidence import (
    CostFactor,
    cost_factor,
    figures,
    log_weights,
    offered_by,
    predictive,
)
from exclusim.results.followup.inputs import Input
from exclusim.results.followup.notes import notes
from exclusim.results.followup.observed import Observation
from exclusim.results.followup.options import FollowOptions
from exclusim.results.followup.routes import Routes, routes
from exclusim.results.followup.simulate import Forecasts, Simulated, forecasts
from exclusim.results.followup.summary import forecast, light, moved, verdict
from exclusim.results.followup.weights import effective, normalised, tempered
from exclusim.results.interval import Interval
from exclusim.results.language import SWEDISH, recording, speaking
from exclusim.results.reporting.document import Expected
from exclusim.results.reporting.expectations import EXPECTED_ACTORS, expected
from exclusim.results.reporting.record import Review, records
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.loading import digest
from exclusim.scenarios.schema import Case

__all__ = ["run_follow"]


@dataclass(frozen=True)
class _Updated:
    """Draws after the observations; ``weights`` are None where nothing was observed that updates."""

    sample: Sequence[Simulated]
    factor: CostFactor
    weights: NDArray[np.float64] | None
    tempering: float


def run_follow(
    case: Case,
    options: FollowOptions,
    observations: Sequence[Observation],
    file: Path = Path("observed.csv"),
    progress: Progress = lambda stage, done: None,
) -> FollowDocument:
    """Feed observed figures into the forecast of one scenario.

    Without observations the forecast is that of a comparison of the scenario alone, bit for bit.

    Args:
        case: with the scenario.
        options: what to ask.
        observations: figures of the started project; ``file`` is where they stand, for errors.
        file: named in errors.
        progress: told of every stage.

    Raises:
        ExclusimError: no such scenario, or figures that its plan has nothing to hold against.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, observations, file, progress).model_copy(update={"english": english})


def _made(
    case: Case, options: FollowOptions, observations: Sequence[Observation], file: Path, progress: Progress
) -> FollowDocument:
    name = options.scenario
    if name not in case.scenarios:
        known = ", ".join(case.scenarios) or "none"
        raise ExclusimError(
            f"case {case.case} has no scenario {name!r} to follow{did_you_mean(name, list(case.scenarios))}",
            hint=f"it has {known}",
        )
    progress("preparing", 0.0)
    only = {link: case.scenarios[link] for link in case.chain(name)}
    plan = case_plan(case.model_copy(update={"scenarios": only}), options.preset, options.persons)
    first = starts(plan, name)
    followed = min(plan.base.months, plan.valuation.end)
    sorted_rows = routes(plan.case, name, observations, first, followed, file)
    how = Forecasts(plan, name, first, sorted_rows.outcomes, sorted_rows.inputs, options.seed)
    before = forecasts(
        how, options.draws, options.threads, lambda done: progress("before", 0.02 + 0.43 * done), updated=False
    )
    found = _updated(how, before, sorted_rows, options, lambda done: progress("after", 0.45 + 0.5 * done))
    progress("summarising", 0.96)
    document = _document(plan, options, observations, how, before, sorted_rows, found)
    progress("done", 1.0)
    return document


def _take_up(plan: CasePlan, name: str) -> float:
    own = plan.case.scenarios[name].interventions
    return float(own[0].take_up) if len(own) == 1 else 1.0


def _informed(how: Forecasts, before: Sequence[Simulated], found: Routes) -> tuple[Input, ...]:
    """Inputs with their observations; a count of people needs the size of the target group that the draws give."""
    made: list[Input] = []
    for item in found.inputs:
        if item.name != "reach" or not found.counts:
            made.append(item)
            continue
        (row,) = found.counts
        counted = offered_by(before, row, how.first, _take_up(how.plan, how.scenario))
        reach = np.array([one.inputs["reach"] for one in before])
        expected_people = float(np.mean(counted / np.maximum(reach, 1e-6)))
        made.append(replace(item, observed=(row,), expected=expected_people))
    return tuple(made)


def _updated(
    how: Forecasts,
    before: Sequence[Simulated],
    found: Routes,
    options: FollowOptions,
    progress: Callable[[float], None],
) -> _Updated:
    """Draws and their weights; more draws while too few carry the weight, then a part of the observations' weight."""
    if not found.updates:
        return _Updated(before, cost_factor(before, (), how.first, how.seed), None, 1.0)
    informed = replace(found, inputs=_informed(how, before, found))
    how = replace(how, inputs=informed.inputs)
    take_up = _take_up(how.plan, how.scenario)

    def more(begin: int, count: int) -> list[Simulated]:
        share = options.most_draws
        return forecasts(
            how,
            count,
            options.threads,
            lambda done: progress((begin + count * done) / share),
            updated=True,
            begin=begin,
        )

    # Delivery that nothing is known of leaves the lives as they were.
    sample = list(before) if not informed.inputs else more(0, options.draws)
    while True:
        factor = cost_factor(sample, informed.costs, how.first, how.seed)
        log = log_weights(sample, informed, factor, how.first, take_up)
        reached = effective(normalised(log))
        left = options.most_draws - len(sample)
        if reached >= options.enough or left <= 0:
            break
        wanted = int(np.ceil(len(sample) * options.enough / reached)) - len(sample)
        sample += more(len(sample), min(max(wanted, 50), left))
    weights, share = tempered(log, min(options.enough, 0.9 * len(sample)))
    return _Updated(sample, factor, weights, share)


def _document(
    plan: CasePlan,
    options: FollowOptions,
    observations: Sequence[Observation],
    how: Forecasts,
    before: Sequence[Simulated],
    found: Routes,
    updated: _Updated,
) -> FollowDocument:
    name, case, first = how.scenario, plan.case, how.first
    scenario, appraisal = case.scenarios[name], case.appraisal
    informed = replace(found, inputs=_informed(how, before, found)) if found.updates else found
    take_up = _take_up(plan, name)
    prior_factor = cost_factor(before, found.costs, first, options.seed).before
    last = max((row.month for row in observations), default=0)
    old = forecast(before, prior_factor, None, first, first + last)
    new = old
    if updated.weights is not None:
        new = forecast(updated.sample, updated.factor.after, updated.weights, first, first + last)
    rng = np.random.default_rng([options.seed, 7])
    rows = []
    for row in observations:
        expected_row = predictive(before, found, row, prior_factor, first, take_up, rng)
        own = figures(updated.sample, informed, row, updated.factor.after, first, take_up)
        mean = None if own is None or updated.weights is None else float(updated.weights @ own)
        rows.append(light(row, informed.use(row), expected_row, mean))
    (record,) = records(case, [name], {name: first}, _expect(old, name, appraisal.end_month))
    factors = (prior_factor, updated.factor.after) if found.costs else None
    weights = updated.weights
    document = FollowDocument(
        title=case.title,
        case=case.case,
        place=case.population.place,
        scenario=name,
        label=scenario.label,
        description=scenario.description,
        against=scenario.baseline,
        preset=options.preset,
        seed=options.seed,
        persons=plan.persons,
        cohort=case.size,
        replicates=len(before),
        replicates_after=len(updated.sample),
        effective=effective(weights) if weights is not None else float(len(before)),
        enough=options.enough,
        tempering=updated.tempering,
        starts_month=first,
        last_month=last,
        lasts=max((item.lasts + item.starts - first for item in scenario.interventions), default=0),
        price_year=appraisal.price_year,
        discount_rate=appraisal.discount_rate,
        horizon_years=appraisal.years,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        run_id=_identity(case, options, observations),
        before=old,
        after=new,
        indicators=rows,
        moved=moved(before, updated.sample, weights, informed.inputs, factors),
        verdict=verdict(new, record.rule, rows),
        decision=record,
        notes=[],
    )
    return document.model_copy(update={"notes": notes(document)})


def _expect(before: Forecast, name: str, end: int) -> Callable[[str, Review], list[Expected]]:
    """The whole horizon's net; what was expected month by month stands beside each observed figure."""

    def expect(scenario: str, review: Review) -> list[Expected]:
        if review[1] != end:
            return []
        rows = [expected(name, review, "net", _plain(before.net[actor]), actor) for actor in EXPECTED_ACTORS]
        return [*rows, expected(name, review, "reached", before.reached)]

    return expect


def _plain(value: Interval) -> Interval:
    return Interval(mean=value.mean, p5=value.p5, p95=value.p95)


def _identity(case: Case, options: FollowOptions, observations: Sequence[Observation]) -> str:
    """A hash of all that decides the result; the number of threads does not."""
    chosen = {key: value for key, value in asdict(options).items() if key != "threads"}
    content = [version("exclusim"), chosen, digest(case), [asdict(row) for row in observations]]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
