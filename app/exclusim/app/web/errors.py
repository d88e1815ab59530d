"""What a visitor reads when something is not there or not right: a page of ours, never a traceback."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from exclusim.app.web.messages import said
from exclusim.app.web.shelf import NotKept
from exclusim.app.web.views import problem_page
from exclusim.model.errors import ExclusimError
from exclusim.results.language import _

__all__ = ["explain_errors"]

_log = logging.getLogger(__name__)


def explain_errors(app: FastAPI) -> None:
    """Have every kind of error answered by a page."""
    app.add_exception_handler(NotKept, _not_kept)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _wrong_request)
    app.add_exception_handler(ExclusimError, _wrong_input)
    app.add_exception_handler(Exception, _mistake)


async def _not_kept(request: Request, _error: Exception) -> Response:
    return problem_page(request, 404, lambda: _("Det finns inget här, eller inte längre."))


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return problem_page(request, 404, lambda: _("Det finns ingen sådan sida."))
    if status == 403:
        return problem_page(request, 403, lambda: _("Bara den som skapade det här får ändra det."))
    if status == 429:
        return problem_page(request, 429, lambda: _("Vänta tills någon av dina körningar är klar."))
    return problem_page(request, status, lambda: _("Det gick inte att svara på den frågan."))


async def _wrong_request(request: Request, _error: Exception) -> Response:
    return problem_page(request, 400, lambda: _("Formuläret var inte ifyllt som väntat. Gå tillbaka och försök igen."))


async def _wrong_input(request: Request, error: Exception) -> Response:
    return problem_page(request, 400, lambda: said(str(error)))


async def _mistake(request: Request, error: Exception) -> Response:
    _log.error("a page failed", exc_info=error)
    return problem_page(request, 500, lambda: _("Något gick fel hos oss. Det är antecknat; ingenting är förlorat."))
