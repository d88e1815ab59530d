"""Opening a store: the connection, a new store's creation, and the check that it is one of ours."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, insert, inspect, make_url, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool, StaticPool

from exclusim.model.errors import ExclusimError
from exclusim.results.files import file_error
from exclusim.results.store.failures import clear_failures, store_name
from exclusim.results.store.schema import HEAD, REVISION, STORE_VERSION, Base, StoreRow

__all__ = ["WRITE", "engine_of", "open_engine", "parse_url", "plain_file"]

WRITE = {"exclusim_write": True}
"""Execution options of an engine whose transactions will write."""
_KNOWN = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_LOCK = 0x65_78_63_6C  # PostgreSQL's advisory lock while tables are made or changed


def parse_url(address: str) -> URL:
    """A database URL; a plain path means a SQLite file.

    >>> parse_url("runs.sqlite").database
    'runs.sqlite'
    """
    if "://" not in address:
        if not address.strip():
            raise ExclusimError("the store has no name", hint="give a file such as exclusim.sqlite, or a database URL")
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
        url = url.set(drivername=_KNOWN.get(url.drivername, url.drivername))
        url.get_dialect()
        if url.get_backend_name() not in _KNOWN:
            raise ArgumentError(f"no tables for {url.get_backend_name()}")
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        scheme = address.partition("://")[0]
        raise ExclusimError(
            f"'{scheme}://…' is not the URL of a database this program knows",
            hint="use sqlite:///folder/file.sqlite or postgresql+psycopg://user@server/database",
        ) from error
    return url


def open_engine(url: URL, *, must_exist: bool, timeout: float) -> Engine:
    """An engine on a store of this version; a missing store is created unless ``must_exist``, an older one migrated."""
    path = plain_file(url)
    if path is not None and not path.exists():
        if must_exist:
            raise ExclusimError(f"there is no store {path}", hint="check the path, or make a run first")
        _create_file(path, timeout)
    elif path is not None and path.is_dir():
        raise ExclusimError(f"the store {path} is a folder", hint="give a file, such as exclusim.sqlite in it")
    engine = engine_of(_readable(url, path), timeout)
    try:
        with clear_failures(url):
            _check_or_create(engine, url)
    except BaseException:
        engine.dispose()
        raise
    return engine


def plain_file(url: URL) -> Path | None:
    """The SQLite file; None for a server, a store in memory and SQLite's own ``file:`` addresses."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    database = str(url.database)
    return None if database.startswith("file:") else Path(database)


def _readable(url: URL, path: Path | None) -> URL:
    """On a medium that is read-only nothing can stand beside the file, and nobody can change it: SQLite is told so."""
    if path is None or os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists():
        return url
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return URL.create("sqlite", database=path.absolute().as_uri(), query=query)


def engine_of(url: URL, timeout: float = 30.0) -> Engine:
    """An engine on any database; nothing is looked at or created."""
    options: dict[str, Any] = {"json_serializer": partial(json.dumps, ensure_ascii=False, allow_nan=False)}
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        in_memory = url.database in (None, "", ":memory:")
        # A file is let go after every operation, so that it can be moved, copied and locked by others.
        options |= {"poolclass": StaticPool if in_memory else NullPool, "connect_args": {"timeout": timeout}}
    else:
        # Before a connection is lent out again it is asked whether it is still there.
        options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": max(2, int(min(timeout, 10)))}}
    try:
        engine = create_engine(url, **options)
    except ModuleNotFoundError as error:
        raise ExclusimError(
            f"the driver for {url.get_backend_name()} is not installed",
            hint="install the extra: exclusim[postgres]",
        ) from error
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, below
    connection.execute("PRAGMA foreign_keys = ON")


def _gives_back_place(connection: Any, _record: Any) -> None:
    # To be said before the first table: the place of a run's draws is given back when they are no longer needed.
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at the start, so that two writers wait for each other instead of one failing half-way.
    write = connection.get_execution_options().get("exclusim_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _write_ahead(engine: Engine) -> None:
    """Readers need not wait for a writer, nor it for them: changes go to a log beside the file until they are merged.

    The file remembers this. Where another program has it open just now, or the disk cannot do it, it stays as it was.
    """
    connection = engine.raw_connection()
    try:
        with suppress(sqlite3.OperationalError):
            connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _create_file(path: Path, timeout: float) -> None:
    """Make an empty store under a temporary name and link it into place: complete or not at all."""
    if not path.parent.is_dir():
        raise ExclusimError(f"cannot create the store {path}: there is no folder {path.parent}", hint="create it first")
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    url = URL.create("sqlite", database=str(temporary))
    try:
        engine = engine_of(url, timeout)
        event.listen(engine, "connect", _gives_back_place)
        try:
            with clear_failures(URL.create("sqlite", database=str(path))):
                _check_or_create(engine, url)
        finally:
            engine.dispose()
        try:
            os.link(temporary, path)
        except FileExistsError:
            return  # another program was first; its store is as good
        except OSError:  # a file system without hard links
            os.replace(temporary, path)
    except OSError as error:
        raise file_error(path, error) from error
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            Path(f"{temporary}{ending}").unlink(missing_ok=True)


def _check_or_create(engine: Engine, url: URL) -> None:
    with engine.begin() as connection:
        version = _version(connection, url)
    if version is None or 1 <= version < STORE_VERSION:
        with engine.execution_options(**WRITE).begin() as connection:
            if url.get_backend_name() == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            version = _version(connection, url)  # again: another program may have been first
            if version is None:
                Base.metadata.create_all(connection)
                connection.execute(insert(StoreRow).values(id=1, version=STORE_VERSION))
                REVISION.create(connection)
                connection.execute(insert(REVISION).values(version_num=HEAD))
                version = STORE_VERSION
            elif 1 <= version < STORE_VERSION:
                from exclusim.results.store.migrate import migrate  # Alembic takes a tenth of a second

                migrate(connection)
                version = STORE_VERSION
        if plain_file(url) is not None:
            _write_ahead(engine)
    if version != STORE_VERSION:
        hint = (
            "upgrade Exclusim, or use another store"
            if version > STORE_VERSION
            else "use a new store, or read this one with the Exclusim that wrote it"
        )
        raise ExclusimError(
            f"the store {store_name(url)} has schema version {version}; this Exclusim reads {STORE_VERSION}",
            hint=hint,
        )


def _version(connection: Connection, url: URL) -> int | None:
    """Schema version of the store; None where there are no tables yet."""
    tables = set(inspect(connection).get_table_names())
    if StoreRow.__tablename__ in tables:
        return connection.execute(select(StoreRow.version)).scalar_one()
    theirs = tables if url.get_backend_name() == "sqlite" else tables & set(Base.metadata.tables)
    if theirs:
        raise ExclusimError(
            f"{store_name(url)} is a database, but not an Exclusim store (it has a table {min(theirs)!r})",
            hint="choose another file or database",
        )
    return None
