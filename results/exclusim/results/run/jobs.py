"""A run under way as the store keeps it, and back again."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from exclusim.model.errors import ExclusimError
from exclusim.results.ensemble import code_key
from exclusim.results.run.heading import run_identity
from exclusim.results.run.options import RunOptions
from exclusim.results.run.plan import CasePlan
from exclusim.results.store import Job
from exclusim.scenarios.loading import dump, parse
from exclusim.scenarios.schema import Case

__all__ = ["job_of", "resumed"]

_OPTIONS = ("preset", "persons", "replicates", "seed", "keep")
"""Options that go on with a run; who computes it may change."""


def job_of(plan: CasePlan, options: RunOptions, draws: int) -> Job:
    """A run as it begins.

    Args:
        plan: of its case.
        options: how it is run.
        draws: of all its structures together.
    """
    posterior = "" if plan.posterior is None else plan.posterior.posterior.document.draws_sha256
    return Job(
        run_id=run_identity(plan.case, options, posterior),
        case=plan.case.case,
        title=plan.case.title,
        preset=options.preset,
        seed=options.seed,
        persons=plan.persons,
        replicates=options.replicates,
        draws=draws,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("exclusim"),
        code_key=code_key(),
        scenario_text=dump(plan.case),
        options={name: getattr(options, name) for name in _OPTIONS},
    )


def resumed(job: Job) -> tuple[Case, RunOptions]:
    """The case and the options of a run under way.

    Raises:
        ExclusimError: its draws were made by other code: going on would mix two models.
    """
    if job.code_key != code_key():
        raise ExclusimError(
            f"run {job.run_id} was begun with other code (Exclusim {job.code_version}), data or libraries than these; "
            "its draws cannot be mixed with new ones",
            hint="go on with the Exclusim that began it, or give it up with --discard and run the case again",
        )
    stored: dict[str, Any] = dict(job.options)
    return parse(job.scenario_text), RunOptions(**{**stored, "keep": tuple(stored["keep"])})
