"""Versions and hashes of everything here that a result depends on."""

from __future__ import annotations

import json
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files

from exclusim.calibration.costs import cost_book, cost_parameters
from exclusim.calibration.evidence import data_files
from exclusim.calibration.fitting.variants import VARIANTS
from exclusim.calibration.prices import price_index
from exclusim.results.archive.manifest import Surroundings, sha256
from exclusim.results.ensemble import code_hash
from exclusim.results.run.heading import cost_rows

__all__ = ["here"]

_PROGRAM = "exclusim"
_UNDER = ("llvmlite",)  # does the arithmetic, but is asked for by another


@cache
def here() -> Surroundings:
    """Those of this installation."""
    return Surroundings(versions=_versions(), code=code_hash(), data=_data())


def _versions() -> dict[str, str]:
    asked = [re.split(r"[^\w.-]", line)[0] for line in requires(_PROGRAM) or () if "extra ==" not in line]
    found = {_PROGRAM: version(_PROGRAM), "python": platform.python_version(), "machine": platform.machine()}
    for name in sorted([*asked, *_UNDER], key=str.lower):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _data() -> dict[str, str]:
    evidence = files("exclusim.calibration.evidence") / "data"
    found = {f"evidence/{name}": sha256((evidence / name).read_bytes()) for name in data_files()}
    posteriors = files("exclusim.calibration.fitting") / "data"
    for variant in VARIANTS:
        table = posteriors / f"posterior-{variant}.csv"
        if table.is_file():
            found[f"posterior/{variant}"] = sha256(table.read_bytes())
    rows = cost_rows(cost_book(cost_parameters().central(), max(price_index().levels)))
    book = json.dumps([row.model_dump(mode="json") for row in rows], sort_keys=True)
    return found | {"cost book": sha256(book.encode())}
