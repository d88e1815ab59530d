"""The figures of the report: published statistics beside the model's, and exact curves beside simulated ones."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from exclusim.calibration.checking.document import CheckDocument, CheckRow
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.palette import GAIN, INK, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, line_path
from exclusim.results.verification.document import Curve

__all__ = ["curves_figure", "role_names", "statistics_figure"]


def role_names() -> dict[str, str]:
    return {
        "calibration": _("Anpassad till"),
        "validation": _("Undanhållen"),
        "context": _("Bakgrund"),
    }


_PANEL, _GAP, _TOP, _BELOW = 236.0, 44.0, 28.0, 40.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def _panels(width: int, count: int) -> tuple[int, float, float]:
    """Panels in a row, the side of each and the height of a row."""
    columns = min(count, 1 if width < 600 else 3)
    side = min((width - columns * _GAP - 8) / columns, _PANEL if columns > 1 else 300.0)
    return columns, side, side + _TOP + _BELOW


def statistics_figure(document: CheckDocument) -> Figure:
    """Shares only: one panel a role, one point a row, the diagonal where the two agree."""
    rows = [row for row in document.rows if row.unit == "share"]
    roles = [role for role in role_names() if any(row.role == role for row in rows)]

    def draw(width: int) -> Markup:
        columns, side, height = _panels(width, len(roles))
        canvas = Canvas(width, height * -(-len(roles) // columns), _("Punktdiagram: publicerad andel mot modellens."))
        for index, role in enumerate(roles):
            left, top = _GAP + index % columns * (side + _GAP), _TOP + index // columns * height
            _scatter(canvas, [row for row in rows if row.role == role], left, top, side, role_names()[role])
        return canvas.render()

    def share(role: str) -> list[Cell | str]:
        of_role = [row for row in rows if row.role == role]
        inside = sum(row.inside for row in of_role)
        apart = sum(abs(row.simulated.mean - row.published) for row in of_role) / len(of_role)
        return [role_names()[role], number(len(of_role)), percent(inside / len(of_role)), percent(apart, 1)]

    return Figure.of(
        draw,
        _("Publicerad andel, och modellens"),
        _(
            "Varje punkt är en publicerad andel; streck: modellens 90\N{NO-BREAK SPACE}%-intervall över {draws} "
            "dragningar med {persons} personer var. På den sneda linjen är de lika. Rader i "
            "andra enheter än andelar står i tabellen."
        ).format(draws=number(document.draws), persons=number(document.persons)),
        table(
            _("Andelar"),
            [_("Statistik"), _("Rader"), _("Inom"), _("Genomsnittligt avstånd")],
            [share(role) for role in roles],
        ),
        [Legend(GAIN, _("inom")), Legend(LOSS, _("utanför"))],
    )


def _scatter(canvas: Canvas, rows: Sequence[CheckRow], left: float, top: float, side: float, title: str) -> None:
    x, y = Scale(0, 1, left, left + side), Scale(0, 1, top + side, top)
    canvas.text(left, top - 10, _("{title}: modellen, %").format(title=title), class_="label")
    for tick in _TICKS:
        canvas.line(left, y(tick), left + side, y(tick))
        canvas.text(left - 6, y(tick) + 4, number(100 * tick), "end")
        canvas.text(x(tick), top + side + 16, number(100 * tick), "middle")
    canvas.text(left + side, top + side + 32, _("Publicerad, %"), "end")
    canvas.line(x(0), y(0), x(1), y(1), "axis")
    for row in sorted(rows, key=lambda row: not row.inside):  # misses on top
        colour = GAIN if row.inside else LOSS
        at = x(row.published)
        simulated = row.simulated
        canvas.line(at, y(simulated.p5), at, y(simulated.p95), "", stroke=colour, stroke_opacity="0.45")
        tip = _("{label}: publicerad {published}, modellen {simulated}").format(
            label=_(row.label), published=percent(row.published, 1), simulated=percent(simulated.mean, 1)
        )
        canvas.add("circle", cx=at, cy=y(simulated.mean), r=2.6, fill=colour, fill_opacity="0.8", tip=tip)


def curves_figure(curves: Sequence[Curve]) -> Figure:
    """Small multiples: the exact share as a line, the simulated as points."""
    every = 4

    def draw(width: int) -> Markup:
        columns = 1 if width < 600 else 2
        side, high = (width - columns * _GAP - 8) / columns, 150.0
        height = high + _TOP + _BELOW
        canvas = Canvas(width, height * -(-len(curves) // columns), _("Linjer: exakt andel. Punkter: simulerad andel."))
        for index, curve in enumerate(curves):
            left, top = _GAP + index % columns * (side + _GAP), _TOP + index // columns * height
            x, y = Scale(0, curve.months[-1], left, left + side), Scale(0, 1, top + high, top)
            canvas.text(left, top - 10, f"{_(curve.name)}, %", class_="label")
            for tick in _TICKS[::2]:
                canvas.line(left, y(tick), left + side, y(tick), "axis" if tick == 0 else "grid")
                canvas.text(left - 6, y(tick) + 4, number(100 * tick), "end")
            for month in curve.months[::12]:
                canvas.text(x(month), top + high + 16, str(month), "middle")
            canvas.text(left + side, top + high + 32, _("Månad"), "end")
            points = [(x(month), y(share)) for month, share in zip(curve.months, curve.exact, strict=True)]
            canvas.path(line_path(points), stroke=INK, stroke_width=1.6)
            for month, share in list(zip(curve.months, curve.simulated, strict=True))[::every]:
                canvas.add("circle", cx=x(month), cy=y(share), r=2.8, fill=LOSS)
        return canvas.render()

    apart = [max(abs(a - b) for a, b in zip(curve.exact, curve.simulated, strict=True)) for curve in curves]
    rows: list[list[Cell | str]] = [
        [_(curve.name), percent(curve.exact[-1], 2), percent(curve.simulated[-1], 2), percent(most, 2)]
        for curve, most in zip(curves, apart, strict=True)
    ]
    return Figure.of(
        draw,
        _("Andelen som är kvar där alla börjar"),
        _("100 000 simulerade personer i varje liten värld."),
        table(_("Andel kvar"), [_("Värld"), _("Exakt, sista månaden"), _("Simulerad"), _("Största avstånd")], rows),
        [Legend(INK, _("exakt"), "line"), Legend(LOSS, _("simulerad"))],
    )
