"""From a file and the user's words to sequences: wide (a column a month) or long (a row a person and month)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.sequences.covariates import MISSING_CELLS, encode
from exclusim.calibration.sequences.data import MISSING, Sequences
from exclusim.calibration.sequences.months import calendar_month, consecutive_fault, month_number
from exclusim.calibration.sequences.table import Table, read_table
from exclusim.model.errors import ExclusimError

__all__ = ["FEWEST_MONTHS", "FEWEST_PERSONS", "MOST_STATES", "Columns", "Reading", "read_sequences"]

FEWEST_PERSONS, FEWEST_MONTHS, MOST_STATES, MOST_MONTHS = 20, 3, 60, 1200


@dataclass(frozen=True)
class Columns:
    """Which columns of the file hold what, as the user says it.

    Args:
        identity: column with a person's id.
        states: ``FIRST:LAST`` or ``a,b,c`` for a column a month; ``MONTH,STATE`` for a row a month.
        covariates: columns that are fixed for a person, or ranges of them as ``FIRST:LAST``.
        weight: column of survey weights; None for equal weights.
    """

    identity: str
    states: str
    covariates: tuple[str, ...] = ()
    weight: str | None = None


@dataclass(frozen=True)
class Reading:
    """Sequences and how they were found."""

    sequences: Sequences
    layout: Literal["wide", "long"]
    dropped: int  # persons without any known state
    gaps: int  # missing months between known ones
    warnings: tuple[str, ...] = ()


def read_sequences(path: Path, columns: Columns) -> Reading:
    """Read a file of monthly sequences.

    Raises:
        ExclusimError: naming file, line or column, and what was expected.
    """
    table = read_table(path)
    identity = table.position(columns.identity, "--id")
    ids = table.column(identity)
    for name, line in zip(ids, table.lines, strict=True):
        if name.lower() in MISSING_CELLS - {"*", "%", "?", "."}:
            raise ExclusimError(f"{table.file}, line {line}, column {columns.identity}: expected an id, got nothing")
    months = _month_columns(table, columns.states)
    columns = replace(columns, covariates=_expanded(table, columns.covariates))
    for name in (*columns.covariates, *([columns.weight] if columns.weight else [])):
        if table.position(name, "--covariates" if name in columns.covariates else "--weight") in months:
            raise ExclusimError(f"{table.file}: column {name!r} is among the months of --states too")
    if identity in months:
        raise ExclusimError(f"{table.file}: --states: the column of ids, {columns.identity!r}, is among the months")
    long = len(months) == 2 and len(set(ids)) < len(ids)
    for name in columns.covariates if long else ():
        _check_fixed(table, name, table.position(name, "--covariates"), identity)
    texts, labels, first_rows = _long(table, ids, months) if long else _wide(table, ids, months)
    return _checked(table, columns, texts, labels, first_rows, "long" if long else "wide")


def _month_columns(table: Table, states: str) -> list[int]:
    names = [name.strip() for name in states.split(",") if name.strip()]
    if len(names) == 1 and names[0] not in table.columns and ":" in names[0]:
        return list(table.range(names[0], "--states"))
    found = [table.position(name, "--states") for name in names]
    if len(set(found)) < max(2, len(found)):
        raise ExclusimError(
            f"{table.file}: --states: expected FIRST:LAST or several columns, each once, got {states!r}"
        )
    return found


def _expanded(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns, with every ``FIRST:LAST`` written out."""
    found: list[str] = []
    for name in names:
        ranged = name not in table.columns and ":" in name
        found += [table.columns[at] for at in table.range(name, "--covariates")] if ranged else [name]
    return tuple(dict.fromkeys(found))


type _Texts = tuple[NDArray[np.str_], list[str], list[int]]


def _wide(table: Table, ids: list[str], months: list[int]) -> _Texts:
    seen: dict[str, int] = {}
    for name, line in zip(ids, table.lines, strict=True):
        if name in seen:
            raise ExclusimError(
                f"{table.file}, line {line}: expected each id once where every month has a column, "
                f"got {name!r} again (first in line {seen[name]})",
                hint="for a row a month write --states MONTH,STATE",
            )
        seen[name] = line
    labels = [table.columns[month] for month in months]
    if fault := consecutive_fault(labels):
        raise ExclusimError(f"{table.file}: --states: expected one column for each month in order; {fault}")
    return np.array([[row[month] for month in months] for row in table.rows]), labels, list(range(len(ids)))


def _long(table: Table, ids: list[str], columns: list[int]) -> _Texts:
    month_column, state_column = columns
    name = table.columns[month_column]
    numbers = [
        _month(table, line, name, text) for text, line in zip(table.column(month_column), table.lines, strict=True)
    ]
    first, last = min(numbers), max(numbers)
    if last - first >= MOST_MONTHS:
        raise ExclusimError(
            f"{table.file}: --states: column {name!r} spans {last - first + 1} months; at most {MOST_MONTHS} expected"
        )
    steps = {b - a for a, b in zip(sorted(set(numbers)), sorted(set(numbers))[1:], strict=False)}
    if steps and min(steps) > 1:
        raise ExclusimError(
            f"{table.file}: --states: expected one row for each month; those in {name!r} are {min(steps)} or more apart"
        )
    rows: dict[str, int] = {}
    first_rows: list[int] = []
    for position, person in enumerate(ids):
        if person not in rows:
            rows[person] = len(rows)
            first_rows.append(position)
    texts = np.full((len(rows), last - first + 1), "", dtype=object)
    filled = np.zeros(texts.shape, bool)
    for position, (person, number) in enumerate(zip(ids, numbers, strict=True)):
        at = rows[person], number - first
        if filled[at]:
            raise ExclusimError(
                f"{table.file}, line {table.lines[position]}: expected one row for each person and month, "
                f"got {person!r} in month {table.rows[position][month_column]!r} again"
            )
        filled[at] = True
        texts[at] = table.rows[position][state_column]
    shown = dict(zip(numbers, table.column(month_column), strict=True))
    labels = [shown.get(number, str(number)) for number in range(first, last + 1)]
    return texts.astype(np.str_), labels, first_rows


def _month(table: Table, line: int, column: str, text: str) -> int:
    number = month_number(text)
    if number is None:
        try:
            number = int(text)
        except ValueError:
            raise ExclusimError(
                f"{table.file}, line {line}, column {column}: expected a month such as 7 or 1993-07 (got {text!r})"
            ) from None
    return number


def _checked(
    table: Table,
    columns: Columns,
    texts: NDArray[np.str_],
    labels: list[str],
    first_rows: list[int],
    layout: Literal["wide", "long"],
) -> Reading:
    missing = np.isin(np.char.lower(texts), list(MISSING_CELLS))
    states = tuple(np.unique(texts[~missing]).tolist())
    where = f"{table.file}: --states"
    if not states:
        raise ExclusimError(f"{where}: expected states in these columns, got only missing values")
    if len(states) == 1:
        raise ExclusimError(f"{where}: expected at least two states, got {states[0]!r} in every month")
    if len(states) > MOST_STATES:
        shown = ", ".join(repr(state) for state in states[:3])
        raise ExclusimError(
            f"{where}: expected at most {MOST_STATES} states, got {len(states)} different values ({shown} …)",
            hint="are these the columns of monthly states?",
        )
    if len(labels) < FEWEST_MONTHS:
        raise ExclusimError(f"{where}: expected at least {FEWEST_MONTHS} months, got {len(labels)}")
    codes = np.where(missing, MISSING, np.searchsorted(np.array(states), texts)).astype(np.int8)
    known = np.flatnonzero((codes != MISSING).any(axis=1))
    if known.size < FEWEST_PERSONS:
        raise ExclusimError(f"{table.file}: expected at least {FEWEST_PERSONS} persons with states, got {known.size}")
    kept = [first_rows[row] for row in known]
    identity = table.columns.index(columns.identity)
    weights = _weights(table, columns.weight, kept)
    names, matrix = _covariates(table, columns, kept)
    observed = codes[known] != MISSING
    if not (observed[:, 1:] & observed[:, :-1]).any():
        raise ExclusimError(f"{where}: expected months that follow upon each other; nobody is seen in two in a row")
    last = codes.shape[1] - 1 - np.argmax(observed[:, ::-1], axis=1)
    span = last - np.argmax(observed, axis=1) + 1
    dropped = int(texts.shape[0] - known.size)
    warnings = [f"{dropped} persons have no known state and are left out"] if dropped else []
    sequences = Sequences(
        ids=tuple(table.rows[row][identity] for row in kept),
        states=states,
        codes=codes[known],
        labels=tuple(labels),
        weights=weights / weights.mean(),
        covariates=matrix,
        covariate_names=names,
        calendar=calendar_month(labels[0]),
    )
    return Reading(sequences, layout, dropped, int((span - observed.sum(axis=1)).sum()), tuple(warnings))


def _weights(table: Table, name: str | None, rows: Sequence[int]) -> NDArray[np.float64]:
    if name is None:
        return np.ones(len(rows))
    position = table.position(name, "--weight")
    weights = []
    for row in rows:
        text = table.rows[row][position]
        try:
            weight = float(text)
        except ValueError:
            weight = np.nan
        if not (np.isfinite(weight) and weight >= 0):
            raise ExclusimError(
                f"{table.file}, line {table.lines[row]}, column {name}: expected a weight of 0 or more (got {text!r})"
            )
        weights.append(weight)
    if sum(weights) <= 0:
        raise ExclusimError(f"{table.file}, column {name}: expected positive weights, all are 0")
    return np.array(weights)


def _covariates(table: Table, columns: Columns, rows: Sequence[int]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    names: list[str] = []
    parts: list[NDArray[np.float64]] = [np.zeros((len(rows), 0))]
    for covariate in columns.covariates:
        position = table.position(covariate, "--covariates")
        cells = [table.rows[row][position] for row in rows]
        new, matrix = encode(covariate, cells, f"{table.file}: --covariates")
        names += new
        parts.append(matrix)
    return tuple(names), np.hstack(parts)


def _check_fixed(table: Table, covariate: str, position: int, identity: int) -> None:
    value: dict[str, str] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        if value.setdefault(row[identity], row[position]) != row[position]:
            raise ExclusimError(
                f"{table.file}, line {line}, column {covariate}: expected the same value in all months of a person "
                f"(id {row[identity]!r} had {value[row[identity]]!r}, got {row[position]!r})"
            )
