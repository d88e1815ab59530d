"""The figures of a run by name, for the report, the web page and the paper alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from exclusim.results.document import Difference, RunDocument, ScenarioResult

from . import bars, channel_figures, curves, people
from .loss import loss as loss_bars
from .parts import Figure
from .sankey import after_school
from .sankey import sankey as sankey_bands
from .standalone import standalone_svg
from .winners import winners as winner_bars
from .words import baseline

__all__ = ["FIGURES", "Draw", "figures", "standalone_svg"]


class Draw(Protocol):
    """One figure of a document."""

    def __call__(self, document: RunDocument, scenario: str = "") -> Figure | None:
        """Draw it, in the language spoken.

        Args:
            document: one run.
            scenario: whose figure; empty for the baseline (what is), or for the first scenario compared (what changes).

        Returns:
            None where the document has nothing to draw: no such scenario, no people followed, no draws.
        """
        ...


def _state(document: RunDocument, scenario: str) -> ScenarioResult | None:
    return document.scenarios.get(scenario) if scenario else baseline(document)


def _change(document: RunDocument, scenario: str) -> Difference | None:
    return document.differences.get(scenario or next(iter(document.differences), ""))


def _actors_over_time(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return bars.yearly_costs(document, found) if found and found.years else None


def _term(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return bars.term_share(document, found) if found and found.term else None


def _services(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return bars.services(found) if found else None


def _sankey(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return sankey_bands(found) if found else None


def _after_school(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return after_school(found) if found else None


def _states(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return people.states(found) if found else None


def _burdens(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _state(document, scenario)
    return people.burdens(found) if found else None


def _payback(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _change(document, scenario)
    return curves.cumulative(document, found) if found and found.cumulative.months else None


def _payback_close(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _change(document, scenario)
    return curves.close_up(document, found.cumulative) if found and found.cumulative.months else None


def _winners(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _change(document, scenario)
    return winner_bars(document, found) if found and found.net else None


def _loss(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _change(document, scenario)
    return loss_bars(document, found) if found else None


def _mop_and_tap(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _change(document, scenario)
    return channel_figures.channel_bars(document, found.channels) if found and found.channels else None


def _stock(document: RunDocument, scenario: str = "") -> Figure | None:
    found = _change(document, scenario)
    return channel_figures.stock_curves(document, found.stock) if found and found.stock else None


FIGURES: Mapping[str, Draw] = MappingProxyType(
    {
        "actors_over_time": _actors_over_time,
        "term": _term,
        "services": _services,
        "payback": _payback,
        "payback_close": _payback_close,
        "winners": _winners,
        "loss": _loss,
        "mop_and_tap": _mop_and_tap,
        "stock": _stock,
        "after_school": _after_school,
        "sankey": _sankey,
        "states": _states,
        "burdens": _burdens,
    }
)
"""Name → how it is drawn. Names are stable: addresses and templates use them."""


def figures(document: RunDocument, scenario: str = "") -> dict[str, Figure]:
    """Every figure that the document has something for, by name."""
    drawn = {name: draw(document, scenario) for name, draw in FIGURES.items()}
    return {name: figure for name, figure in drawn.items() if figure is not None}
