"""Figures of a discovery: futures and the box, and PRIM's trade between coverage and density."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.results.discovery.document import BoxLimit, DiscoveryDocument
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, line_path, nice_ticks
from exclusim.results.sensitivity.words import parameter_label

__all__ = ["scatter", "trajectory"]

_FAIL, _FINE, _BOX = "#c04f15", "#8cbfe0", "#17456e"
_TICKS, _ROWS = 5, 20


def _decimals(ticks: Sequence[float]) -> int:
    step = abs(ticks[1] - ticks[0])
    return next((places for places in range(5) if abs(step * 10**places - round(step * 10**places)) < 1e-6), 5)


def scatter(document: DiscoveryDocument) -> Figure | None:
    """Futures by the two parameters that tell most, failures in colour, and the box; None where there is one input."""
    if len(document.axes) < 2 or not document.points:
        return None
    limits = {limit.parameter: limit for limit in (document.box.limits if document.box else ())}
    xs, ys = [point.x for point in document.points], [point.y for point in document.points]

    def draw(width: int) -> Markup:
        left, right, top, foot = 64.0, width - 14.0, 26.0, 356.0
        canvas = Canvas(width, foot + 46, _("Punkter: framtider, de som misslyckas i annan färg, och rutan."))
        across, up = nice_ticks(min(xs), max(xs), 3 if width < 600 else _TICKS), nice_ticks(min(ys), max(ys), _TICKS)
        x, y = Scale(across[0], across[-1], left, right), Scale(up[0], up[-1], foot, top)
        for tick in across:
            canvas.line(x(tick), top, x(tick), foot, "grid")
            canvas.text(x(tick), foot + 18, number(tick, _decimals(across)), "middle")
        for tick in up:
            canvas.line(left, y(tick), right, y(tick), "grid")
            canvas.text(left - 8, y(tick) + 4, number(tick, _decimals(up)), "end")
        canvas.text(right, foot + 38, parameter_label(document.axes[0]), "end")
        canvas.text(0, 14, parameter_label(document.axes[1]))
        for fails in (False, True):
            for point in document.points:
                if point.fails == fails:
                    canvas.add("circle", cx=x(point.x), cy=y(point.y), r=3.2, fill=_FAIL if fails else _FINE,
                               opacity="0.75")  # fmt: skip
        if limits:
            a, b = _ends(limits.get(document.axes[0]), across)
            c, d = _ends(limits.get(document.axes[1]), up)
            canvas.rect(x(a), y(d), x(b) - x(a), y(c) - y(d), "none", stroke=_BOX, stroke_width=2.5)
        return canvas.render()

    failed = [point for point in document.points if point.fails]
    rows: list[list[Cell | str]] = [
        [number(point.x, 3), number(point.y, 3), _("misslyckas") if point.fails else _("lyckas")]
        for point in document.points[:_ROWS]
    ]
    return Figure.of(
        draw,
        _("Framtiderna och rutan"),
        _(
            "{points} av framtiderna, varav {failed} misslyckas. Rutan är regelns gränser i de "
            "två parametrar som säger mest; gränser i andra parametrar syns inte här."
        ).format(points=number(len(document.points)), failed=percent(len(failed) / len(document.points))),
        table(
            _("De första {rows} framtiderna; alla finns i tabellfilen").format(rows=number(len(rows))),
            [*map(parameter_label, document.axes), _("Utfall")],
            rows,
            text=0,
        ),
        [Legend(_FAIL, _("Misslyckas")), Legend(_FINE, _("Misslyckas inte")), Legend(_BOX, _("Rutan"), "line")],
    )


def _ends(limit: BoxLimit | None, ticks: Sequence[float]) -> tuple[float, float]:
    if limit is None:
        return ticks[0], ticks[-1]
    low = ticks[0] if limit.low is None else max(limit.low, ticks[0])
    return low, ticks[-1] if limit.high is None else min(limit.high, ticks[-1])


def trajectory(document: DiscoveryDocument) -> Figure:
    """Density against coverage while PRIM peels, and where the boxes shown lie on the other half."""
    steps = document.trajectory

    def draw(width: int) -> Markup:
        left, right, top, foot = 50.0, min(width - 14.0, 560.0), 22.0, 300.0
        canvas = Canvas(width, foot + 46, _("Linje: täckning och träffsäkerhet när rutan krymper."))
        x, y = Scale(0, 100, left, right), Scale(0, 100, foot, top)
        for tick in (0, 20, 40, 60, 80, 100):
            canvas.line(left, y(tick), right, y(tick), "axis" if tick == 0 else "grid")
            canvas.text(left - 8, y(tick) + 4, number(tick), "end")
            canvas.text(x(tick), foot + 18, number(tick), "middle")
        canvas.text(0, 12, _("Träffsäkerhet, procent"))
        canvas.text(right, foot + 38, _("Täckning, procent av misslyckandena"), "end")
        points = [(x(100 * step.coverage), y(100 * step.density)) for step in steps]
        if len(points) > 1:
            canvas.path(line_path(points), stroke=_BOX, stroke_width=2)
        for box in document.boxes:
            colour = _FAIL if box.method == "prim" else "#2f8f86"
            tip = f"{_(box.rule)}: {percent(box.coverage)}, {percent(box.density)}"
            canvas.add("circle", cx=x(100 * box.coverage), cy=y(100 * box.density), r=6, fill=colour, tip=tip)
        return canvas.render()

    rows: list[list[Cell | str]] = [
        [percent(step.coverage), percent(step.density), number(step.limits)] for step in steps
    ]
    return Figure.of(
        draw,
        _("Täckning mot träffsäkerhet"),
        _("Linjen: PRIM:s rutor på den hälft de söks i. Punkterna: de valda rutorna på den andra hälften."),
        table(_("PRIM:s rutor"), [_("Täckning"), _("Träffsäkerhet"), _("Begränsade parametrar")], rows, text=0),
        [
            Legend(_BOX, _("Sökningen"), "line"),
            Legend(_FAIL, _("PRIM-rutan, prövad")),
            Legend("#2f8f86", _("Trädets rutor, prövade")),
        ],
    )
