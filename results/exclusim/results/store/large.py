"""Large tables of a run as Parquet files beside the store; the store knows their place and their hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL

from exclusim.model.errors import ExclusimError
from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.store.connect import plain_file
from exclusim.results.store.failures import store_name

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeTable", "check_whole", "remove", "tables_folder", "written"]

FOLDER = "EXCLUSIM_TABLES"
"""Environment variable with the folder of large tables, for a store on a server."""


@dataclass(frozen=True, slots=True)
class LargeTable:
    """One table of a run: its name, its file, the SHA-256 of the file, rows and bytes."""

    name: str
    path: Path
    sha256: str
    rows: int
    size: int


def tables_folder(url: URL) -> Path:
    """Where large tables of a store lie: beside a file, or where ``EXCLUSIM_TABLES`` says.

    Raises:
        ExclusimError: a store in memory has no such place.
    """
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    file = plain_file(url)
    if file is not None:
        return file.with_name(f"{file.stem}-tables")
    if url.get_backend_name() == "sqlite":
        raise ExclusimError(
            f"the store {store_name(url)} has no place for large tables", hint=f"name a folder in {FOLDER}"
        )
    return Path("exclusim-tables")


@contextmanager
def written(folder: Path, run_id: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[list[LargeTable]]:
    """Write each table whole; after an error in the block no new file is left.

    A file is named by its content: one that another run wrote is never changed.

    Raises:
        ExclusimError: a file cannot be written.
    """
    before = set((folder / run_id).glob("*.parquet")) if tables else set()
    found: list[LargeTable] = []
    try:
        for name, table in tables.items():
            found.append(_write(ensure_folder(folder / run_id), name, table))
        yield found
    except BaseException:
        remove(folder, [table.path.relative_to(folder).as_posix() for table in found if table.path not in before])
        raise


def _write(folder: Path, name: str, table: pd.DataFrame) -> LargeTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    pq.write_table(data, sink, compression="zstd")  # the few different texts of a column are kept once
    content = sink.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / f"{name}-{sha256[:12]}.parquet"
    with atomic_path(path) as temporary, temporary.open("wb") as stream:
        stream.write(content)
    return LargeTable(name, path, sha256, len(table), content.size)


def check_whole(table: LargeTable) -> Path:
    """The file of a table, after looking whether it is what was written.

    Raises:
        ExclusimError: it is gone or has been changed.
    """
    try:
        with table.path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ExclusimError(
            f"the table {table.name} is not where it was written: {table.path}: {error.strerror}",
            hint=f"name its folder in {FOLDER}, or make the run again",
        ) from error
    if found != table.sha256:
        raise ExclusimError(f"the table {table.path} has been changed or is damaged", hint="make the run again")
    return table.path


def remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove files that no run refers to any longer, and folders that are empty then."""
    for path in paths:
        file = folder / path
        file.unlink(missing_ok=True)
        for empty in (file.parent, folder):
            with suppress(OSError):
                empty.rmdir()
