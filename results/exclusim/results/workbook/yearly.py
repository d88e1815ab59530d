"""Sheet *Per år*: what each actor pays each year, not discounted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exclusim.results.document import ScenarioResult
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.report.palette import actor_colour
from exclusim.results.workbook.actors import drawn, ordered, public_sum, society_rule
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet, Sum

__all__ = ["add"]


def add(book: Book) -> Callable[[], Any]:
    """Returns a maker of the first scenario's chart, for the summary."""
    sheet = book.sheet(
        _("Per år"), _("Kostnad per aktör och år, odiskonterat i tkr"), [16] + [17.0] * 9, freeze_columns=1
    )
    makers = []
    for index, scenario in enumerate(book.document.scenarios.values()):
        if index:
            sheet.page_break()
        sheet.heading(_(scenario.label))
        sheet.note(society_rule(book.document.preset))
        chart_row = sheet.row
        space = sheet.room() - len(scenario.years) - 4
        height = min(space, 20) if space >= 12 else 28
        sheet.row += height + 1
        if space < 12:
            sheet.page_break()
        maker = _block(sheet, scenario)
        sheet.place(maker(), chart_row, 0, 1180, 20 * height - 10)
        makers.append(maker)
    return makers[0]


def _block(sheet: Sheet, scenario: ScenarioResult) -> Callable[[], Any]:
    document = sheet.book.document
    actors = ordered(scenario.yearly)
    time = _("Ålder") if document.start_age is not None else _("År sedan ankomst")
    payers = public_sum(actors)
    rows = []
    for point, year in enumerate(scenario.years):
        cells: list[object] = [year]
        for actor in actors:
            value = scenario.yearly[actor].mean[point]
            cells.append(Sum(value, columns=tuple(i + 1 for i in payers)) if actor == "public" else value)
        rows.append(Row(cells))
    every = tuple(range(len(rows)))
    totals = [Sum(sum(scenario.yearly[actor].mean), rows=every) for actor in actors]
    rows.append(Row([_("Summa"), *totals], strong=True))
    columns = [Column(time, "plain"), *(Column(label(actor)) for actor in actors)]
    first, last = sheet.table(columns, rows)
    series = [
        Series(sheet.name, label(actors[i]), i + 1, first, last - 1, actor_colour(actors[i])) for i in drawn(actors)
    ]

    def maker() -> Any:
        title = _("{scenario}: kostnad per aktör och år").format(scenario=_(scenario.label))
        return make_chart(
            sheet.book,
            "column",
            title,
            series,
            unit=_("Mkr per år, odiskonterat"),
            subtype="stacked",
            x_title=time,
            number_format="#,##0,",
        )

    return maker
