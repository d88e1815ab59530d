"""What tests of papers share: every text of one, and what Typst finds in it when it is set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

import typst
from pydantic import BaseModel

from exclusim.results.paper.blocks import Paper
from exclusim.results.paper.setting import as_json, templates

__all__ = ["asked", "everything", "own_texts", "pages_before_the_appendix"]

BLOCKS = ("heading", "lead", "paragraph", "facts", "keys", "items", "rows", "picture", "en", "sv")


def asked(paper: Paper, selector: str, field: str | None = None) -> list[object]:
    """What Typst found in the finished paper."""
    with templates() as folder:
        found = typst.query(
            str(folder / "paper.typ"),
            selector,
            field=field,
            root=str(folder),
            ignore_system_fonts=True,
            sys_inputs={"paper": as_json(paper)},
        )
    loaded = json.loads(found)
    assert isinstance(loaded, list)
    return loaded


def pages_before_the_appendix(paper: Paper) -> int:
    (page,) = asked(paper, "<appendix>", "value")
    assert isinstance(page, int)
    return page - 1


def _texts(value: object) -> Iterator[str]:
    """Every text of a paper's data, those inside drawings too."""
    match value:
        case str():
            yield value if value.startswith("<svg") else escape(value)
        case dict():
            for key, item in value.items():
                if key not in ("kind", "language") or item not in BLOCKS:
                    yield from _texts(item)
        case list():
            for item in value:
                yield from _texts(item)


def everything(paper: Paper) -> str:
    return "\n".join(f"<p>{text}</p>" for text in _texts(json.loads(as_json(paper))))


def own_texts(document: BaseModel) -> tuple[str, ...]:
    """A document's own texts, the longest first: an English page shows them as they are."""
    return tuple(sorted(set(_strings(document.model_dump(mode="json"))), key=len, reverse=True))


def _strings(value: object) -> Iterator[str]:
    match value:
        case str() if len(value) > 4:
            yield value
        case dict():
            for item in value.values():
                yield from _strings(item)
        case list():
            for item in value:
                yield from _strings(item)
