"""Small fault studies, run once for all tests that look at them."""

from __future__ import annotations

from functools import cache

from exclusim.results.faults import FaultDocument, FaultOptions, fault_study
from exclusim.scenarios.library import load

__all__ = ["EXACT", "SAMPLED", "study"]

EXACT = FaultOptions(
    draws=3, persons=250, faults=("waiting", "uncoordinated", "between_chairs", "late_entry"), seed=2, threads=2
)
"""Four faults: every coalition is run."""
SAMPLED = FaultOptions(draws=2, persons=250, orders=4, seed=2, threads=2)
"""All faults, from a few orders."""


@cache
def study(case: str, options: FaultOptions) -> FaultDocument:
    """A study of a shipped case."""
    return fault_study(load(case), options)
