"""From pilot to practice: waves, enrolment over time, loss of effect, closure, and what the new way replaces."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from exclusim.model.parameters import ASSUMPTION, LogitNormal, LogNormal, Parameter
from exclusim.scenarios.interventions.base import Frozen, Slug, Text
from exclusim.scenarios.interventions.cost import ProjectCost, wrong_payers
from exclusim.scenarios.issues import Path, problem, problems
from exclusim.scenarios.quantities import Months, Ratio, Share

__all__ = ["Hazard", "Replaced", "Rollout", "UncertainRatio", "UncertainShare", "Wave"]

_Z95 = 1.959963984540054  # standard normal quantile of a 95 % interval
_WIDE_SHARE, _WIDE_RATIO, _WIDE_HAZARD = 0.7, 0.25, 0.5  # where no interval is given: a wide assumption
_MOST_YEARLY = 11.9  # a monthly probability stays below one


class UncertainShare(Frozen):
    """A share with its 95 % interval; without one the prior is wide (0.7 on the logit scale). 0 % is certain."""

    value: Annotated[Share, Field(lt=1)]
    low: Share | None = None
    high: Share | None = None
    source: Text = ASSUMPTION
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_interval(self.low, float(self.value), self.high, below=1.0)
        return self

    def parameter(self, name: str, note: str) -> Parameter:
        """The share as a parameter; drawn on the logit scale."""
        note = f"{note}. {self.note}" if self.note else note
        if self.value == 0:
            return Parameter(name, 0.0, "share", source=self.source, note=note)
        sigma = _WIDE_SHARE
        if self.low is not None and self.high is not None:
            sigma = (_logit(self.high) - _logit(self.low)) / (2 * _Z95)
        return Parameter(name, float(self.value), "share", LogitNormal(sigma), self.source, note)


class UncertainRatio(Frozen):
    """A ratio with its 95 % interval; without one the prior is wide (0.25 on the log scale)."""

    value: Ratio
    low: Ratio | None = None
    high: Ratio | None = None
    source: Text = ASSUMPTION
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_interval(self.low, float(self.value), self.high, below=math.inf)
        return self

    def parameter(self, name: str, note: str) -> Parameter:
        """The ratio as a parameter; drawn on the log scale."""
        sigma = _WIDE_RATIO
        if self.low is not None and self.high is not None:
            sigma = math.log(self.high / self.low) / (2 * _Z95)
        note = f"{note}. {self.note}" if self.note else note
        return Parameter(name, float(self.value), "ratio", LogNormal(sigma), self.source, note)


class Hazard(Frozen):
    """Yearly hazard that the project is closed: 10 % means a mean life of ten years. The prior is log-normal."""

    per_year: Annotated[Share, Field(gt=0)]
    low: Share | None = None
    high: Share | None = None
    source: Text = ASSUMPTION
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_interval(self.low, float(self.per_year), self.high, below=math.inf)
        return self

    def parameter(self, name: str) -> Parameter:
        """The yearly hazard as a parameter."""
        sigma = _WIDE_HAZARD
        if self.low is not None and self.high is not None:
            sigma = math.log(self.high / self.low) / (2 * _Z95)
        note = "yearly hazard that the project is closed"
        note = f"{note}. {self.note}" if self.note else note
        return Parameter(name, float(self.per_year), "ratio", LogNormal(sigma), self.source, note)

    @staticmethod
    def months_lived(per_year: float, lot: float) -> int | None:
        """Months until closure at a uniform ``lot``: geometric with mean 12/``per_year``; None for never (lot ≥ 1).

        >>> Hazard.months_lived(0.5, 0.0), Hazard.months_lived(0.5, 0.5), Hazard.months_lived(0.5, 1.0)
        (1, 17, None)
        """
        if lot >= 1 or per_year <= 0:
            return None
        monthly = min(per_year, _MOST_YEARLY) / 12
        return max(1, math.ceil(math.log1p(-lot) / math.log1p(-monthly)))


class Wave(Frozen):
    """One step of the roll-out, ``starts`` months after the intervention's own start.

    It takes a ``share`` of all whom the intervention reaches, or a number of ``people``. ``costs`` are what this wave
    needs beside (training, premises); their ``after`` counts from the wave's start.
    """

    starts: Months = 0
    share: Share | None = None
    people: Annotated[int, Field(ge=1, strict=True)] | None = None
    place: str = ""
    costs: tuple[ProjectCost, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.share is None) == (self.people is None):
            raise problem("exactly one of share and people")
        return self


class Replaced(Frozen):
    """What becomes superfluous: a ``share`` of a ``service`` of the cost book, or of an ``intervention``'s cost.

    The saving comes ``from`` so many months after the start, and as long as the project is there.
    """

    service: Text | None = None
    intervention: Slug | None = None
    share: Share
    from_: Annotated[Months, Field(alias="from")] = 0
    source: Text = ASSUMPTION

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.service is None) == (self.intervention is None):
            raise problem("exactly one of service and intervention")
        return self


class Rollout(Frozen):
    """How a pilot becomes ordinary practice.

    *Whom*: ``waves`` take disjoint parts of those whom the intervention reaches; the first is the pilot, the others are
    practice. Each reads the target when it starts. With ``enrolment`` monthly or yearly those who come to fit the
    target are let in during ``open`` months from a wave's start; each takes part ``lasts`` months. ``capacity`` is the
    number that can take part at the same time, shared with the interventions under ``competes_with``, whose people are
    not taken either.

    *How much*: ``voltage_drop`` is the share of the log effect lost in practice, ``context`` the ratio of the log
    effect here to where it was measured. *Cost*: in practice a person costs ``unit_cost`` times the pilot's and is
    paid by ``then_paid_by``; costs per project are paid once, by the pilot. *How long*: ``practice_from`` months after
    the start ordinary practice begins (the second wave, by default); ``discontinued`` is the hazard of closure, at
    which effects and costs stop and only lasting effects remain, in proportion to the months given.
    """

    waves: tuple[Wave, ...] = ()
    enrolment: Literal["once", "monthly", "yearly"] = "once"
    open: Months | None = None
    practice_from: Months | None = None
    capacity: Annotated[int, Field(ge=1, strict=True)] | None = None
    competes_with: tuple[Slug, ...] = ()
    voltage_drop: UncertainShare | None = None
    context: UncertainRatio | None = None
    unit_cost: UncertainRatio | None = None
    then_paid_by: dict[str, Share] = Field(default_factory=dict)
    discontinued: Hazard | None = None
    replaces: tuple[Replaced, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = []
        shares = 0.0
        for index, wave in enumerate(self.waves):
            at: Path = ("waves", index)
            shares += wave.share or 0.0
            if index and wave.starts <= self.waves[index - 1].starts:
                before = self.waves[index - 1].starts
                found.append(((*at, "starts"), f"a later start than the wave before ({before} mån)"))
            if index and (wave.share is None) != (self.waves[0].share is None):
                found.append((at, "shares in all waves, or people in all"))
            if shares > 1 + 1e-9:
                found.append(((*at, "share"), f"waves of at most 100 % together, not {100 * shares:.6g} %"))
                break
        if (self.enrolment == "once") != (self.open is None):
            found.append((("open",), "months of enrolment, together with enrolment: monthly or yearly"))
        if self.then_paid_by:
            found.extend((("then_paid_by", *path), wrong) for path, wrong in wrong_payers(self.then_paid_by))
        if found:
            raise problems(found)
        return self

    @property
    def steps(self) -> tuple[Wave, ...]:
        """The waves; one of everybody where none is given."""
        return self.waves or (Wave.model_validate({"share": "100 %"}),)

    @property
    def practice(self) -> int | None:
        """Months after the start at which ordinary practice begins; None for a pilot only."""
        if self.practice_from is not None:
            return self.practice_from
        return self.waves[1].starts if len(self.waves) > 1 else None

    @property
    def intakes(self) -> tuple[int, ...]:
        """Months after a wave's start at which people are let in."""
        if self.open is None:
            return (0,)
        return tuple(range(0, max(self.open, 1), 1 if self.enrolment == "monthly" else 12))

    def end(self, lasts: int) -> int:
        """Months from the intervention's start until the last one enrolled is through."""
        return self.steps[-1].starts + self.intakes[-1] + lasts


def _check_interval(low: float | None, value: float, high: float | None, *, below: float) -> None:
    if (low is None) != (high is None):
        raise problem("both low and high, or neither", at=("low" if high is None else "high",))
    if low is not None and high is not None and not (0 < low <= value <= high < below):
        raise problem("an interval around the value, 0 < low ≤ value ≤ high", at=("low",))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
