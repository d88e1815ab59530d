"""Texts of the shipped data: names and explanations that code shows but does not write."""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.results import labels, outcomes
from exclusim.results.compare import groups, information
from exclusim.results.language.shipped_cases import case_texts
from exclusim.results.language.shipped_model import model_texts
from exclusim.results.language.shipped_studies import study_texts
from exclusim.results.reporting import checklist

__all__ = ["shipped_texts"]


def shipped_texts() -> Iterator[str]:
    """Every Swedish text of declared data that a page, a workbook or a paper may show."""
    yield from model_texts()
    yield from case_texts()
    yield from study_texts()
    yield from labels.LABELS.values()
    yield from labels.UNITS.values()
    for outcome in outcomes.OUTCOMES:
        yield from (outcome.label, outcome.explanation)
    yield outcomes.NOT_MEASURED
    yield checklist.CITATION
    yield from (*groups.GROUP_LABELS.values(), *information.GROUPS.values())
