"""In which futures does an investment fail? Futures, failures, boxes, a rule."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from exclusim.results.compare.information import group_of
from exclusim.results.discovery.box import Limit, inside
from exclusim.results.discovery.document import BoxLimit, DiscoveryDocument, FailureBox, PeelStep, Point
from exclusim.results.discovery.failing import parse_failing
from exclusim.results.discovery.options import DiscoveryOptions, chosen_scenario
from exclusim.results.discovery.search import Found, Searched, search
from exclusim.results.discovery.words import failing_words, notes, rule
from exclusim.results.interval import Interval
from exclusim.results.language import SWEDISH, recording, speaking
from exclusim.results.run.heading import assumption_rows
from exclusim.results.run.options import Progress
from exclusim.results.sensitivity.case_model import CaseModel, case_model
from exclusim.results.sensitivity.noise import noise_of
from exclusim.results.sensitivity.problem import sampled
from exclusim.results.sensitivity.words import parameter_label
from exclusim.scenarios.schema import Case

__all__ = ["run_discovery"]

_PAIRS, _SCATTER = 0.1, 500
_ALWAYS = ("effect.", "displacement.", "project_cost.", "design_discount.", "rollout.", "risk.")


def run_discovery(
    case: Case, options: DiscoveryOptions, progress: Progress = lambda stage, done: None
) -> DiscoveryDocument:
    """Try futures and describe those in which the investment fails.

    Raises:
        ExclusimError: there is no such scenario or outcome, or the case cannot be run.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, progress).model_copy(update={"english": english})


def _made(case: Case, options: DiscoveryOptions, progress: Progress) -> DiscoveryDocument:
    begun = monotonic()
    progress("preparing", 0.0)
    scenario = chosen_scenario(case, options.scenario)
    failing = parse_failing(options.fails)
    model = case_model(
        case,
        scenario,
        (failing.outcome,),
        options.origin,
        preset=options.preset,
        persons=options.persons,
        seed=options.seed,
        threads=options.threads,
    )
    pairs = max(round(_PAIRS * options.runs), 10)
    runs = sampled(
        model.problem(lambda done: progress("simulating", 0.01 + 0.89 * done)), options.runs, pairs, options.seed
    )
    progress("searching boxes", 0.91)
    values = runs.outcomes[:, 0]
    fails = failing.of(values)
    always = [place for place, name in enumerate(model.inputs.names) if name.startswith(_ALWAYS)]
    both = failing.of(runs.pairs[:, :, 0])
    noise = noise_of(values, runs.pairs[:, :, 0], options.seed)
    searched = search(runs.points, values, failing.of, noise, options.seed, always)
    item = model.wanted[0]
    boxes = [_box(model, found, failing_words(failing, item)) for found in searched.boxes]
    axes, points = _scatter(model, searched, runs.points, values, fails)
    used = {limit.parameter for box in boxes for limit in box.limits}
    document = DiscoveryDocument(
        case=case.case,
        title=case.title,
        place=case.population.place,
        scenario=scenario,
        label=case.scenarios[scenario].label or scenario,
        preset=options.preset,
        origin=options.origin,
        fails=options.fails,
        fails_words=failing_words(failing, item),
        outcome=item.name,
        outcome_label=item.label,
        unit=item.unit,
        limit=failing.limit,
        parameters=len(model.inputs.names),
        candidates=[model.inputs.names[place] for place in searched.candidates],
        runs=runs.count,
        persons=model.plan.persons,
        cohort=case.size,
        seed=options.seed,
        horizon_years=case.appraisal.years,
        price_year=case.appraisal.price_year,
        seconds=0.0,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        failing=float(fails.mean()),
        spread=Interval.of(values),
        replicate_noise_share=noise.share,
        emulated=searched.explained is not None,
        explained=searched.explained,
        agreement=float((both[:, 0] == both[:, 1]).mean()),
        box=boxes[0] if boxes else None,
        boxes=boxes,
        trajectory=[
            PeelStep(coverage=step.coverage, density=step.density, limits=len(step.limits))
            for step in searched.trajectory
        ],
        axes=axes,
        points=points,
        assumptions=[row for row in assumption_rows(model.plan.parameters) if row.name in used],
        notes=[],
    )
    progress("done", 1.0)
    return document.model_copy(update={"notes": notes(document), "seconds": monotonic() - begun})


def _box(model: CaseModel, found: Found, fails: str) -> FailureBox:
    limits = [_limit(model, limit) for limit in found.box.limits]
    return FailureBox(
        method=cast(Literal["prim", "cart"], found.method),
        rule=rule(fails, limits),
        limits=limits,
        coverage=found.box.coverage,
        density=found.box.density,
        mass=found.box.mass,
        coverage_found=found.chosen.coverage,
        density_found=found.chosen.density,
        coverage_expected=None if found.expected is None else found.expected.coverage,
        density_expected=None if found.expected is None else found.expected.density,
    )


def _limit(model: CaseModel, limit: Limit) -> BoxLimit:
    name = model.inputs.names[limit.column]
    item = model.plan.parameters[name]
    low, high = (model.inputs.value(name, end) if np.isfinite(end) else None for end in (limit.low, limit.high))
    return BoxLimit(
        parameter=name,
        label=parameter_label(name),
        group=group_of(name),
        unit=item.unit,
        low=low,
        high=high,
        quasi_p=limit.p,
        reproduced=limit.reproduced,
        sources=item.source,
    )


def _scatter(
    model: CaseModel,
    searched: Searched,
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    fails: NDArray[np.bool_],
) -> tuple[list[str], list[Point]]:
    """The two inputs that tell most: those of the box first."""
    limits = searched.boxes[0].box.limits if searched.boxes else ()
    columns = list(dict.fromkeys([limit.column for limit in limits] + list(searched.candidates)))[:2]
    within = inside(points, {limit.column: (limit.low, limit.high) for limit in limits})
    axes = [model.inputs.names[column] for column in columns]
    xs, ys = (model.inputs.values(points[:_SCATTER], name) for name in axes)
    shown = zip(xs, ys, values, fails, within, strict=False)
    return axes, [
        Point(x=float(x), y=float(y), outcome=float(v), fails=bool(f), inside=bool(w) and bool(limits))
        for x, y, v, f, w in shown
    ]
