"""Local figures: a municipality by its name, or a workbook that it has filled in; and a scenario made of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from exclusim.app.web.messages import said
from exclusim.app.web.pages.scenarios import keep, kept
from exclusim.app.web.pages.studies import order_study
from exclusim.app.web.shelf import NotKept
from exclusim.app.web.studies import DOCUMENT, KINDS, Order
from exclusim.app.web.studies.kind import XLSX
from exclusim.app.web.studies.local import WORKBOOK, moved
from exclusim.app.web.views import page, site_of
from exclusim.app.web.visitors import CurrentVisitor, Visitor
from exclusim.calibration.local.document import LocalDocument
from exclusim.calibration.local.places import shipped_places
from exclusim.model.errors import ExclusimError
from exclusim.results.language import speaking
from exclusim.results.local_figures import (
    LARGEST_UPLOAD,
    CellProblem,
    LocalFigures,
    WorkbookError,
    read_workbook,
    template_bytes,
)
from exclusim.scenarios import library
from exclusim.scenarios.loading import dump, parse
from exclusim.scenarios.schema import Case

__all__ = ["router"]

router = APIRouter(prefix="/local")

_BASE = "genomsnittskommun"
_MOST_BIRTHS = 200_000


@router.get("")
def ask(request: Request, visitor: CurrentVisitor, scenario: str = "") -> HTMLResponse:
    """Choose a municipality, or bring its own figures."""
    return _page(request, visitor, scenario, ())


@router.get("/template.xlsx")
def template(request: Request, visitor: CurrentVisitor, scenario: str = "") -> Response:
    """The workbook to fill in, in the visitor's language."""
    with speaking(visitor.language):
        content = template_bytes(_case(request, scenario)[0], None)
    name = "egna-siffror.xlsx" if visitor.language == "sv" else "own-figures.xlsx"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("/place")
def of_place(
    request: Request,
    visitor: CurrentVisitor,
    place: Annotated[str, Form(max_length=80)],
    births: Annotated[str, Form(max_length=8)] = "",
    fetch: Annotated[bool, Form()] = False,
    scenario: Annotated[str, Form(max_length=30)] = "",
) -> RedirectResponse:
    """Order the local model of a municipality by its name or code."""
    number = births.replace(" ", "")
    if number and not (number.isdecimal() and 0 < int(number) <= _MOST_BIRTHS):
        raise HTTPException(400)
    options: dict[str, Any] = {"place": place.strip(), "births": int(number) if number else None, "fetch": fetch}
    return _ordered(request, visitor, options, place.strip(), scenario, {})


@router.post("/workbook")
async def of_workbook(
    request: Request,
    visitor: CurrentVisitor,
    file: Annotated[UploadFile, File()],
    scenario: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """Order the local model that a workbook describes, or tell cell by cell what is wrong with it."""
    data = await file.read(LARGEST_UPLOAD + 1)
    try:
        own, place = await run_in_threadpool(_read, data, file.filename or "", visitor)
    except WorkbookError as error:
        return _page(request, visitor, scenario, error.problems)
    except ExclusimError as error:
        with speaking(visitor.language):
            problem = CellProblem("", "", said(str(error)))
        return _page(request, visitor, scenario, (problem,))
    options: dict[str, Any] = {"place": own.code or own.name, "births": None, "fetch": False}
    return _ordered(request, visitor, options, place, scenario, {WORKBOOK: data})


def _read(data: bytes, name: str, visitor: Visitor) -> tuple[LocalFigures, str]:
    with speaking(visitor.language):
        own = read_workbook(data, name)
        return own, own.place().name


@router.post("/{study}/use")
def use(request: Request, visitor: CurrentVisitor, study: str) -> RedirectResponse:
    """Make a scenario of a finished local model."""
    site = site_of(request)
    tag, folder = site.studies.tag(study), site.studies.place(study)
    if tag.about["kind"] != "local" or site.crew.state(folder).phase != "done":
        raise HTTPException(404)
    document = KINDS["local"].read((folder / DOCUMENT).read_bytes())
    if not isinstance(document, LocalDocument):
        raise HTTPException(404)
    (text,) = Order.read(folder).cases
    with speaking(visitor.language):
        case = moved(parse(text), document)
    return RedirectResponse(f"/scenario/{keep(request, visitor, case)}", 303)


def _ordered(
    request: Request,
    visitor: Visitor,
    options: dict[str, Any],
    title: str,
    scenario: str,
    files: dict[str, bytes],
) -> RedirectResponse:
    case, name = _case(request, scenario)
    order = Order("local", options | {"case": _BASE}, (dump(case),))
    return order_study(request, visitor, order, title, name, files)


def _case(request: Request, scenario: str) -> tuple[Case, str]:
    """The scenario to move, or the average municipality where none is named."""
    try:
        return (parse(kept(request, scenario)[1]), scenario) if scenario else (library.load(_BASE), "")
    except NotKept:
        return library.load(_BASE), ""


def _page(request: Request, visitor: Visitor, scenario: str, problems: tuple[CellProblem, ...]) -> HTMLResponse:
    return page(
        request,
        visitor,
        "local.html",
        status=400 if problems else 200,
        scenario=scenario,
        places=sorted(shipped_places().values()),
        problems=problems,
    )
