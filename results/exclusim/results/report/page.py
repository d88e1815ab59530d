"""One self-contained page: no request leaves it, with or without a network."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.document import RunDocument
from exclusim.results.files import write_text
from exclusim.results.language import _, telling

from .parts import band_meaning
from .sections import sections
from .shell import render
from .words import facts, headline, key_figures, verdict

__all__ = ["render_report", "write_report"]


@telling
def render_report(document: RunDocument) -> str:
    """The report as one HTML document in the language spoken: style, script and figures inside it."""
    return render(
        "exclusim.results.report",
        "report.html",
        script="report.js",
        document=document,
        facts=facts(document),
        headline=headline(document),
        keys=key_figures(document),
        warnings=[_(warning) for warning in document.warnings],
        verdicts=[(_(d.label), verdict(document, d)) for d in document.differences.values()],
        meaning=band_meaning(document),
        sections=sections(document),
    )


def write_report(document: RunDocument, path: Path) -> None:
    """Write the report to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written; an older report is then untouched.
    """
    write_text(path, render_report(document))
