"""Key figures of municipalities: the shipped ones, a CSV or JSON file, and Kolada's own answers."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exclusim.calibration.evidence import series, statistics
from exclusim.calibration.local.key_figures import KEY_FIGURES
from exclusim.calibration.local.places import shipped_places
from exclusim.model.errors import ExclusimError

__all__ = ["NATION", "Observation", "held_out_years", "read_figures", "read_payload", "shipped_figures"]

NATION = "0000"
_SHIPPED = "kolada_riket_vgr_municipalities.csv"
_LARGEST = 50_000_000  # bytes
_COLUMNS = {
    "kpi": ("kpi",),
    "municipality": ("municipality_id", "municipality", "kommun"),
    "year": ("year", "period", "år"),
    "value": ("value", "värde"),
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one key figure, both sexes together, as a share."""

    kpi: str
    municipality: str
    year: int
    share: float
    source: str


def held_out_years(kpi: str) -> frozenset[int]:
    """Years in which the nation's value is held out for validation; a local fit must not see them."""
    indicator = KEY_FIGURES[kpi].indicator
    return frozenset(
        int(row.year)
        for row in statistics().values()
        if row.role == "validation" and row.indicator == indicator and row.year.isdigit()
    )


@cache
def shipped_figures() -> tuple[Observation, ...]:
    """Shipped figures of the nation and Västra Götaland, without the years held out for validation."""
    rows = [
        (r["kpi"], r["municipality_id"], int(r["year"]), r["gender"], float(r["value"]))
        for r in series(_SHIPPED)
        if r["kpi"] in KEY_FIGURES
    ]
    found = _both_sexes(rows, "Kolada", "evidence")
    return tuple(item for item in found if item.year not in held_out_years(item.kpi))


def read_figures(path: Path) -> tuple[Observation, ...]:
    """Key figures from a CSV table or JSON as Kolada's API gives it.

    A CSV has the columns ``kpi``, ``municipality_id`` (or ``municipality``), ``year`` (or ``period``), ``value`` in per
    cent and, optionally, ``gender`` (T, K, M), separated by commas or semicolons.

    Raises:
        ExclusimError: with file, line and what was expected.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ExclusimError(f"{path}: expected a file of at most {_LARGEST // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExclusimError(f"{path}: expected UTF-8 text (got the byte 0x{error.object[error.start]:02x})") from None
    except OSError as error:
        raise ExclusimError(f"{path}: {error.strerror or error}") from None
    if text.lstrip()[:1] in ("{", "["):
        try:
            payload = json.loads(text)
        except json.JSONDecodeError as error:
            raise ExclusimError(f"{path}:{error.lineno}: expected JSON ({error.msg})") from None
        except (ValueError, RecursionError):
            raise ExclusimError(f"{path}: expected JSON as Kolada gives it (numbers or nesting too large)") from None
        return read_payload(payload, str(path))
    try:
        rows = _csv_rows(text, str(path))
    except csv.Error as error:
        raise ExclusimError(f"{path}: expected a CSV table ({error})") from None
    return _both_sexes(rows, f"fil {path.name}", str(path))


def read_payload(payload: object, where: str, source: str = "Kolada") -> tuple[Observation, ...]:
    """Values of an answer of Kolada's API (or a list of its pages); suppressed values are left out.

    Raises:
        ExclusimError: the answer has another shape; ``where`` begins the message.
    """
    rows = []
    for page in payload if isinstance(payload, list) else [payload]:
        values = page.get("values") if isinstance(page, dict) else None
        if not isinstance(values, list):
            raise ExclusimError(
                f"{where}: expected Kolada's answer, an object with a list 'values' of "
                "{kpi, municipality, period, values: [{gender, value}]}"
            )
        for number, entry in enumerate(values):
            rows += _payload_rows(entry, f"{where}: values[{number}]")
    return _both_sexes(rows, source, where)


type _Row = tuple[str, str, int, str, float]


def _payload_rows(entry: Any, at: str) -> list[_Row]:
    try:
        kpi, municipality, year = str(entry["kpi"]), str(entry["municipality"]), int(entry["period"])
        cells = entry.get("values", [entry])
        return [
            (kpi, municipality, year, str(cell.get("gender") or "T"), float(cell["value"]))
            for cell in cells
            if cell.get("value") is not None
        ]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ExclusimError(
            f"{at}: expected kpi, municipality, period and values with gender and value (got {type(error).__name__}: "
            f"{error})"
        ) from None


def _csv_rows(text: str, where: str) -> list[_Row]:
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    found = {role: next((names[n] for n in options if n in names), None) for role, options in _COLUMNS.items()}
    missing = [role for role, name in found.items() if name is None]
    if missing:
        raise ExclusimError(
            f"{where}:1: expected the columns kpi, municipality_id, year and value (missing: {', '.join(missing)})"
        )
    gender = names.get("gender") or names.get("kön")
    rows = []
    for cells in reader:
        values = {role: (cells.get(name or "") or "").strip() for role, name in found.items()}
        if not values["value"]:
            continue  # suppressed
        line = f"{where}:{reader.line_num}"
        sex = (cells.get(gender) or "T").strip() if gender else "T"
        rows.append(
            (
                values["kpi"],
                _code(values["municipality"]),
                _year(values["year"], line),
                sex,
                _number(values["value"].replace(",", "."), line, "value in per cent"),
            )
        )
    return rows


def _code(text: str) -> str:
    """The code of a municipality that a table names or numbers, with the zeros that spreadsheets drop."""
    if text.isdigit():
        return text.zfill(4)
    names = {name.casefold(): code for code, name in shipped_places().items()} | {"riket": NATION}
    return names.get(text.casefold(), text)


def _year(text: str, line: str) -> int:
    if not (text.isdigit() and len(text) == 4):
        raise ExclusimError(f"{line}: expected a year, such as 2019 (got {text[:40]!r})")
    return int(text)


def _number(text: str, line: str, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ExclusimError(f"{line}: expected a {what} (got {text[:40]!r})")
    return number


def _both_sexes(rows: Iterable[_Row], source: str, where: str) -> tuple[Observation, ...]:
    """One share per figure, place and year: the total, or the mean of women and men where the total is missing."""
    table: dict[tuple[str, str, int], dict[str, float]] = {}
    for kpi, municipality, year, sex, value in rows:
        if kpi in KEY_FIGURES and not 0 <= value <= 100:
            raise ExclusimError(f"{where}: {kpi} {municipality} {year}: expected 0 to 100 per cent (got {value:g})")
        table.setdefault((kpi, municipality, year), {})[sex] = value
    _check_per_cent(table, where)
    found = []
    for (kpi, municipality, year), values in sorted(table.items()):
        total = _total(values)
        if total is not None:
            found.append(Observation(kpi, municipality, year, total / 100, source))
    return tuple(found)


def _check_per_cent(table: Mapping[tuple[str, str, int], Mapping[str, float]], where: str) -> None:
    """None of the figures is ever below one per cent in all places and years: such values are shares."""
    for kpi in KEY_FIGURES:
        values = [value for (key, _, _), sexes in table.items() if key == kpi for value in sexes.values()]
        if values and max(values) < 1:
            raise ExclusimError(f"{where}: {kpi}: expected per cent, such as 7.5 (got {max(values):g} at most)")


def _total(values: Mapping[str, float]) -> float | None:
    if "T" in values:
        return values["T"]
    return (values["K"] + values["M"]) / 2 if {"K", "M"} <= values.keys() else None
