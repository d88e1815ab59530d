"""What the checklist asks of a document, in words: one shape for runs and comparisons."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.results.reporting.document import DecisionRecord

__all__ = ["Facts", "Place"]


@dataclass(frozen=True)
class Place:
    """Names of the report's sections that answer the checklist; an empty name is a section the report does not have."""

    summary: str
    costs: str
    outcomes: str
    parameters: str
    model: str
    uncertainty: str
    groups: str
    decision: str = "Beslutsunderlag"


@dataclass(frozen=True)
class Facts:
    """Texts are Swedish and empty where the document has nothing.

    Args:
        comparisons: scenario and what it is compared with, in words.
        price_year: None where the published source states none.
        start: from when the horizon counts, in words.
        results: main results, one sentence a scenario.
        uncertainty: how it is shown, in figures where there are any.
        heterogeneity: which groups are told apart.
        distribution: how gains and losses fall on payers and groups.
        assumptions: parameters in all, and those without a source.
        fitted: what the calibration rests on.
    """

    title: str
    description: str
    place: str
    cohort: int
    comparisons: tuple[str, ...]
    price_year: int | None
    discount_rate: float
    convention: str
    horizon_years: int
    start: str
    draws: int
    worked_example: bool
    results: tuple[str, ...]
    uncertainty: str
    heterogeneity: str
    distribution: str
    assumptions: tuple[int, int] | None
    fitted: str
    limits: tuple[str, ...]
    version: str
    records: tuple[DecisionRecord, ...]
    where: Place
