"""Where Alembic meets our tables; it reads this file when it migrates."""

from __future__ import annotations

import os
from typing import Any

from alembic import context
from sqlalchemy import Connection

from exclusim.results.store.connect import WRITE, engine_of, parse_url
from exclusim.results.store.schema import Base


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


def _from_a_shell() -> None:
    """The ``alembic`` command of a developer, on the store that EXCLUSIM_STORE names."""
    engine = engine_of(parse_url(os.environ.get("EXCLUSIM_STORE", "exclusim.sqlite")))
    with engine.execution_options(**WRITE).begin() as connection:
        _run(connection)


def _attributes() -> dict[str, Any] | None:
    try:
        return context.config.attributes
    except (NameError, AttributeError):  # imported by something that collects modules, not by Alembic
        return None


if (_found := _attributes()) is not None:
    if "connection" in _found:
        _run(_found["connection"])
    else:
        _from_a_shell()
