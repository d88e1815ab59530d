"""Bringing the tables of a store from one version to another, on any database."""

from __future__ import annotations

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from exclusim.results.store.schema import HEAD

__all__ = ["FIRST", "configuration", "migrate", "revision", "stamp"]

FIRST = "0001"


def configuration() -> Config:
    """Where the migrations are: in this package, so in the wheel too."""
    config = Config()
    config.set_main_option("script_location", "exclusim.results.store:migrations")
    return config


def revision(connection: Connection) -> str | None:
    """The revision a store is stamped with; None where it never was."""
    return MigrationContext.configure(connection).get_current_revision()


def stamp(connection: Connection, to: str) -> None:
    """Write down that the tables are those of revision ``to``."""
    MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(configuration()), to)


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Change the tables to revision ``to``, up or down, in the transaction of ``connection``.

    A store from before revisions were written down has the first version's tables.
    """
    if revision(connection) is None and inspect(connection).has_table("exclusim_store"):
        stamp(connection, FIRST)
    config = configuration()
    script = ScriptDirectory.from_config(config)
    down = to == "base" or (revision(connection) or "") > to

    def steps(current: tuple[str, ...], _: MigrationContext) -> object:
        return script._downgrade_revs(to, current) if down else script._upgrade_revs(to, current)  # type: ignore[arg-type]

    config.attributes["connection"] = connection
    with EnvironmentContext(config, script, fn=steps):
        script.run_env()
