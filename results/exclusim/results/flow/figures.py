"""The figures of a flow analysis by name, for its page and for the web page alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from exclusim.results.flow.document import FlowDocument
from exclusim.results.flow.streams import streams
from exclusim.results.flow.times import times
from exclusim.results.language import telling
from exclusim.results.report.parts import Figure

__all__ = ["FLOW_FIGURES"]

FLOW_FIGURES: Mapping[str, Callable[[FlowDocument], Figure | None]] = MappingProxyType(
    {"streams": telling(streams), "times": telling(times)}
)
"""Each draws itself in the language spoken; None where the document has nothing to draw."""
