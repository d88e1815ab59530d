"""What decides a result besides the case and the options: the code and the libraries that do the arithmetic."""

from __future__ import annotations

import hashlib
import importlib
import json
import platform
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from exclusim.calibration.evidence import data_hash

__all__ = ["SIMULATING", "code_hash", "code_key"]

SIMULATING = ("exclusim.model", "exclusim.scenarios", "exclusim.calibration", "exclusim.results.run")
"""Packages whose code a replicate comes from."""
_LIBRARIES = ("exclusim", "numpy", "numba", "scipy")


@cache
def code_hash(packages: Sequence[str] = SIMULATING) -> str:
    """A hash of the sources of ``packages``, as they lie on disk when it is first asked for."""
    found = hashlib.sha256()
    for file in sorted(_sources(packages)):
        found.update(file.read_bytes())
    return found.hexdigest()


def code_key() -> str:
    """A short hash of code, evidence and libraries; draws made under another one are never mixed with ours."""
    libraries = [version(name) for name in _LIBRARIES]
    identity = [code_hash(), data_hash(), libraries, platform.machine(), platform.python_version_tuple()[:2]]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]


def _sources(packages: Sequence[str]) -> Iterator[Path]:
    for package in packages:
        for folder in importlib.import_module(package).__path__:
            yield from Path(folder).rglob("*.py")
