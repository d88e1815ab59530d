"""Texts of the shipped cases and of the library of interventions: every field that is prose, whoever adds one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from exclusim.results.language.swedish import is_swedish
from exclusim.scenarios.interventions_library import interventions
from exclusim.scenarios.library import cases, load

__all__ = ["PROSE", "case_texts"]

PROSE = frozenset(
    {
        *("title", "summary", "notes", "description", "label", "note", "quantity", "place", "service"),
        *("published_as", "traps", "indicators", "assumptions", "threats"),
        *("consequence", "action", "owner"),
        *("asked_by", "question", "alternatives", "value", "indicator", "decided_by", "followed_up_by"),
        *("plan", "engagement", "engagement_effect", "funding", "interests"),
    }
)
"""Fields that hold prose. The others hold names, numbers, sources and words of the file format."""


def case_texts() -> Iterator[str]:
    """Every text of shipped cases and library entries."""
    for info in cases():
        yield from _prose(load(info.name))
    for entry in interventions():
        yield from _prose(entry)


def _prose(value: object, field: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _prose(getattr(value, name), name)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _prose(item, field)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _prose(item, field)
    elif type(value) is str and field in PROSE and (field != "note" or is_swedish(value)):
        yield value  # a note that the code adds by itself is in English
