"""Sheet *Sammanfattning*: what a director of finance reads first, on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exclusim.results.document import DecompositionStep, Difference, Interval, ScenarioResult
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.published import readable_scale
from exclusim.results.workbook.sheet import Book, Column, Minus, Row, Sheet, Sum, rate_in_percent

__all__ = ["add", "interval_note", "payback", "place_charts"]

_KEY_ACTORS = ("society", "public", "kommun")


def add(book: Book) -> Sheet:
    document = book.document
    sheet = book.sheet(_("Sammanfattning"), _(document.title), [46, 13, 12, 12, 12, 12, 11, 3] + [9.0] * 9)
    place = document.place if document.place not in document.title else ""
    about = " · ".join(_(text) for text in (place, document.description) if text)
    sheet.paragraphs([about] if about else [], 6)
    sheet.paragraphs(
        (_("Observera: {warning}").format(warning=_(warning)) for warning in document.warnings), 6, boxed=True
    )
    sheet.facts(
        [
            (_("Antaganden"), label(document.preset)),
            (_("Prisår"), document.price_year or _("ej angivet i källan")),
            (_("Diskonteringsränta"), f"{rate_in_percent(document.discount_rate)} %"),
            (_("Beloppen räknas"), label(document.convention)),
            (_("Horisont"), _horizon(document.horizon_years, document.start_age)),
            (_("Grupp"), _("{n} personer").format(n=document.cohort)),
        ]
    )
    sheet.heading(_("Nyckeltal"))
    sheet.note(interval_note(document.replicates))
    rows: list[Row] = []
    for scenario in document.scenarios.values():
        rows += _scenario_rows(book, scenario)
    for name, difference in document.differences.items():
        rows += _difference_rows(book, difference, _(document.scenarios[name].label))
    sheet.table(_columns(_("Nyckeltal"), book.bounds), rows)
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
        return _("Räkneexemplet har inget slumpmässigt intervall.")
    return _(
        "5 % och 95 % omsluter ett 90-procentigt intervall över {n} dragningar: osäkra indata och slump tillsammans."
    ).format(n=replicates)


def payback(month: int | None) -> float | str:
    """Years until the cumulated net stays positive, in a cell."""
    if month is None:
        return _("nej")
    return month / 12 if month else _("genast")


def _horizon(years: int, start_age: int | None) -> str:
    if start_age is None:
        return _("{n} år från ankomsten").format(n=years)
    return _("{n} år från {age} års ålder").format(n=years, age=start_age)


def _columns(title: str, bounds: Sequence[str]) -> list[Column]:
    return [
        *(Column(title, "text"), Column(_("Enhet"), "text")),
        *(Column(name, "mkr") for name in (_("Medelvärde"), *bounds)),
    ]


def _interval(book: Book, name: str, unit_name: str, value: Interval, style: str) -> Row:
    return Row([name, unit_name, value.mean, *book.spread(value)], style=style)


def _scenario_rows(book: Book, scenario: ScenarioResult) -> list[Row]:
    rows = [_group(book, _(scenario.label))]
    for amounts, what in (
        (scenario.total, _("{actor}, kostnad {n} år")),
        (scenario.term, _("{actor}, kostnad första mandatperioden")),
    ):
        for actor in _KEY_ACTORS:
            if actor in amounts:
                name = what.format(actor=label(actor), n=book.document.horizon_years)
                rows.append(_interval(book, name, _("Mkr"), amounts[actor], "mkr"))
    share = scenario.excluded.long_term_share
    rows.append(_interval(book, _("Andel långvarigt utanför"), _("andel"), share, "percent"))
    return rows


def _difference_rows(book: Book, difference: Difference, scenario: str) -> list[Row]:
    rows = [_group(book, _("{scenario}: skillnad").format(scenario=scenario))]
    blank = [""] * len(book.bounds)
    for actor in _KEY_ACTORS:
        if actor in difference.net:
            name = _("{actor}, nettovinst").format(actor=label(actor))
            rows.append(_interval(book, name, _("Mkr"), difference.net[actor], "mkr"))
    for actor in _KEY_ACTORS:
        if actor in difference.payback_month:
            month = difference.payback_month[actor]
            years = payback(month)
            name = _("{actor}, återbetald efter").format(actor=label(actor))
            rows.append(Row([name, _("år"), years, *blank], style="decimal"))
    for actor in _KEY_ACTORS:
        if actor in difference.probability_loss:
            chance = difference.probability_loss[actor]
            name = _("{actor}, sannolikhet för förlust").format(actor=label(actor))
            rows.append(Row([name, _("andel"), chance, *blank], style="percent"))
    for name, unit_name, value in (
        (_("Undvikna år i utanförskap"), _("personår"), difference.avoided_exclusion_years),
        (_("Personer som får det bättre"), _("personer"), difference.persons_helped),
        (_("Personer som får det sämre"), _("personer"), difference.persons_harmed),
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
    sheet.heading(_("Publicerat och beräknat"))
    sheet.note(_("Toleransen är en halv enhet i den publicerade siffrans sista avrundade siffra."))
    titles = (_("Publicerat"), _("Beräknat"), _("Avvikelse"), _("Tolerans"))
    columns = [Column(_("Storhet"), "text"), Column(_("Enhet"), "text"), *(Column(t, "residual") for t in titles)]
    columns.append(Column(_("Inom"), "text"))
    rows = []
    for figure in document.published:
        scale, unit_name = readable_scale(figure)
        ours = [scale * value for value in (figure.published, figure.computed, figure.residual, figure.tolerance)]
        rows.append(
            Row([_(figure.quantity), unit_name, ours[0], ours[1], Minus(ours[2], 3, 2), ours[3], figure.inside])
        )
    sheet.table(columns, rows)
    if document.corrected_society:
        sheet.keep(len(document.corrected_society) + 5)
        sheet.heading(_("Samhällets kostnad utan dubbelräkning"))
        sheet.note(_("Utan transfereringar, som bara flyttar pengar mellan aktörer."))
        names = {name: _(s.label) for name, s in document.scenarios.items()}
        figures = document.corrected_society.items()
        sheet.table(
            _columns(_("Scenario"), ("5 %", "95 %")),
            [Row([names.get(name, name), _("Mkr"), v.mean, v.p5, v.p95]) for name, v in figures],
        )


def _bridge(sheet: Sheet) -> None:
    steps = sheet.book.document.decomposition
    if not steps:
        return
    sheet.keep(len(steps) + 6)
    sheet.heading(_("Från publicerat räkneexempel till dynamisk beräkning"))
    sheet.note(_("Samhällets kostnad; mellanstegen är skillnader."))
    last: DecompositionStep | None
    *parts, last = steps
    if abs(sum(step.amount for step in parts) - last.amount) > 1.0:  # the last step is a difference too
        parts, last = steps, None
    rows = [Row([_(s.label), _("Mkr"), s.amount, _(s.explanation)], strong=s is steps[0]) for s in parts]
    total = Sum(sum(step.amount for step in parts), rows=tuple(range(len(parts))))
    name, explanation = (
        (_(last.label), _(last.explanation)) if last else (_("Dynamisk beräkning"), _("Summan av stegen."))
    )
    rows.append(Row([name, _("Mkr"), total, explanation], strong=True))
    columns = [
        Column(_("Steg"), "text"),
        Column(_("Enhet"), "text"),
        Column(_("Belopp"), "mkr"),
        Column(_("Förklaring"), "text"),
    ]
    sheet.table(columns, rows)


def _project_bridges(sheet: Sheet) -> None:
    document = sheet.book.document
    for name, steps in document.project_bridges.items():
        sheet.keep(len(steps) + 6)
        sheet.heading(_("{scenario}: från källans vinst till vår").format(scenario=_(document.differences[name].label)))
        sheet.note(_("Samhällets vinst; varje steg är ett antagande som ändras."))
        rows = [Row([_(s.label), _("Mkr"), s.amount, _(s.explanation)], strong=s is steps[0]) for s in steps]
        total = Sum(sum(step.amount for step in steps), rows=tuple(range(len(steps))))
        rows.append(Row([_("Netto här"), _("Mkr"), total, _("Summan av stegen.")], strong=True))
        columns = [
            Column(_("Steg"), "text"),
            Column(_("Enhet"), "text"),
            Column(_("Belopp"), "mkr"),
            Column(_("Förklaring"), "text"),
        ]
        sheet.table(columns, rows)
