"""Who may come in: everybody, whoever the reverse proxy lets through, or whoever knows the password."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from exclusim.app.web.settings import Settings
from exclusim.model.errors import ExclusimError

__all__ = ["Login", "Password", "hashed", "password_of"]

_OPEN = ("/static/", "/health", "/login", "/language/")
_TRIES, _WITHIN = 10, 60.0  # wrong passwords in so many seconds, of all visitors together, before everybody must wait


class Login:
    """ASGI middleware: sets ``request.state.user`` and lets nobody in who should not be."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._header = settings.user_header.lower()
        self._password = settings.password_file is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or str(scope["path"]).startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if self._header:
            user = request.headers.get(self._header, "").strip()
            if not user:
                await PlainTextResponse("Logga in först. Please log in first.", 401)(scope, receive, send)
                return
            request.state.user = user[:200]
        elif self._password and not request.session.get("known"):
            await RedirectResponse("/login", 303)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class Password:
    """The one password of an installation, kept as its argon2 hash.

    Args:
        file: holds the hash, as ``exclusim serve --set-password FILE`` writes it.

    Raises:
        ExclusimError: the file cannot be read or holds no such hash.
    """

    def __init__(self, file: Path) -> None:
        try:
            self._hash = file.read_text(encoding="ascii").strip()
            PasswordHasher().check_needs_rehash(self._hash)
        except (OSError, ValueError, InvalidHashError) as error:
            raise ExclusimError(
                f"{file}: expected the argon2 hash of a password", hint=f"exclusim serve --set-password {file}"
            ) from error
        self._wrong: deque[float] = deque(maxlen=_TRIES)

    @property
    def must_wait(self) -> bool:
        """Whether too many wrong ones were tried lately."""
        return len(self._wrong) == _TRIES and time.monotonic() - self._wrong[0] < _WITHIN

    async def is_right(self, password: str) -> bool:
        """Whether it is the password; takes a tenth of a second on purpose."""
        if self.must_wait:
            return False
        try:
            return await run_in_threadpool(PasswordHasher().verify, self._hash, password)
        except VerificationError:
            self._wrong.append(time.monotonic())
            return False


def hashed(password: str) -> str:
    """The argon2 hash of a password.

    Raises:
        ExclusimError: it is shorter than ten characters.
    """
    if len(password) < 10:
        raise ExclusimError("a password must have at least ten characters")
    return PasswordHasher().hash(password)


def password_of(settings: Settings) -> Password | None:
    """The password that the settings ask for; None where nobody needs one."""
    return None if settings.password_file is None else Password(settings.password_file)
