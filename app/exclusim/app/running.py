"""A run from the command line: checks first, then the simulation, then the store, then the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from exclusim.app.compiling import announce_compilation
from exclusim.app.files import DEFAULT_FOLDER, DEFAULT_STORE, DEFAULT_STORE_FILE, check_folder, default_folder
from exclusim.app.guard import say
from exclusim.app.progress import Report, progress
from exclusim.app.signals import interruptible
from exclusim.app.writing import Scribe, pages_of, scribe, write_files
from exclusim.model.errors import ExclusimError
from exclusim.results.ensemble import InStore, Workers
from exclusim.results.language import spoken
from exclusim.results.run import RunOptions, run_case

if TYPE_CHECKING:
    from exclusim.results.document import RunDocument
    from exclusim.results.missions import Boundary
    from exclusim.results.store import RunRecord, Store
    from exclusim.scenarios.schema import Case

__all__ = ["Place", "print_document", "run", "show"]

_SIMULATED = 0.9  # share of a run's time that the simulation takes, about


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run is kept: its store (a URL or a file) and the folder of its files (None: the default)."""

    store: str = DEFAULT_STORE
    folder: Path | None = None

    @property
    def store_name(self) -> str:
        from exclusim.results.store.connect import parse_url
        from exclusim.results.store.failures import store_name

        return store_name(parse_url(self.store))


def run(
    case: Case,
    options: RunOptions,
    place: Place,
    *,
    as_json: bool,
    boundary: Boundary = "widened",
    workers: Workers | None = None,
) -> None:
    """Run a case, store it, write its files and print the result.

    Finished draws are stored as they come: whatever stops the run, ``exclusim resume`` goes on from them. A run that is
    complete is worth more than its store or its files: when one cannot be written, the rest is done all the same.

    Raises:
        ExclusimError: it cannot be run as asked, or something could not be written.
        KeyboardInterrupt: with what has been kept as its message.
    """
    if boundary == "narrow" and options.preset == "flat-annuity":
        raise ExclusimError(
            "--boundary narrow: the published example follows nobody, so it has no shared clients",
            hint="choose another preset, or leave the boundary out",
        )
    folder = place.folder or default_folder(case.case, options.preset)
    check_folder(folder)
    _check_store(place.store)
    draws = InStore(lambda: _exists(place.store), lambda: _open(place.store))
    kept = ""
    try:
        with progress(_stderr()) as report, scribe(workers) as pages_maker:
            if options.preset != "flat-annuity":
                announce_compilation(agencies=case.changes_rules)
            record = interruptible(
                lambda: run_case(case, options, progress=_told(report, pages_maker), workers=workers, kept=draws)
            )
            document = record.document
            pages = pages_maker.begin(document)
            report("storing the run", _SIMULATED)
            not_stored = _attempt(lambda: _store(record, place.store))
            if not_stored is None:
                kept = f"only the run is stored; for its files: exclusim show {document.run_id} --out FOLDER"
            not_written = _attempt(lambda: write_files(document, record.ledger, record.panel, folder, report, pages))
    except KeyboardInterrupt:
        draws.close()
        raise KeyboardInterrupt(kept or _go_on(draws, place) or "nothing was stored or written") from None
    except ExclusimError as error:
        if not draws.stored:
            raise
        raise ExclusimError(f"{error}\n{_go_on(draws, place)}") from error
    finally:
        draws.close()
    print_document(document, as_json=as_json, boundary=boundary)
    _print_places(document, place, None if not_written else folder, as_json=as_json, stored=not_stored is None)
    failures = [str(failure) for failure in (not_stored, not_written) if failure]
    if not_stored:
        failures.append(_go_on(draws, place))
    if failures:
        raise ExclusimError("\n".join(filter(None, failures)))


def _go_on(draws: InStore, place: Place) -> str:
    """What is stored of a run that was stopped, and how to finish it; nothing where nothing is."""
    if not draws.stored:
        return ""
    command = f"exclusim resume {draws.run_id}"
    if place.store != DEFAULT_STORE:
        command += f" --store {place.store_name}"
    return f"{draws.stored} of {draws.total} draws are stored; finish the run with: {command}"


def show(run_id: str, place: Place, *, as_json: bool, boundary: Boundary = "widened") -> None:
    """Print a stored run again and, where a folder is named, write its files there."""
    from exclusim.results.store import Store

    with Store.open(place.store, must_exist=True) as store:
        document = store.load(run_id)
        if place.folder is not None:
            check_folder(place.folder)
            with progress(_stderr()) as report:
                tables = store.ledger(document.run_id), store.panel(document.run_id)
                write_files(document, *tables, place.folder, report, partial(pages_of, document, spoken()))
    print_document(document, as_json=as_json, boundary=boundary)
    if place.folder is not None:
        _print_places(document, place, place.folder, as_json=as_json, stored=True)


def _stderr() -> Console:
    return Console(stderr=True, markup=False, highlight=False)


def _told(report: Report, waiting: Scribe) -> Report:
    """The simulation's own stages, scaled to its share of the whole; what waits for it gets ready meanwhile."""

    def told(stage: str, share: float) -> None:
        if share < 1:
            report(stage, share * _SIMULATED)
        if stage != "preparing":
            waiting.get_ready()

    return told


def print_document(document: RunDocument, *, as_json: bool, boundary: Boundary = "widened") -> None:
    """The result on stdout: a table with the headline of ``boundary``, or the one JSON document and nothing else."""
    from exclusim.results.terminal import render_terminal

    if as_json:
        for warning in document.warnings:
            say(warning, kind="warning")
        print(document.model_dump_json(indent=2))
    else:
        render_terminal(document, Console(), boundary)


def _exists(url: str) -> bool:
    """Whether there is a store to look in; a server and SQLite's own addresses always count."""
    file = _file(url)
    return file is None or file.exists()


def _file(url: str) -> Path | None:
    """The SQLite file of a store; None for a server and SQLite's own addresses."""
    if url == DEFAULT_STORE:
        return DEFAULT_STORE_FILE  # a first run is simulating before the libraries of databases are loaded

    from exclusim.results.store.connect import parse_url, plain_file

    return plain_file(parse_url(url))


def _check_store(url: str) -> None:
    """Open the store before a long run where it exists; one that does not is created with the first draws."""
    if _exists(url):
        _open(url).close()
    elif url == DEFAULT_STORE:
        check_folder(DEFAULT_FOLDER)
    elif (file := _file(url)) is not None and not file.parent.is_dir():
        raise ExclusimError(f"cannot create the store {file}: there is no folder {file.parent}", hint="create it first")


def _open(url: str) -> Store:
    from exclusim.results.files import ensure_folder
    from exclusim.results.store import Store

    if url == DEFAULT_STORE:
        ensure_folder(DEFAULT_FOLDER)
    return Store.open(url)


def _store(record: RunRecord, url: str) -> None:
    with _open(url) as store:
        store.save(record)


def _attempt(action: Callable[[], None]) -> ExclusimError | None:
    try:
        action()
    except ExclusimError as error:
        return error
    return None


def _print_places(document: RunDocument, place: Place, folder: Path | None, *, as_json: bool, stored: bool) -> None:
    """Where things are: ``folder`` is None where no files were written."""
    rows: dict[str, str] = {}
    if folder is not None:
        rows |= {
            "report": str(folder / "report.html"),
            "paper": str(folder / "decision-basis.pdf"),
            "workbook": str(folder / "results.xlsx"),
            "tables": str(folder / "tables"),
        }
    if stored:
        again = f"exclusim show {document.run_id}"
        if place.store != DEFAULT_STORE:
            again += f" --store {place.store_name}"
        rows |= {"store": place.store_name, "run": document.run_id, "show again": again}
    lines = "\n".join(f"{name:<11}{text}" for name, text in rows.items())
    if as_json:
        say(lines)
    elif rows:
        print(f"\n{lines}")
