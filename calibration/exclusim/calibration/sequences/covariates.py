"""Fixed covariates as numbers: numeric ones scaled, two values as one column, categories as one column a level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError

__all__ = ["MISSING_CELLS", "encode"]

MISSING_CELLS = frozenset({"", "na", "n/a", "nan", "null", "*", "%", "?", "."})
_MOST_LEVELS = 30
_MOST_NUMBERS = 40  # more distinct numbers are rounded to quantile groups, so that alike persons can be put together


def encode(name: str, cells: Sequence[str], place: str) -> tuple[list[str], NDArray[np.float64]]:
    """Column names and centred columns of shape (n, columns).

    A missing value is a level of its own beside categories, and the mean with an indicator beside numbers.

    Args:
        name: the covariate.
        cells: its text for each person.
        place: file and option, for messages.

    Raises:
        ExclusimError: it has one value only, or too many categories.
    """
    missing = np.array([cell.lower() in MISSING_CELLS for cell in cells])
    known = sorted({cell for cell, none in zip(cells, missing, strict=True) if not none})
    if len(known) + bool(missing.any()) < 2:
        only = repr(known[0]) if known else "missing"
        raise ExclusimError(f"{place}: expected a covariate that differs between persons; {name!r} is {only} for all")
    numbers = _numbers(known)
    if numbers is not None and len(known) > 2:
        values = np.array([np.nan if none else float(cell) for cell, none in zip(cells, missing, strict=True)])
        columns = [_scaled(_grouped(values))]
        names = [name]
        if missing.any():
            columns.append(missing.astype(float))
            names.append(f"{name}=missing")
    else:
        levels = [*known, *(["missing"] if missing.any() else [])]
        if len(levels) > _MOST_LEVELS:
            raise ExclusimError(
                f"{place}: {name!r} has {len(levels)} different values; expected numbers, "
                f"or at most {_MOST_LEVELS} categories"
            )
        of = np.array(["missing" if none else cell for cell, none in zip(cells, missing, strict=True)])
        shown = levels[1:] if len(levels) == 2 else levels
        columns = [(of == level).astype(float) for level in shown]
        names = [f"{name}={level}" for level in shown]
    matrix = np.stack(columns, axis=1)
    return names, np.asarray(matrix - matrix.mean(axis=0)).round(9)


def _numbers(cells: Sequence[str]) -> list[float] | None:
    try:
        numbers = [float(cell) for cell in cells]
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


def _grouped(values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    if np.unique(values[known]).size <= _MOST_NUMBERS:
        return values
    edges = np.quantile(values[known], np.linspace(0, 1, _MOST_NUMBERS + 1)[1:-1])
    group = np.searchsorted(edges, values[known], side="right")
    means = np.bincount(group, values[known]) / np.maximum(np.bincount(group), 1)
    result = values.copy()
    result[known] = means[group]
    return result


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    mean, spread = np.nanmean(values), np.nanstd(values)
    return np.nan_to_num((values - mean) / (spread or 1.0))
