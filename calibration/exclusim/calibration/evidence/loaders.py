"""Cached loaders of the packaged evidence. The files are the published rows as collected, unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from exclusim.calibration.evidence.records import Intervention, Record, Statistic, UnitCost, ValidationCase
from exclusim.calibration.evidence.tables import read_records, read_rows
from exclusim.model.errors import ExclusimError

__all__ = [
    "data_files",
    "data_hash",
    "interventions",
    "read_text",
    "series",
    "statistics",
    "unit_costs",
    "validation_cases",
]


def _folder() -> Traversable:
    return files("exclusim.calibration.evidence") / "data"


@cache
def data_files() -> tuple[str, ...]:
    """Names of all packaged evidence files, in order."""
    return tuple(sorted(entry.name for entry in _folder().iterdir() if entry.is_file()))


@cache
def read_text(name: str) -> str:
    """Content of one packaged evidence file."""
    if name not in data_files():
        raise ExclusimError(f"there is no evidence file {name!r}", hint="there are " + ", ".join(data_files()))
    return (_folder() / name).read_text(encoding="utf-8")


@cache
def data_hash() -> str:
    """SHA-256 over the names and bytes of all evidence files in name order, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for name in data_files():
        content = (_folder() / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@cache
def series(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of a data series such as ``sweden_mortality_scb_eha.csv``; its README says what each file is."""
    return tuple(MappingProxyType(cells) for _, cells in read_rows(read_text(name), name))


def _records[R: Record](name: str, kind: type[R]) -> Mapping[str, R]:
    return MappingProxyType(read_records(read_text(name), name, kind))


@cache
def statistics() -> Mapping[str, Statistic]:
    """Published statistics by id (``S0013`` …)."""
    return _records("statistics.csv", Statistic)


@cache
def unit_costs() -> Mapping[str, UnitCost]:
    """Published unit costs by id (``UC001`` …)."""
    return _records("unit_costs.csv", UnitCost)


@cache
def interventions() -> Mapping[str, Intervention]:
    """Published effects of interventions by id (``IPS-META-RR`` …)."""
    return _records("interventions.csv", Intervention)


@cache
def validation_cases() -> Mapping[str, ValidationCase]:
    """Figures of the published worked examples by id (``VC001`` …)."""
    return _records("validation_cases.csv", ValidationCase)
