"""The tables of the store, in one place. Valid for SQLite and PostgreSQL alike.

A run's facts hang on ``scenario.id``, a small integer, rather than on the run id: a ledger of 40,000 rows
would otherwise repeat that text in every row and every index entry.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "HEAD",
    "REVISION",
    "STORE_VERSION",
    "Base",
    "DrawRow",
    "JobRow",
    "LargeTableRow",
    "LedgerRow",
    "PanelRow",
    "ParameterRow",
    "RunRow",
    "ScenarioRow",
    "StoreRow",
    "TaskRow",
]

STORE_VERSION = 2
"""Version of these tables; raised by every change to them, which takes a migration of the same number."""
HEAD = f"{STORE_VERSION:04}"
"""That migration, as Alembic names it."""
REVISION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, where it notes the last migration of a store. A new store is born with it: Alembic, a tenth of a
second to load, is for older ones only."""

# Constraints need names that are the same everywhere before a migration can alter them.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite keeps the facts in the order of their key, without a second copy of it; other databases ignore this.
_CLUSTERED = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


class StoreRow(Base):
    """One row: which version of the tables this store has."""

    __tablename__ = "exclusim_store"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)


class RunRow(Base):
    """One run with everything that made it. ``run_id`` is the hash of its content."""

    __tablename__ = "run"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    run_id: Mapped[str] = mapped_column(String(128), unique=True)
    case: Mapped[str] = mapped_column("case_name", Text)
    title: Mapped[str] = mapped_column(Text)
    preset: Mapped[str] = mapped_column(String(32))
    seed: Mapped[str] = mapped_column(String(64))  # text: a 64-bit unsigned seed does not fit a SQL integer
    persons: Mapped[int] = mapped_column(Integer)
    replicates: Mapped[int] = mapped_column(Integer)
    created: Mapped[str] = mapped_column(String(64), index=True)
    code_version: Mapped[str] = mapped_column(Text)
    data_hash: Mapped[str] = mapped_column(Text)
    scenario_hash: Mapped[str] = mapped_column(Text)
    scenario_text: Mapped[str] = mapped_column(Text)
    schema_version: Mapped[int] = mapped_column(Integer)  # of the document
    status: Mapped[str] = mapped_column(String(16))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class JobRow(Base):
    """One run under way: all it takes to go on with it. It goes when the run itself is stored."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    run_id: Mapped[str] = mapped_column(String(128), unique=True)
    case: Mapped[str] = mapped_column("case_name", Text)
    title: Mapped[str] = mapped_column(Text)
    preset: Mapped[str] = mapped_column(String(32))
    seed: Mapped[str] = mapped_column(String(64))
    persons: Mapped[int] = mapped_column(Integer)
    replicates: Mapped[int] = mapped_column(Integer)
    draws: Mapped[int] = mapped_column(Integer)  # tasks of the whole run, those of other structures included
    created: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(Text)
    code_key: Mapped[str] = mapped_column(String(64))  # draws made by other code are never mixed with ours
    scenario_text: Mapped[str] = mapped_column(Text)
    options: Mapped[dict[str, Any]] = mapped_column(JSON)


class TaskRow(Base):
    """One finished draw of a run under way, packed; ``sha256`` of the bytes tells whether they are whole."""

    __tablename__ = "task"
    job_key: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(32), primary_key=True)
    draw: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[bytes] = mapped_column(LargeBinary)


class LargeTableRow(Base):
    """A table of a run that is kept as a Parquet file; ``path`` is relative to the store's folder of tables."""

    __tablename__ = "large_table"
    run_key: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int] = mapped_column(BigInteger)
    byte_count: Mapped[int] = mapped_column(BigInteger)


class ScenarioRow(Base):
    """One scenario of a run."""

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("run_key", "name"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    run_key: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    label: Mapped[str] = mapped_column(Text)


class ParameterRow(Base):
    """One parameter as used in a run, at its central value."""

    __tablename__ = "parameter"
    __table_args__ = (_CLUSTERED,)
    run_key: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[float] = mapped_column(Float(53))
    unit: Mapped[str] = mapped_column(Text)
    prior: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    assumption: Mapped[bool] = mapped_column(Boolean)


class DrawRow(Base):
    """One parameter's value in one joint draw."""

    __tablename__ = "draw_value"
    __table_args__ = (_CLUSTERED,)
    run_key: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    draw: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[float] = mapped_column(Float(53))


class LedgerRow(Base):
    """SEK of one actor, kind, service and scope in one year of one replicate; a cost is positive."""

    __tablename__ = "ledger"
    __table_args__ = (_CLUSTERED,)
    scenario_key: Mapped[int] = mapped_column(ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True)
    replicate: Mapped[int] = mapped_column(Integer, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    actor: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    service: Mapped[str] = mapped_column(String(200), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32), primary_key=True)
    amount_sek: Mapped[float] = mapped_column(Float(53))


class PanelRow(Base):
    """Person-months in one status during one year of one replicate."""

    __tablename__ = "panel"
    __table_args__ = (_CLUSTERED,)
    scenario_key: Mapped[int] = mapped_column(ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True)
    replicate: Mapped[int] = mapped_column(Integer, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    status: Mapped[str] = mapped_column(String(100), primary_key=True)
    person_months: Mapped[float] = mapped_column(Float(53))
