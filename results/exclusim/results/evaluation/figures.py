"""Figures of an evaluation: what each design shows beside the truth, and how many people it takes."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.evaluation.document import DesignResult, EvaluationDocument
from exclusim.results.evaluation.words import TRUSTED, effect, signed
from exclusim.results.labels import number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.axes import y_axis
from exclusim.results.report.palette import GAIN, INK, LOSS
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, line_path, nice_ticks

__all__ = ["forest", "power_curve"]

_COLOURS = {
    "rct": "#17456e",
    "rct-adjusted": "#8cbfe0",
    "matching": "#2f8f86",
    "similar-group": "#e3aa3c",
    "earlier-example": "#93385a",
    "before-after": "#c05a57",
    "difference-in-differences": "#6f7f4f",
}


def _ends(document: EvaluationDocument, design: DesignResult) -> tuple[float, float]:
    """Where nine evaluations in ten land, had all draws the mean truth."""
    truth = document.window.follow_up.mean
    return truth + design.error.p5, truth + design.error.p95


def _dashed(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x1, y1), (x2, y2) = start, end
    canvas.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=INK, stroke_width=1.5, stroke_dasharray="5 4")


@telling
def forest(document: EvaluationDocument) -> Figure:
    """A row for each design: the mean of what it shows, where nine in ten evaluations land, and the line of truth."""
    factor = 100.0 if document.unit == "share" else 1.0
    truth = document.window.follow_up.mean * factor
    rows = document.designs
    ends = [value * factor for design in rows for value in _ends(document, design)]
    ticks_at = min([0.0, truth, *ends]), max([0.0, truth, *ends])

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, step = (6.0, width - 6.0, 56.0) if compact else (250.0, width - 130.0, 40.0)
        top = 26.0
        canvas = Canvas(width, top + step * len(rows) + 44, _("Punkter: vad varje mätmetod visar, mot sanningen."))
        ticks = nice_ticks(*ticks_at, 3 if compact else 6)
        x = Scale(ticks[0], ticks[-1], left + 8, right - 8)
        foot = top + step * len(rows)
        decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
        for tick in ticks:
            canvas.line(x(tick), top, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        unit = _("procentenheter") if document.unit == "share" else _("månader")
        canvas.text(right, foot + 36, f"{unit}, {_(document.outcome_label)}", "end")
        _dashed(canvas, (x(truth), top - 6), (x(truth), foot))
        anchor = "start" if x(truth) < (left + right) / 2 else "end"
        canvas.text(x(truth), top - 12, _("Sanningen {truth}").format(truth=signed(truth)), anchor, "small strong halo")
        for place, design in enumerate(rows):
            middle = top + step * place + (38 if compact else step / 2)
            low, high = (value * factor for value in _ends(document, design))
            colour = GAIN if design.coverage >= TRUSTED else LOSS
            canvas.text(0, middle - 16 if compact else middle + 5, _(design.label), "start", "name halo")
            canvas.line(x(low), middle, x(high), middle, "whisker", stroke=colour)
            shown = effect(design.estimate, document)
            canvas.add(
                "circle",
                cx=x(truth + design.bias * factor),
                cy=middle,
                r=6.0,
                fill=colour,
                tip=f"{_(design.label)}: {shown}",
            )
            if compact:
                canvas.text(width, middle - 16, effect(design.estimate, document, unit=False), "end", "small")
            else:
                canvas.text(width, middle + 5, shown.replace(_("procentenheter"), _("p.e.")), "end", "small")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [
            _(design.label),
            effect(design.estimate, document, unit=False),
            *(effect(value, document, unit=False) for value in _ends(document, design)),
        ]
        for design in rows
    ]
    return Figure.of(
        draw,
        _("Vad mätningen skulle visa, och sanningen"),
        _(
            "Punkt: genomsnitt över alla försök. Streck: där nio av tio försök hamnar. Streckad "
            "linje: den sanna effekten på dem som deltar."
        ),
        table(_("Vad varje mätmetod visar"), [_("Metod"), _("Visar"), _("Från"), _("Till")], data),
        [
            Legend(GAIN, _("Intervallen rymmer sanningen i minst nio försök av tio")),
            Legend(LOSS, _("Intervallen missar sanningen oftare än så")),
        ],
    )


@telling
def power_curve(document: EvaluationDocument) -> Figure | None:
    """Probability of finding the effect by number of participants; None where there is no effect to find."""
    rows = [design for design in document.designs if design.curve]
    if not rows:
        return None
    sizes = sorted({point.participants for design in rows for point in design.curve})
    wanted = document.sample_size.wanted_power

    def draw(width: int) -> Markup:
        compact = width < 600
        left, right, top, foot = 46.0, width - 12.0, 12.0, 268.0
        canvas = Canvas(width, foot + 44, _("Linjer: sannolikheten att hitta effekten efter antal deltagare."))
        y = Scale(0, 100, foot, top)
        y_axis(canvas, y, [0, 20, 40, 60, 80, 100], left, right)
        x = Scale(0, len(sizes) - 1, left + 12, right - 24)
        places = {size: x(place) for place, size in enumerate(sizes)}
        for size, place in places.items():
            canvas.text(place, foot + 18, number(size), "middle")
        canvas.text(right, foot + 38, _("deltagare, varje steg en fördubbling"), "end")
        _dashed(canvas, (left, y(100 * wanted)), (right, y(100 * wanted)))
        canvas.text(
            left + 4, y(100 * wanted) - 6, _("önskat: {wanted}").format(wanted=percent(wanted)), "start", "small halo"
        )
        for design in rows:
            points = [(places[point.participants], y(100 * point.power)) for point in design.curve]
            colour = _COLOURS[design.name]
            canvas.path(line_path(points), stroke=colour, stroke_width=2 if compact else 2.5)
            for (cx, cy), point in zip(points, design.curve, strict=True):
                tip = _("{label}, {participants} deltagare: {power}").format(
                    label=_(design.label), participants=number(point.participants), power=percent(point.power)
                )
                canvas.add("circle", cx=cx, cy=cy, r=3.5, fill=colour, tip=tip)
        return canvas.render()

    data: list[list[Cell | str]] = [
        [_(design.label), *(percent(point.power) for point in design.curve)] for design in rows
    ]
    return Figure.of(
        draw,
        _("Sannolikheten att hitta effekten"),
        _(
            "Andel av försöken där 95-procentsintervallet ligger på rätt sida om noll. En metod "
            "som visar för mycket ”hittar” effekten av fel skäl: läs den tillsammans med figuren "
            "ovan."
        ),
        table(_("Sannolikhet efter antal deltagare"), [_("Metod"), *(number(size) for size in sizes)], data),
        [Legend(_COLOURS[design.name], _(design.label), "line") for design in rows],
    )
