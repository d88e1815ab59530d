"""Typesetting: a paper's data and the static templates to a tagged PDF, without network, clock or system fonts."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final, Literal

import typst

from exclusim.results.files import atomic_path
from exclusim.results.paper.blocks import Paper

__all__ = ["as_json", "templates", "typeset", "write"]

_REMEMBERED = 10
"""Compilations for which Typst keeps what it worked out, 100 MB for a long paper. Two papers share nothing, so
that many empty ones make it forget. They take a tenth of a second, most of it to give the memory back."""
_STANDARD: Final = "ua-1"
_LONGEST = 32  # characters that are never broken; a longer word may be broken anywhere, or it would leave the page
_BREAK = "\N{ZERO WIDTH SPACE}"
_HASH = re.compile("[0-9a-f]{64}")  # somebody may copy it
_WORD = re.compile(r"\S+")
_PERCENT = re.compile(r"(?<=\d) (?=%)")
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\N{SOFT HYPHEN}", _BREAK}


def typeset(paper: Paper) -> bytes:
    """The paper as a PDF; equal papers give equal bytes.

    The file keeps to PDF/UA-1. Where a user's text has a sign that the built-in typefaces lack, the file is tagged all
    the same but does not claim the standard, and the sign is shown as an empty box.
    """
    data = as_json(paper)
    with templates() as folder:
        try:
            return _compiled(folder, data, paper.timestamp, _STANDARD)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return _compiled(folder, data, paper.timestamp)


def as_json(paper: Paper) -> str:
    """What the templates read: the paper's texts and drawings as data."""
    return json.dumps(_shown(asdict(paper)), ensure_ascii=False)


def templates() -> AbstractContextManager[Path]:
    """The folder of the Typst files, for as long as the block lasts."""
    return as_file(files(__package__) / "templates")


def write(paper: Paper, path: Path) -> None:
    """Write the paper to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written; an older one is then untouched.
    """
    content = typeset(paper)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def _compiled(folder: Path, data: str, timestamp: int, *standards: Literal["ua-1"]) -> bytes:
    made = typst.compile(
        folder / "paper.typ",
        root=folder,
        format="pdf",
        font_paths=_typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"paper": data},
        pdf_standards=list(standards),
        timestamp=timestamp,
    )
    for _again in range(_REMEMBERED):
        typst.compile(b" ", format="svg", font_paths=_typefaces(), ignore_system_fonts=True)
    return made


@cache
def _typefaces() -> typst.Fonts:
    """Those that come with Typst, and no others."""
    return typst.Fonts(include_system_fonts=False)


def _shown(value: Any) -> Any:
    """Every text as it can be shown: without control characters, and with places where a very long word may break."""
    match value:
        case str():
            return value if value.startswith("<svg") else _breakable(value)
        case Mapping():
            return {key: _shown(item) for key, item in value.items()}
        case list() | tuple():
            return [_shown(item) for item in value]
        case _:
            return value


def _breakable(text: str) -> str:
    plain = "".join(
        " " if char.isspace() and char not in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}" else char
        for char in text
        if char.isspace() or char in _KEPT or unicodedata.category(char) not in _UNSHOWN
    )
    return _WORD.sub(lambda word: _broken(word[0]), _PERCENT.sub("\N{NO-BREAK SPACE}", plain))


def _broken(word: str) -> str:
    if len(word) <= _LONGEST or _HASH.fullmatch(word):
        return word
    if any(mark in word for mark in "._/"):
        for mark in "._/":
            word = word.replace(mark, mark + _BREAK)
        if max(map(len, word.split(_BREAK))) <= _LONGEST:
            return word
    return _BREAK.join(word[start : start + _LONGEST // 2] for start in range(0, len(word), _LONGEST // 2))
