"""The risk matrix: probability against impact, with numbers for the risks; it reads in black and white."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.labels import NBSP, number, percent
from exclusim.results.language import _
from exclusim.results.risks import ListedRisk

from .palette import INK, text_on
from .parts import Cell, Figure, Legend, table
from .svg import Canvas

__all__ = ["priority", "risk_matrix"]

_BANDS = (0.05, 0.15, 0.30, 0.50)
_COLOURS = ("#eef2f5", "#9fbfd9", "#17456e")


def _bands() -> tuple[str, ...]:
    return _("under 5 %"), _("5–15 %"), _("15–30 %"), _("30–50 %"), _("över 50 %")


def _priorities() -> tuple[str, str, str]:
    return _("Låg"), _("Medel"), _("Hög")


def _band(probability: float) -> int:
    return sum(probability >= edge for edge in _BANDS)


def _level(band: int, impact: int) -> int:
    product = (band + 1) * impact
    return 2 if product >= 12 else 1 if product >= 5 else 0


def priority(risk: ListedRisk) -> str:
    """*Låg*, *Medel* or *Hög*, from the band of probability (1 to 5) times impact: from 5 medium, from 12 high."""
    return _priorities()[_level(_band(risk.probability), risk.impact)]


def risk_matrix(risks: Sequence[ListedRisk]) -> Figure:
    """Lightness and the word in the corner both tell the priority, so neither colour vision nor colour is needed."""
    cells: dict[tuple[int, int], list[int]] = {}
    bands, priorities = _bands(), _priorities()
    for index, risk in enumerate(risks, start=1):
        cells.setdefault((_band(risk.probability), risk.impact), []).append(index)

    def draw(width: int) -> Markup:
        compact = width < 600
        left, step_y = (62.0, 56.0) if compact else (110.0, 62.0)
        step_x = (min(width, 720) - left - 6) / 5
        canvas = Canvas(width, 5 * step_y + 70, _("Riskmatris: sannolikhet uppåt, konsekvens åt höger."))
        canvas.text(0, 14, _("Sannolikhet"))
        for band in range(5):
            y = 24 + (4 - band) * step_y
            label = bands[band].replace(" ", NBSP)
            canvas.text(left - 8, y + step_y / 2 + 4, label, "end", "small" if compact else "tick")
            for impact in range(1, 6):
                x = left + (impact - 1) * step_x
                level = _level(band, impact)
                word, colour = priorities[level], _COLOURS[level]
                canvas.rect(x, y, step_x, step_y, colour, stroke="#ffffff", stroke_width=2)
                canvas.text(x + 6, y + 14, word[0] if compact else word, "start", "small", text_on(colour))
                _numbers(canvas, cells.get((band, impact), []), x, y, step_x, step_y)
        for impact in range(1, 6):
            canvas.text(left + (impact - 0.5) * step_x, 24 + 5 * step_y + 18, str(impact), "middle")
        canvas.text(left + 5 * step_x, 24 + 5 * step_y + 38, _("Konsekvens, 1 liten till 5 mycket stor"), "end")
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [
            Cell(f"{index}. {_(risk.label)}", _(risk.consequence)),
            Cell(_(risk.action) or "–", _(risk.owner)),
            _("Enskilda") if risk.kind == "individual" else _("Ekonomi"),
            percent(risk.probability),
            number(risk.impact),
            priority(risk),
        ]
        for index, risk in enumerate(risks, start=1)
    ]
    return Figure.of(
        draw,
        _("Riskmatris"),
        _("Siffrorna är riskernas nummer i tabellen. Sannolikhet och konsekvens är planerarens egna bedömningar."),
        table(
            _("Riskerna"),
            [_("Risk"), _("Åtgärd och ansvarig"), _("Gäller"), _("Sannolikhet"), _("Konsekvens"), _("Prioritet")],
            rows,
            text=3,
        ),
        [
            Legend(colour, words)
            for colour, words in zip(
                _COLOURS, (_("Låg prioritet"), _("Medel prioritet"), _("Hög prioritet")), strict=True
            )
        ],
    )


def _numbers(canvas: Canvas, found: Sequence[int], x: float, y: float, width: float, height: float) -> None:
    radius = 12.0
    for place, index in enumerate(found):
        cx = x + width / 2 + (place - (len(found) - 1) / 2) * min(2 * radius + 3, width / len(found))
        cy = y + height / 2 + 7
        canvas.add("circle", cx=cx, cy=cy, r=radius, fill="#ffffff", stroke=INK, stroke_width=2)
        canvas.text(cx, cy + 5, str(index), "middle", "value", INK)
