"""Make an archived run again and say whether every bit is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Literal

from exclusim.model.errors import ExclusimError
from exclusim.results.archive.compare import comparable, differences
from exclusim.results.archive.content import result_files
from exclusim.results.archive.document import ChangedFile, OtherSurroundings, ReproductionDocument
from exclusim.results.archive.manifest import CASE, Manifest, Surroundings, sha256
from exclusim.results.archive.package import read_package
from exclusim.results.archive.surroundings import here
from exclusim.results.run import Progress, RunOptions, run_case
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.loading import parse
from exclusim.scenarios.schema import Case

__all__ = ["reproduce"]

_TOLD = 20


def reproduce(
    archive: Path,
    *,
    threads: int = 0,
    progress: Progress = lambda stage, done: None,
    before: Callable[[Case, RunOptions], None] = lambda case, options: None,
) -> ReproductionDocument:
    """Run the case of an archive again, with its options and seed, and compare bit for bit.

    Args:
        archive: a file of ``exclusim export``.
        threads: they change nothing but the time.
        progress: told the stage at work and the share done.
        before: told what is going to be run, once the archive has been found sound.

    Raises:
        ExclusimError: the archive cannot be read or used: its case is not one, or cannot be run here.
    """
    manifest, files = read_package(archive)
    try:
        case = parse(files[CASE], file=f"{archive}:{CASE}")
        options = manifest.options(threads)
    except ScenarioError as error:
        raise ExclusimError(f"the case in {archive} cannot be read here: {error}") from error
    except ExclusimError as error:
        raise ExclusimError(f"{archive} is refused: {error}") from error
    before(case, options)
    record = run_case(case, options, progress)
    made = result_files(record.document, record.ledger, record.panel, record.draws)
    compared = sorted(path for path in {*files, *made} if comparable(path))
    found = [place for path in compared for place in differences(path, files.get(path), made.get(path))]
    changed = _changed(manifest, files)
    return ReproductionDocument(
        archive=archive.name,
        run_id=manifest.run_id,
        case=manifest.case,
        same=not (changed or found),
        compared=compared,
        changed=changed,
        surroundings=_other(manifest.surroundings, here()),
        difference_count=len(found),
        differences=list(islice(found, _TOLD)),
    )


def _changed(manifest: Manifest, files: Mapping[str, bytes]) -> list[ChangedFile]:
    return [ChangedFile(path=path) for path, hashed in manifest.files.items() if sha256(files[path]) != hashed]


def _other(archived: Surroundings, ours: Surroundings) -> list[OtherSurroundings]:
    sources = "sources that simulate"
    groups: dict[Literal["version", "code", "data"], tuple[Mapping[str, str], Mapping[str, str]]] = {
        "version": (archived.versions, ours.versions),
        "code": ({sources: archived.code}, {sources: ours.code}),
        "data": (archived.data, ours.data),
    }
    return [
        OtherSurroundings(kind=kind, name=name, archived=was.get(name, "none"), here=now.get(name, "none"))
        for kind, (was, now) in groups.items()
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    ]
