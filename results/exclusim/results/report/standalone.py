"""A figure as a file of its own: for a paper, or to download."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["FONT", "standalone_svg"]

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_HEAD = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)" (?:role="img" aria-label="([^"]*)"|aria-hidden="true")>')


def standalone_svg(markup: str, font: str = FONT) -> str:
    """A drawing of :class:`~exclusim.results.report.svg.Canvas` as an SVG file, with its size, style and typeface.

    Args:
        markup: a figure's ``wide`` or ``narrow``, or the ``swatch`` of one of its legend's entries.
        font: families in order, as CSS has them.

    Raises:
        ValueError: ``markup`` is no drawing of a canvas.
    """
    text = str(markup)  # a plain string: Markup would escape what is put before it
    head = _HEAD.match(text)
    if head is None:
        raise ValueError("not a drawing of report.svg.Canvas: it begins otherwise")
    width, height, name = head.groups()
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{font}"><title>{name or ""}</title><style>{_style()}</style>'
    )
    return opened + text[head.end() :]


@cache
def _style() -> str:
    return files(__package__).joinpath("templates", "figure.css").read_text(encoding="utf-8")
