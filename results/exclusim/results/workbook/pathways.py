"""Sheet *Kran och golv*: where avoided exclusion comes from, outcomes beyond heads in work, the stock over time."""

from __future__ import annotations

from exclusim.results.document import Channels, Difference, Interval, Stock
from exclusim.results.outcomes import OUTCOMES, Outcome
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet, Sum

__all__ = ["add"]

_CHANNELS = {
    "inflow": "Kranen: färre hamnar utanför",
    "loops": "Rundgången: färre kommer tillbaka",
    "outflow": "Golvet: ut snabbare",
    "price": "En månad kostar mindre",
}
_UNITS = {"persons": "personer", "months": "år", "times": "gånger"}
_STOCK = {
    "once": ("Moppa en gång", "#d07a4e"),
    "every_year": ("Moppa varje år", "#2e75b6"),
}


def add(book: Book) -> None:
    """Left out where no difference has channels."""
    document = book.document
    shown = [(name, d, d.channels) for name, d in document.differences.items() if d.channels is not None]
    if not shown:
        return
    sheet = book.sheet("Kran och golv", "Kranen, golvet och rundgången", [38] + [13.0] * 11, freeze_columns=1)
    for index, (name, difference, found) in enumerate(shown):
        if index:
            sheet.page_break()
        sheet.heading(difference.label)
        _channels(sheet, found)
        _outcomes(sheet, name, difference)
        if difference.stock is not None:
            _stock(sheet, difference.stock)


def _channels(sheet: Sheet, found: Channels) -> None:
    sheet.note("Undvikna år i utanförskap och undviken kostnad för samhället (utanförskapets konto, nuvärde i tkr).")
    bounds = sheet.book.bounds
    rows = []
    for key, title in _CHANNELS.items():
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
    rows.append(Row(["Tillsammans", *cells], strong=True))
    columns = [Column("Orsak", "text"), *(Column(t, "decimal") for t in ("Undvikna år", *bounds))]
    sheet.table([*columns, *(Column(t) for t in ("Undviken kostnad", *bounds))], rows)


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
    sheet.heading("Utfall för gruppen inom horisonten")
    if found is not None:
        cost = "" if found.cost_per_reached is None else f", {found.cost_per_reached.mean / 1e3:.0f} tkr var (nuvärde)"
        sheet.note(f"Prestation: {found.reached.mean:.0f} personer nås{cost}. Resultat: förändringen per 100 som nås.")
    rows = []
    for outcome in known:
        change = _in_unit(outcome, difference.outcomes[outcome.key])
        each = None if found is None else found.per_reached.get(outcome.key)
        rows.append(
            Row(
                [
                    outcome.label,
                    _UNITS[outcome.unit],
                    _in_unit(outcome, before[outcome.key]).mean,
                    _in_unit(outcome, after[outcome.key]).mean,
                    change.mean,
                    *sheet.book.spread(change),
                    None if each is None else 100 * _in_unit(outcome, each).mean,
                ]
            )
        )
    columns = [Column("Utfall", "text"), Column("Enhet", "text"), Column("Utan", "decimal"), Column("Med", "decimal")]
    columns += [Column(title, "decimal") for title in ("Förändring", *sheet.book.bounds, "Per 100 som nås")]
    sheet.table(columns, rows)


def _in_unit(outcome: Outcome, value: Interval) -> Interval:
    return _years(value) if outcome.unit == "months" else value


def _stock(sheet: Sheet, found: Stock) -> None:
    curves = {key: getattr(found, key) for key in _STOCK}
    sheet.keep(len(found.years) + 5)
    sheet.heading("Beståndet när en ny kull eller grupp börjar varje år: förändring mot i dag, personer")
    people = f"{found.baseline.mean:.0f} personer utanför samtidigt, i {found.cohorts} kullar eller grupper"
    sheet.note(f"I dag: {people}. Minus betyder färre.")
    columns = [Column("År", "plain")]
    for key in curves:
        columns += [Column(t, "decimal") for t in (_STOCK[key][0], *sheet.book.bounds)]
    columns.append(Column("Om ingen ny hamnar utanför", "decimal"))
    rows = []
    for i, year in enumerate(found.years):
        cells: list[float | None] = []
        for band in curves.values():
            value = Interval(mean=band.mean[i], p5=band.p5[i], p95=band.p95[i])
            cells += [value.mean, *sheet.book.spread(value)]
        rows.append(Row([year, *cells, found.nobody_enters.mean[i]]))
    first, last = sheet.table(columns, rows)
    step = 1 + len(sheet.book.bounds)
    series = [
        Series(sheet.name, _STOCK[key][0], 1 + step * i, first, last, _STOCK[key][1]) for i, key in enumerate(curves)
    ]
    chart = make_chart(
        sheet.book,
        "scatter",
        "Förändring av beståndet",
        series,
        unit="Personer mot i dag",
        subtype="straight",
        x_title="År sedan den första kullen började",
        number_format="#,##0.0",
        x_max=found.years[-1],
    )
    sheet.keep(20)
    sheet.place(chart, sheet.row, 0, 900, 330)
    sheet.row += 18
