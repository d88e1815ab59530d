"""Population of Sweden, the denominator of published numbers of persons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from exclusim.calibration.evidence import Statistic, series

__all__ = ["people_share", "population"]


@cache
def _means() -> Mapping[tuple[int, int, int, str], tuple[int, float]]:
    """(first year, age from, age to, sex) → (last year, mean population)."""
    found = {}
    for row in series("sweden_mortality_scb_eha.csv"):
        first, last = (int(year) for year in row["period"].split("-"))
        key = (first, int(row["age_from"]), int(row["age_to"]), row["sex"])
        found[key] = (last, float(row["person_years"]) / (last - first + 1))
    return found


def population(age_from: int, age_to: int, sex: str, year: int) -> float | None:
    """Mean population of the ages in the five-year period of ``year``; None where the shipped series does not reach.

    Ages within a five-year group are taken to be of equal size.
    """
    total, ages = 0.0, 0
    for (first, youngest, oldest, of_sex), (last, people) in _means().items():
        if first <= year <= last and sex in ("all", of_sex):
            overlap = min(age_to, oldest) - max(age_from, youngest) + 1
            if overlap > 0:
                total += people * overlap / (oldest - youngest + 1)
                ages += overlap
    sexes = 2 if sex == "all" else 1
    return total if ages == (age_to - age_from + 1) * sexes else None


def people_share(row: Statistic, table: Mapping[str, Statistic]) -> float | str:
    """A number of persons as a share of the population of its ages, sex and year."""
    year = row.year[:4]
    people = population(row.age_from, row.age_to, row.sex, int(year)) if year.isdigit() else None
    if people is None:
        return (
            f"a number of {row.unit}, and the shipped population (2000–2019, ages 16–64) does not give its denominator"
        )
    if row.background != "all":
        return f"a number of {row.unit} in a group whose size is not shipped"
    return (row.value or 0.0) / people
