"""Compare the scenarios of cases and files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np

from exclusim.calibration.costs import cost_book
from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.results.amounts import Amounts
from exclusim.results.compare.acceptability import acceptability, frontier
from exclusim.results.compare.agreements import Conventions
from exclusim.results.compare.document import CompareDocument, FrontierPoint, Portfolio, ScenarioComparison
from exclusim.results.compare.groups import group_rows
from exclusim.results.compare.information import information
from exclusim.results.compare.limits import check_years
from exclusim.results.compare.lines import check_bought
from exclusim.results.compare.notes import notes
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.pool import pooled
from exclusim.results.compare.portfolio import best_set
from exclusim.results.compare.reporting import reported
from exclusim.results.compare.sampling import Sampled, sampled
from exclusim.results.compare.summary import comparison
from exclusim.results.compare.threshold import thresholds
from exclusim.results.compare.whatif import said_again
from exclusim.results.interval import Interval
from exclusim.results.language import SWEDISH, _, both, recording, speaking
from exclusim.results.run.amounts import amounts_of
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.scenarios.loading import digest
from exclusim.scenarios.schema import Case

__all__ = ["run_compare"]


@dataclass(frozen=True)
class _Study:
    """One baseline with its scenarios."""

    plan: CasePlan
    sampled: Sampled
    scenarios: dict[str, ScenarioComparison]


def run_compare(
    cases: Sequence[Case], options: CompareOptions, progress: Progress = lambda stage, done: None
) -> CompareDocument:
    """Compare every scenario of the cases.

    Cases with the same population, appraisal, environment and local values share one baseline and are compared with
    each other; others are compared within themselves.

    Raises:
        ExclusimError: there is nothing to compare, or a case cannot be run.
    """
    with recording() as english, speaking(SWEDISH):  # a document is Swedish, whoever asks for it
        found = _compared(cases, options, progress)
    progress("done", 1.0)
    return found.model_copy(update={"english": english})


def _compared(cases: Sequence[Case], options: CompareOptions, progress: Progress) -> CompareDocument:
    progress("preparing", 0.0)
    groups = pooled(cases)
    for case in groups:
        said_again(case)
    plans = [case_plan(case, options.preset, options.persons) for case in groups]
    for plan in plans:
        lines = cost_book(plan.central(), plan.case.appraisal.price_year)
        check_bought(options.bought, {line.service for line in lines})
        check_years(plan, options.limits)
    studies, share = [], 0.95 / len(plans)
    for index, plan in enumerate(plans):
        studies.append(_study(plan, options, progress, 0.01 + share * index, share))
    portfolio = None
    if len(studies) == 1:
        (study,) = studies
        portfolio = best_set(
            study.plan, study.sampled, options, lambda done: progress("combining scenarios", 0.83 + 0.16 * done)
        )
    return reported(_document(studies, options, portfolio), plans)


def _study(plan: CasePlan, options: CompareOptions, progress: Progress, begin: float, share: float) -> _Study:
    def told(stage: str, low: float, high: float, done: float) -> None:
        progress(stage, begin + share * (low + (high - low) * done))

    found = sampled(plan, options, lambda done: told("simulating", 0.0, 0.62, done))
    few = min(options.side_draws, found.count)
    weaker = thresholds(
        plan, found, options.seed, few, options.threads, lambda done: told("weaker effects", 0.62, 0.74, done)
    )
    rows = group_rows(plan, options.seed, few, options.threads, lambda done: told("who is reached", 0.74, 0.86, done))
    names = plan.case.scenarios
    return _Study(
        plan, found, {name: comparison(plan, name, found, options, rows[name], weaker[name]) for name in names}
    )


def _document(studies: Sequence[_Study], options: CompareOptions, portfolio: Portfolio | None) -> CompareDocument:
    first = studies[0].plan
    scenarios = _named(studies)
    if not scenarios:
        raise ExclusimError("there is no scenario to compare")
    best = max(scenarios, key=lambda name: scenarios[name].net[options.actor].mean)
    for_public = max(scenarios, key=lambda name: scenarios[name].net["public"].mean)
    one = studies[0].sampled if len(studies) == 1 else None
    column = REPORTED.index(options.actor)
    net = {} if one is None else {name: sample.net[:, column] for name, sample in one.scenarios.items()}
    appraisal = first.case.appraisal
    errors = [(study.sampled.standard_error, study.sampled.wanted) for study in studies]
    precise = all(error <= wanted for error, wanted in errors)
    worst = max(errors, key=lambda pair: pair[0] / pair[1] if np.isfinite(pair[1]) else 0.0)
    return CompareDocument(
        title=first.case.title if len(studies) == 1 else both(lambda: _("Jämförelse av flera fall")),
        place=", ".join(dict.fromkeys(study.plan.case.population.place for study in studies)),
        cases=[study.plan.case.case for study in studies],
        preset=options.preset,
        seed=options.seed,
        persons=first.persons,
        cohort=first.case.size,
        replicates=min(study.sampled.count for study in studies),
        headline=options.actor,
        standard_error=worst[0],
        wanted_error=worst[1] if np.isfinite(worst[1]) else 0.0,
        precise=precise,
        price_year=appraisal.price_year,
        discount_rate=appraisal.discount_rate,
        horizon_years=appraisal.years,
        term_years=appraisal.term_years,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        run_id=_identity(studies, options),
        baseline={actor: Interval.of(studies[0].sampled.baseline[:, index]) for index, actor in enumerate(REPORTED)},
        scenarios=scenarios,
        best=best if scenarios[best].net[options.actor].mean > 0 else None,
        deal=scenarios[for_public].deal.model_copy(update={"scenario": for_public}),
        acceptability=None if one is None else acceptability(net),
        frontier=[] if one is None else _frontier(scenarios),
        information=None if one is None else information(one.draws, net),
        portfolio=portfolio,
        conventions=Conventions(
            bought=list(options.bought),
            fund_share=options.fund_share,
            sure=options.sure,
            required_return=options.required_return,
            cap=options.cap,
        ),
        amounts=_amounts(studies),
        notes=notes([study.plan for study in studies], scenarios, options, portfolio, precise),
    )


def _frontier(scenarios: dict[str, ScenarioComparison]) -> list[FrontierPoint]:
    return frontier(
        {name: -scenario.net["public"].mean for name, scenario in scenarios.items()},
        {name: scenario.avoided_years.mean for name, scenario in scenarios.items()},
    )


def _amounts(studies: Sequence[_Study]) -> list[Amounts]:
    """What each baseline's and its scenarios' totals are made of; scenarios by the names of the document."""
    known, found = _named(studies), []
    for study in studies:
        case = study.plan.case
        keys = {name: name if name in known else f"{case.case}/{name}" for name in case.scenarios}
        of = amounts_of(study.plan, study.sampled.amounts, case.population.start_year)
        rows = {keys.get(name, name): rows for name, rows in of.scenarios.items()}
        found.append(of.model_copy(update={"scenarios": rows}))
    return found


def _named(studies: Sequence[_Study]) -> dict[str, ScenarioComparison]:
    """All scenarios by name; one that several cases have gets its case's name before it."""
    count: dict[str, int] = {}
    for study in studies:
        for name in study.scenarios:
            count[name] = count.get(name, 0) + 1
    return {
        name if count[name] == 1 else f"{study.plan.case.case}/{name}": scenario
        for study in studies
        for name, scenario in study.scenarios.items()
    }


def _identity(studies: Sequence[_Study], options: CompareOptions) -> str:
    """A hash of all that decides the result; the number of threads does not."""
    chosen = {key: value for key, value in asdict(options).items() if key != "threads"}
    content = [version("exclusim"), chosen, [digest(study.plan.case) for study in studies]]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
