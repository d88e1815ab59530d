"""Names of states, outcomes, pathways and points, the same in page and terminal."""

from __future__ import annotations

from exclusim.model.institutions.faults import FAULTS
from exclusim.results.flow.casework import FAULT
from exclusim.results.flow.document import OTHER, START, Estimate, FlowDocument, Months, Pathway, PreventionPoint
from exclusim.results.flow.simulated import LEFT_SCHOOL, LOST_JOB
from exclusim.results.labels import NBSP, label, number, percent
from exclusim.results.language import _

__all__ = [
    "HIDDEN",
    "best_point",
    "help_name",
    "months_text",
    "outcome_name",
    "outcome_text",
    "pathway_name",
    "people",
    "point_name",
    "share_interval",
    "small_cells_text",
    "state_name",
    "support_missing",
    "supported_text",
]

_WORTH_NAMING = 1.05  # times better than meeting people at random
HIDDEN = "<5"
"""What stands for a number that is left out of an analysis of real people."""


def support_missing() -> str:
    """That nothing is known about support."""
    return _("Stöd mellan händelserna är inte registrerat.")


def _special(key: str) -> str | None:
    """Name of a node or state of the analysis itself."""
    return {START: _("Inget tidigare steg"), OTHER: _("Övriga tillstånd")}.get(key)


def _modelled(key: str) -> str | None:
    """Name of a group or milestone of simulated lives."""
    return {
        "excluded": _("I utanförskap"),
        "working": _("I arbete"),
        "studying": _("I studier"),
        LEFT_SCHOOL: _("Lämnar skolan utan gymnasieexamen"),
        LOST_JOB: _("Från arbete till utanförskap"),
    }.get(key)


def state_name(document: FlowDocument, key: str) -> str:
    """Name of a model state; a state of an imported file is shown as it is written there."""
    if (special := _special(key)) is not None:
        return special
    return (_modelled(key) or label(key)) if document.data == "simulated" else key


def outcome_name(document: FlowDocument) -> str:
    """The state, burden or fault of the outcome."""
    if document.outcome_kind == FAULT:
        return _(next(fault.label for fault in FAULTS if fault.name == document.outcome_name))
    return state_name(document, document.outcome_name)


def outcome_text(document: FlowDocument) -> str:
    """The outcome in words: what, and when or how often."""
    text = outcome_name(document)
    if document.outcome_entry == "enters":
        text = _("{what}, varje gång det börjar").format(what=text)
    elif document.outcome_entry == "re-enters":
        text = _("{what} på nytt, andra gången eller senare").format(what=text)
    if document.outcome_ages:
        first, last = document.outcome_ages[0], document.outcome_ages[-1]
        when = (
            _("{what} vid {first}\u00a0års ålder")
            if first == last
            else _("{what} någon gång vid {first}–{last}\u00a0års ålder")
        )
        text = when.format(what=text, first=first, last=last)
    if document.outcome_month:
        text = _("{what} i {month}").format(what=text, month=document.outcome_month)
    return text


def pathway_name(document: FlowDocument, pathway: Pathway) -> str:
    """``Grundskola → Gymnasieskola``."""
    if pathway.pooled:
        return _("Övriga vägar ({n} olika)").format(n=number(pathway.pooled))
    return " → ".join(state_name(document, state) for state in pathway.states) or state_name(document, START)


def point_name(document: FlowDocument, point: PreventionPoint) -> str:
    """A point for prevention in words."""
    if point.kind == "move":
        return f"{state_name(document, point.source)} → {state_name(document, point.target)}"
    if point.kind == "leave":
        return _("Lämnar: {state}").format(state=state_name(document, point.source))
    if point.target.startswith("+"):
        return _("{burden} börjar").format(burden=label(point.target[1:]))
    return state_name(document, point.target)


def best_point(document: FlowDocument) -> PreventionPoint | None:
    """The first point that is better than meeting people at random; None where none is."""
    return next((point for point in document.prevention if point.lift > _WORTH_NAMING), None)


def help_name(document: FlowDocument, kind: str, agency: str) -> str:
    """What the support was and who gave it; of a simulated agency its name says both."""
    if document.data == "simulated":
        return _(kind)
    what = state_name(document, kind) if kind else ""
    return " · ".join(part for part in (what, label(agency) if agency else "") if part) or _("Stöd")


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
    return "" if low == high else f"{low.removesuffix('%').removesuffix(NBSP)}–{high}"


def supported_text(document: FlowDocument, way: Pathway) -> str:
    """Share of a pathway's events with support, or what stands for it."""
    if way.supported is not None:
        return percent(way.supported.value)
    told = document.small_cells is None or not document.support_recorded or not (way.states or way.pooled)
    return "–" if told else HIDDEN


def small_cells_text(document: FlowDocument) -> str:
    """The rule for small numbers of real people, and what it has left out; empty for simulated lives."""
    cells = document.small_cells
    if cells is None:
        return ""
    found = [
        _(
            "Ingen siffra vilar på färre än {n} personer, och ingen sådan går att räkna fram genom att dra ifrån: "
            "ovanliga vägar och tillstånd är sammanslagna, och ”{mark}” står där ett tal är utelämnat."
        ).format(n=number(cells.fewest), mark=HIDDEN)
    ]
    if not cells.any:
        return found[0]
    if cells.support:
        found.append(_("Hur många som fick stöd visas inte."))
    elif cells.pathways:
        found.append(_("Vilka som fick stöd visas inte för {n} av vägarna.").format(n=number(cells.pathways)))
    if cells.waits:
        found.append(_("Alla uppgifter visas inte för {n} av tillstånden.").format(n=number(cells.waits)))
    if cells.points:
        found.append(_("{n} punkter för insatser är utelämnade.").format(n=number(cells.points)))
    return " ".join(found)
