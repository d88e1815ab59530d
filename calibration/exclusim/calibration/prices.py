"""Prices of one year in the prices of another, by the consumer price index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from exclusim.calibration.evidence import series
from exclusim.model.errors import ExclusimError

__all__ = ["PriceIndex", "price_index"]

CPI_FILE = "cpi_sweden_scb.csv"


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """Yearly price levels. ``levels`` maps calendar year to level; only ratios matter.

    >>> round(price_index().convert(344_000, 2014, 2023))
    442990
    """

    levels: Mapping[int, float]
    name: str = ""

    def factor(self, from_year: int, to_year: int) -> float:
        """What 1 SEK in prices of ``from_year`` is in prices of ``to_year``.

        Raises:
            ExclusimError: the index has no level for one of the years.
        """
        missing = sorted({year for year in (from_year, to_year) if year not in self.levels})
        if missing:
            raise ExclusimError(
                f"there is no price index for {' or '.join(map(str, missing))} "
                f"(asked to convert from {from_year} to {to_year} prices)",
                hint=f"choose years from {min(self.levels)} to {max(self.levels)}",
            )
        return self.levels[to_year] / self.levels[from_year]

    def convert(self, amount: float, from_year: int, to_year: int) -> float:
        """``amount`` in SEK of ``from_year`` expressed in SEK of ``to_year``."""
        return amount * self.factor(from_year, to_year)


@cache
def price_index() -> PriceIndex:
    """Statistics Sweden's consumer price index, annual means (1980 = 100), 2006–2024."""
    levels: dict[int, float] = {}
    for line, row in enumerate(series(CPI_FILE), start=2):
        try:
            year, level = int(row["year"]), float(row["cpi_1980_100"])
        except (KeyError, ValueError):
            raise ExclusimError(
                f"{CPI_FILE}, line {line}: expected a year and an index level, got {dict(row)}"
            ) from None
        if level <= 0 or year in levels:
            raise ExclusimError(f"{CPI_FILE}, line {line}: expected one positive level a year")
        levels[year] = level
    return PriceIndex(MappingProxyType(levels), "KPI, SCB, årsmedel (1980 = 100)")
