"""Run a case under every structure on the same draws and lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from exclusim.results.compare.draws import outcomes, starts
from exclusim.results.language import SWEDISH, _, recording, speaking
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.run.threads import in_order
from exclusim.results.sensitivity.measured import only
from exclusim.results.structures.agreement import scores
from exclusim.results.structures.catalogue import Prepared, prepare
from exclusim.results.structures.document import Score, StructuresDocument, Weighting
from exclusim.results.structures.notes import notes
from exclusim.results.structures.options import StructuresOptions
from exclusim.results.structures.pooling import agreement_weights, equal_weights
from exclusim.results.structures.summary import Answers, answer_of, conclusions_of, ensemble_of
from exclusim.scenarios.schema import Case

__all__ = ["run_structures"]

_ENOUGH, _ENOUGH_FOR_DIFFERENCE = 1_500, 5_000


def run_structures(
    case: Case, options: StructuresOptions, progress: Progress = lambda stage, done: None
) -> StructuresDocument:
    """The same question under each structure, and together.

    Raises:
        ExclusimError: the case has no such scenario, or cannot be run.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, progress).model_copy(update={"english": english})


def _made(case: Case, options: StructuresOptions, progress: Progress) -> StructuresDocument:
    progress("preparing", 0.0)
    scenario = _asked(case, options.scenario)
    kept = only(case, BASELINE if scenario is None else scenario)
    enough = _ENOUGH if scenario is None else _ENOUGH_FOR_DIFFERENCE
    structures, left_out = prepare(kept, options.persons or max(case.size, enough), options.seed)
    answers = _simulated(structures, scenario, options, progress)
    scored = scores(
        structures,
        options.check_draws,
        options.threads,
        lambda done: progress("comparing with statistics", 0.85 + 0.14 * done),
    )
    weights = _weights(structures, scored)
    conclusions = {} if scenario is None else conclusions_of(answers)
    document = StructuresDocument(
        case=case.case,
        title=case.title,
        place=case.population.place,
        scenario=scenario,
        label=_("Dagens läge") if scenario is None else case.scenarios[scenario].label or scenario,
        preset="published",
        seed=options.seed,
        draws=options.draws,
        persons=structures[0].plan.persons,
        cohort=case.size,
        price_year=case.appraisal.price_year,
        discount_rate=case.appraisal.discount_rate,
        horizon_years=case.appraisal.years,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        structures=[answer_of(item, place, answers, scored, weights) for place, item in enumerate(structures)],
        ensembles=[ensemble_of(weighting, found, answers) for weighting, found in weights.items()],
        conclusions=conclusions,
        left_out=left_out,
        notes=[],
    )
    progress("done", 1.0)
    return document.model_copy(update={"notes": notes(document)})


def _asked(case: Case, scenario: str | None) -> str | None:
    """The scenario that is meant; None for the baseline alone."""
    if scenario is None:
        return next(iter(case.scenarios), None)
    return None if scenario == BASELINE else scenario


def _simulated(
    structures: Sequence[Prepared], scenario: str | None, options: StructuresOptions, progress: Progress
) -> list[Answers]:
    count = options.draws
    curves: list[NDArray[np.float64] | None] = [None] * len(structures)

    def one(job: int) -> tuple[NDArray[np.float64], float, NDArray[np.float64] | None]:
        item, index = structures[job // count], job % count
        found = with_draw(item.plan, item.draw(index), replicate_seed(options.seed, index))
        reduced = outcomes(item.plan, found)
        monthly = None if scenario is None else reduced.outcomes[scenario].monthly
        return reduced.baseline, found.accounts[BASELINE].long_term, monthly

    costs, shares, nets = [], [], []
    for job, (cost, share, monthly) in enumerate(in_order(one, count * len(structures), options.threads)):
        costs.append(cost)
        shares.append(share)
        if monthly is not None:
            nets.append(monthly.sum(axis=0))
            before = curves[job // count]
            curves[job // count] = monthly if before is None else before + monthly
        progress("simulating", 0.01 + 0.84 * (job + 1) / (count * len(structures)))
    shape = (len(structures), count)
    cost_rows = np.reshape(costs, (*shape, -1))
    share_rows = np.reshape(shares, shape)
    net_rows = np.reshape(nets, (*shape, -1)) if nets else [None] * len(structures)
    return [
        Answers(cost_rows[place], share_rows[place], net_rows[place], _curve(item.plan, scenario, curve, count))
        for place, (item, curve) in enumerate(zip(structures, curves, strict=True))
    ]


def _curve(
    plan: CasePlan, scenario: str | None, total: NDArray[np.float64] | None, count: int
) -> NDArray[np.float64] | None:
    """The mean over draws, from the scenario's first month to the end of the horizon."""
    if scenario is None or total is None:
        return None
    return np.asarray(total[starts(plan, scenario) : plan.valuation.end] / count)


def _weights(structures: Sequence[Prepared], scored: dict[str, Score] | None) -> dict[Weighting, NDArray[np.float64]]:
    found: dict[Weighting, NDArray[np.float64]] = {"equal": equal_weights(len(structures))}
    if scored is not None:
        found["agreement"] = agreement_weights([scored[item.structure.name].misfit for item in structures])
    return found
