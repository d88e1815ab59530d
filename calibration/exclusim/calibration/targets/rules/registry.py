"""How a rule is declared.

A rule is a function of a register and a target, decorated with what cannot be read from the row: how far the model's
definition is from the published one, which ages it can stand for, and backgrounds that only it understands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from exclusim.calibration.evidence import Statistic
from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.target import Target
from exclusim.calibration.targets.who import Who

__all__ = ["RULES", "Measure", "Rule", "Share", "rule"]

type Measure = Callable[[Register, Target], float]
type Share = Callable[[Statistic, Mapping[str, Statistic]], "float | str"]
"""Value of a row in natural units from the row and the table it stands in, or why there is none."""

RULES: list[Rule] = []


@dataclass(frozen=True, slots=True)
class Rule:
    """A measuring rule.

    Args:
        pattern: regular expression that the whole indicator must match.
        measure: the statistic, measured on a register.
        definition: standard error, relative to the value (or to one minus it, if less), for the distance between the
            published definition and the model's; 0 where they agree.
        family: name of the group of evidence; the indicator if empty.
        note: the distance in words; goes with every target.
        ages: youngest and oldest age that the rule can measure. A row that starts at most one year earlier is cut.
        cut_above: whether a row may reach beyond the oldest age and be cut there.
        fixed_only: whether only fixed traits can be told apart, as the school record changes during what is measured.
        cyclical: whether the published quantity follows the business cycle or the number of arrivals, which a
            stationary model cannot: see ``tolerance.py``.
        backgrounds: further backgrounds the rule understands; None refuses a known one.
        classes: dimension of the background → further standard error, as ``definition``, where the source draws its
            classes otherwise than the model.
        value: how to compute the published value where it is not the number printed.
        reasons: background → why rows with it are not measured.
    """

    pattern: re.Pattern[str]
    measure: Measure
    definition: float = 0.0
    family: str = ""
    note: str = ""
    ages: tuple[int, int] = (16, 65)
    cut_above: bool = False
    fixed_only: bool = False
    cyclical: bool = False
    backgrounds: Mapping[str, Who] = field(default_factory=dict)
    value: Share | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, float] = field(default_factory=dict)


def rule(
    *indicators: str,
    definition: float = 0.0,
    family: str = "",
    note: str = "",
    ages: tuple[int, int] = (16, 65),
    cut_above: bool = False,
    fixed_only: bool = False,
    cyclical: bool = False,
    backgrounds: Mapping[str, Who] | None = None,
    value: Share | None = None,
    reasons: Mapping[str, str] | None = None,
    classes: Mapping[str, float] | None = None,
) -> Callable[[Measure], Measure]:
    """Declare the measuring rule of some indicators (regular expressions); see :class:`Rule`."""

    def register(measure: Measure) -> Measure:
        for indicator in indicators:
            RULES.append(
                Rule(
                    re.compile(indicator), measure, definition, family, note, ages, cut_above, fixed_only, cyclical,
                    backgrounds or {}, value, reasons or {}, classes or {},
                )
            )  # fmt: skip
        return measure

    return register
