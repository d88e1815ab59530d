"""Rules of agencies that a scenario changes, faults it removes, and what it costs to introduce the change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import BeforeValidator, model_validator

from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.parameters import ASSUMPTION, Parameter, Parameters
from exclusim.scenarios.interventions import Frozen, Text
from exclusim.scenarios.issues import Path, did_you_mean, problem
from exclusim.scenarios.quantities import Months, Share

if TYPE_CHECKING:
    from exclusim.scenarios.schema import LocalValue, Scenario

__all__ = ["Reform", "ReformField", "rule_parameters", "wrong_rules"]

_KINDS: Final = ("agency.", "case.", "limit.")
_AT_MOST_ONE: Final = ("probability",)


class Reform(Frozen):
    """How long, and how much worse, everything works while changed rules are introduced.

    ``performance`` is what is left of the rate at which people leave exclusion: 90 % is a tenth slower. It holds for
    ``months`` months from the day the rules are changed. Both are central values; a run draws around them.
    """

    months: Months
    performance: Share
    source: Text
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.performance == 0:
            raise problem("a share above 0 %", at=("performance",))
        return self

    @property
    def costs_nothing(self) -> bool:
        """Whether the change is introduced without any loss."""
        return self.months == 0 or self.performance == 1


_NONE = {"months": "0 mån", "performance": "100 %", "source": ASSUMPTION, "note": "the change is introduced at no loss"}


def _read_reform(value: object) -> object:
    if value == "none":
        return _NONE
    if isinstance(value, str | bool | int | float | list):
        raise problem("none, or a mapping with months, performance and source")
    return value


ReformField = Annotated[Reform | None, BeforeValidator(_read_reform, json_schema_input_type=Reform | str)]
"""``none`` for a change that costs nothing to introduce; left out, the usual loss is assumed."""


@cache
def rule_parameters() -> Parameters:
    """Every parameter that a scenario may change: rules of agencies and time limits of supports.

    What help is worth (``unmet.…``) and what it costs are no rules.
    """
    known: list[Parameter] = [*case_parameters().values(), *default_world().parameters.values()]
    return Parameters(p for p in known if p.name.startswith(_KINDS) and not p.name.endswith(".cost"))


def wrong_rules(scenario: Scenario, *, months: int, inherits: bool) -> Iterator[tuple[Path, str]]:
    """What is wrong with the rules of one scenario, as (path from the scenario, what was expected).

    Args:
        scenario: the scenario.
        months: how long people are followed.
        inherits: whether a scenario that it builds on changes rules.
    """
    changes = bool(scenario.rules or scenario.without)
    if not changes and not scenario.interventions:
        yield (), "at least one of interventions, rules and without"
    if scenario.reform is not None and not changes and not inherits:
        yield ("reform",), "no reform in a scenario that changes no rule"
    if scenario.starts and not changes:
        yield ("starts",), "no start in a scenario that changes no rule"
    elif scenario.starts >= months:
        yield ("starts",), f"a start within the {months} months followed"
    for name, rule in scenario.rules.items():
        if name not in rule_parameters():
            guess = did_you_mean(name, list(rule_parameters()))
            yield ("rules", name, "[key]"), f"the name of a rule (agency.…, case.… or limit.…){guess}"
        elif wrong := _wrong_value(rule_parameters()[name], rule):
            yield ("rules", name, "value"), wrong
    known = [fault.name for fault in FAULTS]
    for index, name in enumerate(scenario.without):
        if name not in known:
            yield ("without", index), f"the name of a fault: {', '.join(known)}{did_you_mean(name, known)}"
        elif name in scenario.without[:index]:
            yield ("without", index), "each fault once"


def _wrong_value(parameter: Parameter, rule: LocalValue) -> str | None:
    try:
        value = rule.in_unit(parameter.unit)
    except ExclusimError:
        return f"a value in {parameter.unit}, as the parameter has"
    if value < 0 or (parameter.unit in _AT_MOST_ONE and value > 1):
        return "a probability from 0 to 1" if parameter.unit in _AT_MOST_ONE else f"zero or more {parameter.unit}"
    if parameter.unit == "ratio" and value == 0:
        return "a ratio above 0"
    if parameter.name.startswith("limit.") and (value < 1 or value != int(value)):
        return "a whole number of months, at least one"
    return None
