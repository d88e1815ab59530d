"""What an intervention costs, in parts, and who pays each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from exclusim.model.money import PUBLIC
from exclusim.scenarios.interventions.base import Frozen, Text
from exclusim.scenarios.issues import Path, did_you_mean, problems
from exclusim.scenarios.quantities import CalendarYear, Money, Months, Share

__all__ = ["PAYERS", "ProjectCost", "wrong_payers"]

PAYERS: tuple[str, ...] = (*PUBLIC, "kommun.skola", "kommun.socialtjanst", "kommun.arbetsmarknad")
"""Who can pay for a project: a public actor as reported, or one department of the municipality."""

_Z95 = 1.959963984540054  # standard normal quantile of a 95 % interval


def wrong_payers(shares: Mapping[str, float]) -> list[tuple[Path, str]]:
    """What is wrong with a split between payers, as (path, what was expected)."""
    found: list[tuple[Path, str]] = [
        ((key, "[key]"), f"a payer: {', '.join(PAYERS)}{did_you_mean(key, PAYERS)}")
        for key in shares
        if key not in PAYERS
    ]
    total = math.fsum(shares.values())
    if not found and abs(total - 1) > 1e-9:
        found.append(((), f"shares that sum to 100 %, not {100 * total:.6g} %"))
    return found


class ProjectCost(Frozen):
    """What the intervention itself costs, or one part of it.

    ``amount`` is SEK in ``price_year`` (the case's price year where it is None): once for the project, per
    person reached, or per person reached and month of the intervention (months that drop-outs miss are not paid).
    ``payer`` splits it by actor; the shares sum to 1. ``spread`` is the number of months over which it is paid in
    equal parts, from ``after`` months after the start. ``part`` names what it pays for. ``low`` and ``high`` are 95 %
    limits of an uncertain amount, drawn log-normally; ``source`` says where it comes from.
    """

    amount: Money
    per: Literal["project", "person", "person_month"]
    payer: dict[str, Share] = Field(min_length=1)
    spread: Months = 1
    price_year: CalendarYear | None = None
    part: Literal["delivery", "staff", "premises", "training", "lead", "evaluation"] = "delivery"
    after: Months = 0
    low: Money | None = None
    high: Money | None = None
    source: Text | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = [(("payer", *path), wrong) for path, wrong in wrong_payers(self.payer)]
        if self.spread < 1:
            found.append((("spread",), "at least one month"))
        if (self.low is None) != (self.high is None):
            found.append((("low" if self.high is None else "high",), "both low and high, or neither"))
        elif self.low is not None and self.high is not None and not 0 < self.low <= self.amount <= self.high:
            found.append((("low",), "an interval around the amount, 0 < low ≤ amount ≤ high"))
        if found:
            raise problems(found)
        return self

    @property
    def log_sd(self) -> float | None:
        """Standard deviation of the logarithm of the amount; None where the file gives no interval."""
        if self.low is None or self.high is None:
            return None
        return math.log(self.high / self.low) / (2 * _Z95)
