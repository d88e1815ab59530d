"""Fast insertion of many rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

__all__ = ["bulk_insert"]


def bulk_insert(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert ``rows``, each with plain Python values for all columns of ``table`` in their order.

    In the transaction of ``connection`` whatever the database: SQLite gets raw tuples, about three times as fast as
    SQLAlchemy's row dictionaries; PostgreSQL gets them by ``COPY``, through the cursor of the same connection.
    """
    if connection.dialect.name == "sqlite":
        batch = list(rows)
        if batch:
            connection.exec_driver_sql(str(table.insert().compile(dialect=connection.dialect)), batch)
    else:
        _copy(connection, table, rows)


def _copy(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    quoted = connection.dialect.identifier_preparer
    names = ", ".join(quoted.format_column(column) for column in table.columns)
    statement = f"COPY {quoted.format_table(table)} ({names}) FROM STDIN"
    driver: Any = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        # The cursor is not SQLAlchemy's: its errors get SQLAlchemy's class here, so that callers meet one kind only.
        lost = connection.dialect.is_disconnect(error, connection.connection, cursor)
        if lost:
            connection.invalidate(error)
        raise DBAPIError(statement, None, error, connection_invalidated=lost) from error
    finally:
        cursor.close()
