"""Papers as files and as bytes, in the language spoken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exclusim.results.document import RunDocument
from exclusim.results.language import telling
from exclusim.results.paper.run_paper import run_paper
from exclusim.results.paper.setting import typeset, write

if TYPE_CHECKING:
    from exclusim.results.compare.document import CompareDocument
    from exclusim.results.paper.blocks import Paper

__all__ = ["compare_paper_bytes", "paper_bytes", "write_compare_paper", "write_paper"]


@telling
def paper_bytes(document: RunDocument) -> bytes:
    """The decision basis of a run as a PDF; the same run gives the same bytes."""
    return typeset(run_paper(document))


@telling
def compare_paper_bytes(document: CompareDocument) -> bytes:
    """The decision basis of a comparison as a PDF; the same comparison gives the same bytes."""
    return typeset(_compared(document))


@telling
def write_paper(document: RunDocument, path: Path) -> None:
    """Write the decision basis of a run to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write(run_paper(document), path)


@telling
def write_compare_paper(document: CompareDocument, path: Path) -> None:
    """Write the decision basis of a comparison to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write(_compared(document), path)


def _compared(document: CompareDocument) -> Paper:
    # Not at the top: a run's paper has no use for what a comparison loads.
    from exclusim.results.paper.compare_paper import compare_paper

    return compare_paper(document)
