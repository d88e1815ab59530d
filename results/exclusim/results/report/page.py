"""One self-contained page: no request leaves it, with or without a network."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from exclusim.results.document import RunDocument
from exclusim.results.files import write_text

from .parts import band_meaning
from .sections import sections
from .words import facts, headline, key_figures, verdict

__all__ = ["render_report", "write_report"]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("exclusim.results.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return files("exclusim.results.report").joinpath("templates", name).read_text(encoding="utf-8")


def render_report(document: RunDocument) -> str:
    """The report as one HTML document in Swedish: style, script and figures inside it."""
    script = _asset("filter.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html")
        .render(
            document=document,
            facts=facts(document),
            headline=headline(document),
            keys=key_figures(document),
            verdicts=[(d.label, verdict(document, d)) for d in document.differences.values()],
            meaning=band_meaning(document),
            sections=sections(document),
            style=Markup(_asset("style.css")),
            script=Markup(script),
            script_hash=f"sha256-{digest}",
        )
    )


def write_report(document: RunDocument, path: Path) -> None:
    """Write the report to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written; an older report is then untouched.
    """
    write_text(path, render_report(document))
