"""The shipped cases, and one door to cases by name or file.

>>> [info.name for info in cases()]
['etablering', 'genomsnittskommun', 'inforande', 'newcomers', 'skovde', 'systemfel', 'trelleborg', 'varmdo']
>>> load("trelleborg").population.size
480
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.loading import load_file, load_shipped
from exclusim.scenarios.schema import Case
from exclusim.scenarios.shipped import shipped, shipped_names
from exclusim.scenarios.source import is_path

__all__ = ["CaseInfo", "cases", "example", "load"]


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What a list of cases shows. ``size`` counts people in one cohort or group."""

    name: str
    title: str
    summary: str
    kind: str
    place: str
    size: int
    scenarios: tuple[str, ...]
    has_flat_annuity: bool


def cases() -> list[CaseInfo]:
    """The shipped cases in order of name."""
    return [_info(name, load_shipped(name)) for name in shipped_names()]


def load(name_or_path: str | os.PathLike[str]) -> Case:
    """A shipped case by name, or a scenario file: anything with a ``/`` or ending in ``.yaml`` or ``.yml``.

    Raises:
        ScenarioError: the file has problems; all are listed.
        ExclusimError: there is no such case.
    """
    if not isinstance(name_or_path, str) or is_path(name_or_path):
        return load_file(name_or_path)
    known = shipped_names()
    if name_or_path in known:
        return load_shipped(name_or_path)
    if Path(name_or_path[:200]).exists():
        hint = f"for the file, write ./{name_or_path}"
    else:
        hint = f"the cases are {', '.join(known)}{did_you_mean(name_or_path, known)}"
    raise ExclusimError(f"there is no case {name_or_path[:60]!r}", hint=hint)


def example(name: str = "genomsnittskommun") -> str:
    """The text of a shipped case as it stands, comments included: a file to copy and change."""
    load(name)  # names the cases where this one does not exist
    return (shipped() / f"{name}.yaml").read_text(encoding="utf-8")


def _info(name: str, case: Case) -> CaseInfo:
    return CaseInfo(
        name=name,
        title=case.title,
        summary=case.summary,
        kind=case.population.kind,
        place=case.population.place,
        size=case.size,
        scenarios=tuple(case.scenarios),
        has_flat_annuity=case.flat_annuity is not None,
    )
