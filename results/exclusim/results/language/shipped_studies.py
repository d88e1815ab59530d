"""Texts that the studies declare in tables: outcomes, indicators, structures, handles."""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.results.evaluation.outcomes import OUTCOMES
from exclusim.results.explore.settings import NO_FAULT_LABEL, SLIDERS
from exclusim.results.followup.indicators import INDICATORS
from exclusim.results.structures.catalogue import LEFT_OUT, STRUCTURES
from exclusim.results.verification.agreement import ERROR_FROM

__all__ = ["study_texts"]


def study_texts() -> Iterator[str]:
    """Every Swedish text that these tables give to a page."""
    for outcome in OUTCOMES.values():
        yield outcome.label
    for indicator in INDICATORS.values():
        yield indicator.label
    for structure in STRUCTURES:
        yield from (structure.label, structure.description, structure.absent)
    for left_out in LEFT_OUT:
        yield from (left_out.label, left_out.reason)
    for slider in SLIDERS:
        yield slider.label
    yield from (NO_FAULT_LABEL, ERROR_FROM)
