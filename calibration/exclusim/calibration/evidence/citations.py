"""From the ids in a ``source`` field to short citations a reader can look up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from exclusim.calibration.evidence.loaders import (
    data_files,
    interventions,
    read_text,
    statistics,
    unit_costs,
    validation_cases,
)
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import ASSUMPTION

__all__ = ["source_text"]

_DOCUMENTS = {
    "SKL2017": "Helhet, hållbarhet och resultat – en guide för sociala investeringar (SKL, 2017), avsnitt 3, figur 6",
}
"""Figures that stand in a text and in no table of the evidence."""

_TABLES = ("statistics.csv", "unit_costs.csv", "interventions.csv", "validation_cases.csv")


def source_text(ids: str) -> str:
    """Short citation of one or several ids separated by spaces, joined by semicolons, each work once.

    Args:
        ids: row ids of the evidence (``S0171``, ``UC003``, ``VC015``, ``IPS-META-RR``), mechanisms (``M7``)
            and sections (``§5``) of the review of mechanisms, names of data series, a document (``SKL2017``), or
            ``assumption``.

    Raises:
        ExclusimError: an id is unknown.

    >>> source_text("UC003 UC004")
    'Kostnader för utbildningsväsendet 2007–2021 (SCB, 2022)'
    """
    catalogue = _catalogue()
    citations: dict[str, None] = {}
    for key in ids.split():
        if key not in catalogue:
            raise ExclusimError(
                f"unknown source id {key!r}",
                hint="expected ids like S0171, UC003, VC015, M7, §5 or IPS-META-RR",
            )
        citations[catalogue[key]] = None
    if not citations:
        raise ExclusimError("a source is empty", hint=f"name the rows it comes from, or write {ASSUMPTION!r}")
    return "; ".join(citations)


def _dated(source: str, publisher: str, year: int | None) -> str:
    inside = ", ".join(part for part in (publisher, str(year) if year else "") if part and part not in source)
    return f"{source} ({inside})" if inside else source


@cache
def _catalogue() -> Mapping[str, str]:
    citations = {ASSUMPTION: "assumption", **_DOCUMENTS}
    for key, statistic in statistics().items():
        citations[key] = _dated(statistic.source, statistic.publisher, statistic.published_year)
    for key, cost in unit_costs().items():
        citations[key] = _dated(cost.source, cost.publisher, cost.published_year)
    for key, effect in interventions().items():
        citations[key] = _dated(effect.source, "", effect.published_year)
    for key, case in validation_cases().items():
        citations[key] = f"{case.source}, {case.locator}"
    citations.update(_mechanisms())
    citations.update(_series())
    return MappingProxyType(citations)


def _mechanisms() -> dict[str, str]:
    text = read_text("mechanisms.md")
    named = dict(re.findall(r"^\| (M\d+) \| ([^|]+?) \| [^|]+ \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE))
    works = dict(re.findall(r"^\| ((?:M\d+|§\d+)) \| ([^|]+?) \|$", text, re.MULTILINE))
    sections = re.findall(r"^## (\d+)\. (.+)$", text, re.MULTILINE)
    citations = {
        key: f"Mechanisms of system faults, {key} {title}" + (f": {works[key]}" if key in works else "")
        for key, title in named.items()
    }
    for number, title in sections:
        key = f"§{number}"
        works_here = f": {works[key]}" if key in works else ""
        citations[key] = f"Mechanisms of system faults, section {number}, {title}{works_here}"
    return citations


def _series() -> dict[str, str]:
    described: dict[str, str] = {}
    for names, what, source in re.findall(
        r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| [^|]+ \|$", read_text("README.md"), re.MULTILINE
    ):
        for name in names.split(", "):
            described[name] = f"{what} ({source})"
    names = (name for name in data_files() if name.endswith(".csv") and name not in _TABLES)
    return {name: described.get(name, name) for name in names}
