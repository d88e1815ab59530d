"""``exclusim export``: a stored run as one file that others can read, cite and make again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exclusim.app.files import DEFAULT_STORE, check_folder

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(export)


def export(
    run_id: Annotated[str, typer.Argument(help="Id of a stored run; its first characters are enough.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.zip", help="The archive to write.", show_default="exclusim-RUN_ID.zip"),
    ] = None,
    scenario: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The scenario file that was run, to be kept as it is. Shipped cases are found."
        ),
    ] = None,
    store: Annotated[
        str,
        typer.Option(
            envvar="EXCLUSIM_STORE", metavar="URL", help="Database URL of the store, or the path of a SQLite file."
        ),
    ] = DEFAULT_STORE,
) -> None:
    """Write a run to an archive: case, draws, versions, hashes of data, results.

    The archive is a zip file and an RO-Crate. `exclusim reproduce` runs it again and compares every bit.
    """
    if out is not None:
        check_folder(out.parent)

    from exclusim.results.archive import export_run
    from exclusim.results.store import Store

    with Store.open(store, must_exist=True) as opened:
        run_id = opened.load(run_id).run_id
        file = out or Path(f"exclusim-{run_id}.zip")
        export_run(opened, run_id, file, scenario)
    print(f"archive    {file}\nrun        {run_id}\nmake again exclusim reproduce {file}")
