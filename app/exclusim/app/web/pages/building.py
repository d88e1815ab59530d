"""Building a scenario step by step: the place, the ideas with their logic models, the decision; or as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from exclusim.app.web.builder import Draft, Field, Problems, Row, idea
from exclusim.app.web.builder.fields import told
from exclusim.app.web.builder.forms import APPRAISAL, COHORT, DECISION, NEWCOMERS, PLACE
from exclusim.app.web.builder.idea import Given, rows
from exclusim.app.web.builder.levers import MEASURES
from exclusim.app.web.builder.places import draft_of, in_words
from exclusim.app.web.builder.size import target_size
from exclusim.app.web.messages import said
from exclusim.app.web.pages.scenarios import kept, told_issues
from exclusim.app.web.shelf import Tag, write_bytes
from exclusim.app.web.views import page, site_of
from exclusim.app.web.visitors import CurrentVisitor, Visitor
from exclusim.results.labels import number
from exclusim.results.language import _, speaking
from exclusim.scenarios import interventions_library as library
from exclusim.scenarios.issues import Path, ScenarioError
from exclusim.scenarios.loading import dump, parse
from exclusim.scenarios.schema import Case

__all__ = ["router"]

router = APIRouter(prefix="/scenario/{name}")

_MOST_FIELDS = 3_000
_PATIENCE = 20.0  # seconds that a page waits for the size of a target group


async def _sent(request: Request) -> Given:
    form: FormData = await request.form(max_fields=_MOST_FIELDS)
    return {key: [value for value in form.getlist(key) if isinstance(value, str)] for key in form}


SentForm = Annotated[Given, Depends(_sent)]


def _own(request: Request, visitor: Visitor, name: str) -> tuple[Tag, str]:
    """A scenario of the visitor's own.

    Raises:
        HTTPException: 403, it is somebody else's.
    """
    tag, text = kept(request, name)
    if tag.owner != visitor.owner:
        raise HTTPException(403)
    return tag, text


def _keep(request: Request, name: str, case: Case) -> None:
    scenarios = site_of(request).scenarios
    write_bytes(scenarios.place(name) / "case.yaml", dump(case).encode())
    scenarios.retitle(name, case.title)


def _told(problems: Problems | None) -> Problems | None:
    """The same problems in the language spoken."""
    return problems and Problems({place: said(text) for place, text in problems.by_field.items()})


def _others(problems: Problems | None, parts: Sequence[Sequence[Row]], draft: Draft) -> list[tuple[str, str]]:
    """Problems that stand at no field of the form, each with its place in words."""
    shown = {row.place for part in parts for row in part if row.problem}
    shown |= {
        f"{place.rpartition('.')[0]}.{measure}" for place in shown if place.endswith(".value") for measure in MEASURES
    }
    wrong = problems.by_field if problems else {}
    return [(in_words(place, draft), text) for place, text in wrong.items() if place not in shown]


@router.get("/add")
def add(request: Request, visitor: CurrentVisitor, name: str) -> Response:
    """The library of interventions, with how good their evidence is, and why some do not fit."""
    tag, text = _own(request, visitor, name)
    case = parse(text)
    with speaking(visitor.language):
        entries = [(entry, said(library.misfit(case, entry.name) or "")) for entry in library.interventions()]
    return page(request, visitor, "add.html", tag=tag, entries=entries)


@router.post("/add")
def added(
    request: Request,
    visitor: CurrentVisitor,
    name: str,
    entry: Annotated[str, Form(max_length=100)] = "",
    label: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Take an intervention of the library, or begin one of one's own."""
    _tag, text = _own(request, visitor, name)
    if entry:
        _keep(request, name, library.with_intervention(parse(text), entry))
        return RedirectResponse(f"/scenario/{name}/idea/{entry}", 303)
    draft = Draft.of(text)
    with speaking(visitor.language):
        chosen = idea.add_blank(draft, label.strip() or _("Egen insats"))
    found = draft.case()
    if isinstance(found, Problems):
        raise HTTPException(400)
    _keep(request, name, found)
    return RedirectResponse(f"/scenario/{name}/idea/{chosen}", 303)


@router.get("/idea/{key}")
def edit(request: Request, visitor: CurrentVisitor, name: str, key: str) -> Response:
    """The logic model of one idea."""
    tag, text = _own(request, visitor, name)
    draft = Draft.of(text)
    _there(draft, key)
    return _idea_page(request, visitor, tag, draft, key, None)


@router.post("/idea/{key}")
def change(request: Request, visitor: CurrentVisitor, name: str, key: str, given: SentForm) -> Response:
    """Change it; what cannot be is told at its field, and nothing is lost."""
    tag, text = _own(request, visitor, name)
    draft = Draft.of(text)
    _there(draft, key)
    idea.read(draft, key, given)
    found = draft.case()
    if isinstance(found, Problems):
        return _idea_page(request, visitor, tag, draft, key, found)
    _keep(request, name, found)
    stay = "stay" in given
    return RedirectResponse(f"/scenario/{name}/idea/{key}" if stay else f"/scenario/{name}", 303)


@router.post("/idea/{key}/remove")
def remove(request: Request, visitor: CurrentVisitor, name: str, key: str) -> Response:
    """Take an idea away."""
    _tag, text = _own(request, visitor, name)
    draft = Draft.of(text)
    _there(draft, key)
    draft.put(("scenarios", key), None)
    for check in ("published",):  # figures of the published example are about ideas that may be gone
        draft.put((check,), None)
    found = draft.case()
    if isinstance(found, Problems):
        with speaking(visitor.language):
            text = _("Den insatsen bygger en annan på. Ta bort den andra först.")
            message = "; ".join(f"{place}: {wrong}" for place, wrong in _others(_told(found), (), draft))
        return page(request, visitor, "problem.html", status=400, title=text, message=message)
    _keep(request, name, found)
    return RedirectResponse(f"/scenario/{name}", 303)


@router.post("/idea/{key}/size")
async def size(request: Request, visitor: CurrentVisitor, name: str, key: str, given: SentForm) -> JSONResponse:
    """How many people the target group of the form has, while it is being filled in."""
    _tag, text = kept(request, name)
    draft = Draft.of(text)
    _there(draft, key)
    idea.read(draft, key, given)
    at = idea.place_of(key)
    asked = site_of(request).crew.ask(target_size, text, draft.at((*at, "target")) or {}, draft.at((*at, "starts")))
    try:
        found = await asyncio.wait_for(asyncio.wrap_future(asked), _PATIENCE)
    except (TimeoutError, BrokenProcessPool):
        return JSONResponse({"text": ""})
    with speaking(visitor.language):
        if isinstance(found, str):
            return JSONResponse({"text": _("Målgruppen går inte att räkna än."), "problem": said(found)})
        return JSONResponse(
            {"text": _("Ungefär {n} av {all} personer").format(n=number(found.people), all=number(found.of))}
        )


def _there(draft: Draft, key: str) -> None:
    if draft.at(idea.place_of(key)) is None:
        raise HTTPException(404)


def _idea_page(
    request: Request, visitor: Visitor, tag: Tag, draft: Draft, key: str, problems: Problems | None
) -> Response:
    with speaking(visitor.language):
        problems = _told(problems)
        form = idea.fill(draft, key, problems)
        single = [form[part] for part in idea.SINGLE]
        every: list[Sequence[Any]] = [*single, *form["effects"], *form["costs"], *form["risks"]]
        others = _others(problems, every, draft)
    more = len(draft.at(("scenarios", key, "interventions")) or ()) - 1
    return page(
        request,
        visitor,
        "idea.html",
        status=400 if problems else 200,
        tag=tag,
        key=key,
        label=draft.at(("scenarios", key, "label")),
        form=form,
        more=more,
        optimistic=draft.at((*idea.place_of(key), "effects", "optimistic")) or [],
        others=others,
        evidence=next((entry for entry in library.interventions() if entry.name == key), None),
    )


@router.get("/text")
def as_text(request: Request, visitor: CurrentVisitor, name: str) -> Response:
    """The scenario file itself, to be changed by hand."""
    tag, text = _own(request, visitor, name)
    return page(request, visitor, "text.html", tag=tag, text=text, issues=())


@router.post("/text")
def set_text(
    request: Request, visitor: CurrentVisitor, name: str, text: Annotated[str, Form(max_length=1_000_000)]
) -> Response:
    """Take the text, or say line by line what is wrong with it."""
    tag, _old = _own(request, visitor, name)
    try:
        _keep(request, name, parse(text, file=_file_name(visitor)))
    except ScenarioError as error:
        issues = told_issues(error, visitor, draft_of(text))
        return page(request, visitor, "text.html", status=400, tag=tag, text=text, issues=issues)
    return RedirectResponse(f"/scenario/{name}", 303)


def _file_name(visitor: Visitor) -> str:
    with speaking(visitor.language):
        return _("texten")


@dataclass(frozen=True, slots=True)
class _Step:
    """A step whose fields stand once. ``parts`` are its groups of fields; ``above`` is where they stand in the file."""

    template: str
    parts: Callable[[Draft], Sequence[Sequence[Field]]]
    above: Path = ()


def _people(draft: Draft) -> tuple[Field, ...]:
    return COHORT if draft.at(("population", "kind")) == "cohort" else NEWCOMERS


_StepName = Literal["place", "decision"]
_STEPS: dict[_StepName, _Step] = {
    "place": _Step("place.html", lambda draft: (PLACE, _people(draft), APPRAISAL)),
    "decision": _Step("decision.html", lambda _draft: (DECISION,), ("decision",)),
}


@router.get("/{step}")  # after all addresses that have a name of their own
def show_step(request: Request, visitor: CurrentVisitor, name: str, step: _StepName) -> Response:
    """Where, who and how amounts are weighed; or who asks, on what basis, with what expectation."""
    tag, text = _own(request, visitor, name)
    return _step_page(request, visitor, tag, _STEPS[step], Draft.of(text), None)


@router.post("/{step}")
def change_step(request: Request, visitor: CurrentVisitor, name: str, step: _StepName, given: SentForm) -> Response:
    """Change it."""
    tag, text = _own(request, visitor, name)
    draft, chosen = Draft.of(text), _STEPS[step]
    for field in chain.from_iterable(chosen.parts(draft)):
        if field.name in given:
            draft.put((*chosen.above, *field.place), told(field, given[field.name]))
    found = draft.case()
    if isinstance(found, Problems):
        return _step_page(request, visitor, tag, chosen, draft, found)
    _keep(request, name, found)
    return RedirectResponse(f"/scenario/{name}", 303)


def _step_page(
    request: Request, visitor: Visitor, tag: Tag, step: _Step, draft: Draft, problems: Problems | None
) -> Response:
    with speaking(visitor.language):
        problems = _told(problems)
        wrong = problems.by_field if problems else {}
        above = "".join(f"{part}." for part in step.above)
        parts = [
            rows(fields, lambda field: draft.at((*step.above, *field.place)), wrong, place=above)
            for fields in step.parts(draft)
        ]
        others = _others(problems, parts, draft)
    status = 400 if problems else 200
    return page(request, visitor, step.template, status=status, tag=tag, parts=parts, others=others)
