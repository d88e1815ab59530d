"""Published worked examples: their flat annuity, and the printed figures to hold ours against."""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from exclusim.scenarios.interventions import Frozen, Sources, Text
from exclusim.scenarios.issues import Path, problem, problems
from exclusim.scenarios.quantities import AnyQuantity, CalendarYear, Count, MoneyPerYear, Years

__all__ = ["AnnualCost", "FlatAnnuity", "PublishedCheck"]


class AnnualCost(Frozen):
    """Constant cost per excluded person and year, SEK; ``kommun`` is the part of ``public`` it bears.

    ``society`` is what the source prints; where it is left out it is public + production.
    """

    society: MoneyPerYear | None = None
    public: MoneyPerYear
    production: MoneyPerYear
    kommun: MoneyPerYear | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = []
        parts = self.public + self.production
        if self.society is not None and not math.isclose(self.society, parts, rel_tol=0.005, abs_tol=1):
            found.append((("society",), f"public + production, {parts / 1000:g} tkr, within half a per cent"))
        if self.kommun is not None and self.kommun > self.public:
            found.append((("kommun",), "at most the public cost, of which it is a part"))
        if found:
            raise problems(found)
        return self

    @property
    def total(self) -> float:
        """Society's cost per person and year."""
        return self.public + self.production if self.society is None else self.society


class FlatAnnuity(Frozen):
    """The published worked example: ``excluded`` people who all stay ``years`` at a constant yearly cost.

    ``price_year`` None means the source states none. ``discounted`` False adds the years up as they are.
    """

    excluded: Count
    years: Annotated[Years, Field(ge=1)]
    cost_per_person_year: AnnualCost
    price_year: CalendarYear | None = None
    discounted: Annotated[bool, Field(strict=True)] = True
    source: Sources
    note: str = ""


class PublishedCheck(Frozen):
    """A published figure to hold ours against.

    ``measure`` is a dotted path into the result document (``differences.prevention.gain.society``) and
    ``tolerance`` half of the figure's last printed digit. ``at_least`` marks figures printed as "more than".
    """

    id: Annotated[str, Field(pattern=r"^[A-Z]{1,3}[0-9]{3,4}$")]
    quantity: Text
    value: AnyQuantity
    tolerance: AnyQuantity
    measure: Annotated[str, Field(pattern=r"^(scenarios|differences)(\.[a-z0-9_-]+){2,5}$")]
    at_least: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.tolerance.dimension != self.value.dimension or self.tolerance < 0:
            raise problem("zero or more, in the same kind of unit as value", at=("tolerance",))
        return self

    def agrees(self, computed: float) -> bool:
        """Whether a computed figure rounds to the published one.

        One printed as "more than" agrees from the figure itself up to one unit of its last digit above.
        """
        slack = 1e-9 * max(abs(self.value), 1.0)
        low, high = self.value - self.tolerance, self.value + self.tolerance
        if self.at_least:
            low, high = float(self.value), self.value + 2 * self.tolerance
        return low - slack <= computed <= high + slack
