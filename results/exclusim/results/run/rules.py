"""What a case changes in the agencies' rules: values by scenario, and what introducing them costs at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from exclusim.model.compiled import Modifier
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.system import changed_draw
from exclusim.model.parameters import ASSUMPTION, Draw, LogitNormal, Parameter, Parameters, Uniform
from exclusim.scenarios.rules import Reform
from exclusim.scenarios.schema import Case

__all__ = ["USUAL_REFORM", "RulePlan", "reform_of", "rule_plan"]

USUAL_REFORM = Reform.model_validate(
    {
        "months": "18 mån",
        "performance": "90 %",
        "source": "NAV-REFORM",
        "note": "negative effects in the first couple of years (M23); how much worse is an assumption",
    }
)
"""What is assumed where a scenario changes rules and says nothing about its reform: 12–24 months, a tenth slower."""
_WIDTH = 1 / 3  # of the months, either way
_SD = 0.5  # of the performance, in log-odds: 80–95 % around 90 %


@dataclass(frozen=True)
class RulePlan:
    """Changed rules of a case.

    Args:
        changes: scenario → month from which they hold → parameter → value in the parameter's unit; month 0 first,
            nothing for today's rules.
        reforms: scenario → the scenario whose reform is introduced, and the month; those without a loss are left out.
        parameters: the agencies' numbers and those of the reforms.
    """

    changes: Mapping[str, Mapping[int, Mapping[str, float]]]
    reforms: Mapping[str, tuple[str, int]]
    parameters: Parameters

    def phases(self, scenario: str, draw: Draw, shift: int = 0) -> list[tuple[int, Draw]]:
        """The draws with the rules in force, and the month from which each holds; the first from month 0.

        Args:
            scenario: of the case.
            draw: with today's rules.
            shift: months of the run that have passed when a cohort joins, whose months are counted.
        """
        found = {max(month - shift, 0): changes for month, changes in self.changes[scenario].items()}
        return [(month, changed_draw(draw, rules=changes)) for month, changes in found.items()]

    def dip(self, scenario: str, draw: Draw, months: int, bit: int) -> tuple[Modifier, ...]:
        """Fewer leave exclusion while the reform is introduced; nothing where it costs nothing.

        Args:
            scenario: of the case.
            draw: with the reform's length and what is left of performance.
            months: of the run.
            bit: that marks everybody.
        """
        if scenario not in self.reforms:
            return ()
        source, start = self.reforms[scenario]
        length, performance = (draw[name] for name in _names(source))
        since = np.arange(months) - start
        share = np.where(since >= 0, np.clip(length - since, 0.0, 1.0), 0.0)
        return (Modifier("exit_from_exclusion", share * np.log(performance), bit),)


def rule_plan(case: Case) -> RulePlan | None:
    """The changed rules of a case; None where no scenario changes any, and no agency needs to act."""
    if not case.changes_rules:
        return None
    scenarios = ("baseline", *case.scenarios)
    of = {name: found for name in scenarios if (found := case.reform_of(name)) is not None}
    costly = {name: reform for name in of.values() if not (reform := reform_of(case, name)).costs_nothing}
    return RulePlan(
        {name: case.rule_changes(name) for name in scenarios},
        {name: (source, case.scenarios[source].starts) for name, source in of.items() if source in costly},
        case_parameters() | Parameters(p for name, reform in costly.items() for p in _parameters(name, reform)),
    )


def reform_of(case: Case, scenario: str) -> Reform:
    """The reform of a scenario that changes rules: its own words, or the usual one."""
    return case.scenarios[scenario].reform or USUAL_REFORM


def _names(scenario: str) -> tuple[str, str]:
    """Parameters of a scenario's reform: its length and what is left of performance."""
    key = scenario.replace("-", "_")
    return f"reform.{key}.months", f"reform.{key}.performance"


def _parameters(scenario: str, reform: Reform) -> tuple[Parameter, Parameter]:
    months, performance = _names(scenario)
    guess = ASSUMPTION if reform is USUAL_REFORM else reform.source
    length = Uniform((1 - _WIDTH) * reform.months, (1 + _WIDTH) * reform.months)
    return (
        Parameter(months, reform.months, "months", length, reform.source, reform.note),
        Parameter(performance, reform.performance, "share", LogitNormal(_SD), guess, reform.note),
    )
