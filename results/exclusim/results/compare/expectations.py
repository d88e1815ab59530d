"""What a comparison lets one expect at a review: its own curves by payer."""

from __future__ import annotations

from collections.abc import Mapping

from exclusim.results.compare.document import ScenarioComparison
from exclusim.results.reporting.document import Expected
from exclusim.results.reporting.expectations import EXPECTED_ACTORS, Expect, expected, point_of
from exclusim.results.reporting.record import Review

__all__ = ["from_comparison"]


def from_comparison(scenarios: Mapping[str, ScenarioComparison], first_year: int, end: int) -> Expect:
    """Cumulated net by payer at the end of the last whole calendar year before the review.

    Args:
        scenarios: compared, by name.
        first_year: calendar year of simulation month 0.
        end: first month after the horizon.
    """

    def expect(name: str, review: Review) -> list[Expected]:
        scenario, year = scenarios[name], max(review[1] // 12, 1)
        at = (f"{first_year + year - 1}-12", 12 * year)
        if at[1] < end:
            return [
                expected(name, at, "net", point_of(scenario.cumulative[actor], year - 1), actor)
                for actor in EXPECTED_ACTORS
            ]
        return [
            *(expected(name, at, "net", scenario.net[a], a) for a in EXPECTED_ACTORS),
            expected(name, at, "reached", scenario.reached),
            expected(name, at, "avoided_exclusion_years", scenario.avoided_years),
        ]

    return expect
