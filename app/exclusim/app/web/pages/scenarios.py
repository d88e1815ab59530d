"""Scenarios that visitors keep: begin one, look at it, change it as text, take it home, bring it back."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from babel.dates import format_datetime
from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from exclusim.app.web.builder import Draft
from exclusim.app.web.builder.places import draft_of, in_words
from exclusim.app.web.messages import said
from exclusim.app.web.pages.studies import order_study
from exclusim.app.web.shelf import NotKept, Tag, write_bytes
from exclusim.app.web.studies import KINDS, Order
from exclusim.app.web.views import page, site_of
from exclusim.app.web.visitors import CurrentVisitor, Visitor
from exclusim.results.labels import label, locale, years
from exclusim.results.language import _, speaking
from exclusim.scenarios import library
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.issues import Issue, ScenarioError
from exclusim.scenarios.loading import dump, load_shipped, parse
from exclusim.scenarios.schema import Case
from exclusim.scenarios.shipped import shipped_names

__all__ = ["keep", "kept", "router", "shipped_case", "shipped_cases", "told_issues"]

router = APIRouter(prefix="/scenario")

_MOST_COMPARED = 6


@cache
def shipped_cases() -> list[library.CaseInfo]:
    """The shipped cases; reading them takes a moment, and they do not change."""
    return library.cases()


def shipped_case(name: str) -> Case:
    """A shipped case by its name; what a visitor sends is never taken for a path.

    Raises:
        NotKept: there is none of this name.
    """
    if name not in shipped_names():
        raise NotKept(name)
    return load_shipped(name)


def keep(request: Request, visitor: Visitor, case: Case) -> str:
    """Keep a case as the visitor's own scenario; its name."""
    tag = Tag.new(visitor.owner, case.title)
    folder = site_of(request).scenarios.add(tag)
    write_bytes(folder / "case.yaml", dump(case).encode())
    return tag.name


def kept(request: Request, name: str) -> tuple[Tag, str]:
    """A kept scenario: its tag and its text.

    Raises:
        NotKept: there is none of this name.
    """
    scenarios = site_of(request).scenarios
    return scenarios.tag(name), (scenarios.place(name) / "case.yaml").read_text(encoding="utf-8")


def told_issues(error: ScenarioError, visitor: Visitor, draft: Draft | None) -> list[tuple[Issue, str, str]]:
    """Problems of a file for a page: each with its place and its message in the visitor's language."""
    with speaking(visitor.language):
        return [(issue, in_words(issue.path, draft), said(issue.message)) for issue in error.issues]


@router.get("")
def choose(request: Request, visitor: CurrentVisitor) -> HTMLResponse:
    """Where a scenario begins: a place, a shipped example, or a file."""
    return page(request, visitor, "choose.html", cases=shipped_cases(), issues=())


@router.post("")
def begin(request: Request, visitor: CurrentVisitor, case: Annotated[str, Form(max_length=100)]) -> RedirectResponse:
    """Begin with a shipped case."""
    return RedirectResponse(f"/scenario/{keep(request, visitor, shipped_case(case))}", 303)


@router.post("/upload")
async def upload(request: Request, visitor: CurrentVisitor, file: Annotated[UploadFile, File()]) -> Response:
    """Bring a scenario file back; every problem is told at its line."""
    content = await file.read()
    try:
        case = parse(content, file=(file.filename or "fil")[:80])
    except ScenarioError as error:
        issues = told_issues(error, visitor, draft_of(content))
        return page(request, visitor, "choose.html", status=400, cases=shipped_cases(), issues=issues)
    return RedirectResponse(f"/scenario/{keep(request, visitor, case)}", 303)


@router.get("/{name}")
def show(request: Request, visitor: CurrentVisitor, name: str) -> HTMLResponse:
    """The scenario: what is asked, for whom, what is done, and what to find out."""
    tag, text = kept(request, name)
    site = site_of(request)
    return page(
        request,
        visitor,
        "scenario.html",
        tag=tag,
        case=parse(text),
        mine=tag.owner == visitor.owner,
        studies=[study for study in site.studies.of(visitor.owner) if study.about.get("scenario") == name],
        kinds=KINDS,
        years=years,
        payers=_payers,
        when=_when,
    )


@router.get("/{name}/scenario.yaml")
def download(request: Request, name: str) -> Response:
    """The scenario as a file to take home."""
    _tag, text = kept(request, name)
    return Response(
        text, media_type="application/yaml", headers={"Content-Disposition": 'attachment; filename="scenario.yaml"'}
    )


@router.post("/{name}/copy")
def copy(request: Request, visitor: CurrentVisitor, name: str) -> RedirectResponse:
    """A copy of one's own, of somebody else's scenario or of one's own."""
    _tag, text = kept(request, name)
    return RedirectResponse(f"/scenario/{keep(request, visitor, parse(text))}", 303)


@router.post("/{name}/remove")
def remove(request: Request, visitor: CurrentVisitor, name: str) -> RedirectResponse:
    """Remove it; studies made of it stay."""
    if kept(request, name)[0].owner != visitor.owner:
        raise HTTPException(403)
    site_of(request).scenarios.remove(name)
    return RedirectResponse("/", 303)


@router.post("/{name}/run")
def run(
    request: Request,
    visitor: CurrentVisitor,
    name: str,
    preset: Annotated[Literal["published", "optimistic"], Form()] = "published",
    replicates: Annotated[int, Form(ge=20, le=2_000)] = 200,
) -> RedirectResponse:
    """Order the appraisal."""
    tag, text = kept(request, name)
    options: dict[str, Any] = {"preset": preset, "replicates": replicates}
    return order_study(request, visitor, Order("run", options, (text,)), tag.title, name)


@router.post("/{name}/compare")
def compare(
    request: Request, visitor: CurrentVisitor, name: str, chosen: Annotated[list[str], Form(max_length=_MOST_COMPARED)]
) -> RedirectResponse:
    """Order a comparison of some of the scenario's ideas."""
    tag, text = kept(request, name)
    case = parse(text)
    needed = {link for idea in chosen if idea in case.scenarios for link in case.chain(idea)}
    narrowed = case.model_copy(update={"scenarios": {k: v for k, v in case.scenarios.items() if k in needed}})
    if not needed:
        return RedirectResponse(f"/scenario/{name}", 303)
    return order_study(request, visitor, Order("compare", {"draws": 100}, (dump(narrowed),)), tag.title, name)


def _payers(item: Intervention) -> str:
    """Who pays for an intervention, in words."""
    names = dict.fromkeys(label(payer) for cost in item.all_costs for payer in cost.payer)
    return _("Betalas av {payers}").format(payers=", ".join(names)) if names else _("Kostar ingenting i filen")


def _when(made: float) -> str:
    return format_datetime(datetime.fromtimestamp(made), "d MMM HH:mm", locale=locale())
