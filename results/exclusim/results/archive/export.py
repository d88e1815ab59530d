"""From a stored run to an archive."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.errors import ExclusimError
from exclusim.results.archive.content import result_files
from exclusim.results.archive.crate import citation, crate
from exclusim.results.archive.given import given_files
from exclusim.results.archive.manifest import CASE, CITATION, CRATE, MANIFEST, Manifest, sha256
from exclusim.results.archive.package import write_package
from exclusim.results.archive.surroundings import here
from exclusim.results.document import RunDocument
from exclusim.results.files import atomic_path
from exclusim.results.run import RunOptions
from exclusim.results.run.heading import run_identity
from exclusim.results.run.plan import case_plan
from exclusim.results.store import Store
from exclusim.scenarios.loading import parse
from exclusim.scenarios.schema import Case

__all__ = ["archive_files", "export_run"]


def export_run(store: Store, run_id: str, file: Path, given: Path | None = None) -> RunDocument:
    """Write the archive of a stored run to ``file``, whole or not at all; returns the run's document.

    Args:
        store: where the run is.
        run_id: its id, or the first characters.
        file: the zip file; the same run exported twice gives the same bytes.
        given: the scenario file that was run, to be kept as it is with its comments.

    Raises:
        ExclusimError: there is no such run, it was made with other data or another Exclusim than this one, or the
            file cannot be written.
    """
    document = store.load(run_id)
    run_id = document.run_id
    files = archive_files(
        document,
        store.scenario_text(run_id),
        result_files(document, store.ledger(run_id), store.panel(run_id), store.draws(run_id)),
        given,
    )
    with atomic_path(file) as temporary:
        temporary.write_bytes(write_package(files))
    return document


def archive_files(
    document: RunDocument, scenario_text: str, results: dict[str, bytes], given: Path | None = None
) -> dict[str, bytes]:
    """Path in the archive → content, for the archive of a run made here."""
    case = parse(scenario_text)
    options = _asked(document, case)
    files = {CASE: scenario_text.encode(), CITATION: citation(document)}
    files |= given_files(document.case, document.scenario_hash, given) | results
    manifest = Manifest(
        run_id=document.run_id,
        case=document.case,
        preset=document.preset,
        persons=options.persons,
        replicates=options.replicates,
        seed=options.seed,
        created=document.created,
        scenario_hash=document.scenario_hash,
        surroundings=here(),
        files={},
    )
    files[CRATE] = crate(document, files)
    hashes = {path: sha256(files[path]) for path in sorted(files)}
    manifest = manifest.model_copy(update={"files": hashes})
    return files | {MANIFEST: (manifest.model_dump_json(indent=1) + "\n").encode()}


def _asked(document: RunDocument, case: Case) -> RunOptions:
    """The options of a stored run; whether the number of people was asked for is told by its id."""
    for persons in (None, document.persons):
        options = RunOptions(document.preset, persons, document.replicates, document.seed)
        posterior = ""
        if document.preset != "flat-annuity":
            found = case_plan(case, document.preset, persons).posterior
            posterior = "" if found is None else found.posterior.document.draws_sha256
        if run_identity(case, options, posterior) == document.run_id:
            return options
    raise ExclusimError(
        f"run {document.run_id} was made by another Exclusim ({document.code_version}) or with other data or options "
        "than can be found here: an archive could not say how it was made",
        hint="make the run again, or export it where it was made",
    )
