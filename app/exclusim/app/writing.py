"""A run's files: report, decision basis, workbook and tables; all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from exclusim.app.files import staged
from exclusim.app.progress import Report
from exclusim.results.ensemble import Workers
from exclusim.results.language import Language, speaking, spoken

if TYPE_CHECKING:
    import pandas as pd

    from exclusim.results.document import RunDocument

__all__ = ["Pages", "pages_of", "scribe", "write_files"]


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


def _load() -> None:
    """What :func:`pages_of` needs, before it is needed."""
    from exclusim.results import paper, report  # noqa: F401


@contextmanager
def scribe(workers: Workers | None) -> Iterator[Callable[[RunDocument], Callable[[], Pages]]]:
    """Who makes pages: given a document it begins, and what it returns gives them.

    Where processes compute the draws, one more makes the pages while this one goes on; otherwise they are made when
    they are asked for.
    """
    if workers is None or workers.kind != "processes":
        yield lambda document: partial(pages_of, document, spoken())
        return
    with Workers("processes", 1).open() as (executor, _):
        executor.submit(_load)
        yield lambda document: executor.submit(pages_of, document, spoken()).result


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
