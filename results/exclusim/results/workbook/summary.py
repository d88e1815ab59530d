"""Sheet *Sammanfattning*: what a director of finance reads first, on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exclusim.results.document import DecompositionStep, Difference, Interval, ScenarioResult
from exclusim.results.labels import label
from exclusim.results.published import readable_scale
from exclusim.results.workbook.sheet import Book, Column, Minus, Row, Sheet, Sum

__all__ = ["add", "interval_note", "payback", "place_charts"]

_KEY_ACTORS = ("society", "public", "kommun")


def add(book: Book) -> Sheet:
    document = book.document
    sheet = book.sheet("Sammanfattning", document.title, [46, 13, 12, 12, 12, 12, 11, 3] + [9.0] * 9)
    place = document.place if document.place not in document.title else ""
    about = " · ".join(text for text in (place, document.description) if text)
    sheet.paragraphs([about] if about else [], 6)
    sheet.paragraphs((f"Observera: {warning}" for warning in document.warnings), 6, boxed=True)
    sheet.facts(
        [
            ("Antaganden", label(document.preset)),
            ("Prisår", document.price_year or "ej angivet i källan"),
            ("Diskonteringsränta", f"{document.discount_rate * 100:.3g} %".replace(".", ",")),
            ("Beloppen räknas", label(document.convention)),
            ("Horisont", _horizon(document.horizon_years, document.start_age)),
            ("Grupp", f"{document.cohort} personer"),
        ]
    )
    sheet.heading("Nyckeltal")
    sheet.note(interval_note(document.replicates))
    rows: list[Row] = []
    for scenario in document.scenarios.values():
        rows += _scenario_rows(book, scenario)
    for name, difference in document.differences.items():
        rows += _difference_rows(book, difference, document.scenarios[name].label)
    sheet.table(_columns("Nyckeltal", book.bounds), rows)
    _published(sheet)
    _bridge(sheet)
    _project_bridges(sheet)
    return sheet


def place_charts(sheet: Sheet, charts: Sequence[Callable[[], Any]]) -> None:
    """The main pictures, beside the key figures."""
    row = 5 + len(sheet.book.document.warnings)
    for chart in charts:
        sheet.place(chart(), row, 8, 590, 330)
        row += 18


def interval_note(replicates: int) -> str:
    if replicates < 2:
        return "Räkneexemplet har inget slumpmässigt intervall."
    return (
        f"5 % och 95 % omsluter ett 90-procentigt intervall över {replicates} dragningar: "
        "osäkra indata och slump tillsammans."
    )


def payback(month: int | None) -> float | str:
    """Years until the cumulated net stays positive, in a cell."""
    if month is None:
        return "nej"
    return month / 12 if month else "genast"


def _horizon(years: int, start_age: int | None) -> str:
    start = "ankomsten" if start_age is None else f"{start_age} års ålder"
    return f"{years} år från {start}"


def _columns(title: str, bounds: Sequence[str]) -> list[Column]:
    return [
        *(Column(title, "text"), Column("Enhet", "text")),
        *(Column(name, "mkr") for name in ("Medel", *bounds)),
    ]


def _interval(book: Book, name: str, unit_name: str, value: Interval, style: str) -> Row:
    return Row([name, unit_name, value.mean, *book.spread(value)], style=style)


def _scenario_rows(book: Book, scenario: ScenarioResult) -> list[Row]:
    rows = [_group(book, scenario.label)]
    for amounts, what in (
        (scenario.total, f"kostnad {book.document.horizon_years} år"),
        (scenario.term, "kostnad första mandatperioden"),
    ):
        for actor in _KEY_ACTORS:
            if actor in amounts:
                rows.append(_interval(book, f"{label(actor)}, {what}", "Mkr", amounts[actor], "mkr"))
    share = scenario.excluded.long_term_share
    rows.append(_interval(book, "Andel långvarigt utanför", "andel", share, "percent"))
    return rows


def _difference_rows(book: Book, difference: Difference, scenario: str) -> list[Row]:
    rows = [_group(book, f"{scenario}: skillnad")]
    blank = [""] * len(book.bounds)
    for actor in _KEY_ACTORS:
        if actor in difference.net:
            rows.append(_interval(book, f"{label(actor)}, nettovinst", "Mkr", difference.net[actor], "mkr"))
    for actor in _KEY_ACTORS:
        if actor in difference.payback_month:
            month = difference.payback_month[actor]
            years = payback(month)
            rows.append(Row([f"{label(actor)}, återbetald efter", "år", years, *blank], style="decimal"))
    for actor in _KEY_ACTORS:
        if actor in difference.probability_loss:
            chance = difference.probability_loss[actor]
            name = f"{label(actor)}, sannolikhet för förlust"
            rows.append(Row([name, "andel", chance, *blank], style="percent"))
    for name, unit_name, value in (
        ("Undvikna år i utanförskap", "personår", difference.avoided_exclusion_years),
        ("Personer som får det bättre", "personer", difference.persons_helped),
        ("Personer som får det sämre", "personer", difference.persons_harmed),
    ):
        rows.append(_interval(book, name, unit_name, value, "decimal"))
    return rows


def _group(book: Book, title: str) -> Row:
    return Row([title, "", "", *[""] * len(book.bounds)], group=True)


def _published(sheet: Sheet) -> None:
    document = sheet.book.document
    if not document.published:
        return
    sheet.keep(len(document.published) + 5)
    sheet.heading("Publicerat och beräknat")
    sheet.note("Toleransen är en halv enhet i den publicerade siffrans sista avrundade siffra.")
    titles = ("Publicerat", "Beräknat", "Avvikelse", "Tolerans")
    columns = [Column("Storhet", "text"), Column("Enhet", "text"), *(Column(t, "residual") for t in titles)]
    columns.append(Column("Inom", "text"))
    rows = []
    for figure in document.published:
        scale, unit_name = readable_scale(figure)
        ours = [scale * value for value in (figure.published, figure.computed, figure.residual, figure.tolerance)]
        rows.append(Row([figure.quantity, unit_name, ours[0], ours[1], Minus(ours[2], 3, 2), ours[3], figure.inside]))
    sheet.table(columns, rows)
    if document.corrected_society:
        sheet.keep(len(document.corrected_society) + 5)
        sheet.heading("Samhällets kostnad utan dubbelräkning")
        sheet.note("Utan transfereringar, som bara flyttar pengar mellan aktörer.")
        names = {name: s.label for name, s in document.scenarios.items()}
        figures = document.corrected_society.items()
        sheet.table(
            _columns("Scenario", ("5 %", "95 %")),
            [Row([names.get(name, name), "Mkr", v.mean, v.p5, v.p95]) for name, v in figures],
        )


def _bridge(sheet: Sheet) -> None:
    steps = sheet.book.document.decomposition
    if not steps:
        return
    sheet.keep(len(steps) + 6)
    sheet.heading("Från publicerat räkneexempel till dynamisk beräkning")
    sheet.note("Samhällets kostnad; mellanstegen är skillnader.")
    last: DecompositionStep | None
    *parts, last = steps
    if abs(sum(step.amount for step in parts) - last.amount) > 1.0:  # the last step is a difference too
        parts, last = steps, None
    rows = [Row([s.label, "Mkr", s.amount, s.explanation], strong=s is steps[0]) for s in parts]
    total = Sum(sum(step.amount for step in parts), rows=tuple(range(len(parts))))
    name, explanation = (last.label, last.explanation) if last else ("Dynamisk beräkning", "Summan av stegen.")
    rows.append(Row([name, "Mkr", total, explanation], strong=True))
    columns = [
        Column("Steg", "text"),
        Column("Enhet", "text"),
        Column("Belopp", "mkr"),
        Column("Förklaring", "text"),
    ]
    sheet.table(columns, rows)


def _project_bridges(sheet: Sheet) -> None:
    document = sheet.book.document
    for name, steps in document.project_bridges.items():
        sheet.keep(len(steps) + 6)
        sheet.heading(f"{document.differences[name].label}: från källans vinst till vår")
        sheet.note("Samhällets vinst; varje steg är ett antagande som ändras.")
        rows = [Row([s.label, "Mkr", s.amount, s.explanation], strong=s is steps[0]) for s in steps]
        total = Sum(sum(step.amount for step in steps), rows=tuple(range(len(steps))))
        rows.append(Row(["Netto här", "Mkr", total, "Summan av stegen."], strong=True))
        columns = [
            Column("Steg", "text"),
            Column("Enhet", "text"),
            Column("Belopp", "mkr"),
            Column("Förklaring", "text"),
        ]
        sheet.table(columns, rows)
