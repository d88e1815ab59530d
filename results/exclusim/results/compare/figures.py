"""The figures of a comparison, by name: the same for the page, the paper and the web.

>>> list(COMPARE_FIGURES)
['gains', 'winners', 'loss', 'payback', 'payback_society']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from exclusim.results.compare.actor_figures import loss, winners
from exclusim.results.compare.curves import acceptability_curve, hump
from exclusim.results.compare.document import CompareDocument
from exclusim.results.compare.gains_figure import gains
from exclusim.results.compare.order import ranked
from exclusim.results.compare.set_figure import portfolio_map
from exclusim.results.report.parts import Figure

__all__ = ["COMPARE_FIGURES", "figures_of", "ranked"]

COMPARE_FIGURES: Mapping[str, Callable[[CompareDocument], Figure]] = {
    "gains": gains,
    "winners": winners,
    "loss": loss,
    "payback": hump,
    "payback_society": partial(hump, actor="society"),
}
"""Those that every comparison has."""


def figures_of(document: CompareDocument) -> dict[str, Figure]:
    """Every figure that this comparison has: those above, ``certainty`` and ``sets`` where there is anything."""
    found = {name: draw(document) for name, draw in COMPARE_FIGURES.items()}
    more = {"certainty": acceptability_curve(document), "sets": portfolio_map(document)}
    return found | {name: figure for name, figure in more.items() if figure is not None}
