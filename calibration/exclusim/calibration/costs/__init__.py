"""The cost book: who pays what for each month in a state, each month with a burden and each event."""

from exclusim.calibration.costs.anchoring import Anchor
from exclusim.calibration.costs.book import (
    anchors,
    corrected_flat_share,
    cost_book,
    cost_parameters,
    reference_year,
)
from exclusim.calibration.costs.statement import LEFT_OUT, Foundation, statement

__all__ = [
    "LEFT_OUT",
    "Anchor",
    "Foundation",
    "anchors",
    "corrected_flat_share",
    "cost_book",
    "cost_parameters",
    "reference_year",
    "statement",
]
