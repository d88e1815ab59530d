"""Compute what a roll-out is worth: year by year, with and without what may go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.results.compare.threshold import break_even
from exclusim.results.interval import Interval
from exclusim.results.language import SWEDISH, recording, speaking
from exclusim.results.practice.document import (
    Alternative,
    BreakEven,
    PracticeDocument,
    PracticeYear,
    RiskResult,
    Step,
)
from exclusim.results.practice.notes import notes
from exclusim.results.practice.options import PracticeOptions
from exclusim.results.practice.variants import HALF, Sample, Study, prepare, sample
from exclusim.results.risks import listed
from exclusim.results.run.events import risks_of
from exclusim.results.run.heading import assumption_rows
from exclusim.results.run.options import Progress
from exclusim.results.run.threads import in_order
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.risks import Risk
from exclusim.scenarios.schema import Case

__all__ = ["run_practice"]

_AFTER = 2  # years shown after the last participant is through


def run_practice(
    case: Case, options: PracticeOptions, progress: Progress = lambda stage, done: None
) -> PracticeDocument:
    """What a scenario with a roll-out or risks is worth, and why.

    Raises:
        ExclusimError: no such scenario, it has neither, or the case cannot be run.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, progress).model_copy(update={"english": english})


def _made(case: Case, options: PracticeOptions, progress: Progress) -> PracticeDocument:
    progress("preparing", 0.0)
    study = prepare(case, options.scenario, options.persons)
    samples: list[Sample] = []
    work = in_order(lambda index: sample(study, index, options.seed), options.replicates, options.threads)
    for done, one in enumerate(work, start=1):
        samples.append(one)
        progress("simulating", 0.02 + 0.96 * done / options.replicates)
    document = _document(study, options, samples)
    progress("done", 1.0)
    return document


def _by_actor(table: NDArray[np.float64]) -> dict[str, Interval]:
    """From samples of shape (draws, V)."""
    return {actor: Interval.of(table[:, column]) for column, actor in enumerate(REPORTED)}


def _means(table: NDArray[np.float64]) -> dict[str, float]:
    return {actor: float(table[column]) for column, actor in enumerate(REPORTED)}


def _steps(study: Study) -> list[Step]:
    return [step for item in study.own for step in _steps_of(item, study.start)]


def _steps_of(item: Intervention, start: int) -> list[Step]:
    rollout = item.rollout
    paid = next((part.payer for part in item.all_costs if part.per != "project"), None)
    paid = paid or next((part.payer for part in item.all_costs), {})
    rows: list[tuple[int, float | None, int | None, str, bool]]
    if rollout is None:
        rows = [(0, 1.0, None, "", False)]
    else:
        rows = [
            (
                wave.starts,
                None if wave.share is None else float(wave.share),
                wave.people,
                wave.place,
                rollout.practice is not None and wave.starts >= rollout.practice,
            )
            for wave in rollout.steps
        ]
    return [
        Step(
            intervention=item.name,
            label=item.label,
            place=place,
            month=item.starts + month - start,
            share=share,
            people=people,
            practice=practice,
            enrolment="once" if rollout is None else rollout.enrolment,
            payer={
                k: float(v)
                for k, v in (rollout.then_paid_by if practice and rollout and rollout.then_paid_by else paid).items()
            },
        )
        for month, share, people, place, practice in rows
    ]


def _phase(study: Study, month: int) -> Literal["pilot", "waves", "practice", "after"]:
    """What goes on in a month counted from the start."""
    if month >= study.end - study.start:
        return "after"
    rolled = [(item, item.rollout) for item in study.own if item.rollout is not None]
    begun = [item.starts - study.start + r.practice for item, r in rolled if r.practice is not None]
    last = [item.starts - study.start + r.steps[-1].starts for item, r in rolled]
    if not begun or month < min(begun):
        return "pilot"
    return "practice" if month >= max(last) else "waves"


def _years(study: Study, samples: Sequence[Sample]) -> list[PracticeYear]:
    start, last = study.start, min(study.end + 12 * _AFTER, study.plan.valuation.end)
    found = []
    for year in range(-(-(last - start) // 12)):
        span = slice(start + 12 * year, start + 12 * (year + 1))
        closed = [s.closes is not None and s.closes <= 12 * (year + 1) for s in samples]
        found.append(
            PracticeYear(
                year=year + 1,
                phase=_phase(study, 12 * year),
                enrolled=Interval.of([s.enrolled[span].sum() for s in samples]),
                running=1.0 - float(np.mean(closed)),
                gain=_by_actor(np.array([s.gain[span].sum(axis=0) for s in samples])),
                cost=_by_actor(np.array([s.cost[span].sum(axis=0) for s in samples])),
            )
        )
    return found


def _alternatives(study: Study, samples: Sequence[Sample], net: NDArray[np.float64]) -> list[Alternative]:
    wanted: list[tuple[Literal["pilot_only", "no_loss", "never_closed", "no_risks"], bool]] = [
        ("pilot_only", study.pilot is not None),
        ("no_loss", bool(study.parameters("voltage_drop"))),
        ("never_closed", bool(study.parameters("closure_lot"))),
        ("no_risks", bool(study.risk_lots)),
    ]
    found = []
    for key, asked in wanted:
        if asked:
            other = np.array([s.others[key] for s in samples])
            found.append(Alternative(key=key, net=_by_actor(other), difference=_by_actor(other - net)))
    return found


def _break_even(study: Study, samples: Sequence[Sample]) -> BreakEven | None:
    if not study.parameters("voltage_drop"):
        return None
    shares = {"none": 0.0, "half": HALF, "no_loss": 1.0}
    curve = np.array([np.mean([s.others[key] for s in samples], axis=0) for key in shares])
    return BreakEven(
        shares=list(shares.values()),
        net={actor: curve[:, column].tolist() for column, actor in enumerate(REPORTED)},
        share={actor: break_even(*curve[:, column].tolist()) for column, actor in enumerate(REPORTED)},
        assumed=float(np.mean([s.survives for s in samples])),
    )


def _risk(study: Study, risk: Risk, samples: Sequence[Sample], net: NDArray[np.float64]) -> RiskResult:
    if risk.name not in study.risk_lots:
        return RiskResult(risk=listed(risk), happened=None, loss=None, expected_loss=None, spread=None)
    hit = [index for index, s in enumerate(samples) if risk.name in s.spared]
    if not hit:
        return RiskResult(risk=listed(risk), happened=0.0, loss=None, expected_loss=None, spread=None)
    loss = np.array([samples[index].spared[risk.name] - samples[index].net for index in hit])
    p, mean, variance = float(risk.probability), loss.mean(axis=0), net.var(axis=0, ddof=1)
    # The variance of E[net | happens or not]; the lot is drawn apart from everything else.
    explained = np.divide(p * (1 - p) * mean**2, variance, out=np.zeros_like(mean), where=variance > 0)
    return RiskResult(
        risk=listed(risk),
        happened=len(hit) / len(samples),
        loss=_by_actor(loss),
        expected_loss=_means(p * mean),
        spread=_means(np.minimum(explained, 1.0)),
    )


def _document(study: Study, options: PracticeOptions, samples: Sequence[Sample]) -> PracticeDocument:
    plan, case = study.plan, study.plan.case
    scenario = case.scenarios[study.scenario]
    net = np.array([s.net for s in samples])
    used = {name for piece in study.pieces(plan) for _, name in piece.names}
    used |= {name for *_, name in plan.treatments[study.scenario].effects}
    return PracticeDocument(
        case=case.case,
        title=case.title,
        place=case.population.place,
        scenario=study.scenario,
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
        steps=_steps(study),
        reached=Interval.of([s.reached for s in samples]),
        net=_by_actor(net),
        probability_loss=_means((net < 0).mean(axis=0)),
        years=_years(study, samples),
        alternatives=_alternatives(study, samples, net),
        break_even=_break_even(study, samples),
        risks=[_risk(study, risk, samples, net) for _, risk in risks_of(case, study.scenario)],
        assumptions=[row for row in assumption_rows(plan.parameters) if row.name in used and "_lot" not in row.name],
        notes=notes(study, options),
    )
