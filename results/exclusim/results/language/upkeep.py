"""Keeping the catalogues: which texts the code and the shipped data have, and which of them lack a translation.

For developers; nothing here runs when a page is shown.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from .shipped import shipped_texts

__all__ = ["missing", "texts", "update"]

_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.typ", "jinja2")]
_OPTIONS = {"**/templates/**.html": {"trimmed": "true"}, "**/templates/**.typ": {"trimmed": "true"}}
_PACKAGES = ("exclusim.scenarios", "exclusim.calibration", "exclusim.results", "exclusim.app")
_WORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "Phrase": None,
}  # a phrase of the calibration is said by `told`


_TABLES = {"app_web": "exclusim.app.web.texts"}  # by name: results may not import the app


@cache
def texts() -> Mapping[str, frozenset[str]]:
    """Catalogue's name → every text of its room: ``compare`` for ``results/compare``, ``data`` for shipped data."""
    rooms: dict[str, set[str]] = {}
    tables = ((room, text) for room, name in _TABLES.items() for text in importlib.import_module(name).table_texts())
    for room, text in (*_written(), *(("data", text) for text in shipped_texts()), *tables):
        if text.strip():
            rooms.setdefault(room, set()).add(text)
    return {room: frozenset(found) for room, found in sorted(rooms.items())}


def update(folder: Path, only: Collection[str] = ()) -> None:
    """Rewrite ``folder/en/*.po``, or ``only`` some rooms': new texts are added empty, those that are gone dropped."""
    known = dict(_pairs(folder))
    rooms = texts()
    for file in sorted((folder / "en").glob("*.po")):
        if file.stem not in rooms and not only:
            file.unlink()
    for room, found in rooms.items():
        if only and room not in only:
            continue
        catalogue = Catalog(locale="en", fuzzy=False)
        for text in sorted(found):
            catalogue.add(text, known.get(text, ""))
        target = folder / "en" / f"{room}.po"
        written = BytesIO()
        write_po(written, catalogue, width=120, omit_header=True, no_location=True)
        if not target.exists() or target.read_bytes() != written.getvalue():
            target.write_bytes(written.getvalue())


def missing(folder: Path) -> Mapping[str, list[str]]:
    """Catalogue's name → texts of its room without English, in order; rooms without any are left out."""
    known = dict(_pairs(folder))
    lacking = {room: sorted(text for text in found if not known.get(text)) for room, found in texts().items()}
    return {room: found for room, found in lacking.items() if found}


def _pairs(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted((folder / "en").glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes()), locale="en"):
            if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string:
                yield message.id, message.string


def _written() -> Iterator[tuple[str, str]]:
    """Texts marked with ``_`` in code and templates, by room."""
    for package in _PACKAGES:
        root = Path(next(iter(importlib.import_module(package).__path__)))
        for name, _line, message, *_rest in extract_from_dir(root, _METHODS, _OPTIONS, keywords=_WORDS):
            place = Path(name).parts
            own = package.rpartition(".")[2]
            room = place[0].removesuffix(".py") if len(place) == 1 else place[0]
            for text in _each(message):
                yield room if own == "results" else f"{own}_{room}", text


def _each(message: object) -> Iterable[str]:
    return (message,) if isinstance(message, str) else (text for text in message if isinstance(text, str))  # type: ignore[attr-defined]
