"""Finding a run by its id, and the list of all."""

from __future__ import annotations

from sqlalchemy import URL, Connection, func, select

from exclusim.model.errors import ExclusimError
from exclusim.results.document import SCHEMA_VERSION
from exclusim.results.store.failures import store_name
from exclusim.results.store.jobs import jobs
from exclusim.results.store.record import RunInfo
from exclusim.results.store.schema import RunRow

__all__ = ["find", "listed"]

_FIELDS = tuple(field for field in RunInfo.__dataclass_fields__ if field != "seed")


def listed(connection: Connection) -> list[RunInfo]:
    """Stored runs and those under way, the latest first."""
    stored = _stored(connection)
    complete = {run.run_id for run in stored}
    under_way = [
        RunInfo(
            job.run_id,
            job.case,
            job.title,
            job.preset,
            job.seed,
            job.persons,
            job.replicates,
            job.created,
            job.code_version,
            SCHEMA_VERSION,
            f"unfinished, {done} of {job.draws} draws",
        )
        for job, done in jobs(connection)
        if job.run_id not in complete
    ]
    return sorted([*under_way, *stored], key=lambda run: run.created, reverse=True)


def find(connection: Connection, run_id: str, url: URL) -> int:
    """Key of the run with this id, or with the only id that begins so.

    Raises:
        ExclusimError: there is none, it is still under way, or there are several.
    """
    exact = connection.execute(select(RunRow.id).where(RunRow.run_id == run_id)).scalar_one_or_none()
    if exact is not None:
        return exact
    start = func.substr(RunRow.run_id, 1, len(run_id))
    found = connection.execute(select(RunRow.id, RunRow.run_id).where(start == run_id)).all() if run_id else []
    if len(found) == 1:
        return int(found[0].id)
    if found:
        raise ExclusimError(
            f"{len(found)} runs begin with {run_id!r}: {', '.join(sorted(row.run_id for row in found))}",
            hint="give more characters",
        )
    for job, done in jobs(connection):
        if run_id and job.run_id.startswith(run_id):
            raise ExclusimError(
                f"run {job.run_id} is not complete: {done} of {job.draws} draws are stored",
                hint=f"finish it with `exclusim resume {job.run_id}`",
            )
    latest = _stored(connection, 5)
    names = "; ".join(f"{run.run_id} ({run.case}, {run.preset}, {run.created})" for run in latest)
    raise ExclusimError(
        f"there is no run {run_id!r} in the store {store_name(url)}",
        hint=f"the latest are {names}" if latest else "it has no runs yet",
    )


def _stored(connection: Connection, limit: int | None = None) -> list[RunInfo]:
    rows = connection.execute(
        select(RunRow.seed, *(getattr(RunRow, name).label(name) for name in _FIELDS))
        .order_by(RunRow.created.desc(), RunRow.id.desc())
        .limit(limit)
    ).mappings()
    return [RunInfo(**{**row, "seed": int(row["seed"])}) for row in rows]
