"""Database failures in words a user can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from exclusim.model.errors import ExclusimError

__all__ = ["clear_failures", "store_name"]

_FULL = ("the disk is full", "free some space and try again; what was stored before is whole")
_LOCKED = ("another program holds it locked", "try again when that program is done")
_READ_ONLY = ("it is read-only", "ask for write permission or use another store")
_LOST = ("the connection to the server was lost", "check that the server is running and try again")

# By SQLite's primary result code; the extended names (SQLITE_READONLY_DIRECTORY) begin with these.
_SQLITE = {
    "SQLITE_FULL": _FULL,
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": ("permission denied", "ask for permission or use another store"),
    "SQLITE_CANTOPEN": (
        "the file cannot be opened",
        "check that the folder exists and that you may read and write it",
    ),
    "SQLITE_NOTADB": ("the file is not a database", "check the path, or choose a new file name"),
    "SQLITE_CORRUPT": ("the database is damaged", "restore it from a backup, or choose a new file name"),
    "SQLITE_IOERR": (
        "reading or writing the disk failed",
        "check the disk, the space and file size allowed on it, and the network connection to it",
    ),
    "SQLITE_TOOBIG": (
        "a value is too large for the database",
        "store the run with fewer replicates or lives",
    ),
}
# By the beginning of PostgreSQL's SQLSTATE.
_POSTGRESQL = {
    "53100": _FULL,
    "53300": ("the server has no connection left", "try again when others are done"),
    "57P": _LOST,
    "08": _LOST,
    "25006": _READ_ONLY,
    "42501": ("permission denied", "ask for the right to create tables in the database"),
    "55P03": _LOCKED,
    "40P01": _LOCKED,
}


def store_name(url: URL) -> str:
    """The store as messages name it: the file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    return url.render_as_string(hide_password=True)


@contextmanager
def clear_failures(url: URL) -> Iterator[None]:
    """Turn every database failure in the block into an :class:`ExclusimError`."""
    try:
        yield
    except DBAPIError as error:
        reason, hint = _explain(error)
        raise ExclusimError(f"the store {store_name(url)} cannot be used: {reason}", hint=hint) from error
    except SQLAlchemyError as error:
        reason = str(error).splitlines()[0]
        raise ExclusimError(f"the store {store_name(url)} cannot be used: {reason}") from error


def _explain(error: DBAPIError) -> tuple[str, str]:
    code = getattr(error.orig, "sqlite_errorname", "")
    state = getattr(error.orig, "sqlstate", None) or ""
    for known, found in ((_SQLITE, code), (_POSTGRESQL, state)):
        for primary, explanation in known.items():
            if found.startswith(primary):
                return explanation
    if error.connection_invalidated:
        return _LOST
    first, *_ = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    return first, "" if code or state else "check the address, the password and that the server is running"
