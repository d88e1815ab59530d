"""Drawing pages: templates with the visitor's language, the site's menu and nothing else around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from fastapi import Request
from fastapi.responses import HTMLResponse

from exclusim.app.web.visitors import Visitor, visitor_of
from exclusim.results.language import _, speaking
from exclusim.results.report.shell import environment

if TYPE_CHECKING:
    from exclusim.app.web.application import Site

__all__ = ["PACKAGE", "draw", "page", "problem_page", "site_of", "surroundings"]

PACKAGE = "exclusim.app.web"


def site_of(request: Request) -> Site:
    """The site that a request is made to."""
    return cast("Site", request.app.state.site)


def surroundings(request: Request, visitor: Visitor) -> dict[str, object]:
    """What the site's frame needs around any page."""
    return {
        "visitor": visitor,
        "here": request.url.path,
        "has_login": bool(site_of(request).settings.password_file),
    }


def draw(request: Request, visitor: Visitor, template: str, **content: object) -> str:
    """A template of ours as HTML, in the visitor's language."""
    with speaking(visitor.language):
        return environment(PACKAGE).get_template(template).render(**surroundings(request, visitor), **content)


def page(request: Request, visitor: Visitor, template: str, *, status: int = 200, **content: object) -> HTMLResponse:
    """A template of ours as an answer."""
    return HTMLResponse(draw(request, visitor, template, **content), status)


def problem_page(request: Request, status: int, text: Callable[[], str]) -> HTMLResponse:
    """A page that says what is wrong, in the visitor's language."""
    visitor = visitor_of(request)
    with speaking(visitor.language):
        title, message = _("Det gick inte"), text()
    return page(request, visitor, "problem.html", status=status, title=title, message=message)
