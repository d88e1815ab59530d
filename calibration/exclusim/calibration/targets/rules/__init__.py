"""Measuring rules, one short module a topic. Importing this package registers them all."""

from __future__ import annotations

from functools import cache

from exclusim.calibration.targets.rules import (
    assistance,
    flows,
    health,
    labour_force,
    newcomers,
    school,
    uvas,
)
from exclusim.calibration.targets.rules.registry import RULES, Rule

__all__ = ["MODULES", "Rule", "find_rule", "rule_for"]

MODULES = (assistance, flows, health, labour_force, newcomers, school, uvas)


@cache
def find_rule(indicator: str) -> Rule | None:
    """The rule whose pattern matches the whole indicator; None if there is none."""
    return next((rule for rule in RULES if rule.pattern.fullmatch(indicator)), None)


def rule_for(indicator: str) -> Rule:
    """The rule of a target, which always has one.

    Raises:
        KeyError: no rule matches.
    """
    rule = find_rule(indicator)
    if rule is None:
        raise KeyError(indicator)
    return rule
