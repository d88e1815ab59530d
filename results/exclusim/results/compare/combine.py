"""Several scenarios at once: a scenario with the interventions of all, on the same draws as each alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan, displacement_name
from exclusim.scenarios.schema import Case, Intervention, Scenario

__all__ = ["combinable", "combined_plan", "key_of", "tied"]


def combinable(case: Case) -> list[str]:
    """Scenarios that can be joined: interventions against the baseline itself, and no changed rules.

    Rules that hold from different months cannot be one scenario.
    """
    return [name for name, s in case.scenarios.items() if s.baseline == BASELINE and not s.changes_rules]


def key_of(names: Sequence[str]) -> str:
    """Name of a joined scenario; the plus keeps it apart from every name a case file can have."""
    return "+".join(names)


def combined_plan(plan: CasePlan, sets: Sequence[tuple[str, ...]]) -> tuple[CasePlan | None, list[tuple[str, ...]]]:
    """A plan with each set as one scenario, and the sets it holds.

    A set whose interventions have more target groups than the model can tell apart is left out; None: all are.
    """
    case, fitting = plan.case, list[tuple[str, ...]]()
    for names in sets:
        try:
            case_plan(_with(case, [names]), plan.preset, plan.persons)
        except ExclusimError:
            continue
        fitting.append(names)
    if not fitting:
        return None, []
    return case_plan(_with(case, fitting), plan.preset, plan.persons), fitting


def _with(case: Case, sets: Sequence[tuple[str, ...]]) -> Case:
    return case.model_copy(update={"scenarios": {key_of(names): _joined(case, names) for names in sets}})


def _joined(case: Case, names: Sequence[str]) -> Scenario:
    """Interventions get their scenario's name before their own: two scenarios may use the same one."""
    own = chain.from_iterable(
        (i.model_copy(update={"name": f"{name}+{i.name}"}) for i in case.scenarios[name].interventions)
        for name in names
    )
    return Scenario.model_construct(
        **{**dict(case.scenarios[names[0]]), "label": key_of(names), "interventions": tuple(own)}
    )


def tied(plan: CasePlan, joint: CasePlan, sets: Sequence[tuple[str, ...]], draw: Draw, single: Draw) -> Draw:
    """The draw with everything at the value that it has where each scenario stands alone."""
    values = {**draw.values, **{name: value for name, value in single.values.items() if name in draw.values}}
    for names in sets:
        treatment = joint.treatments[key_of(names)]
        alone = chain.from_iterable(plan.treatments[name].effects for name in names)
        for (*_, ours), (*_, theirs) in zip(alone, treatment.effects, strict=True):
            values[theirs] = single[ours]
        pairs = chain.from_iterable(((name, i) for i in plan.case.scenarios[name].interventions) for name in names)
        for (name, intervention), same in zip(pairs, treatment.interventions, strict=True):
            renamed = {displacement_name(name, intervention): displacement_name(key_of(names), same)}
            renamed |= dict(zip(_cost_names(intervention), _cost_names(same), strict=True))
            values |= {theirs: single[ours] for ours, theirs in renamed.items() if ours in single.values}
    return Draw(draw.index, values)


def _cost_names(intervention: Intervention) -> list[str]:
    """Names of the uncertainty of each part of the cost, whether or not it is uncertain."""
    head = f"project_cost.{intervention.name}".replace("-", "_")
    return [f"{head}.{number}" for number in range(len(intervention.all_costs))]
