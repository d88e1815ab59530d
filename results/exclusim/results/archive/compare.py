"""Where two results differ: values in JSON documents, cells in tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from exclusim.results.archive.content import timeless
from exclusim.results.archive.document import ResultDifference
from exclusim.results.archive.manifest import DRAWS

__all__ = ["comparable", "differences"]

_ABSENT = "(absent)"
_LONGEST = 60  # characters of a value told


def comparable(path: str) -> bool:
    """Whether a file of an archive is a result. Parquet repeats the tables, and its bytes are its library's matter."""
    return (path.startswith("results/") or path == DRAWS) and not path.endswith(".parquet")


def differences(path: str, archived: bytes | None, here: bytes | None) -> Iterator[ResultDifference]:
    """Every place where a file of results is another one here; what is not there is None."""
    if archived is None or here is None:
        states = [_ABSENT if content is None else f"{len(content)} bytes" for content in (archived, here)]
        yield ResultDifference(file=path, where="the whole file", archived=states[0], here=states[1])
    elif path.endswith(".json"):
        try:
            was = timeless(archived)
        except ValueError:
            yield ResultDifference(file=path, where="the whole file", archived="not JSON", here="JSON")
            return
        yield from _values(path, "", was, timeless(here))
    elif archived != here:
        yield from _cells(path, archived, here)


def _values(path: str, where: str, archived: Any, here: Any) -> Iterator[ResultDifference]:
    if isinstance(archived, dict) and isinstance(here, dict):
        for key in [*archived, *(key for key in here if key not in archived)]:
            place = f"{where}.{key}" if where else key
            yield from _values(path, place, archived.get(key, _ABSENT), here.get(key, _ABSENT))
    elif isinstance(archived, list) and isinstance(here, list):
        for index, (one, other) in enumerate(zip_longest(archived, here, fillvalue=_ABSENT)):
            yield from _values(path, f"{where}[{index}]", one, other)
    elif _bits(archived) != _bits(here):
        yield ResultDifference(file=path, where=where, archived=_told(archived), here=_told(here))


def _bits(value: Any) -> str:
    """What tells values apart: 1 from 1.0, and −0.0 from 0.0."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _cells(path: str, archived: bytes, here: bytes) -> Iterator[ResultDifference]:
    tables = [csv.reader(io.StringIO(text.decode("utf-8-sig", "replace"), newline="")) for text in (archived, here)]
    heads: list[list[str]] = [next(table, []) for table in tables]
    if heads[0] != heads[1]:
        yield ResultDifference(file=path, where="header", archived=_told(heads[0]), here=_told(heads[1]))
        return
    for number, rows in enumerate(zip_longest(*tables, fillvalue=()), start=2):
        for column, (one, other) in enumerate(zip_longest(*rows, fillvalue=_ABSENT)):
            if one != other:
                name = heads[0][column] if column < len(heads[0]) else f"column {column + 1}"
                yield ResultDifference(
                    file=path, where=f"line {number}, {name}", archived=_told(one), here=_told(other)
                )


def _told(value: Any) -> str:
    text = value if isinstance(value, str) else _bits(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
