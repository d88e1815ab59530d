"""Figure: whose answer stands in the case file, against who pays."""

from __future__ import annotations

from textwrap import wrap

from markupsafe import Markup

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.results.labels import label, mkr, number
from exclusim.results.language import _
from exclusim.results.report.palette import GAIN, INK, LOSS, text_on
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas

from .document import FaultDocument
from .words import owner_label

__all__ = ["owner_payer_figure"]


_NAME = 30  # letters that fit on a line beside the table


def _column_head(payer: str) -> list[str]:
    """A payer's name on two short lines."""
    names = {
        "arbetsformedlingen": _("Arbets-\nförm."),
        "forsakringskassan": _("Försäkr.-\nkassan"),
        "kommun": _("Kommu-\nnen"),
        "region": _("Regio-\nnen"),
        "rattsvasende": _("Rätts-\nväs."),
        "ovriga": _("Staten,\növriga"),
        "production": _("Produk-\ntion"),
    }
    return names.get(payer, label(payer)[:8]).split("\n")


def _own(owner: str, payer: str) -> bool:
    agency = next((agency for agency in AGENCIES if agency.name == owner), None)
    return agency is not None and payer in {actor.reported for actor in agency.payers}


def _tint(value: float, most: float) -> str:
    """White for nothing, to full colour for the largest amount."""
    share = min(abs(value) / most, 1.0) ** 0.7 if most > 0 else 0.0
    full = LOSS if value >= 0 else GAIN
    channels = [round(255 + (int(full[i : i + 2], 16) - 255) * share) for i in (1, 3, 5)]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def owner_payer_figure(document: FaultDocument) -> Figure:
    """Heat table: a row for whose answer stands in the case file, a column for who pays."""
    matrix = dict(zip(document.owners, document.owner_payer, strict=True))
    largest = max((abs(value) for row in document.owner_payer for value in row), default=0.0)
    shown = [owner for owner in document.owners if any(abs(v) > 0.002 * largest for v in matrix[owner])]
    shown.sort(key=lambda owner: -sum(matrix[owner]))

    def draw(width: int) -> Markup:
        compact = width < 600
        left = 0.0 if compact else 230.0
        column = (width - left) / len(document.payers)
        step, top = (58.0 if compact else 42.0), 46.0
        name = _("Värmetabell: vems svar står i akten, och vem som betalar.")
        canvas = Canvas(width, top + step * len(shown) + 6, name)
        if not compact:
            canvas.text(0, 34, _("Vems svar står i akten ↓"), "start")
        for j, payer in enumerate(document.payers):
            for line, words in enumerate(_column_head(payer)):
                canvas.text(left + column * (j + 0.5), 18 + 16 * line, words, "middle", "small name")
        for i, owner in enumerate(shown):
            y = top + step * i
            if compact:
                canvas.text(0, y + 15, owner_label(owner), "start", "small name")
            else:
                lines = wrap(owner_label(owner), _NAME)
                for row, words in enumerate(lines):
                    canvas.text(0, y + 25 + 16 * (row - (len(lines) - 1) / 2), words, "start", "name")
            cell, height = y + (21 if compact else 2), (34.0 if compact else step - 4)
            for j, payer in enumerate(document.payers):
                value = matrix[owner][j]
                colour, x = _tint(value, largest), left + column * j + 2
                tip = f"{owner_label(owner)} → {label(payer)}: {mkr(value)}"
                canvas.rect(x, cell, column - 4, height, colour, tip, rx=3)
                if _own(owner, payer):
                    canvas.rect(x + 1, cell + 1, column - 6, height - 2, "none", stroke=INK, stroke_width=2, rx=3)
                written = number(value / 1e6, 1 if largest >= 1e6 else 2)
                canvas.text(
                    x + column / 2 - 2, cell + height / 2 + 4, written, "middle", "inside", fill=text_on(colour)
                )
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [owner_label(owner), *(mkr(value) for value in matrix[owner])] for owner in document.owners
    ]
    return Figure.of(
        draw,
        "",
        _(
            "Mkr, nuvärde. Varje fels andel av helheten är fördelad på den vars svar står i akten under felets "
            "månader. Ram: egen kostnad. Grönt, med minustecken: den aktören har lägre kostnader med felet än utan. "
            "Transfereringar och skatter är med hos den som betalar, så raderna summerar inte till samhällets kostnad."
        ),
        table(_("Ägare och betalare"), [_("Vems svar"), *map(label, document.payers)], rows),
        [
            Legend(LOSS, _("Betalar mer på grund av felet")),
            Legend(GAIN, _("Betalar mindre")),
            Legend(INK, _("Egen kostnad")),
        ],
    )
