"""What an intervention changes, as the source states it, and what the model makes of it month by month."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from exclusim.model.world import Family
from exclusim.scenarios.conversions import MEASURES, Measure, Scale, convert, in_words, needs_baseline, scale_of
from exclusim.scenarios.interventions.base import Frozen, Slug, Text
from exclusim.scenarios.interventions.design import Design
from exclusim.scenarios.interventions.figures import CHANGE, NUMBER, RATIO, Bound, Change, Signed
from exclusim.scenarios.interventions.target import Target
from exclusim.scenarios.issues import Path, problems
from exclusim.scenarios.quantities import Months, Ratio, Share

__all__ = ["LEVERS", "Effect", "Effects", "Lever"]

Lever = Literal[Family, "entry_to_exclusion", "exit_from_exclusion"]
"""What an effect can act on: a family of hazards, or all moves into or out of excluded statuses."""

LEVERS: tuple[Lever, ...] = get_args(Lever)

_Z95 = 1.959963984540054  # standard normal quantile of a 95 % interval
_SOONER = frozenset(
    {
        "exit_from_exclusion", "job_finding", "job_upgrade", "labour_force_entry", "study_entry", "adult_study_entry",
        "programme_entry", "subsidised_job_entry", "sickness_exit", "parental_exit", "care_exit", "prison_exit",
        "assistance_exit", "mental_recovery", "misuse_recovery", "crime_recovery", "homelessness_recovery",
        "scar_recovery",
    }
)  # fmt: skip
_RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "incidence_rate_ratio")
_CHANGES = ("relative_change", "duration_change")


class Effect(Frozen):
    """A change of one family of hazards for the persons reached.

    Exactly one measure, as the source states it (:mod:`exclusim.scenarios.conversions` turns it into the model's
    ratio): ``hazard_ratio``, ``odds_ratio``, ``risk_ratio``, ``incidence_rate_ratio``, ``percentage_points`` (15 is 15
    points), ``relative_change`` or ``duration_change`` (-40 %), ``standardised`` (Cohen's d). ``low`` and ``high`` are
    its 95 % interval in the same measure, before ``scale``. ``baseline`` is the share of the comparison group with the
    outcome, ``at`` the months to the follow-up.

    ``scale`` multiplies the logarithm of the ratio: 42 % leaves 0.42 of the log effect. ``design`` discounts a weak
    study (:mod:`~exclusim.scenarios.interventions.design`), unless ``design_discount`` says what is left.

    The effect begins with the intervention, ``delay`` months later or ``announcement`` months before, holds until
    ``duration`` months after that start (delay included), and then fades linearly (in the logarithm) over ``fade``
    months, or for ever when ``lasting``. ``speed_up`` stands instead of ``duration`` where
    something only comes sooner: the effect is on what leads out, and gone from one month to the next. The others then
    catch up by themselves, since both groups meet the same hazards again.
    ``target`` replaces the intervention's own; ``name`` tells components apart.
    """

    on: Lever
    name: Slug | None = None
    hazard_ratio: Ratio | None = None
    odds_ratio: Ratio | None = None
    risk_ratio: Ratio | None = None
    incidence_rate_ratio: Ratio | None = None
    percentage_points: Signed | None = None
    relative_change: Change | None = None
    duration_change: Change | None = None
    standardised: Signed | None = None
    baseline: Share | None = None
    at: Months | None = None
    low: Bound | None = None
    high: Bound | None = None
    scale: Share = 1.0
    design: Design | None = None
    design_discount: Share | None = None
    lasting: Annotated[bool, Field(strict=True)] = False
    duration: Months | None = None
    fade: Months = 0
    delay: Months = 0
    announcement: Months = 0
    speed_up: Months | None = None
    target: Target | None = None
    source: Text
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = list(self._time())
        given = [measure for measure in MEASURES if getattr(self, measure) is not None]
        if len(given) != 1:
            found.insert(0, ((), f"exactly one of {', '.join(MEASURES[:-1])} and {MEASURES[-1]}"))
        else:
            found[:0] = self._size(given[0])
        if found:
            raise problems(found)
        return self

    def _size(self, measure: Measure) -> list[tuple[Path, str]]:
        """What is wrong with the figure, its interval and its baseline."""
        if needs_baseline(measure, self.on_scale) and self.baseline is None:
            return [(("baseline",), f"the share of the comparison group with the outcome, beside {measure}")]
        if (self.low is None) != (self.high is None):
            return [(("low" if self.high is None else "high",), "both low and high, or neither")]
        for name, bound in (("low", self.low), ("high", self.high)):
            if bound is None:
                continue
            if (bound.dimension == "share") != (measure in _CHANGES):
                return [((name,), CHANGE if measure in _CHANGES else NUMBER)]
            if measure in _RATIOS and not bound > 0:
                return [((name,), RATIO)]
        if self.low is not None and self.high is not None and not self.low <= self.published <= self.high:
            word = "ratio" if measure in _RATIOS else "effect"
            return [(("low",), f"an interval around the {word}, low ≤ {self.published:g} ≤ high")]
        for name, value in ((measure, self.published), ("low", self.low), ("high", self.high)):
            try:
                if value is not None:
                    self._converted(value)
            except ValueError as error:
                return [((name,), str(error))]
        return []

    def _time(self) -> list[tuple[Path, str]]:
        """What is wrong with when the effect acts."""
        found: list[tuple[Path, str]] = []
        lengths = [self.lasting, self.duration is not None, self.speed_up is not None]
        if sum(lengths) != 1:
            found.append(((), "exactly one of duration, speed_up and lasting: true"))
        if self.fade and self.duration is None:
            kind = "speed-up" if self.speed_up is not None else "lasting effect"
            found.append((("fade",), f"no fade for a {kind}"))
        if self.speed_up is not None and self.on not in _SOONER:
            found.append((("speed_up",), f"an effect on what leads out: {', '.join(sorted(_SOONER))}"))
        last = self.last
        if last == 0 and (self.speed_up is not None or not self.announcement):
            found.append((("duration" if self.speed_up is None else "speed_up",), "at least one month"))
        elif last is not None and 0 < last <= self.delay:
            found.append((("delay",), f"less than the {last} months the effect holds"))
        if self.delay and self.announcement:
            found.append((("delay",), "no delay for an effect that begins before the start"))
        if self.design_discount is not None and self.design is None:
            found.append((("design",), "the design of the study that is discounted"))
        return found

    @property
    def last(self) -> int | None:
        """Months after the start at which the effect ends or begins to fade; None for a lasting one."""
        return self.duration if self.speed_up is None else self.speed_up

    @property
    def measure(self) -> Measure:
        """How the source states the effect."""
        return next(measure for measure in MEASURES if getattr(self, measure) is not None)

    @property
    def published(self) -> float:
        """The figure in :attr:`measure`."""
        return float(getattr(self, self.measure))

    @property
    def on_scale(self) -> Scale:
        """Whether the family acted on has hazards or odds."""
        return scale_of(self.on)

    @property
    def _holds(self) -> float | None:
        return None if self.last is None else float(self.last - self.delay + self.announcement)

    def _converted(self, value: float) -> float:
        at = None if self.at is None else float(self.at)
        return convert(self.measure, value, self.on_scale, baseline=self.baseline, at=at, holds=self._holds)

    @property
    def ratio(self) -> float:
        """The ratio that multiplies hazards or odds, converted from the published measure, before ``scale``."""
        return self._converted(self.published)

    @property
    def conversion(self) -> str:
        """How :attr:`ratio` follows from the published figure; empty where it is that figure."""
        at = None if self.at is None else float(self.at)
        return in_words(
            self.measure, self.published, self.on_scale, self.ratio, baseline=self.baseline, at=at, holds=self._holds
        )

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of :attr:`ratio`, the lower first; None where the file gives none."""
        if self.low is None or self.high is None:
            return None
        if self.measure in ("hazard_ratio", "odds_ratio") and self.baseline is None:
            return float(self.low), float(self.high)
        ends = sorted((self._converted(float(self.low)), self._converted(float(self.high))))
        return ends[0], ends[1]

    @property
    def log_effect(self) -> float:
        """Logarithm of the ratio at full strength, after ``scale``."""
        return self.scale * math.log(self.ratio)

    @property
    def log_sd(self) -> float | None:
        """Standard error of :attr:`log_effect` from the 95 % interval; None where the file gives none."""
        if self.interval is None:
            return None
        low, high = self.interval
        return self.scale * math.log(high / low) / (2 * _Z95)

    def strength(self, months: ArrayLike) -> NDArray[np.float64]:
        """Part of :attr:`log_effect` in force, 0 to 1.

        Args:
            months: months since the start of the intervention (0 is its first month); negative is before it.
        """
        since = np.asarray(months, dtype=np.float64)
        before = since < self.delay - self.announcement
        if self.last is None:
            return np.where(before, 0.0, 1.0)
        left = 1.0 - (since - self.last + 1.0) / (self.fade + 1.0)
        return np.where(before, 0.0, np.clip(left, 0.0, 1.0))


class Effects(Frozen):
    """The effects under each preset: evidence with its limits, and the source text's own assumption."""

    published: tuple[Effect, ...] = ()
    optimistic: tuple[Effect, ...] = ()
