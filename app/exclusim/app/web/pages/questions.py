"""Questions that need no scenario of one's own: a thought, system faults, ways that led somewhere, typical lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from exclusim.app.web.pages.scenarios import kept, shipped_case, shipped_cases
from exclusim.app.web.pages.studies import order_study
from exclusim.app.web.studies import KINDS, Order
from exclusim.app.web.views import page, site_of
from exclusim.app.web.visitors import CurrentVisitor
from exclusim.model.errors import ExclusimError
from exclusim.scenarios.loading import dump, parse
from exclusim.scenarios.quantities import QuantityError
from exclusim.scenarios.quantities import parse as quantity
from exclusim.scenarios.schema import PAYERS

__all__ = ["OUTCOMES", "router"]

router = APIRouter(prefix="/question")

OUTCOMES: Mapping[str, str] = {
    "activity_compensation": "Aktivitetsersättning",
    "disability_pension": "Sjukersättning",
    "excluded": "Utanförskap, vilket som helst",
    "enters:prison": "Fängelse",
    "enters:out_of_home_care": "Placering utanför hemmet",
    "burden:mental_ill_health": "Psykisk ohälsa",
    "burden:substance_misuse": "Missbruk och beroende",
    "burden:crime": "Kriminalitet",
    "fault:between_chairs": "Att ha hamnat mellan stolarna",
    "working": "Arbete",
    "studying": "Studier",
}
"""What can be traced backwards, with its Swedish name; with an age where it is a state."""

_SIZES: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "faults": {"quick": {"draws": 4, "persons": 1_000}, "good": {"draws": 20, "persons": 5_000}},
    "flow": {"quick": {"draws": 10, "persons": 3_000}, "good": {"draws": 40, "persons": 10_000}},
    "lives": {"quick": {"draws": 10, "persons": 2_000}, "good": {"draws": 40, "persons": 5_000}},
}
"""How much is simulated for each kind of study."""


@router.get("/{kind}")
def ask(request: Request, visitor: CurrentVisitor, kind: str, scenario: str = "") -> HTMLResponse:
    """The form of one kind of question."""
    if kind not in _SIZES:
        raise HTTPException(404)
    return page(
        request,
        visitor,
        "question.html",
        kind=KINDS[kind],
        cases=shipped_cases(),
        own=site_of(request).scenarios.of(visitor.owner),
        chosen=scenario,
        outcomes=OUTCOMES,
    )


@router.post("/whatif")
def what_if(
    request: Request,
    visitor: CurrentVisitor,
    case: Annotated[str, Form(max_length=100)],
    cost: Annotated[str, Form(max_length=40)],
    prevents: Annotated[str, Form(max_length=40)],
    problem: Annotated[str, Form(max_length=40)],
    years: Annotated[int, Form(ge=1, le=20)],
    payer: Annotated[str, Form(max_length=40)],
) -> RedirectResponse:
    """Order the play with a thought."""
    loaded = shipped_case(case)
    if payer not in PAYERS:
        raise HTTPException(400)
    options: dict[str, Any] = {
        "problem": problem,
        "prevents": _amount(prevents, "share", "%"),
        "cost": _amount(cost, "money", "Mkr"),
        "months": 12 * years,
        "payer": payer,
    }
    return order_study(request, visitor, Order("whatif", options, (dump(loaded),)), loaded.title)


@router.post("/{kind}")
def order(
    request: Request,
    visitor: CurrentVisitor,
    kind: str,
    place: Annotated[str, Form(max_length=100)],
    size: Annotated[str, Form(max_length=10)] = "quick",
    outcome: Annotated[str, Form(max_length=60)] = "excluded",
    age: Annotated[int, Form(ge=17, le=64)] = 25,
) -> RedirectResponse:
    """Order the study of a shipped case (``case:NAME``) or of a kept scenario (``kept:NAME``)."""
    if kind not in _SIZES or size not in _SIZES[kind] or outcome not in OUTCOMES:
        raise HTTPException(404)
    source, _colon, name = place.partition(":")
    if source == "kept":
        tag, text = kept(request, name)
        title, scenario = tag.title, name
        parse(text)
    else:
        case = shipped_case(name)
        title, scenario, text = case.title, "", dump(case)
    options: dict[str, Any] = dict(_SIZES[kind][size])
    if kind == "flow":
        options["outcome"] = f"{outcome}@{age}"
    return order_study(request, visitor, Order(kind, options, (text,)), title, scenario)


def _amount(text: str, dimension: str, unit: str) -> float:
    """A number with its unit; without one, in ``unit``.

    Raises:
        ExclusimError: it is no such amount.
    """
    try:
        found = quantity(text)
        if found.dimension == "number":
            found = quantity(f"{text} {unit}")
    except QuantityError:
        found = None
    if found is None or found.dimension != dimension:
        raise ExclusimError(f"expected a number with its unit, such as 25 {unit} (got {text[:40]!r})")
    return float(found)
