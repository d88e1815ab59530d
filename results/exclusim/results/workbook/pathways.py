"""Sheet *Kran och golv*: where avoided exclusion comes from, outcomes beyond heads in work, the stock over time."""

from __future__ import annotations

from exclusim.results.document import Channels, Difference, Interval, Stock
from exclusim.results.language import _
from exclusim.results.outcomes import OUTCOMES, Outcome
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet, Sum

__all__ = ["add"]

_STOCK = {"once": "#d07a4e", "every_year": "#2e75b6"}


def add(book: Book) -> None:
    """Left out where no difference has channels."""
    document = book.document
    shown = [(name, d, d.channels) for name, d in document.differences.items() if d.channels is not None]
    if not shown:
        return
    sheet = book.sheet(_("Kran och golv"), _("Kranen, golvet och rundgången"), [38] + [13.0] * 11, freeze_columns=1)
    for index, (name, difference, found) in enumerate(shown):
        if index:
            sheet.page_break()
        sheet.heading(_(difference.label))
        _channels(sheet, found)
        _outcomes(sheet, name, difference)
        if difference.stock is not None:
            _stock(sheet, difference.stock)


def _channels(sheet: Sheet, found: Channels) -> None:
    sheet.note(_("Undvikna år i utanförskap och undviken kostnad för samhället (utanförskapets konto, nuvärde i tkr)."))
    bounds = sheet.book.bounds
    titles = {
        "inflow": _("Kranen: färre hamnar utanför"),
        "loops": _("Rundgången: färre kommer tillbaka"),
        "outflow": _("Golvet: ut snabbare"),
        "price": _("En månad kostar mindre"),
    }
    rows = []
    for key, title in titles.items():
        months, money = found.months.get(key), found.money[key]
        years = None if months is None else _years(months)
        rows.append(
            Row(
                [
                    title,
                    None if years is None else years.mean,
                    *sheet.book.spread(years),
                    money.mean,
                    *sheet.book.spread(money),
                ]
            )
        )
    total, money = _years(found.months["total"]), found.money["total"]
    summed = tuple(range(len(rows)))
    cells = [
        Sum(total.mean, rows=summed[:-1]),
        *sheet.book.spread(total),
        Sum(money.mean, rows=summed),
        *sheet.book.spread(money),
    ]
    rows.append(Row([_("Tillsammans"), *cells], strong=True))
    columns = [Column(_("Orsak"), "text"), *(Column(t, "decimal") for t in (_("Undvikna år"), *bounds))]
    sheet.table([*columns, *(Column(t) for t in (_("Undviken kostnad"), *bounds))], rows)


def _years(months: Interval) -> Interval:
    return Interval(mean=months.mean / 12, p5=months.p5 / 12, p95=months.p95 / 12)


def _outcomes(sheet: Sheet, name: str, difference: Difference) -> None:
    document = sheet.book.document
    before, after = document.scenarios[difference.baseline].outcomes, document.scenarios[name].outcomes
    known = [o for o in OUTCOMES if o.key in before and o.key in after and o.key in difference.outcomes]
    if not known:
        return
    found = difference.effectiveness
    sheet.keep(len(known) + 6)
    sheet.heading(_("Utfall för gruppen inom horisonten"))
    if found is not None:
        text = _("Prestation: {n} personer nås. Resultat: förändringen per 100 som nås.")
        cost = ""
        if found.cost_per_reached is not None:
            text = _("Prestation: {n} personer nås, {cost} tkr var (nuvärde). Resultat: förändringen per 100 som nås.")
            cost = f"{found.cost_per_reached.mean / 1e3:.0f}"
        sheet.note(text.format(n=f"{found.reached.mean:.0f}", cost=cost))
    units = {"persons": _("personer"), "months": _("år"), "times": _("gånger")}
    rows = []
    for outcome in known:
        change = _in_unit(outcome, difference.outcomes[outcome.key])
        each = None if found is None else found.per_reached.get(outcome.key)
        rows.append(
            Row(
                [
                    _(outcome.label),
                    units[outcome.unit],
                    _in_unit(outcome, before[outcome.key]).mean,
                    _in_unit(outcome, after[outcome.key]).mean,
                    change.mean,
                    *sheet.book.spread(change),
                    None if each is None else 100 * _in_unit(outcome, each).mean,
                ]
            )
        )
    columns = [
        Column(_("Utfall"), "text"),
        Column(_("Enhet"), "text"),
        Column(_("Utan"), "decimal"),
        Column(_("Med"), "decimal"),
    ]
    columns += [Column(title, "decimal") for title in (_("Förändring"), *sheet.book.bounds, _("Per 100 som nås"))]
    sheet.table(columns, rows)


def _in_unit(outcome: Outcome, value: Interval) -> Interval:
    return _years(value) if outcome.unit == "months" else value


def _stock(sheet: Sheet, found: Stock) -> None:
    curves = {key: getattr(found, key) for key in _STOCK}
    titles = {"once": _("Moppa en gång"), "every_year": _("Moppa varje år")}
    sheet.keep(len(found.years) + 5)
    sheet.heading(_("Beståndet när en ny kull eller grupp börjar varje år: förändring mot i dag, personer"))
    now = _("I dag: {n} personer utanför samtidigt, i {cohorts} kullar eller grupper. Minus betyder färre.")
    sheet.note(now.format(n=f"{found.baseline.mean:.0f}", cohorts=found.cohorts))
    columns = [Column(_("År"), "plain")]
    for key in curves:
        columns += [Column(t, "decimal") for t in (titles[key], *sheet.book.bounds)]
    columns.append(Column(_("Om ingen ny hamnar utanför"), "decimal"))
    rows = []
    for i, year in enumerate(found.years):
        cells: list[float | None] = []
        for band in curves.values():
            value = Interval(mean=band.mean[i], p5=band.p5[i], p95=band.p95[i])
            cells += [value.mean, *sheet.book.spread(value)]
        rows.append(Row([year, *cells, found.nobody_enters.mean[i]]))
    first, last = sheet.table(columns, rows)
    step = 1 + len(sheet.book.bounds)
    series = [Series(sheet.name, titles[key], 1 + step * i, first, last, _STOCK[key]) for i, key in enumerate(curves)]
    chart = make_chart(
        sheet.book,
        "scatter",
        _("Förändring av beståndet"),
        series,
        unit=_("Personer mot i dag"),
        subtype="straight",
        x_title=_("År sedan den första kullen började"),
        number_format="#,##0.0",
        x_max=found.years[-1],
    )
    sheet.keep(20)
    sheet.place(chart, sheet.row, 0, 900, 330)
    sheet.row += 18
