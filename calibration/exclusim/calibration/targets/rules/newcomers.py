"""Refugees' way to work, measured on the newcomer group."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from exclusim.calibration.evidence import Statistic
from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.target import Target
from exclusim.calibration.targets.who import Who
from exclusim.model.vocabulary import STATUSES

_REFUGEES = {"refugees": Who()}
_COUNT = re.compile(r"refugees_employed_count_(\d)y")
_REFERENCE_YEARS = 4
_WORKS = np.array([status.works for status in STATUSES])
_GONE = np.array([status.absorbing for status in STATUSES])
_MONTHS_TO_NOVEMBER = 4  # received in the middle of the year on average


def employed_after(register: Register, who: Who, years: int) -> float:
    """Share in work in November of the ``years``-th calendar year after reception, of those still in the country."""
    month = 12 * years + _MONTHS_TO_NOVEMBER
    spells = register.newcomers
    # The last row of each person that has begun by the month.
    rows = np.arange(spells.month.size)
    begun = np.where(spells.month <= month, rows, -1)
    status = spells.status[np.maximum.reduceat(begun, spells.first[:-1])]
    among = who.groups()[register.newcomer_group] & ~_GONE[status]
    return float(_WORKS[status[among]].mean())


@rule(
    r"refugee_employment_rate_after_[1-6]y",
    family="refugee_employment",
    definition=0.15,
    note="Measured on newcomers who join in the establishment programme.",
    backgrounds=_REFUGEES,
    cyclical=True,
    fixed_only=True,
)
def refugee_employment(register: Register, target: Target) -> float:
    years = int(target.indicator.removesuffix("y").rpartition("_")[2])
    return employed_after(register, target.who, years)


def _shape(row: Statistic, table: Mapping[str, Statistic]) -> float | str:
    """Employed as a share of those employed four years after reception; the counts have no denominators."""
    found = _COUNT.fullmatch(row.indicator)
    assert found is not None
    years = int(found[1])
    if years == _REFERENCE_YEARS:
        return "the count itself has no denominator; it is the reference of the counts for earlier years"
    same = [
        other.value
        for other in table.values()
        if other.indicator == f"refugees_employed_count_{_REFERENCE_YEARS}y"
        and (other.sex, other.role, other.source, other.background) == (row.sex, row.role, row.source, row.background)
        and other.year == str(int(row.year) - years + _REFERENCE_YEARS)
    ]
    if len(same) != 1 or not same[0] or row.value is None:
        return "the count has no denominator, and the table has no count for the fourth year to compare with"
    return row.value / same[0]


@rule(
    r"refugees_employed_count_\dy",
    family="refugee_employment_shape",
    definition=0.2,
    note="Employed after k years as a ratio to those employed after four, as no denominators are published.",
    backgrounds=_REFUGEES,
    value=_shape,
    cyclical=True,
    fixed_only=True,
)
def refugee_employment_shape(register: Register, target: Target) -> float:
    years = int(target.indicator.removesuffix("y").rpartition("_")[2])
    return employed_after(register, target.who, years) / employed_after(register, target.who, _REFERENCE_YEARS)


_MEDIAN_NOTE = "Years until half of the newcomers have been in work for a month."


@rule(
    "foreign_born_time_to_employment_median",
    definition=0.25,
    note=_MEDIAN_NOTE,
    backgrounds={"foreign born": Who()},
    fixed_only=True,
)
def median_years_to_work(register: Register, target: Target) -> float:
    spells = register.newcomers
    first = np.where(_WORKS[spells.status], spells.month, spells.months)
    return float(np.median(np.minimum.reduceat(first, spells.first[:-1]))) / 12
