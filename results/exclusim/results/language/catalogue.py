"""The catalogues: GNU gettext files, read as they are, so that a translator's change shows at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO

__all__ = ["catalogue"]


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Swedish text → text in ``language``: all rooms' catalogues together; fuzzy and empty entries count as missing."""
    from babel.messages.pofile import read_po  # not needed as long as only Swedish is spoken

    texts: dict[str, str] = {}
    for file in sorted(files(__package__).joinpath(language).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".po"):
            for message in read_po(BytesIO(file.read_bytes()), locale=language):
                if isinstance(message.id, str) and isinstance(message.string, str) and not message.fuzzy:
                    texts |= {message.id: message.string} if message.id and message.string else {}
    return texts
