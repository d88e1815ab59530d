"""A scenario's listed risks, as every result document writes them."""

from __future__ import annotations

from pydantic import Field

from exclusim.results.interval import Frozen
from exclusim.results.labels import number, percent
from exclusim.results.language import _, both
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
    happens = risk.event
    return ListedRisk(
        name=risk.name,
        label=risk.label,
        probability=float(risk.probability),
        impact=risk.impact,
        kind=risk.kind,
        consequence=risk.consequence,
        action=risk.action,
        owner=risk.owner,
        event="" if happens is None else both(lambda: event_in_words(happens)),
    )


def event_in_words(event: Event) -> str:
    """What happens, in the language spoken."""
    match event.kind:
        case "delay":
            return _("starten dröjer {n}\N{NO-BREAK SPACE}månader").format(n=number(event.delay or 0))
        case "cost":
            return _("kostnaden blir {share} högre").format(share=percent(event.cost or 0.0))
        case "fidelity":
            return _("programtroheten blir {share} lägre").format(share=percent(event.fidelity or 0.0))
        case "take_up":
            return _("{share} färre tackar ja").format(share=percent(event.take_up or 0.0))
        case "staff":
            return _("personalbrist: {share} färre platser").format(share=percent(event.staff or 0.0))
        case _:
            return _("läggs ned efter {n}\N{NO-BREAK SPACE}månader").format(n=number(event.closed_at or 0))
