"""The play with a thought: if so much could be prevented for so much, what would it be worth?"""

from __future__ import annotations

from pathlib import Path

from exclusim.app.web.studies.compare import page
from exclusim.app.web.studies.kind import Kind, Progress, as_json, as_page
from exclusim.app.web.studies.order import Order
from exclusim.results.compare.document import CompareDocument

__all__ = ["KIND"]

_DRAWS = 100


def _perform(order: Order, _folder: Path, progress: Progress) -> CompareDocument:
    from exclusim.results.compare import CompareOptions, run_compare
    from exclusim.results.compare.whatif import what_if

    (case,) = order.parsed()
    progress("searching for the effect", 0.0)
    asked, _ratio = what_if(case, **order.options)
    options = CompareOptions(draws=_DRAWS, most_draws=_DRAWS, side_draws=20)
    return run_compare([asked], options, progress=progress)


KIND = Kind(
    "whatif",
    "Tankelek",
    "Vad vore det värt, om det gick?",
    _perform,
    CompareDocument.model_validate_json,
    page,
    (as_page(page, "tankelek"), as_json("tankelek")),
)
