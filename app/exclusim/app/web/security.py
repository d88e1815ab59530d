"""What every answer carries and every request must pass: headers, size, and where a form was sent from."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard"]

_SAFE = {"GET", "HEAD", "OPTIONS"}


@cache
def policy() -> str:
    """The content-security policy: nothing from elsewhere, no script but ours and the report's own."""
    script = files("exclusim.results.report").joinpath("templates", "report.js").read_text(encoding="utf-8")
    known = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{known}'",
        "style-src": "'self' 'unsafe-inline'",  # figures carry their colours as style attributes
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Guard:
    """ASGI middleware around the whole app.

    Args:
        app: what it guards.
        largest: bytes that a request's body may have.
    """

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self._app, self._largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._largest:
            await _refusal(413, f"At most {self._largest // 1_000_000} MB at a time.")(scope, receive, send)
        elif scope["method"] not in _SAFE and not _from_here(headers):
            await _refusal(403, "This form was not sent from this site.")(scope, receive, send)
        else:
            await self._app(scope, _counted(receive, self._largest), _with_headers(send, scope["path"]))


def _refusal(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(text, status, headers={"Content-Security-Policy": policy()})


def _from_here(headers: Headers) -> bool:
    """Whether a browser says that our own page sent it; what is not a browser sends no such header and no cookie."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _counted(receive: Receive, largest: int) -> Receive:
    """A body without a length ends where it grows too large, as if the sender had gone."""
    read = 0

    async def counting() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return message if read <= largest else {"type": "http.disconnect"}

    return counting


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy()
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "same-origin"
            headers["X-Frame-Options"] = "DENY"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
            headers.setdefault("Cache-Control", "max-age=3600" if path.startswith("/static/") else "no-store")
        await send(message)

    return sending
