"""From scenario text to a validated case: read, merge what it extends, validate, and say what is wrong."""

from __future__ import annotations

import hashlib
import io
import json
import os
from importlib.resources import as_file
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML

from exclusim.scenarios.issues import Path, ScenarioError, did_you_mean, show
from exclusim.scenarios.messages import issues
from exclusim.scenarios.schema import Case
from exclusim.scenarios.shipped import shipped, shipped_names
from exclusim.scenarios.source import Source, is_path, overlay, read_file, read_text

__all__ = ["digest", "dump", "load_file", "load_shipped", "parse"]

_LONGEST_CHAIN = 10


def load_file(path: str | os.PathLike[str]) -> Case:
    """Load a scenario file from disk. What it ``extends`` is a shipped case or a file beside it.

    Raises:
        ScenarioError: with every problem found.
    """
    file = FilePath(path)
    return _validate(_extended(read_file(file), (_identity(file),), file.parent))


def load_shipped(name: str) -> Case:
    """Load a shipped case; the name must be one of :func:`shipped_names`."""
    return _validate(_extended(_read_shipped(name), (name,), None))


def parse(text: str | bytes, *, file: str = "<text>") -> Case:
    """Load a case from text, such as an upload. It may extend shipped cases only, never a file.

    Raises:
        ScenarioError: with every problem found.
    """
    return _validate(_extended(read_text(text, file), (), None))


def dump(case: Case) -> str:
    """The case as YAML that stands alone; :func:`parse` gives an equal case back."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order of the file
    yaml.allow_unicode = True
    yaml.width = 110
    stream = io.StringIO()
    yaml.dump(_plain(case), stream)
    return stream.getvalue()


def digest(case: Case) -> str:
    """SHA-256 of everything the case says, in hexadecimal; comments and layout do not count."""
    text = json.dumps(_plain(case), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(case: Case) -> dict[str, Any]:
    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"extends"})
    return {"exclusim": case.exclusim, **data}


def _read_shipped(name: str) -> Source:
    with as_file(shipped() / f"{name}.yaml") as path:
        return read_file(path, label=f"{name}.yaml")


def _identity(path: FilePath) -> str:
    return os.path.realpath(path)


def _extended(source: Source, chain: tuple[str, ...], folder: FilePath | None) -> Source:
    """The source merged with what it extends, and so on."""
    name = source.values.get("extends")
    if name is None:
        return source
    at: Path = ("extends",)
    known = shipped_names()
    if "case" not in source.values:
        raise ScenarioError([source.issue(("case",), "expected a name of its own for a case that extends")])
    if not isinstance(name, str):
        raise ScenarioError([source.issue(at, f"expected the name of a case or file (got {show(name)})")])
    if name not in known and (folder is None or not is_path(name)):
        choice = "a shipped case" if folder is None else "a .yaml file or a shipped case"
        guess = did_you_mean(name, known)
        message = f"expected {choice}: {', '.join(known)} (got {show(name)}){guess}"
        raise ScenarioError([source.issue(at, message)])
    below = folder / name if folder is not None and is_path(name) else None
    identity = name if below is None else _identity(below)
    if identity in chain or len(chain) >= _LONGEST_CHAIN:
        raise ScenarioError([source.issue(at, f"expected no circle of extends (got {name!r} again)")])
    if below is None:
        base = _extended(_read_shipped(name), (*chain, identity), None)
    else:
        if below.suffix not in {".yaml", ".yml"} or not below.is_file():
            raise ScenarioError([source.issue(at, f"expected an existing .yaml file (got {show(name)})")])
        base = _extended(read_file(below), (*chain, identity), below.parent)
    return overlay(base, source)


def _validate(source: Source) -> Case:
    try:
        return Case.model_validate(source.values)
    except ValidationError as error:
        raise ScenarioError(issues(error, source)) from None
