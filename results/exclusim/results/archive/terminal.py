"""The answer of ``exclusim reproduce`` in words."""

from __future__ import annotations

from rich.console import Console

from exclusim.results.archive.document import OtherSurroundings, ReproductionDocument

__all__ = ["render_terminal"]

_DIGITS = 12  # of a hash, enough to tell two apart


def render_terminal(document: ReproductionDocument, console: Console) -> None:
    """Print the verdict first, then what is another one."""
    verdict = "the same bits" if document.same else "NOT the same"
    console.print(f"run {document.run_id} ({document.case}): {verdict}; {len(document.compared)} files compared")
    for file in document.changed:
        console.print(f"changed since it was exported: {file.path}")
    if document.difference_count:
        console.print(f"{document.difference_count} values differ:")
        for place in document.differences:
            console.print(f"  {place.file}: {place.where}: archived {place.archived}, here {place.here}")
        if document.difference_count > len(document.differences):
            console.print("  …")
    if document.surroundings:
        console.print("made with something else than what is here:")
        for other in document.surroundings:
            console.print(f"  {other.kind} {other.name}: archived {_short(other)[0]}, here {_short(other)[1]}")


def _short(other: OtherSurroundings) -> tuple[str, str]:
    if other.kind == "version":
        return other.archived, other.here
    return other.archived[:_DIGITS], other.here[:_DIGITS]
