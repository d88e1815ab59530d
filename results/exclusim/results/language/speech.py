"""The language of the moment, and texts in it.

Code is written with its Swedish texts; ``_`` gives the same text in the language that is spoken. Documents are always
Swedish: a sentence that is put together while a document is made is remembered in English beside it (:func:`both`), so
that a stored result can be shown in either language for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, Literal, Protocol, TypeGuard, get_args

from exclusim.calibration.phrase import Phrase

from .catalogue import catalogue

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "SWEDISH",
    "Language",
    "_",
    "both",
    "is_language",
    "recording",
    "speaking",
    "spoken",
    "telling",
    "told",
    "told_in_both",
]

type Language = Literal["sv", "en"]
SWEDISH: Language = "sv"
ENGLISH: Language = "en"
LANGUAGES: tuple[Language, ...] = get_args(Language.__value__)

_NOTHING: Mapping[str, str] = {}
_DECIMAL_MARKS: Mapping[Language, str] = {SWEDISH: ",", ENGLISH: "."}
_language: ContextVar[Language] = ContextVar("language", default=SWEDISH)
_said: ContextVar[Mapping[str, str]] = ContextVar("said", default=_NOTHING)
_record: ContextVar[dict[str, str] | None] = ContextVar("record", default=None)


def is_language(text: str) -> TypeGuard[Language]:
    """Whether a text names one of the languages.

    >>> is_language("en"), is_language("fi")
    (True, False)
    """
    return text in LANGUAGES


def spoken() -> Language:
    """The language that texts come in here and now."""
    return _language.get()


@contextmanager
def speaking(language: Language, said: Mapping[str, str] = _NOTHING) -> Iterator[None]:
    """Texts come in ``language`` within the block.

    Args:
        language: of this thread or task only.
        said: a document's own sentences, Swedish → English.
    """
    tokens = _language.set(language), _said.set(said)
    try:
        yield
    finally:
        _language.reset(tokens[0])
        _said.reset(tokens[1])


def _(text: str) -> str:
    """``text`` in the language spoken; a text without translation, a user's own, is given back as it is."""
    language = _language.get()
    if language == SWEDISH or not text:
        return text
    return _said.get().get(text) or catalogue(language).get(text, text)


@contextmanager
def recording() -> Iterator[dict[str, str]]:
    """Gather the sentences put together within the block, Swedish → English; for a document's ``english``."""
    record: dict[str, str] = {}
    token = _record.set(record)
    try:
        yield record
    finally:
        _record.reset(token)


def both(compose: Callable[[], str]) -> str:
    """A sentence of a document: in Swedish, and remembered in English by whoever is recording.

    >>> with recording() as english:
    ...     text = both(lambda: _("{n} år").format(n=3))
    >>> text, english
    ('3 år', {'3 år': '3 years'})
    """
    with speaking(SWEDISH):
        swedish = compose()
    record = _record.get()
    if record is not None:
        with speaking(ENGLISH, record):
            record[swedish] = compose()
    return swedish


def told(phrase: Phrase) -> str:
    """A sentence of the calibration in the language spoken."""
    return phrase.said(_, _DECIMAL_MARKS[spoken()])


def told_in_both(phrase: Phrase) -> str:
    """A sentence of the calibration for a document: in Swedish, and remembered in English like :func:`both`."""
    return both(lambda: told(phrase))


class Told(Protocol):
    """A document that carries its own sentences in English."""

    @property
    def english(self) -> Mapping[str, str]: ...


def telling[D: Told, **P, R](draw: Callable[Concatenate[D, P], R]) -> Callable[Concatenate[D, P], R]:
    """Decorate what draws a document, so that ``_`` knows the document's own sentences."""

    @wraps(draw)
    def drawn(document: D, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(spoken(), document.english):
            return draw(document, *args, **kwargs)

    return drawn
