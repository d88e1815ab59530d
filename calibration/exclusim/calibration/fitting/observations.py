"""What is fitted: published values on a scale on which errors are nearly normal, and how far their errors are shared.

A population has one average year and the table has many, so rows that differ only in their year are averaged to one
*cell* without any gain in precision. Cells of one independent group (ages and sexes of the same quantity from the same
register) share :data:`SHARED` of their error variance: a group of many cells pins its level down hardly better than one
cell does, and still says something about the differences within. A discrepancy grants the model to be a model. Rows of
role ``validation`` are refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError

__all__ = ["DISCREPANCY", "SHARED", "FittedTarget", "Observations", "Scale", "whitener"]

Scale = Literal["logit", "log", "identity"]

DISCREPANCY = 0.05  # standard deviation on the fitted scale: about 5 % of a rate, an assumption
SHARED = 0.5  # of the error variance of two cells of a group, an assumption
_FLOOR = 0.02  # of the published value: keeps the logarithm finite where nobody was counted


class FittedTarget(Protocol):
    """What fitting reads of a target; a share is a fraction and everything else in its natural unit."""

    @property
    def id(self) -> str: ...
    @property
    def indicator(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def age_from(self) -> int: ...
    @property
    def age_to(self) -> int: ...
    @property
    def sex(self) -> str: ...
    @property
    def background(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def se(self) -> float: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True)
class Observations:
    """Fitted rows in order, R of them in C cells.

    Args:
        ids, groups, cells: of the rows; a cell is a group, a quantity, ages, sex and background.
        value, se: as published, in natural units, shape (R,).
        scales: ``logit`` for shares strictly between 0 and 1, ``log`` for positive numbers, else ``identity``.
    """

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[str, ...]
    value: NDArray[np.float64]
    se: NDArray[np.float64]
    scales: tuple[Scale, ...]

    @classmethod
    def of(cls, targets: Sequence[FittedTarget]) -> Observations:
        """The observations of calibration targets.

        Raises:
            ExclusimError: a target is held out, or its value or error cannot be used.
        """
        for target in targets:
            if target.role == "validation":
                raise ExclusimError(f"{target.id} is a validation row and must not be fitted")
            if not (np.isfinite(target.value) and np.isfinite(target.se) and target.se > 0):
                raise ExclusimError(f"{target.id}: expected a finite value with a positive error")
        return cls(
            tuple(target.id for target in targets),
            tuple(target.group for target in targets),
            tuple(_cell(target) for target in targets),
            np.array([target.value for target in targets], float),
            np.array([target.se for target in targets], float),
            tuple(_scale(target) for target in targets),
        )

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.ids)

    def fingerprint(self) -> str:
        """Hash of ids, groups, cells, values and errors."""
        rows = zip(self.ids, self.groups, self.cells, self.value.tolist(), self.se.tolist(), self.scales, strict=True)
        return hashlib.sha256(json.dumps(list(rows)).encode()).hexdigest()[:16]

    def select(self, keep: NDArray[np.bool_]) -> Observations:
        """Only some rows, ``keep`` of shape (R,)."""
        chosen = np.flatnonzero(keep)
        return Observations(
            tuple(self.ids[i] for i in chosen),
            tuple(self.groups[i] for i in chosen),
            tuple(self.cells[i] for i in chosen),
            self.value[keep],
            self.se[keep],
            tuple(self.scales[i] for i in chosen),
        )

    @cached_property
    def cell_of_row(self) -> NDArray[np.int64]:
        """Number of each row's cell, shape (R,)."""
        order = {cell: number for number, cell in enumerate(dict.fromkeys(self.cells))}
        return np.array([order[cell] for cell in self.cells])

    @cached_property
    def cell_groups(self) -> tuple[str, ...]:
        """Group of each cell."""
        return tuple(dict(zip(self.cells, self.groups, strict=True)).values())

    @property
    def cell_count(self) -> int:
        return len(self.cell_groups)

    def averaged(self, by_row: NDArray[np.float64]) -> NDArray[np.float64]:
        """Means over the rows of each cell, shape (…, R) → (…, C)."""
        member = self.cell_of_row[:, None] == np.arange(self.cell_count)
        return np.asarray(by_row @ (member / member.sum(axis=0)))

    @cached_property
    def y(self) -> NDArray[np.float64]:
        """Published values on the fitted scale, shape (C,)."""
        return self.averaged(self._on_scale(self.value))

    def transformed(self, natural: NDArray[np.float64]) -> NDArray[np.float64]:
        """Simulated statistics of the rows on the fitted scale of the cells, shape (…, R) → (…, C)."""
        return self.averaged(self._on_scale(natural))

    def _on_scale(self, natural: NDArray[np.float64]) -> NDArray[np.float64]:
        out = np.array(natural, float)
        floor = np.abs(self.value) * _FLOOR
        for i, scale in enumerate(self.scales):
            if scale == "logit":
                x = out[..., i].clip(0, 1)
                out[..., i] = np.log((x + floor[i]) / (1 - x + _FLOOR * (1 - self.value[i])))
            elif scale == "log":
                out[..., i] = np.log(out[..., i].clip(0) + floor[i])
        return out

    @cached_property
    def own_error(self) -> NDArray[np.float64]:
        """Standard error of each cell on the fitted scale, no smaller than its rows' mean, shape (C,)."""
        v, slope = self.value, np.ones(self.size)
        for i, scale in enumerate(self.scales):
            if scale == "logit":
                slope[i] = (1 / v[i] + 1 / (1 - v[i])) / (1 + _FLOOR)
            elif scale == "log":
                slope[i] = 1 / (v[i] * (1 + _FLOOR))
        return self.averaged(self.se * slope)

    @cached_property
    def discrepancy(self) -> NDArray[np.float64]:
        """Standard deviation of what the model is allowed to be wrong by, shape (C,)."""
        exact = self.averaged(np.array([float(scale == "identity") for scale in self.scales])) > 0
        return np.where(exact, 0.0, DISCREPANCY)

    def covariance(self, doubt: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Covariance of the cells' errors, shape (C, C).

        Args:
            doubt: factor on each cell's error, for groups that contradict the model or themselves; None for one.
        """
        same = np.array(self.cell_groups)[:, None] == np.array(self.cell_groups)
        shared = SHARED * same + (1 - SHARED) * np.eye(self.cell_count)
        total = shared * np.outer(self.own_error, self.own_error) + np.diag(self.discrepancy**2)
        factor = np.ones(self.cell_count) if doubt is None else doubt
        return np.asarray(total * np.outer(factor, factor))


def whitener(covariance: NDArray[np.float64], extra: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix that turns errors of this covariance, plus ``extra`` variance of each, into independent unit errors."""
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance + np.diag(extra))))


def _cell(target: FittedTarget) -> str:
    fields = target.group, target.indicator, target.age_from, target.age_to, target.sex, target.background
    return "|".join(map(str, fields))


def _scale(target: FittedTarget) -> Scale:
    if target.value <= 0:
        return "identity"
    return "logit" if target.value < 1 and target.unit == "share" else "log"
