"""Quarterly gross flows between labour force states."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exclusim.calibration.evidence import Statistic
from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.target import Target

_STATES = {"permanent_job": (0,), "temporary_job": (1,), "unemployed": (2,), "out_of_labour_force": (3, 4, 5)}
_NAME = re.compile(r"quarterly_transition_(\w+)_to_(\w+)")
_JOBLESS = "unemployed|out_of_labour_force"
_NOTE = (
    "The same persons in month t and t + 3. Until 2007 the survey counted programme participants out of the labour "
    "force; subsidised jobs are temporary. The model has no self-employed: the published row is rescaled without them."
)


def _without_self_employed(row: Statistic, table: Mapping[str, Statistic]) -> float | str:
    """The probability given that one does not become self-employed."""
    if row.value is None:
        return "no number is printed"
    found = _NAME.fullmatch(row.indicator)
    assert found is not None
    lost = [
        other.value
        for other in table.values()
        if other.indicator == f"quarterly_transition_{found[1]}_to_self_employed" and other.year == row.year
    ]
    return row.value / (100 - (lost[0] or 0.0 if lost else 0.0))


# The decorator nearest to the function is tried first.
@rule(
    f"quarterly_transition_(permanent_job|temporary_job|{_JOBLESS})_to_(permanent_job|temporary_job|{_JOBLESS})",
    family="quarterly_flows_students",
    definition=0.4,
    note=f"{_NOTE} Students who work or search between studies make up much of this flow in the survey; the model's "
    "students do neither.",
    value=_without_self_employed,
)
@rule(
    "quarterly_transition_permanent_job_to_(permanent_job|temporary_job|unemployed)",
    "quarterly_transition_temporary_job_to_(permanent_job|unemployed)",
    "quarterly_transition_unemployed_to_(permanent_job|temporary_job)",
    family="quarterly_flows",
    definition=0.15,
    note=_NOTE,
    value=_without_self_employed,
)
def quarterly_transition(register: Register, target: Target) -> float:
    found = _NAME.fullmatch(target.indicator)
    assert found is not None
    flows = register.flows(target.who, target.age_from, target.age_to)
    rows, columns = _STATES[found[1]], _STATES[found[2]]
    return float(flows[rows, :][:, columns].sum() / flows[rows, :].sum())
