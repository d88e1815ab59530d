"""Scenario files as they were given, comments included, with what they extend."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.library import example
from exclusim.scenarios.loading import digest, load_file, load_shipped
from exclusim.scenarios.shipped import shipped_names
from exclusim.scenarios.source import is_path, read_file, read_text

__all__ = ["given_files"]

_FOLDER = "given"


def given_files(case: str, scenario_hash: str, file: Path | None) -> dict[str, bytes]:
    """Path in the archive → content.

    Args:
        case: name of the run's case.
        scenario_hash: of the case that was run.
        file: the scenario file that was run. Without it a shipped case is recognised; of another one only the
            resolved case is known.

    Raises:
        ExclusimError: the file has changed since the run, or is another one.
    """
    if file is not None:
        if digest(load_file(file)) != scenario_hash:
            raise ExclusimError(f"{file} is not the case that was run", hint="it has changed, or is another file")
        return _chain(file)
    if case in shipped_names() and digest(load_shipped(case)) == scenario_hash:
        return _shipped_chain(case)
    return {}


def _chain(file: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at: Path | None = file
    while at is not None:
        name = f"{_FOLDER}/{at.name}"
        if name in found:  # of two files of the same name in different folders
            name = f"{_FOLDER}/{len(found)}-{at.name}"
        found[name] = at.read_bytes()
        below = read_file(at).values.get("extends")
        if isinstance(below, str) and not is_path(below):
            return found | _shipped_chain(below)
        at = at.parent / below if isinstance(below, str) else None
    return found


def _shipped_chain(name: str) -> dict[str, bytes]:
    text = example(name)
    found = {f"{_FOLDER}/{name}.yaml": text.encode()}
    below = read_text(text, name).values.get("extends")
    return found | _shipped_chain(below) if isinstance(below, str) else found
