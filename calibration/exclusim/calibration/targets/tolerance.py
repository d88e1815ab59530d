"""The standard error of a target: one place, five parts, added as variances.

1. *Sampling*: from a printed confidence interval, a number of deaths, or a number of persons.
2. *Rounding*: a headline figure is uniform within half its last printed digit.
3. *Confidence* in the row: 5 % (high), 10 % (medium) or 20 % (low).
4. *Era*: a stationary model cannot follow the business cycle, reforms and arrivals. The spread between years of the
   same quantity in the calibration rows (never the validation rows) is added to every row of it, that of everybody
   where a background has too few years; rows of a cyclical quantity with too few years get :data:`CYCLE`.
5. *Definition*: what the rule declares for the distance between the model's definition and the published one.

Parts 3–5 are relative: of the odds for shares (so that 84 % and 16 % are as uncertain), of the value for all else.

They dominate nearly everywhere: a register count of a whole population has hardly any sampling error, and yet a
stylised model that agreed with it to the third digit would be overfitted.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np

from exclusim.calibration.evidence import Statistic, statistics

__all__ = ["CONFIDENCE", "CYCLE", "SHARE_UNITS", "era_spread", "is_share", "other_era", "scale_of", "standard_error"]

CONFIDENCE = {"high": 0.05, "medium": 0.10, "low": 0.20}
CYCLE = 0.12
"""Relative spread of a cyclical quantity without enough years of its own; an assumption, near what those with years
show."""

_FEWEST_YEARS = 2
_ELIGIBILITY_RULES = 2011
_Z95 = 1.959964


SHARE_UNITS = ("percent", "share", "fraction", "proportion", "probability")
_PER = re.compile(r"per (1[0 ]+)(?: |$)")


def is_share(row: Statistic) -> bool:
    """Whether the printed number is a share of people, and so has a complement."""
    unit = row.unit.lower()
    return unit.startswith(SHARE_UNITS) or (bool(_PER.match(unit)) and "year" not in unit)


def scale_of(row: Statistic) -> float:
    """What the printed number is multiplied by to get natural units: shares as fractions, rates per person-year."""
    unit = row.unit.lower()
    if unit.startswith("percent"):
        return 0.01
    per = _PER.match(unit)
    return 1.0 if per is None else 1.0 / float(per[1].replace(" ", ""))


def standard_error(row: Statistic, value: float, *, definition: float, cyclical: bool) -> float:
    """Standard error in natural units; ``value`` in natural units.

    A computed value (a ratio of counts) is passed as such; its printed digits still give the rounding.
    """
    of = value * (1.0 - value) if _is_share(row, value) else abs(value)
    relative = CONFIDENCE[row.confidence] ** 2 + definition**2
    spread = era_spread(row.indicator, everybody=row.background == "all")
    if spread is None and row.background != "all":
        # A background seen in one year only changes between years at least as much as everybody does.
        spread = era_spread(row.indicator, everybody=True)
    if spread is None and cyclical:
        spread = CYCLE
    relative += (spread or 0.0) ** 2
    return math.sqrt(_sampling(row, value) ** 2 + _rounding(row, value) ** 2 + relative * of**2)


def _is_share(row: Statistic, value: float) -> bool:
    return is_share(row) and 0.0 < value < 1.0


def _sampling(row: Statistic, value: float) -> float:
    interval = re.search(r"CI ([\d.]+)-([\d.]+)", row.se_or_n)
    if interval is not None:
        low, high = float(interval[1]), float(interval[2])
        return value * math.log(high / low) / (2 * _Z95)
    deaths = re.fullmatch(r"deaths=(\d+)", row.se_or_n)
    if deaths is not None:
        return value / math.sqrt(max(int(deaths[1]), 1))
    if row.unit in ("persons", "decisions"):
        count = abs(row.value or 0.0)
        return value / math.sqrt(count) if count else 0.0
    persons = re.match(r"n=(\d+)", row.se_or_n)
    if persons is None or not _is_share(row, value):
        return 0.0
    # n is the number in the state for some rows and the population for others; the first gives the larger error.
    return math.sqrt(value * (1 - value) / max(int(persons[1]), 1))


def _rounding(row: Statistic, value: float) -> float:
    if row.limits is not None:
        return (row.limits[1] - row.limits[0]) / (2 * _Z95) * scale_of(row)
    digits = row.printed.strip().lstrip("-")
    _, _, decimals = digits.partition(".")
    step = 10.0 ** -len(decimals)
    if not decimals and row.unit in ("persons", "households", "children"):
        step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return step / math.sqrt(12) * (abs(value / row.value) if row.value else scale_of(row))


@cache
def era_spread(indicator: str, *, everybody: bool) -> float | None:
    """Relative standard deviation between years of the same quantity in the calibration rows; None if too few years.

    Pooled over ages and sexes, separately for everybody and for rows of a background: reforms and immigration change
    the composition of groups such as those with compulsory schooling more than the whole.
    """
    return _spread(
        row
        for row in statistics().values()
        if row.indicator == indicator
        and row.role == "calibration"
        and (row.background == "all") == everybody
        and not other_era(row)
    )


def other_era(row: Statistic) -> str:
    """Why the row belongs to other rules than the model's; empty if it does not."""
    year = row.year[:4]
    if row.indicator == "grade9_eligible_upper_secondary" and year.isdigit() and int(year) < _ELIGIBILITY_RULES:
        return f"another rule of eligibility applied before {_ELIGIBILITY_RULES}"
    return ""


def _spread(rows: Iterable[Statistic]) -> float | None:
    series: defaultdict[tuple[object, ...], dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row.value:
            key = (row.age_from, row.age_to, row.sex, row.background, row.publisher)
            natural = row.value * scale_of(row)
            share = _is_share(row, natural)
            series[key][row.year] = math.log(natural / (1 - natural)) if share else math.log(natural)
    long = [np.array(list(years.values())) for years in series.values() if len(years) >= _FEWEST_YEARS]
    if not long:
        return None
    freedom = sum(values.size - 1 for values in long)
    return float(np.sqrt(sum(((values - values.mean()) ** 2).sum() for values in long) / freedom))
