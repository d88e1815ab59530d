"""The figure of the sets: expected gain against the worst tenth of draws."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.compare.document import CompareDocument
from exclusim.results.labels import mkr, number
from exclusim.results.language import _, telling
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, INK
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, line_path, nice_ticks

__all__ = ["portfolio_map", "set_label"]


@telling
def portfolio_map(document: CompareDocument) -> Figure | None:
    """Expected gain against the worst tenth, one point by affordable set; the efficient ones joined."""
    found = document.portfolio
    if found is None or len(found.sets) < 2:
        return None
    sets = found.sets
    efficient = sorted((s for s in sets if s.efficient), key=lambda s: s.cvar)

    def draw(width: int) -> Markup:
        compact = width < 600
        height = 290.0 if compact else 340.0
        canvas = Canvas(width, height, _("Punktdiagram: förväntad vinst mot utfallet i de sämsta fallen."))
        left, right, top, bottom = 46.0, width - 16.0, 26.0, height - 42.0
        ys, xs = [s.gain / 1e6 for s in sets], [s.cvar / 1e6 for s in sets]
        ticks = nice_ticks(min(0.0, *ys), max(0.0, *ys))
        y = Scale(ticks[0], ticks[-1], bottom, top)
        across = nice_ticks(min(0.0, *xs), max(0.0, *xs), 4 if compact else 8)
        x = Scale(across[0], across[-1], left + 8, right)
        y_axis(canvas, y, ticks, left, right)
        for tick in across:
            canvas.text(x(tick), bottom + 18, number(tick, 0 if float(tick).is_integer() else 1), "middle")
        canvas.text(0, 12, _("Förväntad vinst, Mkr"))
        canvas.text(right, height - 6, _("Medel av den sämsta tiondelen, Mkr"), "end")
        canvas.path(line_path([(x(s.cvar / 1e6), y(s.gain / 1e6)) for s in efficient]), stroke=INK, stroke_width=1.5)
        for one in sets:
            chosen = one.scenarios == found.chosen
            tip = f"{set_label(document, one.scenarios)}: {mkr(one.gain)}"
            colour = GAIN if chosen else INK if one.efficient else "#9aa3ad"
            canvas.add("circle", cx=x(one.cvar / 1e6), cy=y(one.gain / 1e6), r=7 if chosen else 4, fill=colour, tip=tip)
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [set_label(document, s.scenarios), mkr(s.gain), mkr(s.cvar), _("ja") if s.efficient else _("nej")] for s in sets
    ]
    return Figure.of(
        draw,
        _("Vinst mot risk"),
        _(
            "Varje punkt är en uppsättning insatser som ryms i budgeten. På linjen går det inte att vinna mer utan att "
            "riskera mer. Den stora punkten är den valda."
        ),
        table(_("Uppsättningar"), [_("Insatser"), _("Förväntad vinst"), _("Sämsta tiondelen"), _("På linjen")], rows),
        [Legend(GAIN, _("Vald")), Legend(INK, _("På linjen")), Legend("#9aa3ad", _("Andra"))],
    )


def set_label(document: CompareDocument, names: list[str]) -> str:
    """The scenarios of a set in words."""
    return " + ".join(_(document.scenarios[name].label) for name in names) or _("Ingen insats")
