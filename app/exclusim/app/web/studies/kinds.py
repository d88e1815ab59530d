"""Every kind of study that a visitor can order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from exclusim.app.web.studies import compare, faults, flow, lives, local, run, whatif
from exclusim.app.web.studies.kind import Kind

__all__ = ["KINDS"]

_ALL: tuple[Kind[Any], ...] = (run.KIND, compare.KIND, whatif.KIND, faults.KIND, flow.KIND, lives.KIND, local.KIND)

KINDS: Mapping[str, Kind[Any]] = MappingProxyType({kind.name: kind for kind in _ALL})
