"""A published statistic in the form that a fit or a check compares with a simulated population."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from exclusim.calibration.targets.who import Who

__all__ = ["Sex", "Target", "Unmapped"]

Sex = Literal["all", "women", "men"]


@dataclass(frozen=True, slots=True)
class Target:
    """One statistic that has a measuring rule.

    Args:
        id: row id.
        indicator: name of the indicator, as in the table.
        role: what the row may be used for: only ``calibration`` is ever fitted.
        group: independent piece of evidence that the row belongs to. Rows of one group (years, sexes and ages of the
            same quantity) must not be counted as independent: :attr:`weight`.
        label: one line for tables.
        age_from, age_to: ages measured, in the model's range.
        sex, background, year: as published.
        value: in natural units: shares as fractions, rates per person-year, ratios as they are.
        se: standard error in the same unit: sampling, rounding, confidence, era and definition (``tolerance.py``).
        unit: of ``value``.
        source: title and publisher.
        confidence: the collectors' judgement of the row.
        note: trap, from the row and from the rule.
        who: traits and school records of the population.
        rows_in_group: how many rows share the group.
    """

    id: str
    indicator: str
    role: str
    group: str
    label: str
    age_from: int
    age_to: int
    sex: Sex
    background: str
    year: str
    value: float
    se: float
    unit: str
    source: str
    confidence: str
    note: str
    who: Who = field(repr=False)
    rows_in_group: int = 1

    @property
    def weight(self) -> float:
        """Factor on the standardised residual, so that a group counts as one observation."""
        return float(self.rows_in_group**-0.5)


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A row without a measuring rule, and why."""

    id: str
    indicator: str
    role: str
    reason: str
