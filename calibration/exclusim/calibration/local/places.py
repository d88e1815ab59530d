"""Municipalities by code or name, and how many were born there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from exclusim.calibration.evidence import series
from exclusim.model.errors import ExclusimError
from exclusim.scenarios.issues import did_you_mean

__all__ = ["Place", "find_place", "shipped_births", "shipped_places"]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality. ``births`` are live births by year; empty where unknown."""

    code: str
    name: str
    births: Mapping[int, int]


@cache
def shipped_places() -> Mapping[str, str]:
    """Code → name of the municipalities with shipped figures."""
    rows = series("kolada_riket_vgr_municipalities.csv")
    return MappingProxyType(
        {
            row["municipality_id"]: row["municipality"]
            for row in rows
            if row["municipality"] and not row["municipality_id"].startswith("00")  # 0000 nation, 00LL regions
        }
    )


@cache
def shipped_births() -> Mapping[str, Mapping[int, int]]:
    """Code → year → live births, girls and boys together."""
    table: dict[str, dict[int, int]] = {}
    for row in series("births_vgr_municipalities_1999_2019.csv"):
        years = table.setdefault(row["municipality_id"], {})
        years[int(row["year"])] = years.get(int(row["year"]), 0) + int(row["births"])
    return MappingProxyType({code: MappingProxyType(years) for code, years in table.items()})


def find_place(wanted: str, others: Iterable[str] = (), name: str | None = None) -> Place:
    """The municipality with this code or name.

    Args:
        wanted: four digits or a Swedish name, in upper or lower case.
        others: further codes that are known, from a file or an answer, though not by name.
        name: name of a code that is not shipped.

    Raises:
        ExclusimError: unknown, with the nearest known name.
    """
    known = shipped_places()
    text = wanted.strip()
    by_name = {title.casefold(): code for code, title in known.items()}
    plain = re.sub(r"s?\s+(kommun|stad)$", "", text.casefold())
    code = text if text in known else by_name.get(text.casefold()) or by_name.get(plain)
    if code is not None:
        return Place(code, known[code], shipped_births().get(code, {}))
    if re.fullmatch(r"\d{4}", text) and text in set(others):
        return Place(text, name or f"Kommun {text}", {})
    words = [*known, *known.values()]
    guess = did_you_mean(text, words) or did_you_mean(text.title(), words)
    raise ExclusimError(
        f"there are no figures for the municipality {text[:60]!r}{guess}",
        hint=f"shipped are {len(known)} in Västra Götaland; for another, give its code and --figures FILE, or --fetch",
    )
