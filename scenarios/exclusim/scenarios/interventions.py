"""What somebody does: whom it reaches, who pays how much, and which hazards it changes for how long."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from exclusim.model.money import PUBLIC
from exclusim.model.world import Family
from exclusim.scenarios.issues import Path, did_you_mean, problem, problems
from exclusim.scenarios.quantities import CalendarYear, Money, Months, Ratio, Share, Years

__all__ = [
    "LEVERS",
    "PAYERS",
    "Effect",
    "Effects",
    "FlatEffect",
    "Frozen",
    "Intervention",
    "Lever",
    "ProjectCost",
    "Slug",
    "Sources",
    "Target",
    "Text",
]

Lever = Literal[Family, "entry_to_exclusion", "exit_from_exclusion"]
"""What an effect can act on: a family of hazards, or all moves into or out of excluded statuses."""

LEVERS: tuple[Lever, ...] = get_args(Lever)

PAYERS: tuple[str, ...] = (*PUBLIC, "kommun.skola", "kommun.socialtjanst", "kommun.arbetsmarknad")
"""Who can pay for a project: a public actor as reported, or one department of the municipality."""

_Z95 = 1.959963984540054  # standard normal quantile of a 95 % interval


class Frozen(BaseModel):
    """An immutable part of a scenario file; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Sources = tuple[Text, ...]


class Target(Frozen):
    """Whom it is for; a field left out does not narrow the group, and an empty target is everybody."""

    sex: tuple[Literal["woman", "man"], ...] = ()
    origin: tuple[Literal["native", "foreign_born", "newcomer"], ...] = ()
    parental_education: tuple[Literal["compulsory", "upper_secondary", "post_secondary"], ...] = ()
    neuropsychiatric: Annotated[bool, Field(strict=True)] | None = None

    @property
    def everybody(self) -> bool:
        """Whether the target narrows nothing."""
        return self == Target()


class ProjectCost(Frozen):
    """What the intervention itself costs.

    ``amount`` is SEK in ``price_year`` (the case's price year where it is None): once for the project, per
    person reached, or per person reached and month of the intervention. ``payer`` splits it by actor; the
    shares sum to 1. ``spread`` is the number of months from the start over which it is paid in equal parts.
    """

    amount: Money
    per: Literal["project", "person", "person_month"]
    payer: dict[str, Share] = Field(min_length=1)
    spread: Months = 1
    price_year: CalendarYear | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = [
            (("payer", key, "[key]"), f"a payer: {', '.join(PAYERS)}{did_you_mean(key, PAYERS)}")
            for key in self.payer
            if key not in PAYERS
        ]
        total = math.fsum(self.payer.values())
        if not found and abs(total - 1) > 1e-9:
            found.append((("payer",), f"shares that sum to 100 %, not {100 * total:.6g} %"))
        if self.spread < 1:
            found.append((("spread",), "at least one month"))
        if found:
            raise problems(found)
        return self


class Effect(Frozen):
    """A change of one family of hazards for the persons reached.

    Exactly one of ``hazard_ratio`` and ``odds_ratio``; ``low`` and ``high`` are its 95 % interval before
    ``scale``. ``scale`` multiplies the logarithm of the ratio: 42 % leaves 0.42 of the log effect. The effect
    holds for ``duration`` months from the start of the intervention and then fades linearly (in the
    logarithm) over ``fade`` months, or for ever when ``lasting``. ``target`` replaces the intervention's own.
    """

    on: Lever
    hazard_ratio: Ratio | None = None
    odds_ratio: Ratio | None = None
    low: Ratio | None = None
    high: Ratio | None = None
    scale: Share = 1.0
    lasting: Annotated[bool, Field(strict=True)] = False
    duration: Months | None = None
    fade: Months = 0
    target: Target | None = None
    source: Text
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = []
        if (self.hazard_ratio is None) == (self.odds_ratio is None):
            found.append(((), "exactly one of hazard_ratio and odds_ratio"))
        elif (self.low is None) != (self.high is None):
            found.append((("low" if self.high is None else "high",), "both low and high, or neither"))
        elif self.low is not None and self.high is not None and not self.low <= self.ratio <= self.high:
            found.append((("low",), f"an interval around the ratio, low ≤ {self.ratio:g} ≤ high"))
        if self.lasting == (self.duration is not None):
            found.append(((), "exactly one of duration and lasting: true"))
        if self.lasting and self.fade:
            found.append((("fade",), "no fade for a lasting effect"))
        if self.duration == 0:
            found.append((("duration",), "at least one month"))
        if found:
            raise problems(found)
        return self

    @property
    def ratio(self) -> float:
        """The hazard or odds ratio as published, before ``scale``."""
        ratio = self.hazard_ratio if self.hazard_ratio is not None else self.odds_ratio
        assert ratio is not None  # _check
        return ratio

    @property
    def is_odds(self) -> bool:
        """Whether :attr:`ratio` is an odds ratio."""
        return self.odds_ratio is not None

    @property
    def log_effect(self) -> float:
        """Logarithm of the ratio at full strength, after ``scale``."""
        return self.scale * math.log(self.ratio)

    @property
    def log_sd(self) -> float | None:
        """Standard error of :attr:`log_effect` from the 95 % interval; None where the file gives none."""
        if self.low is None or self.high is None:
            return None
        return self.scale * math.log(self.high / self.low) / (2 * _Z95)

    def strength(self, months: ArrayLike) -> NDArray[np.float64]:
        """Part of :attr:`log_effect` in force, 0 to 1.

        Args:
            months: months since the start of the intervention (0 is its first month); negative is before it.
        """
        since = np.asarray(months, dtype=np.float64)
        if self.duration is None:
            return np.where(since >= 0, 1.0, 0.0)
        left = 1.0 - (since - self.duration + 1.0) / (self.fade + 1.0)
        return np.where(since < 0, 0.0, np.clip(left, 0.0, 1.0))


class Effects(Frozen):
    """The effects under each preset: evidence with its limits, and the source text's own assumption."""

    published: tuple[Effect, ...] = ()
    optimistic: tuple[Effect, ...] = ()


class FlatEffect(Frozen):
    """The effect in a flat annuity: a share of the excluded never become so, or each stays a shorter time."""

    prevents: Share | None = None
    shortens_to: Years | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.prevents is None) == (self.shortens_to is None):
            raise problem("exactly one of prevents and shortens_to")
        return self


class Intervention(Frozen):
    """Something done for a group from ``starts`` (months after simulation month 0) for ``lasts`` months.

    ``reach`` is the share of the target group reached. ``displacement`` is the share of gained jobs taken
    from others; it applies under the preset ``published`` only.
    """

    name: Slug
    label: Text
    target: Target = Target()
    reach: Share = 1.0
    starts: Months = 0
    lasts: Months
    cost: ProjectCost | None = None
    displacement: Share = 0.0
    effects: Effects = Effects()
    flat: FlatEffect | None = None
    source: Sources = ()
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lasts < 1:
            raise problem("at least one month", at=("lasts",))
        return self

    def effects_under(self, preset: Literal["published", "optimistic"]) -> tuple[Effect, ...]:
        """The effects of one preset; ``flat-annuity`` has none on hazards."""
        return self.effects.published if preset == "published" else self.effects.optimistic
