"""Swedish names of states, outcomes, pathways and points, the same in page and terminal."""

from __future__ import annotations

from exclusim.model.institutions.faults import FAULTS
from exclusim.results.flow.casework import FAULT
from exclusim.results.flow.document import OTHER, START, Estimate, FlowDocument, Months, Pathway, PreventionPoint
from exclusim.results.flow.simulated import LEFT_SCHOOL, LOST_JOB
from exclusim.results.labels import NBSP, label, number, percent

__all__ = [
    "best_point",
    "help_name",
    "months_text",
    "outcome_name",
    "outcome_text",
    "pathway_name",
    "people",
    "point_name",
    "share_interval",
    "state_name",
    "support_missing",
]

_NAMES = {
    START: "Inget tidigare steg",
    OTHER: "Övriga tillstånd",
    "excluded": "I utanförskap",
    "working": "I arbete",
    "studying": "I studier",
    LEFT_SCHOOL: "Lämnar skolan utan gymnasieexamen",
    LOST_JOB: "Från arbete till utanförskap",
}
_FAULTS = {fault.name: fault.label for fault in FAULTS}
_WORTH_NAMING = 1.05  # times better than meeting people at random

support_missing = "Stöd mellan händelserna är inte registrerat."


def state_name(document: FlowDocument, key: str) -> str:
    """Swedish name of a model state; a state of an imported file is shown as it is written there."""
    if key in _NAMES and (document.data == "simulated" or key in (START, OTHER)):
        return _NAMES[key]
    return label(key) if document.data == "simulated" else key


def outcome_name(document: FlowDocument) -> str:
    """The state, burden or fault of the outcome."""
    if document.outcome_kind == FAULT:
        return _FAULTS[document.outcome_name]
    return state_name(document, document.outcome_name)


def outcome_text(document: FlowDocument) -> str:
    """The outcome in words: what, and when or how often."""
    text = outcome_name(document)
    if document.outcome_entry == "enters":
        text += ", varje gång det börjar"
    elif document.outcome_entry == "re-enters":
        text += " på nytt, andra gången eller senare"
    if document.outcome_ages:
        first, last = document.outcome_ages[0], document.outcome_ages[-1]
        text += f" vid {first}" if first == last else f" någon gång vid {first}–{last}"
        text += f"{NBSP}års ålder"
    if document.outcome_month:
        text += f" i {document.outcome_month}"
    return text


def pathway_name(document: FlowDocument, pathway: Pathway) -> str:
    """``Grundskola → Gymnasieskola``."""
    if pathway.pooled:
        return f"Övriga vägar ({number(pathway.pooled)} olika)"
    return " → ".join(state_name(document, state) for state in pathway.states) or _NAMES[START]


def point_name(document: FlowDocument, point: PreventionPoint) -> str:
    """A point for prevention in words."""
    if point.kind == "move":
        return f"{state_name(document, point.source)} → {state_name(document, point.target)}"
    if point.kind == "leave":
        return f"Lämnar: {state_name(document, point.source)}"
    if point.target.startswith("+"):
        return f"{label(point.target[1:])} börjar"
    return state_name(document, point.target)


def best_point(document: FlowDocument) -> PreventionPoint | None:
    """The first point that is better than meeting people at random; None where none is."""
    return next((point for point in document.prevention if point.lift > _WORTH_NAMING), None)


def help_name(document: FlowDocument, kind: str, agency: str) -> str:
    """What the support was and who gave it; of a simulated agency its name says both."""
    if document.data == "simulated":
        return kind
    what = state_name(document, kind) if kind else ""
    return " · ".join(part for part in (what, label(agency) if agency else "") if part) or "Stöd"


def people(value: float) -> str:
    """A number of people or events; one decimal below ten."""
    return number(value, 1 if 0 < value < 9.95 and abs(value - round(value)) > 1e-9 else 0)


def months_text(value: Months | None) -> str:
    """``17 (12–27)``: median and quartiles."""
    return "–" if value is None else f"{number(value.median)} ({number(value.q1)}–{number(value.q3)})"


def share_interval(value: Estimate, decimals: int = 0) -> str:
    """``27–43 %``, or nothing where there is no interval to see."""
    if value.p5 is None or value.p95 is None:
        return ""
    low, high = percent(value.p5, decimals), percent(value.p95, decimals)
    return "" if low == high else f"{low.removesuffix(f'{NBSP}%')}–{high}"
