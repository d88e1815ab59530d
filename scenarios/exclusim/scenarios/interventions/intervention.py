"""Something done for a group: the logic model from resources over dose to effects."""

from __future__ import annotations

from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, model_validator

from exclusim.scenarios.interventions.base import Frozen, Slug, Sources, Text
from exclusim.scenarios.interventions.cost import ProjectCost
from exclusim.scenarios.interventions.effect import Effect, Effects
from exclusim.scenarios.interventions.rollout import Rollout
from exclusim.scenarios.interventions.target import Target
from exclusim.scenarios.issues import Path, problem, problems
from exclusim.scenarios.quantities import Months, Share, Years

__all__ = ["DropOut", "FlatEffect", "Intervention"]


class FlatEffect(Frozen):
    """The effect in a flat annuity: a share of the excluded never become so, or each stays a shorter time."""

    prevents: Share | None = None
    shortens_to: Years | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.prevents is None) == (self.shortens_to is None):
            raise problem("exactly one of prevents and shortens_to")
        return self


class DropOut(Frozen):
    """The ``share`` of participants that leaves early: each month, or in all before the end."""

    share: Annotated[Share, Field(lt=1)]
    per: Literal["month", "project"] = "project"

    def monthly(self, months: int) -> float:
        """Share of those left that leaves each month, when the intervention lasts ``months``."""
        return self.share if self.per == "month" else 1 - (1 - self.share) ** (1 / months)


class Intervention(Frozen):
    """Something done for a group from ``starts`` (months after simulation month 0) for ``lasts`` months.

    *Who*: ``reach`` is the share of the target group that is offered it, ``take_up`` the share of those who accept;
    only they are changed, and paid for. *How much*: each effect's log ratio is multiplied by ``fidelity`` (how much of
    the programme is delivered as meant), ``dose`` (of the intensity of the evaluated programme), 1 − ``deadweight``
    (share of an effect seen without comparison group that would have come anyway), and the mean share of the months
    that participants stay when some ``drop_out``. An effect measured among all who were offered the programme already
    contains its take-up and drop-out: leave those out then. *When*: with ``ramp_up`` the strength grows in equal steps
    and is full ``ramp_up`` months after the start.

    ``cost`` and ``costs`` are added. ``displacement`` is the share of gained jobs taken from others; it applies under
    the preset ``published`` only. ``staff`` is the full-time posts that it takes while it lasts. ``rollout`` is how it
    goes on from the first group. ``indicators``, ``assumptions`` and ``threats`` are for the reader of the logic model.
    """

    name: Slug
    label: Text
    target: Target = Target()
    reach: Share = 1.0
    take_up: Share = 1.0
    starts: Months = 0
    lasts: Months
    ramp_up: Months = 0
    drop_out: DropOut | None = None
    fidelity: Share = 1.0
    dose: Share = 1.0
    deadweight: Share = 0.0
    cost: ProjectCost | None = None
    costs: tuple[ProjectCost, ...] = ()
    displacement: Share = 0.0
    staff: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 0.0
    effects: Effects = Effects()
    flat: FlatEffect | None = None
    rollout: Rollout | None = None
    indicators: tuple[Text, ...] = ()
    assumptions: tuple[Text, ...] = ()
    threats: tuple[Text, ...] = ()
    source: Sources = ()
    note: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        found: list[tuple[Path, str]] = []
        if self.lasts < 1:
            found.append((("lasts",), "at least one month"))
        if self.ramp_up and self.ramp_up >= self.lasts:
            found.append((("ramp_up",), f"less than the {self.lasts} months the intervention lasts"))
        for preset, effects in (("published", self.effects.published), ("optimistic", self.effects.optimistic)):
            for index, effect in enumerate(effects):
                at: Path = ("effects", preset, index)
                if effect.name is not None and any(other.name == effect.name for other in effects[:index]):
                    found.append(((*at, "name"), "a name used once among the components"))
                if effect.announcement > self.starts:
                    found.append(((*at, "announcement"), f"at most the {self.starts} months before the start"))
                if effect.announcement and self.rollout is not None and self.rollout.enrolment != "once":
                    found.append(((*at, "announcement"), "no announcement where people are let in over time"))
                if self.deadweight and effect.design in ("rct", "quasi_experiment"):
                    wrong = "no deadweight beside an effect measured against a comparison group"
                    found.append((("deadweight",), wrong))
        if found:
            raise problems(list(dict.fromkeys(found)))
        return self

    def effects_under(self, preset: Literal["published", "optimistic"]) -> tuple[Effect, ...]:
        """The effects of one preset; ``flat-annuity`` has none on hazards."""
        return self.effects.published if preset == "published" else self.effects.optimistic

    @property
    def all_costs(self) -> tuple[ProjectCost, ...]:
        """Every part of the cost."""
        return self.costs if self.cost is None else (self.cost, *self.costs)

    @property
    def ends(self) -> int:
        """First month after the last participant is through, in months of the run."""
        return self.starts + (self.lasts if self.rollout is None else self.rollout.end(self.lasts))

    @property
    def joining(self) -> float:
        """Share of the target group that takes part."""
        return self.reach * self.take_up

    @property
    def months_attended(self) -> float:
        """Mean months that a participant stays: Σ (1 − d)^m over the months of the intervention."""
        if self.drop_out is None:
            return float(self.lasts)
        left = 1 - self.drop_out.monthly(self.lasts)
        return float((left ** np.arange(self.lasts)).sum())

    @property
    def delivered(self) -> float:
        """What is left of each log effect after fidelity, dose, deadweight and drop-out, 0 to 1."""
        return self.fidelity * self.dose * (1 - self.deadweight) * self.months_attended / self.lasts

    def ramp(self, months: ArrayLike) -> NDArray[np.float64]:
        """Strength by month since the start, 0 to 1; an announcement acts fully before it."""
        since = np.asarray(months, dtype=np.float64)
        return np.where(since < 0, 1.0, np.minimum(1.0, (since + 1.0) / (self.ramp_up + 1.0)))
