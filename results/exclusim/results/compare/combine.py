"""Several scenarios at once: a scenario with the interventions of all, on the same draws as each alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.scenarios.schema import Case, Intervention, Risk, Scenario

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
    interventions: list[Intervention] = []
    risks: list[Risk] = []
    for name in names:
        scenario = case.scenarios[name]
        own = {i.name: _slug(name, i) for i in scenario.interventions}
        interventions += [_renamed(i, own) for i in scenario.interventions]
        for risk in scenario.risks:
            risks += _narrowed(risk, own)
    return Scenario.model_construct(
        **{
            **dict(case.scenarios[names[0]]),
            "label": key_of(names),
            "interventions": tuple(interventions),
            "risks": tuple(risks),
        }
    )


def _slug(scenario: str, intervention: Intervention) -> str:
    return f"{scenario}~{intervention.name}"


def _renamed(intervention: Intervention, own: Mapping[str, str]) -> Intervention:
    """The intervention under its new name, and what it says of others of its scenario under theirs."""
    changes: dict[str, object] = {"name": own[intervention.name]}
    rollout = intervention.rollout
    if rollout is not None:
        replaced = tuple(
            r if r.intervention is None else r.model_copy(update={"intervention": own.get(r.intervention, "")})
            for r in rollout.replaces
        )
        rivals = tuple(own.get(name, name) for name in rollout.competes_with)
        changes["rollout"] = rollout.model_copy(update={"replaces": replaced, "competes_with": rivals})
    return intervention.model_copy(update=changes)


def _narrowed(risk: Risk, own: Mapping[str, str]) -> list[Risk]:
    """The risk as it was in its own scenario: it strikes that scenario's interventions and no others."""
    if risk.event is None:
        return [risk]
    struck = own.values() if risk.event.intervention is None else [own[risk.event.intervention]]
    return [risk.model_copy(update={"event": risk.event.model_copy(update={"intervention": name})}) for name in struck]


def tied(plan: CasePlan, joint: CasePlan, sets: Sequence[tuple[str, ...]], draw: Draw, single: Draw) -> Draw:
    """The draw with everything at the value that it has where each scenario stands alone.

    That is every parameter of the joint plan: effects, designs, costs, roll-outs, displacement. What a set gains beyond
    its scenarios is therefore never a difference between two draws.
    """
    values = {**draw.values, **{name: value for name, value in single.values.items() if name in draw.values}}
    for name in joint.parameters:
        if name not in plan.parameters:
            values[name] = single[_alone(name, plan.case, sets, single)]
    return Draw(draw.index, values)


def _alone(name: str, case: Case, sets: Sequence[tuple[str, ...]], single: Draw) -> str:
    """Name, in the single plan, of a parameter of the joint plan."""
    keys = {_word(key_of(names)) for names in sets}
    parts = name.split(".")
    for scenario, declared in case.scenarios.items():
        for intervention in declared.interventions:
            slug = _word(_slug(scenario, intervention))
            if slug not in parts:
                continue
            kept = [part for part in parts[1:] if part not in keys]
            own = [_word(intervention.name) if part == slug else part for part in kept]
            # A project's own name stands for it in every scenario, unless they declare it differently.
            apart = ".".join([parts[0], _word(scenario), *own])
            return apart if apart in single.values else ".".join([parts[0], *own])
    raise KeyError(name)


def _word(name: str) -> str:
    """A name as parameters write it."""
    return name.replace("-", "_")
