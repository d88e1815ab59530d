"""Options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["AsJson", "CaseOrFile", "Draws", "ExactSeed", "PersonsAsCase", "Replicates", "Seed", "Threads"]

CaseOrFile = Annotated[
    str, typer.Argument(metavar="CASE_OR_FILE", help="A case of `exclusim cases`, or a scenario file (.yaml).")
]
Replicates = Annotated[
    int, typer.Option(min=1, metavar="R", help="Joint draws of all uncertain parameters, each run once.")
]
Draws = Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="Joint draws of all uncertain parameters.")]
PersonsAsCase = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Simulated people per replicate.", show_default="as many as the case has"),
]
Seed = Annotated[int, typer.Option(min=0, metavar="S", help="The same seed gives the same result.")]
ExactSeed = Annotated[int, typer.Option(min=0, metavar="S", help="The same seed gives the same result, bit for bit.")]
Threads = Annotated[int, typer.Option(min=0, metavar="T", help="Threads to use; 0 for every core.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else there.")]
