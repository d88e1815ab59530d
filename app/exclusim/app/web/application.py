"""The web app put together: settings, crew, shelves, login, pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from exclusim.app.web.crew import Crew
from exclusim.app.web.errors import explain_errors
from exclusim.app.web.login import Login
from exclusim.app.web.security import Guard
from exclusim.app.web.settings import Settings
from exclusim.app.web.shelf import Shelf
from exclusim.app.web.visitors import signing_key

__all__ = ["Site", "create_app"]

_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Site:
    """What pages work with; kept as ``app.state.site``."""

    settings: Settings
    crew: Crew
    scenarios: Shelf
    studies: Shelf


def create_app(settings: Settings) -> FastAPI:
    """The web app as an ASGI application; processes start with it and end with it.

    Raises:
        ExclusimError: the data folder or the password file cannot be used.
    """
    site = Site(
        settings,
        Crew(settings.processes),
        Shelf(settings.data / "scenarios"),
        Shelf(settings.data / "studies"),
    )

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        site.crew.start()
        try:
            yield
        finally:
            site.crew.close()

    app = FastAPI(title="Exclusim", docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.state.site = site
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    _add_pages(app)
    explain_errors(app)
    # The last one added is the first to see a request.
    app.add_middleware(Login, settings=settings)
    app.add_middleware(
        SessionMiddleware,
        secret_key=signing_key(settings.data),
        session_cookie="exclusim",
        max_age=_A_YEAR,
        same_site="lax",
        https_only=settings.secure,
    )
    app.add_middleware(Guard, largest=settings.largest_upload)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    return app


def _add_pages(app: FastAPI) -> None:
    from exclusim.app.web.pages import ROUTERS

    for router in ROUTERS:
        app.include_router(router)
