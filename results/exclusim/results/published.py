"""A published figure beside ours, in the unit a reader expects."""

from __future__ import annotations

from exclusim.results.document import PublishedFigure
from exclusim.results.labels import unit
from exclusim.results.language import _

__all__ = ["readable_scale"]


def readable_scale(figure: PublishedFigure) -> tuple[float, str]:
    """Factor and unit, as spoken, to show a figure in: whole kronor in the millions become Mkr.

    >>> rest = {"id": "", "quantity": "", "residual": 0.0, "tolerance": 1.0, "inside": True, "source": ""}
    >>> readable_scale(PublishedFigure(published=6e8, computed=6e8, unit="SEK", **rest))
    (1e-06, 'Mkr')
    """
    if figure.unit == "SEK" and abs(figure.published) >= 1e6:
        return 1e-6, _("Mkr")
    return 1.0, unit(figure.unit)
