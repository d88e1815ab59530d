"""Who is asking: a random name in a signed cookie, or the user that the login names."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from exclusim.results.files import ensure_folder
from exclusim.results.language import SWEDISH, Language, is_language

__all__ = ["CurrentVisitor", "Visitor", "visitor_of"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Args:
    owner: what their scenarios and studies are marked with; nothing can be read back from it.
    user: the name they logged in with; empty where nobody logs in.
    language: that pages are shown in.
    """

    owner: str
    user: str
    language: Language


def visitor_of(request: Request) -> Visitor:
    """The visitor of a request; a new one gets a name of their own with the answer."""
    session = request.session
    user = getattr(request.state, "user", "")
    if "name" not in session:
        session["name"] = secrets.token_urlsafe(24)
    owner = hashlib.sha256((f"user:{user}" if user else f"visitor:{session['name']}").encode()).hexdigest()[:32]
    return Visitor(owner, user, _language(request))


CurrentVisitor = Annotated[Visitor, Depends(visitor_of)]


def _language(request: Request) -> Language:
    """As chosen; else the first of the browser's languages that we speak; else Swedish."""
    for wanted in (request.query_params.get("lang", ""), request.session.get("language", "")):
        if is_language(wanted):
            return wanted
    for part in request.headers.get("accept-language", "").split(","):
        name = part.split(";")[0].strip()[:2].lower()
        if is_language(name):
            return name
    return SWEDISH


def signing_key(data: Path) -> str:
    """The key of this installation, made once and readable by its owner only."""
    file = ensure_folder(data) / "signing-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii")
