"""Figures of a sensitivity analysis: the tornado, the ranking with intervals, and indices against runs."""

from __future__ import annotations

from markupsafe import Markup

from exclusim.results.compare.information import GROUPS
from exclusim.results.labels import number
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Figure, Legend, table
from exclusim.results.report.svg import Canvas, Scale, line_path, nice_ticks
from exclusim.results.sensitivity.document import Convergence, OutcomeSpread, SensitivityDocument
from exclusim.results.sensitivity.words import (
    amount_of,
    index_names,
    index_value,
    parameter_label,
    parameter_value,
    ranked,
)

__all__ = ["convergence", "ranking", "tornado"]

_LOW, _HIGH = "#e3aa3c", "#17456e"
_LINES = ("#17456e", "#c04f15", "#2f8f86", "#93385a", "#6f7f4f", "#8cbfe0")
_SHOWN = 15


def _row(width: int) -> tuple[bool, float, float, float]:
    compact = width < 600
    return (True, 6.0, width - 6.0, 52.0) if compact else (False, 300.0, width - 90.0, 32.0)


def _fitting(name: str, room: int) -> str:
    return name if len(name) <= room else name[: room - 1] + "…"


def tornado(document: SensitivityDocument, outcome: OutcomeSpread) -> Figure | None:
    """Mean outcome at the low and at the high end of each leading parameter; None where there is none."""
    rows = [row for row in document.tornado if row.outcome == outcome.name]
    if not rows:
        return None
    centre = outcome.spread.mean
    factor = 1e-6 if outcome.unit == "SEK" else 100.0 if outcome.unit == "share" else 1.0
    ends = [factor * value for row in rows for value in (row.low, row.high)] + [factor * centre]

    def draw(width: int) -> Markup:
        compact, left, right, step = _row(width)
        canvas = Canvas(width, 30 + step * len(rows) + 40, _("Tornado: {label}.").format(label=_(outcome.label)))
        ticks = nice_ticks(min(ends), max(ends), 3 if compact else 6)
        x, foot = Scale(ticks[0], ticks[-1], left + 10, right - 10), 24 + step * len(rows)
        decimals = 0 if all(abs(tick - round(tick)) < 1e-9 for tick in ticks) else 2
        for tick in ticks:
            canvas.line(x(tick), 20, x(tick), foot, "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        canvas.line(x(factor * centre), 14, x(factor * centre), foot, "axis")
        canvas.text(right, foot + 34, {"SEK": _("Mkr"), "share": _("procent"), "years": _("år")}[outcome.unit], "end")
        for place, row in enumerate(rows):
            top = 24 + step * place
            bar = top + (24 if compact else 6)
            name = _fitting(parameter_label(row.parameter), 44 if compact else 42)
            canvas.text(0 if compact else left - 6, top + (16 if compact else 20), name, "start" if compact else "end",
                        "name")  # fmt: skip
            for end, value, colour in ((row.low, row.low_value, _LOW), (row.high, row.high_value, _HIGH)):
                a, b = sorted((x(factor * centre), x(factor * end)))
                tip = f"{row.parameter} = {parameter_value(value, row.unit)}: {amount_of(end, outcome)}"
                canvas.rect(a, bar, b - a, 16, colour, tip)
        return canvas.render()

    data: list[list[Cell | str]] = [
        [
            Cell(parameter_label(row.parameter), _(GROUPS.get(row.group, row.group))),
            parameter_value(row.low_value, row.unit),
            parameter_value(row.high_value, row.unit),
            amount_of(row.low, outcome),
            amount_of(row.high, outcome),
        ]
        for row in rows
    ]
    return Figure.of(
        draw,
        _("Tornado: {label}").format(label=_(outcome.label)),
        _(
            "Förväntat resultat när parametern står vid sin 5:e och sin 95:e percentil, allt "
            "annat som det faller ut. Linjen är medelvärdet."
        ),
        table(
            _("{label} vid lågt och högt värde").format(label=_(outcome.label)),
            [_("Parameter"), _("Lågt värde"), _("Högt värde"), _("Resultat vid lågt"), _("Resultat vid högt")],
            data,
        ),
        [Legend(_LOW, _("Parametern låg")), Legend(_HIGH, _("Parametern hög"))],
    )


def ranking(document: SensitivityDocument, outcome: OutcomeSpread) -> Figure:
    """The index that ranks, with its interval."""
    rows = ranked(document, outcome.name)[:_SHOWN]
    leading = rows[0].index
    steps = leading == "mu_star"
    factor = (1e-6 if outcome.unit == "SEK" else 100.0 if outcome.unit == "share" else 1.0) if steps else 100.0
    factor = 1.0 if leading == "pawn" else factor
    top_value = max([factor * row.ci_high for row in rows] + [1e-9])

    def draw(width: int) -> Markup:
        compact, left, right, step = _row(width)
        canvas = Canvas(
            width, 10 + step * len(rows) + 30, _("Index med intervall: {label}.").format(label=_(outcome.label))
        )
        ticks = nice_ticks(0.0, top_value, 3 if compact else 6)
        x, foot = Scale(0.0, ticks[-1], left, right - 10), 8 + step * len(rows)
        decimals = 0 if all(abs(tick - round(tick)) < 1e-9 for tick in ticks) else 2
        for tick in ticks:
            canvas.line(x(tick), 4, x(tick), foot, "axis" if tick == 0 else "grid")
            canvas.text(x(tick), foot + 16, number(tick, decimals), "middle")
        for place, row in enumerate(rows):
            top = 4 + step * place
            middle = top + (34 if compact else step / 2)
            name = _fitting(parameter_label(row.parameter), 44 if compact else 42)
            canvas.text(0 if compact else left - 6, top + (16 if compact else 20), name, "start" if compact else "end",
                        "name")  # fmt: skip
            value = index_value(row, row.value, outcome)
            canvas.rect(left, middle - 7, x(factor * row.value) - left, 14, _HIGH, f"{row.parameter}: {value}")
            canvas.line(x(factor * row.ci_low), middle, x(factor * row.ci_high), middle, "whisker")
            if not compact:
                canvas.text(width, middle + 5, value, "end", "small")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [
            Cell(parameter_label(row.parameter), _(GROUPS.get(row.group, row.group))),
            index_value(row, row.value, outcome),
            index_value(row, row.ci_low, outcome),
            index_value(row, row.ci_high, outcome),
        ]
        for row in rows
    ]
    name = index_names()[leading]
    unit = "" if leading == "pawn" else _("Mkr") if steps and outcome.unit == "SEK" else _("år") if (
        steps and outcome.unit == "years") else _("procentenheter") if steps else _("procent")  # fmt: skip
    return Figure.of(
        draw,
        _("Rangordning: {label}").format(label=_(outcome.label)),
        _("{index}. Streck: 90\N{NO-BREAK SPACE}%-intervall. De {n} största.").format(
            index=f"{name}, {unit}" if unit else name, n=len(rows)
        ),
        table(f"{name}: {_(outcome.label)}", [_("Parameter"), name, _("Från"), _("Till")], data),
    )


def convergence(document: SensitivityDocument, row: Convergence) -> Figure:
    """The leading indices after fewer runs: flat lines to the right are what one can rely on."""
    factor = 1e-6 if row.index == "mu_star" and _outcome(document, row).unit == "SEK" else 1.0
    highest = max([factor * value for values in row.values.values() for value in values] + [1e-9])

    def draw(width: int) -> Markup:
        left, right, top, foot = 50.0, width - 14.0, 12.0, 250.0
        canvas = Canvas(width, foot + 44, _("Linjer: index efter antal körningar."))
        ticks = nice_ticks(0.0, highest)
        y = Scale(0.0, ticks[-1], foot, top)
        for tick in ticks:
            canvas.line(left, y(tick), right, y(tick), "axis" if tick == 0 else "grid")
            canvas.text(left - 8, y(tick) + 4, number(tick, 2), "end")
        x = Scale(0.0, row.runs[-1], left, right - 20)
        for runs in row.runs:
            canvas.text(x(runs), foot + 18, number(runs), "middle")
        canvas.text(right, foot + 38, _("körningar av modellen"), "end")
        for colour, (name, values) in zip(_LINES, row.values.items(), strict=False):
            points = [(x(runs), y(factor * value)) for runs, value in zip(row.runs, values, strict=True)]
            if len(points) > 1:
                canvas.path(line_path(points), stroke=colour, stroke_width=2.2)
            for (cx, cy), value in zip(points, values, strict=True):
                canvas.add("circle", cx=cx, cy=cy, r=3.5, fill=colour, tip=f"{name}: {number(factor * value, 3)}")
        return canvas.render()

    data: list[list[Cell | str]] = [
        [parameter_label(name), *(number(factor * value, 3) for value in values)] for name, values in row.values.items()
    ]
    state = _("Indexen har stannat") if row.converged else _("Indexen har inte stannat")
    return Figure.of(
        draw,
        _("Konvergens: {label}").format(label=_(_outcome(document, row).label)),
        _(
            "{index} efter en del av körningarna. {state}: det vidaste intervallet är "
            "±{widest}, mot ±0,05 för att räknas som klart."
        ).format(index=index_names()[row.index], state=state, widest=number(row.widest, 3)),
        table(_("Index efter antal körningar"), [_("Parameter"), *(number(runs) for runs in row.runs)], data),
        [Legend(colour, parameter_label(name), "line") for colour, name in zip(_LINES, row.values, strict=False)],
    )


def _outcome(document: SensitivityDocument, row: Convergence) -> OutcomeSpread:
    return next(outcome for outcome in document.outcomes if outcome.name == row.outcome)
