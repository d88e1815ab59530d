"""Texts of the shipped data: names and explanations that code shows but does not write."""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.results import labels, outcomes

__all__ = ["shipped_texts"]


def shipped_texts() -> Iterator[str]:
    """Every Swedish text of declared data that a page, a workbook or a paper may show."""
    yield from labels.LABELS.values()
    yield from labels.UNITS.values()
    for outcome in outcomes.OUTCOMES:
        yield from (outcome.label, outcome.explanation)
