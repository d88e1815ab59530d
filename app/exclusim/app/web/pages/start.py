"""The start page: what would you like to know? And the small addresses that belong to no errand."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from exclusim.app.web.pages.scenarios import shipped_cases
from exclusim.app.web.studies import KINDS
from exclusim.app.web.views import page, site_of
from exclusim.app.web.visitors import CurrentVisitor, Visitor
from exclusim.results.compare.whatif import PROBLEMS
from exclusim.results.labels import label
from exclusim.results.language import is_language, speaking
from exclusim.results.report.shell import script, stylesheet
from exclusim.scenarios.schema import PAYERS

__all__ = ["router"]

router = APIRouter()

_LATEST = 6
_CACHED = {"Cache-Control": "max-age=3600"}


@router.get("/")
def start(request: Request, visitor: CurrentVisitor) -> HTMLResponse:
    """Three doors, a question with few inputs, and the visitor's own latest work."""
    site = site_of(request)
    return page(
        request,
        visitor,
        "start.html",
        scenarios=site.scenarios.of(visitor.owner)[:_LATEST],
        studies=site.studies.of(visitor.owner)[:_LATEST],
        kinds=KINDS,
        cases=[case for case in shipped_cases() if case.kind == "cohort"],
        problems=_problems(visitor),
        payers=_payers(visitor),
    )


def _problems(visitor: Visitor) -> list[tuple[str, str]]:
    with speaking(visitor.language):
        return [(key, problem.label()) for key, problem in PROBLEMS.items()]


def _payers(visitor: Visitor) -> list[tuple[str, str]]:
    with speaking(visitor.language):
        return [(payer, label(payer)) for payer in PAYERS]


@router.get("/language/{name}")
def language(request: Request, name: str, back: str = "/") -> RedirectResponse:
    """Change the language of this visitor's pages, and go back to where they were."""
    if not is_language(name):
        raise HTTPException(404)
    request.session["language"] = name
    there = urlsplit(back)
    safe = not there.scheme and not there.netloc and back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(back if safe else "/", 303)


@router.get("/health")
def health(request: Request) -> JSONResponse:
    """For whoever watches the service: 200 when studies can be done, 503 while the processes warm up."""
    ready = site_of(request).crew.ready
    return JSONResponse({"status": "ok" if ready else "warming up"}, 200 if ready else 503)


@router.get("/report.css")
def report_style() -> Response:
    """The look of the reports, which the whole site shares."""
    return Response(stylesheet(), media_type="text/css", headers=_CACHED)


@router.get("/report.js")
def report_script() -> Response:
    """The reports' one script: the filter of long tables, and the switch between two missions."""
    return Response(script("report.js"), media_type="text/javascript", headers=_CACHED)
