"""Logging in with the installation's password, and out again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from exclusim.app.web.login import password_of
from exclusim.app.web.views import page, site_of
from exclusim.app.web.visitors import CurrentVisitor

__all__ = ["router"]

router = APIRouter()


@router.get("/login")
def ask(request: Request, visitor: CurrentVisitor) -> Response:
    """The form; there is none where nobody needs a password."""
    if site_of(request).settings.password_file is None:
        raise HTTPException(404)
    return page(request, visitor, "login.html", wrong=False, wait=False)


@router.post("/login")
async def enter(request: Request, visitor: CurrentVisitor, password: Annotated[str, Form(max_length=500)]) -> Response:
    """Let in whoever knows the password."""
    guard = getattr(request.app.state, "password", None) or password_of(site_of(request).settings)
    request.app.state.password = guard
    if guard is None:
        raise HTTPException(404)
    if await guard.is_right(password):
        request.session["known"] = True
        return RedirectResponse("/", 303)
    return page(request, visitor, "login.html", status=403, wrong=True, wait=guard.must_wait)


@router.post("/logout")
def leave(request: Request) -> RedirectResponse:
    """Forget who it was; what they kept stays for whoever has its address."""
    request.session.clear()
    return RedirectResponse("/", 303)
