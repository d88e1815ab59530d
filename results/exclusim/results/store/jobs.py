"""Runs under way: what it takes to go on with one, and its finished draws."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, delete, func, select

from exclusim.results.store.record import Job
from exclusim.results.store.schema import JobRow, TaskRow

__all__ = ["finished_draws", "insert_tasks", "jobs", "remove_job"]


_COLUMNS = tuple(field.name for field in fields(Job))


def jobs(connection: Connection) -> list[tuple[Job, int]]:
    """Every run under way and how many of its draws are stored, the latest first."""
    done = select(func.count()).where(TaskRow.job_key == JobRow.id).scalar_subquery()
    rows = connection.execute(
        select(done.label("done"), *(getattr(JobRow, name).label(name) for name in _COLUMNS)).order_by(
            JobRow.created.desc(), JobRow.id.desc()
        )
    ).mappings()
    return [(Job(**{**{name: row[name] for name in _COLUMNS}, "seed": int(row["seed"])}), row["done"]) for row in rows]


def insert_tasks(connection: Connection, job: Job, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
    """Keep finished draws; those that are there already, from another process on the same run, stay as they are."""
    key = _job_key(connection, job)
    rows = [
        {"job_key": key, "stage": stage, "draw": draw, "sha256": _hash(result), "result": result}
        for draw, result in results
    ]
    if rows:
        connection.execute(_insert(connection, TaskRow).on_conflict_do_nothing(), rows)


def finished_draws(connection: Connection, job: Job) -> dict[str, dict[int, bytes]]:
    """Results by stage and draw that are whole and were made by the same code; those of other code are removed."""
    found = connection.execute(
        select(JobRow.id, JobRow.code_key, JobRow.draws).where(JobRow.run_id == job.run_id)
    ).one_or_none()
    if found is None:
        return {}
    if found.code_key != job.code_key:
        remove_job(connection, job.run_id)
        return {}
    results: dict[str, dict[int, bytes]] = {}
    for row in connection.execute(
        select(TaskRow.stage, TaskRow.draw, TaskRow.sha256, TaskRow.result).where(TaskRow.job_key == found.id)
    ):
        if _hash(row.result) == row.sha256:
            results.setdefault(row.stage, {})[row.draw] = row.result
        else:  # it is made again, and must find its place empty
            place = (TaskRow.job_key == found.id, TaskRow.stage == row.stage, TaskRow.draw == row.draw)
            connection.execute(delete(TaskRow).where(*place))
    return results


def remove_job(connection: Connection, run_id: str) -> bool:
    """Remove a run under way with its draws; whether there was one."""
    return connection.execute(delete(JobRow).where(JobRow.run_id == run_id)).rowcount > 0


def _job_key(connection: Connection, job: Job) -> int:
    values = {name: getattr(job, name) for name in _COLUMNS} | {"seed": str(job.seed), "options": dict(job.options)}
    columns = {getattr(JobRow, name): value for name, value in values.items()}
    connection.execute(_insert(connection, JobRow).values(columns).on_conflict_do_nothing())
    return connection.execute(select(JobRow.id).where(JobRow.run_id == job.run_id)).scalar_one()


def _insert(connection: Connection, model: type[JobRow] | type[TaskRow]) -> Any:
    """An insertion that may say what to do on a conflict, as each kind of database has its own."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(model)

    from sqlalchemy.dialects import postgresql

    return postgresql.insert(model)


def _hash(result: bytes) -> str:
    return hashlib.sha256(result).hexdigest()
