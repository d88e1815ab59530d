"""The end of every command that runs a study and writes a page: its answer, and where its files are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from exclusim.app.guard import say

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import Console

__all__ = ["hand_over"]


def hand_over[D: BaseModel](
    document: D, render: Callable[[D, Console], None], files: Mapping[str, Path], *, as_json: bool
) -> None:
    """Print the answer on stdout, and where the files are: after it, or on stderr where stdout is one JSON document.

    Args:
        document: the study's result.
        render: writes it to a terminal.
        files: what was written, by the word that says what it is.
    """
    where = "\n".join(f"{name:<11}{file}" for name, file in files.items())
    if as_json:
        print(document.model_dump_json(indent=2))
        say(where)
        return
    from rich.console import Console

    render(document, Console())
    print(f"\n{where}")
