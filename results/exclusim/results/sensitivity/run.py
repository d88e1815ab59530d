"""Rank the uncertain parameters of a case by what they do to its results."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic

import numpy as np

from exclusim.results.compare.information import group_of
from exclusim.results.interval import Interval
from exclusim.results.labels import label
from exclusim.results.language import SWEDISH, recording, speaking
from exclusim.results.run.heading import assumption_rows
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import BASELINE
from exclusim.results.sensitivity.case_model import CaseModel, case_model
from exclusim.results.sensitivity.document import (
    Convergence,
    Index,
    OutcomeSpread,
    SensitivityDocument,
    Swing,
)
from exclusim.results.sensitivity.measured import Measured
from exclusim.results.sensitivity.methods import LEADING, Design, designed, estimated, shares_of
from exclusim.results.sensitivity.noise import Noise
from exclusim.results.sensitivity.notes import notes
from exclusim.results.sensitivity.options import SensitivityOptions
from exclusim.results.sensitivity.problem import Estimate
from exclusim.results.sensitivity.tornado import ENDS, leaders, swing
from exclusim.scenarios.schema import Case

__all__ = ["run_sensitivity"]

_WIDE = 0.05
_FOLLOWED, _TORNADO = 6, 12


def run_sensitivity(
    case: Case, options: SensitivityOptions, progress: Progress = lambda stage, done: None
) -> SensitivityDocument:
    """Sensitivity of the outcomes of one scenario.

    Raises:
        ExclusimError: there is no such scenario or outcome, or the case cannot be run.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, progress).model_copy(update={"english": english})


def _made(case: Case, options: SensitivityOptions, progress: Progress) -> SensitivityDocument:
    begun = monotonic()
    progress("preparing", 0.0)
    scenario = options.scenario or BASELINE
    model = case_model(
        case,
        scenario,
        options.outcomes,
        options.origin,
        preset=options.preset,
        persons=options.persons,
        seed=options.seed,
        threads=options.threads,
    )
    runs = options.runs if options.minutes is None else _affordable(model, options.minutes)
    stages = {"begun": 0.0}

    def told(done: float) -> None:
        stages["begun"] = max(stages["begun"], done)
        progress("simulating", 0.01 + 0.89 * stages["begun"])

    design = designed(
        model.problem(told), options.method, runs, options.seed, groups=options.groups, direct=options.direct
    )
    progress("computing indices", 0.91)
    parts = [_studied(model, design, column, item, options) for column, item in enumerate(model.wanted)]
    document = _document(case, model, options, design, parts)
    progress("done", 1.0)
    return document.model_copy(update={"seconds": monotonic() - begun})


def _affordable(model: CaseModel, minutes: float) -> int:
    """Runs that the time allows, by a trial of some; a tenth is left for the rest."""
    threads = model.threads or os.cpu_count() or 1
    trial = 4 * threads
    points, lives = np.zeros((trial, len(model.inputs.names))), np.arange(trial, dtype=np.int64)
    model.run(points[:threads], lives[:threads])  # machine code may have to be built first
    start = monotonic()
    model.run(points, lives)
    return max(int(0.9 * 60 * minutes / max((monotonic() - start) / trial, 1e-6)), 60)


type _Part = tuple[OutcomeSpread, list[Index], Convergence, list[Swing]]


def _studied(model: CaseModel, design: Design, column: int, item: Measured, options: SensitivityOptions) -> _Part:
    noise = design.noise(column, options.seed)
    whole = estimated(design, column, noise, options.seed)
    leading = LEADING[design.method]
    indices = _indices(whole, item, options.groups)
    indices.sort(key=lambda row: (row.index != leading, row.index, -row.value))
    parts = {share: whole if share == 1 else estimated(design, column, noise, options.seed, share)
             for share in shares_of(design)}  # fmt: skip
    swings = [
        _swing(model, design, whole, column, place, item) for place in leaders(design, whole, leading, column, _TORNADO)
    ]
    swings.sort(key=lambda row: -abs(row.high - row.low))
    return _spread(model, design, column, item, noise, whole), indices, _convergence(design, item, parts), swings


def _spread(
    model: CaseModel, design: Design, column: int, item: Measured, noise: Noise, whole: Estimate
) -> OutcomeSpread:
    # Lives are independent, so their part of the variance falls as the number of people grows.
    real = noise.variance / model.plan.scale
    both = real + noise.parameters
    return OutcomeSpread(
        name=item.name,
        label=item.label,
        unit=item.unit,
        better=item.better,
        spread=Interval.of(design.runs.outcomes[design.runs.random, column]),
        replicate_noise_share=noise.share,
        noise_low=noise.low,
        noise_high=noise.high,
        noise_share_real_group=real / both if both > 0 else 0.0,
        explained=whole.explained,
    )


def _indices(whole: Estimate, item: Measured, grouped: bool) -> list[Index]:
    return [
        Index(
            parameter=name,
            group=name if grouped else group_of(name),
            outcome=item.name,
            index=index,
            value=float(values[0, place]),
            ci_low=float(values[1, place]),
            ci_high=float(values[2, place]),
        )
        for index, values in whole.indices.items()
        for place, name in enumerate(whole.factors)
    ]


def _convergence(design: Design, item: Measured, parts: dict[float, Estimate]) -> Convergence:
    leading, whole = LEADING[design.method], parts[1.0]
    value, low, high = whole.indices[leading]
    scale = (float(value.max()) or 1.0) if design.method == "morris" else 1.0
    widest = float((high - low).max()) / 2 / scale
    followed = [int(i) for i in np.argsort(-value, kind="stable")[:_FOLLOWED]]
    return Convergence(
        outcome=item.name,
        index=leading,
        runs=[round(share * design.runs.count) + design.screening for share in parts],
        values={
            whole.factors[i]: [float(estimate.indices[leading][0, i]) for estimate in parts.values()] for i in followed
        },
        widest=widest,
        converged=widest <= _WIDE,
    )


def _swing(model: CaseModel, design: Design, whole: Estimate, column: int, place: int, item: Measured) -> Swing:
    name = model.inputs.names[place]
    low, high = swing(design, whole, column, place)
    return Swing(
        parameter=name,
        group=group_of(name),
        outcome=item.name,
        low_value=model.inputs.value(name, ENDS[0]),
        high_value=model.inputs.value(name, ENDS[1]),
        unit=model.plan.parameters[name].unit,
        low=low,
        high=high,
    )


def _document(
    case: Case, model: CaseModel, options: SensitivityOptions, design: Design, parts: list[_Part]
) -> SensitivityDocument:
    appraisal, scenario = case.appraisal, model.scenario
    swings = [row for part in parts for row in part[3]]
    used = {row.parameter for row in swings}
    document = SensitivityDocument(
        case=case.case,
        title=case.title,
        place=case.population.place,
        scenario=scenario,
        label=label(scenario) if scenario == BASELINE else case.scenarios[scenario].label or scenario,
        preset=options.preset,
        method=options.method,
        origin=options.origin,
        estimator=design.estimator,
        grouped=options.groups,
        parameters=len(model.inputs.names),
        runs=design.count,
        persons=model.plan.persons,
        cohort=case.size,
        seed=options.seed,
        horizon_years=appraisal.years,
        price_year=appraisal.price_year,
        seconds=0.0,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        replicate_noise_share=parts[0][0].replicate_noise_share,
        outcomes=[part[0] for part in parts],
        indices=[row for part in parts for row in part[1]],
        convergence=[part[2] for part in parts],
        tornado=swings,
        assumptions=[row for row in assumption_rows(model.plan.parameters) if row.name in used],
        notes=[],
    )
    return document.model_copy(update={"notes": notes(document, model)})
