"""What an intervention changes, as the source states it, and what the model makes of it month by month."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, Self, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, model_validator

from exclusim.model.world import Family
from exclusim.scenarios.conversions import MEASURES, Measure, Scale, convert, in_words, needs_baseline, scale_of
from exclusim.scenarios.interventions.base import Frozen, Slug, Text
from exclusim.scenarios.interventions.design import Design
from exclusim.scenarios.interventions.target import Target
from exclusim.scenarios.issues import Path, problem, problems
from exclusim.scenarios.quantities import (
    Months,
    Quantity,
    QuantityError,
    Ratio,
    Share,
    parse,
    write_quantity,
    write_share,
)

__all__ = ["LEVERS", "Effect", "Effects", "Lever"]

Lever = Literal[Family, "entry_to_exclusion", "exit_from_exclusion"]
"""What an effect can act on: a family of hazards, or all moves into or out of excluded statuses."""

LEVERS: tuple[Lever, ...] = get_args(Lever)

_Z95 = 1.959963984540054  # standard normal quantile of a 95 % interval
_LEAST = 0.05  # of the ordinary hazard, left while the others catch up
_RATIO = "a ratio above 0, such as 0.75"
_CHANGE = "a change in per cent with its sign, such as -40 %"
_NUMBER = "a number, such as 0.3 or -19.5"
_BOUND = "a bound written like the effect itself, such as 0.75 or -8 %"
_RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "incidence_rate_ratio")
_CHANGES = ("relative_change", "duration_change")


def _quantity(value: object, what: str) -> Quantity:
    if isinstance(value, str):
        try:
            return parse(value)
        except QuantityError as error:
            raise problem(f"{what}: {error}") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 1000:
        raise problem(what)
    return value if isinstance(value, Quantity) else Quantity(value)


def _change(value: object) -> float:
    if isinstance(value, float) and not isinstance(value, Quantity):  # a model that is copied, not a file
        return value
    found = _quantity(value, _CHANGE)
    if found.dimension != "share" or not -1 < found <= 10:
        raise problem(_CHANGE)
    return float(found)


def _plain(value: object) -> float:
    found = _quantity(value, _NUMBER)
    if found.dimension != "number":
        raise problem(_NUMBER)
    return float(found)


def _bound(value: Any) -> Quantity:
    found = _quantity(value, _BOUND)
    if found.dimension not in ("number", "share"):
        raise problem(_BOUND)
    return found


Change = Annotated[
    float,
    BeforeValidator(_change, json_schema_input_type=str),
    PlainSerializer(write_share, when_used="json"),
    Field(description=_CHANGE, examples=["-40 %"]),
]
Signed = Annotated[float, BeforeValidator(_plain, json_schema_input_type=float | str), Field(description=_NUMBER)]
Bound = Annotated[
    Quantity,
    PlainValidator(_bound, json_schema_input_type=float | str),
    PlainSerializer(write_quantity, return_type=str | float, when_used="json"),
]


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
    months, or for ever when ``lasting``. With ``catch_up`` it is a speed-up: what was gained is borrowed from the
    future, and over so many months after ``duration`` the hazard is lowered until the cumulated hazard is that of the
    others.
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
    catch_up: Months | None = None
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
                return [((name,), _CHANGE if measure in _CHANGES else _NUMBER)]
            if measure in _RATIOS and not bound > 0:
                return [((name,), _RATIO)]
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
        if self.lasting == (self.duration is not None):
            found.append(((), "exactly one of duration and lasting: true"))
        if self.lasting and self.fade:
            found.append((("fade",), "no fade for a lasting effect"))
        if self.duration == 0 and not self.announcement:
            found.append((("duration",), "at least one month"))
        if self.duration is not None and 0 < self.duration <= self.delay:
            found.append((("delay",), f"less than the duration of {self.duration} mån"))
        if self.delay and self.announcement:
            found.append((("delay",), "no delay for an effect that begins before the start"))
        if self.catch_up is not None and (self.lasting or self.fade):
            found.append((("catch_up",), "a speed-up with a duration and without fade"))
        if self.catch_up == 0:
            found.append((("catch_up",), "at least one month"))
        if self.design_discount is not None and self.design is None:
            found.append((("design",), "the design of the study that is discounted"))
        return found

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
        return None if self.duration is None else float(self.duration - self.delay + self.announcement)

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
        """Part of :attr:`log_effect` in force, 0 to 1; the months of catching up are not part of it.

        Args:
            months: months since the start of the intervention (0 is its first month); negative is before it.
        """
        since = np.asarray(months, dtype=np.float64)
        before = since < self.delay - self.announcement
        if self.duration is None:
            return np.where(before, 0.0, 1.0)
        left = 1.0 - (since - self.duration + 1.0) / (self.fade + 1.0)
        return np.where(before, 0.0, np.clip(left, 0.0, 1.0))

    def with_catch_up(self, months: ArrayLike, log_ratio: NDArray[np.float64]) -> NDArray[np.float64]:
        """``log_ratio`` by month with the time in which the others catch up.

        The surplus of hazard Σ(r − 1) is repaid in equal parts over ``catch_up`` months, so that the cumulated hazard
        of a constant base is the same with and without: the event comes earlier, not more often. A hazard is never
        lowered below a twentieth.

        Args:
            months: months since the start of the intervention, shape (months,).
            log_ratio: change of the log hazard in those months, shape (months,).
        """
        if self.catch_up is None or self.duration is None:
            return log_ratio
        since = np.asarray(months, dtype=np.float64)
        repaying = (since >= self.duration) & (since < self.duration + self.catch_up)
        surplus = float(np.expm1(log_ratio[~repaying]).sum())
        return np.where(repaying, math.log(max(1.0 - surplus / self.catch_up, _LEAST)), log_ratio)


class Effects(Frozen):
    """The effects under each preset: evidence with its limits, and the source text's own assumption."""

    published: tuple[Effect, ...] = ()
    optimistic: tuple[Effect, ...] = ()
