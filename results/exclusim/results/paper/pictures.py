"""The report's figures as pictures of a paper: an SVG that stands alone, set in the paper's own typeface."""

from __future__ import annotations

import re
from html import unescape

from exclusim.results.paper.blocks import Picture
from exclusim.results.report.figures import standalone_svg
from exclusim.results.report.parts import Figure

__all__ = ["picture", "side_by_side"]

_TYPEFACE = "Libertinus Serif"  # comes with Typst, so that every machine sets the same figure
_HALO = "svg .name { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }</style>"
"""Names above bars stand on the grid, as on a telephone."""
_TIP = re.compile(r"<title>.*?</title>", re.DOTALL)  # nobody hovers over paper
_HEAD = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]* aria-label="([^"]*)"')


def picture(figure: Figure | None, *, wide: bool = False) -> tuple[Picture, ...]:
    """A figure as drawn for a telephone, which is half a page's width on paper, or the ``wide`` one; none for none."""
    if figure is None:
        return ()
    drawn = figure.wide if wide else figure.narrow
    head = _HEAD.search(drawn)
    assert head is not None, "a figure says its size and what it shows"
    width, height, name = head.groups()
    svg = _alone(drawn)
    return (
        Picture(
            figure.title,
            svg if wide else svg.replace("</style>", _HALO, 1),
            float(height) / float(width),
            unescape(name),
            tuple((_alone(entry.swatch), entry.label) for entry in figure.legend),
            figure.note,
        ),
    )


def side_by_side(*figures: Figure | None) -> tuple[Picture, ...]:
    """Several figures in a row; one that stands alone gets the whole width."""
    found = [figure for figure in figures if figure is not None]
    return tuple(shown for figure in found for shown in picture(figure, wide=len(found) == 1))


def _alone(drawn: str) -> str:
    return _TIP.sub("", standalone_svg(drawn, _TYPEFACE))
