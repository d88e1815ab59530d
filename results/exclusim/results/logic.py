"""What the result document says about an intervention's logic model, beside its figures."""

from __future__ import annotations

from pydantic import Field

from exclusim.results.interval import Frozen
from exclusim.results.risks import ListedRisk

__all__ = ["LogicModel"]


class LogicModel(Frozen):
    """From the target group over what is delivered to what is expected and what may go wrong."""

    scenario: str
    intervention: str
    label: str
    reach: float = Field(description="share of the target group that is offered it")
    take_up: float = Field(description="share of those who accept")
    months: int
    months_attended: float = Field(description="mean months that a participant stays")
    delivered: float = Field(description="share of each log effect left after fidelity, dose, deadweight and drop-out")
    conversions: list[str] = Field(description="from published figure to ratio, one line an effect")
    indicators: list[str]
    assumptions: list[str]
    threats: list[str]
    rollout: list[str] = Field(default_factory=list, description="how it goes on from the first group, one line a step")
    risks: list[ListedRisk] = Field(
        default_factory=list, description="risks of the scenario, on the first of its interventions only"
    )
