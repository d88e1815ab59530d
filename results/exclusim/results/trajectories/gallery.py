"""The figures of trajectories by name, for their page and for the web page alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from exclusim.results.language import telling
from exclusim.results.report.parts import Figure

from .document import TrajectoriesDocument
from .figures import chronogram, index_plot, medoids, small_multiples
from .network_figure import helping, paying, switch_matrix

__all__ = ["TRAJECTORY_FIGURES"]


def _switches(document: TrajectoriesDocument) -> Figure:
    return switch_matrix(document.agencies)


TRAJECTORY_FIGURES: Mapping[str, Callable[[TrajectoriesDocument], Figure]] = MappingProxyType(
    {
        "states": telling(chronogram),
        "types": telling(small_multiples),
        "typical_lives": telling(medoids),
        "lives": telling(index_plot),
        "helping": telling(helping),
        "paying": telling(paying),
        "switches": telling(_switches),
    }
)
"""Each draws itself in the language spoken."""
