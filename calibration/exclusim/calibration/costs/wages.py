"""The wage and what an hour not worked is worth: shared by benefits, taxes and lost production."""

from __future__ import annotations

from exclusim.calibration.costs.terms import Amount, assumed_share, published_price, published_rate

__all__ = ["EMPLOYER_FEE", "FULL_TIME_WAGE", "LOST_WAGE", "RELATIVE_OUTPUT"]

FULL_TIME_WAGE = published_price(
    "full_time_wage",
    "UC105",
    note="with the employer fee and 12 months it is the 485 728 SEK a year of UC110",
)
EMPLOYER_FEE = published_rate("employer_fee", "UC111")
RELATIVE_OUTPUT = assumed_share(
    "production.relative_output",
    0.78,
    0.6,
    "output and pay of an excluded person, had they worked, over a full-time worker's: part time, absence, "
    "lower pay. Published accounts imply 0.95 (UC117) and 0.6 (VC034)",
)

LOST_WAGE = Amount(FULL_TIME_WAGE, times=(RELATIVE_OUTPUT,))
"""Gross wage not earned in a month without work, before the employer fee."""
