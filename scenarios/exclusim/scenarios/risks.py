"""What may go wrong with a scenario: probability, impact, action and owner, and the event that a run can simulate."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from exclusim.scenarios.interventions import Frozen, Slug, Text
from exclusim.scenarios.issues import problem
from exclusim.scenarios.quantities import Months, Share

__all__ = ["Event", "Risk"]

_Percent = Annotated[Share, Field(gt=0, le=1)]
_KINDS = ("delay", "cost", "fidelity", "take_up", "closed_at", "staff")


class Event(Frozen):
    """One thing that happens to the scenario's own interventions, or to one of them.

    ``delay`` months later; ``cost`` so much dearer; ``fidelity`` or ``take_up`` so much lower; ``closed_at`` so many
    months after the start; ``staff`` so much less capacity (where none is given, so many fewer reached). Shares are of
    the case file's own value: ``fidelity: 20 %`` turns 90 % into 72 %.
    """

    delay: Months | None = None
    cost: Annotated[Share, Field(gt=0)] | None = None
    fidelity: _Percent | None = None
    take_up: _Percent | None = None
    closed_at: Annotated[Months, Field(ge=1)] | None = None
    staff: _Percent | None = None
    intervention: Slug | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in _KINDS) != 1:
            raise problem(f"exactly one of {', '.join(_KINDS[:-1])} and {_KINDS[-1]}")
        return self

    @property
    def kind(self) -> str:
        """Which of the six it is."""
        return next(kind for kind in _KINDS if getattr(self, kind) is not None)


class Risk(Frozen):
    """A listed risk. ``impact`` is the planner's own judgement, 1 (slight) to 5 (very serious).

    ``event`` is simulated in ``probability`` of the draws; a risk without one is only shown.
    """

    name: Slug
    label: Text
    probability: Share
    impact: Annotated[int, Field(ge=1, le=5, strict=True)]
    consequence: str = ""
    action: str = ""
    owner: str = ""
    event: Event | None = None
    kind: Literal["economic", "individual"] = "economic"
