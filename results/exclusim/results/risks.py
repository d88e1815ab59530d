"""A scenario's listed risks, as every result document writes them."""

from __future__ import annotations

from pydantic import Field

from exclusim.results.interval import Frozen
from exclusim.results.labels import NBSP, number, percent
from exclusim.scenarios.risks import Event, Risk

__all__ = ["ListedRisk", "event_in_words", "listed"]


class ListedRisk(Frozen):
    """One row of the risk matrix, as the case file has it."""

    name: str
    label: str
    probability: float = Field(description="0 to 1")
    impact: int = Field(description="1 (slight) to 5 (very serious), the planner's judgement")
    kind: str = Field(description="economic, or individual: harm to people, told apart from money")
    consequence: str
    action: str
    owner: str
    event: str = Field(description="Swedish: what is simulated; empty where nothing is")


def listed(risk: Risk) -> ListedRisk:
    """A risk of a case file as a row."""
    return ListedRisk(
        name=risk.name,
        label=risk.label,
        probability=float(risk.probability),
        impact=risk.impact,
        kind=risk.kind,
        consequence=risk.consequence,
        action=risk.action,
        owner=risk.owner,
        event="" if risk.event is None else event_in_words(risk.event),
    )


def event_in_words(event: Event) -> str:
    """What happens, in Swedish."""
    match event.kind:
        case "delay":
            return f"starten dröjer {number(event.delay or 0)}{NBSP}månader"
        case "cost":
            return f"kostnaden blir {percent(event.cost or 0.0)} högre"
        case "fidelity":
            return f"programtroheten blir {percent(event.fidelity or 0.0)} lägre"
        case "take_up":
            return f"{percent(event.take_up or 0.0)} färre tackar ja"
        case "staff":
            return f"personalbrist: {percent(event.staff or 0.0)} färre platser"
        case _:
            return f"läggs ned efter {number(event.closed_at or 0)}{NBSP}månader"
