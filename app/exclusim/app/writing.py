"""A run's files: report, decision basis, workbook and tables; all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from exclusim.app.files import staged
from exclusim.app.progress import Report
from exclusim.results.ensemble import Workers
from exclusim.results.language import Language, speaking, spoken

if TYPE_CHECKING:
    import pandas as pd

    from exclusim.results.document import RunDocument

__all__ = ["Pages", "Scribe", "pages_of", "scribe", "write_files"]


class Pages(NamedTuple):
    """What people read of a run."""

    report: str
    paper: bytes


def pages_of(document: RunDocument, language: Language) -> Pages:
    """The report as HTML and the decision basis as a PDF."""
    from exclusim.results.paper import paper_bytes
    from exclusim.results.report import render_report

    with speaking(language):
        return Pages(render_report(document), paper_bytes(document))


def _load_pages() -> None:
    from exclusim.results import paper, report  # noqa: F401


def _load_files() -> None:
    from exclusim.results import tables, workbook  # noqa: F401
    from exclusim.results.run import large  # noqa: F401
    from exclusim.results.store import Store  # noqa: F401


class Scribe:
    """Who makes pages: another process, or this one where there is none.

    Args:
        executor: one process.
    """

    def __init__(self, executor: Executor | None) -> None:
        self._executor = executor
        self._loading = Thread(target=self._load, daemon=True)

    def get_ready(self) -> None:
        """Load what comes after the draws, here and there, while processes compute them; returns at once."""
        if self._executor is not None and self._loading.ident is None:
            self._loading.start()

    def _load(self) -> None:
        assert self._executor is not None
        with suppress(RuntimeError):  # the run was stopped meanwhile, and nothing follows it
            self._executor.submit(_load_pages)
            _load_files()

    def begin(self, document: RunDocument) -> Callable[[], Pages]:
        """Begin to make the pages of a run; what is returned gives them. Alone, they are made when asked for."""
        if self._executor is None:
            return partial(pages_of, document, spoken())
        return self._executor.submit(pages_of, document, spoken()).result


@contextmanager
def scribe(workers: Workers | None) -> Iterator[Scribe]:
    """A scribe for a run: in a process of its own where processes compute the draws."""
    if workers is None or workers.kind != "processes":
        yield Scribe(None)
        return
    with Workers("processes", 1).open() as (executor, _):
        yield Scribe(executor)


def write_files(
    document: RunDocument,
    ledger: pd.DataFrame,
    panel: pd.DataFrame,
    folder: Path,
    report: Report,
    pages: Callable[[], Pages],
) -> None:
    """Write everything to ``folder``.

    Raises:
        ExclusimError: it cannot be written.
    """
    from exclusim.results.tables import write_tables
    from exclusim.results.workbook import write_workbook

    with staged(folder) as temporary:
        report("writing the workbook", 0.93)
        write_workbook(document, ledger, temporary / "results.xlsx")
        report("writing the tables", 0.96)
        write_tables(document, ledger, panel, temporary / "tables")
        report("writing the report and the decision basis", 0.97)
        made = pages()
        (temporary / "report.html").write_text(made.report, encoding="utf-8")
        (temporary / "decision-basis.pdf").write_bytes(made.paper)
