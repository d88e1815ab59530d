"""From files and cases to what can be compared: scenarios on one baseline, or several baselines side by side."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.decision import Decision
from exclusim.scenarios.schema import Case, Scenario

__all__ = ["pooled"]


def _world(case: Case) -> tuple[object, ...]:
    """What two cases must agree on for their scenarios to have the same baseline."""
    population, appraisal, environment = case.population, case.appraisal, case.environment
    return population, appraisal, environment, tuple(sorted(case.parameters.items(), key=lambda item: item[0]))


def pooled(cases: Sequence[Case]) -> list[Case]:
    """Cases with the same population, appraisal, environment and local values as one, the others as they are.

    Scenarios keep their names; one that two cases share gets its case's name before it.

    Raises:
        ExclusimError: there is no scenario to compare.
    """
    if not any(case.scenarios for case in cases):
        names = ", ".join(case.case for case in cases)
        raise ExclusimError(f"{names}: no scenario to compare", hint="describe the ideas under scenarios:")
    groups: list[list[Case]] = []
    for case in cases:
        if not case.scenarios:
            continue
        same = next((group for group in groups if _world(group[0]) == _world(case)), None)
        if same is None:
            groups.append([case])
        elif case not in same:
            same.append(case)
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def _joined(cases: Sequence[Case]) -> Case:
    """One case with the scenarios of all; a scenario that repeats another word for word is left out."""
    scenarios = _with_decisions(cases[0])
    for case in cases[1:]:
        fresh = {name: item for name, item in _with_decisions(case).items() if scenarios.get(name) != item}
        renamed = {name: f"{case.case}-{name}"[:40] if name in scenarios else name for name in fresh}
        for name, item in fresh.items():
            against = renamed.get(item.baseline, item.baseline)
            scenarios[renamed[name]] = item.model_copy(update={"baseline": against})
    return cases[0].model_copy(update={"scenarios": scenarios, "decision": None})


def _with_decisions(case: Case) -> dict[str, Scenario]:
    """The scenarios, each with the record of its decision complete: another case's does not fill it in."""
    if case.decision is None:
        return dict(case.scenarios)
    return {
        name: item.model_copy(update={"decision": (item.decision or Decision()).over(case.decision)})
        for name, item in case.scenarios.items()
    }
