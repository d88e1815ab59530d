"""The document of ``exclusim reproduce --json``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.interval import Frozen

__all__ = ["SCHEMA_VERSION", "ChangedFile", "OtherSurroundings", "ReproductionDocument", "ResultDifference"]

SCHEMA_VERSION = 1


class ChangedFile(Frozen):
    """A file of the archive that is not what was exported."""

    path: str


class OtherSurroundings(Frozen):
    """A version or hash that is another one here. A cause to look for, not a difference of results."""

    kind: Literal["version", "code", "data"]
    name: str
    archived: str
    here: str


class ResultDifference(Frozen):
    """One place where the result made here is another one."""

    file: str
    where: str = Field(description="path in a JSON document, or row and column of a table")
    archived: str
    here: str


class ReproductionDocument(Frozen):
    """Whether an archive's run gives the same bits here."""

    schema_version: int = SCHEMA_VERSION
    archive: str
    run_id: str
    case: str
    same: bool = Field(description="no file was changed and every result is the same, bit for bit")
    compared: list[str] = Field(description="files of results that were made again and compared")
    changed: list[ChangedFile]
    surroundings: list[OtherSurroundings]
    difference_count: int
    differences: list[ResultDifference] = Field(description="the first of them")
