"""Try a planned evaluation on a scenario of a case: draws, designs, sample size, components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np

from exclusim.model.errors import ExclusimError
from exclusim.results.evaluation.assumptions import PARAMETERS
from exclusim.results.evaluation.components import component_draws, component_shares, parts
from exclusim.results.evaluation.document import Components, DesignResult, EvaluationDocument, SampleSize, Window
from exclusim.results.evaluation.notes import notes
from exclusim.results.evaluation.options import EvaluationOptions, chosen_designs
from exclusim.results.evaluation.outcomes import OUTCOMES
from exclusim.results.evaluation.people import Drawn, choose_enrolment, one_draw
from exclusim.results.evaluation.pool import Pool
from exclusim.results.evaluation.sample_size import MOST, closed_form, curve, detectable, needed
from exclusim.results.evaluation.trial import Planned, planned
from exclusim.results.evaluation.trials import scores, trials
from exclusim.results.evaluation.words import design_labels
from exclusim.results.interval import Interval
from exclusim.results.language import SWEDISH, recording, speaking
from exclusim.results.run.heading import assumption_rows
from exclusim.results.run.options import Progress
from exclusim.results.run.threads import in_order
from exclusim.scenarios.schema import Case

__all__ = ["run_evaluation"]

_SIMULATED, _TRIED = 0.35, 0.8  # share of the time after which each part is done, about


def run_evaluation(
    case: Case, options: EvaluationOptions, progress: Progress = lambda stage, done: None
) -> EvaluationDocument:
    """Run the planned evaluation of one scenario where the truth is known.

    Raises:
        ExclusimError: the case has no such scenario, nobody can be enrolled in it, or the follow-up is not simulated.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(case, options, progress).model_copy(update={"english": english})


def _made(case: Case, options: EvaluationOptions, progress: Progress) -> EvaluationDocument:
    progress("preparing", 0.0)
    plan = planned(case, options.scenario, options.preset, options.persons)
    if options.follow_up > plan.horizon:
        raise ExclusimError(
            f"follow-up {options.follow_up} months after enrolment: only {plan.horizon} months are simulated",
            hint="an earlier --follow-up",
        )
    enrolment = choose_enrolment(plan, options)
    drawn = []
    work = in_order(lambda index: one_draw(plan, options, enrolment, index), options.draws, options.threads)
    for done, one in enumerate(work, start=1):
        drawn.append(one)
        progress("simulating both lives of everybody", 0.02 + (_SIMULATED - 0.02) * done / options.draws)
    pools = [one.pool for one in drawn]
    start = _closed_form(drawn, options)
    names = chosen_designs(options.design)
    designs = []
    for place, name in enumerate(names):
        progress(f"trying {name}", _SIMULATED + (_TRIED - _SIMULATED) * place / len(names))
        designs.append(_design(pools, name, options, start))
    components = _components(plan, options, progress)
    document = _document(plan, options, enrolment, drawn, designs, components, start)
    progress("done", 1.0)
    return document


def _closed_form(drawn: Sequence[Drawn], options: EvaluationOptions) -> int | None:
    without, treated, spread = (
        float(np.mean([getattr(one.truth, name) for one in drawn])) for name in ("without", "treated", "spread")
    )
    counted = OUTCOMES[options.outcome].count
    return closed_form(without, treated, options.power, lost=options.lost, spread=spread if counted else None)


def _design(pools: Sequence[Pool], name: str, options: EvaluationOptions, start: int | None) -> DesignResult:
    found = trials(pools, name, options.participants, options.replicates, options.seed)
    if found.size == 0:
        raise ExclusimError(f"{name}: none of the evaluations gave an estimate", hint="more --participants")
    enough = needed(pools, name, options.power, start, options.replicates, options.seed)
    return DesignResult(
        name=name,
        label=design_labels()[name],
        **scores(found),
        detectable=detectable(found, options.power),
        participants_needed=None if enough is None else enough.participants,
        needed_power=None if enough is None else enough.power,
        curve=curve(pools, name, options.participants, options.replicates, options.seed) if found.some_effect else [],
    )


def _components(plan: Planned, options: EvaluationOptions, progress: Progress) -> Components:
    draws = component_draws(len(parts(plan)), options.draws)
    return component_shares(plan, options.seed, draws, _counter(draws, progress))


def _counter(draws: int, progress: Progress) -> Callable[[], None]:
    count = 0

    def one() -> None:
        nonlocal count
        count += 1
        progress("taking the scenario apart", _TRIED + (0.99 - _TRIED) * count / draws)

    return one


def _window(plan: Planned, options: EvaluationOptions, drawn: Sequence[Drawn]) -> Window:
    truths = [one.truth for one in drawn]
    long = [truth.long_term for truth in truths if truth.long_term is not None]
    return Window(
        follow_up=Interval.of([truth.follow_up for truth in truths]),
        during=options.follow_up < plan.end - plan.start,
        long_term=Interval.of(long) if long else None,
        months_at_follow_up=Interval.of([truth.months[0] for truth in truths]),
        months_horizon=Interval.of([truth.months[1] for truth in truths]),
        gain_at_follow_up=Interval.of([truth.gain[0] for truth in truths]),
        gain_horizon=Interval.of([truth.gain[1] for truth in truths]),
        horizon_years=plan.horizon / 12,
    )


def _document(
    plan: Planned,
    options: EvaluationOptions,
    enrolment: str,
    drawn: Sequence[Drawn],
    designs: list[DesignResult],
    components: Components,
    start: int | None,
) -> EvaluationDocument:
    case, scenario = plan.plan.case, plan.plan.case.scenarios[plan.scenario]
    outcome = OUTCOMES[options.outcome]
    own = {component.name for component in plan.components}
    effects = [row for row in assumption_rows(plan.plan.parameters) if row.name in own]
    return EvaluationDocument(
        case=case.case,
        title=case.title,
        place=case.population.place,
        scenario=plan.scenario,
        label=scenario.label,
        description=scenario.description,
        preset=options.preset,
        outcome=options.outcome,
        outcome_label=outcome.label,
        unit="months" if outcome.count else "share",
        enrolment=enrolment,
        participants=options.participants,
        drop_out=options.drop_out,
        lost=options.lost,
        follow_up=options.follow_up,
        replicates=options.replicates,
        draws=options.draws,
        persons=options.persons,
        people=Interval.of([one.pool.people for one in drawn]),
        seed=options.seed,
        price_year=case.appraisal.price_year,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        without=Interval.of([one.truth.without for one in drawn]),
        treated=Interval.of([one.truth.treated for one in drawn]),
        window=_window(plan, options, drawn),
        designs=designs,
        sample_size=SampleSize(wanted_power=options.power, closed_form=start, most=MOST),
        components=components,
        assumptions=[*assumption_rows(PARAMETERS), *effects],
        notes=notes(plan, options, enrolment),
    )
