"""``exclusim odd``: the ODD protocol with every table from the declarations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exclusim.app.files import check_folder

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(odd)


def odd(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it here instead of to stdout.")] = None,
) -> None:
    """Print the ODD protocol of the model as Markdown.

    Its tables of states, changes, parameters, agencies, faults and costs are generated from the declarations.
    """
    if out is not None:
        check_folder(out.parent)

    from exclusim.results.documentation import odd_text
    from exclusim.results.files import write_text

    text = odd_text()
    if out is None:
        sys.stdout.write(text)
    else:
        write_text(out, text)
        print(f"protocol   {out}")
