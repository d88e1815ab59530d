"""Figure: each actor's net before and after the observations."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.model.money import REPORTED
from exclusim.results.compare.document import Net
from exclusim.results.followup.document import FollowDocument
from exclusim.results.labels import label, mkr, number
from exclusim.results.language import _, telling
from exclusim.results.report.palette import INK
from exclusim.results.report.parts import Cell, Figure, Legend, amount, table
from exclusim.results.report.svg import Canvas, Scale, nice_ticks

__all__ = ["before_and_after"]

_BEFORE = "#9aa3ad"
_ROW, _TOP = 46, 12


@telling
def before_and_after(document: FollowDocument, meaning: str) -> Figure:
    """One row by actor: mean and interval, grey before and dark after."""
    actors = [a for a in REPORTED if abs(document.before.net[a].p95 - document.before.net[a].p5) > 0]
    actors = actors or list(REPORTED[:2])
    both = [(a, document.before.net[a], document.after.net[a]) for a in actors]
    rows: list[list[Cell | str]] = [[label(a), amount(old, gain=True), amount(new, gain=True)] for a, old, new in both]
    return Figure.of(
        lambda width: _draw(width, both),
        _("Netto per aktör, före och efter det observerade"),
        meaning,
        table(_("Netto, nuvärde"), [_("Aktör"), _("Före"), _("Efter")], rows),
        [Legend(_BEFORE, _("Före starten"), "line"), Legend(INK, _("Efter det observerade"), "line")],
    )


def _draw(width: int, both: list[tuple[str, Net, Net]]) -> Markup:
    low = min(0.0, *(net.p5 for _actor, *nets in both for net in nets)) / 1e6
    high = max(0.0, *(net.p95 for _actor, *nets in both for net in nets)) / 1e6
    ticks = nice_ticks(low, high, 5 if width > 500 else 3)
    narrow = width <= 500
    left = 20 if narrow else 190
    bottom = _TOP + _ROW * len(both)
    canvas = Canvas(width, bottom + 40, _("Netto per aktör före och efter det observerade"))
    x = Scale(ticks[0], ticks[-1], left, width - 24)
    decimals = 0 if all(abs(t - round(t)) < 1e-9 for t in ticks) else 1
    for tick in ticks:
        canvas.line(x(tick), _TOP, x(tick), bottom, "axis" if tick == 0 else "grid")
        canvas.text(x(tick), bottom + 18, number(tick, decimals), "middle")
    canvas.text(width - 24, bottom + 34, _("Mkr"), "end")
    for index, (actor, old, new) in enumerate(both):
        top = _TOP + _ROW * index
        if narrow:
            canvas.text(left, top + 12, label(actor))
        else:
            canvas.text(left - 12, top + 27, label(actor), "end")
        for y, net, colour in ((top + 20, old, _BEFORE), (top + 32, new, INK)):
            tip = f"{label(actor)}: {mkr(net.mean)}"
            canvas.line(x(net.p5 / 1e6), y, x(net.p95 / 1e6), y, "", stroke=colour, stroke_width=3)
            canvas.add("circle", cx=x(net.mean / 1e6), cy=y, r=5, fill=colour, tip=tip)
    return canvas.render()
