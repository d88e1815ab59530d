"""Sheet *Tillstånd*: where the living are, by age, and who is counted as excluded."""

from __future__ import annotations

import re

from exclusim.results.document import ScenarioResult
from exclusim.results.labels import label, percent
from exclusim.results.language import _
from exclusim.results.report.palette import Group, grouped
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet

__all__ = ["add"]


def add(book: Book) -> None:
    document = book.document
    shown = [scenario for scenario in document.scenarios.values() if scenario.activity_by_age]
    if not shown:
        return
    title = _("Tillstånd per ålder, andel av de levande")
    sheet = book.sheet(_("Tillstånd"), title, [14] + [15.5] * 12, freeze_columns=1)
    for index, scenario in enumerate(shown):
        if index:
            sheet.page_break()
        sheet.heading(_(scenario.label))
        sheet.note(_long_term(scenario))
        chart_row = sheet.row
        sheet.row += 30
        sheet.page_break()
        first, last, groups = _groups(sheet, scenario)
        chart = make_chart(
            book,
            "area",
            _("{scenario}: vad personerna gör, per ålder").format(scenario=_(scenario.label)),
            [Series(sheet.name, g.label, i + 1, first, last, g.colour) for i, g in enumerate(groups)],
            unit=_("Andel av de levande"),
            subtype="percent_stacked",
            x_title=_("Ålder") if document.start_age is not None else _("År sedan ankomst"),
            number_format="0%",
            interval=2,
            legend="right",
        )
        sheet.place(chart, chart_row, 0, 1340, 570)
        _details(sheet, scenario)


def _long_term(scenario: ScenarioResult) -> str:
    share = scenario.excluded.long_term_share
    amount = percent(share.mean, 1)
    if share.p5 < share.p95:
        return _("Långvarigt utanför: {share} (90 %-intervall {low} till {high}), {definition}.").format(
            share=amount,
            low=percent(share.p5, 1),
            high=percent(share.p95, 1),
            definition=_(scenario.excluded.definition),
        )
    return _("Långvarigt utanför: {share}, {definition}.").format(
        share=amount, definition=_(scenario.excluded.definition)
    )


def _groups(sheet: Sheet, scenario: ScenarioResult) -> tuple[int, int, list[Group]]:
    groups = grouped(scenario.activity_by_age)
    sheet.heading(
        _("{scenario}: grupper av aktiviteter, och utanför enligt mätregeln").format(scenario=_(scenario.label))
    )
    columns = [Column(_("Ålder"), "plain"), *(Column(group.label, "percent") for group, _ in groups)]
    columns.append(Column(_("Utanför enligt mätregeln"), "percent"))
    rows = [
        Row([age, *(values[point] for _group, values in groups), scenario.excluded.by_age.get(age)])
        for point, age in enumerate(scenario.ages)
    ]
    first, last = sheet.table(columns, rows)
    return first, last, [group for group, _ in groups]


def _header(key: str) -> str:
    """Long compounds with a hyphen where a narrow column may break them."""
    return re.sub(r"(?<=\w{8})s(program|ersättning)\b", r"s-\1", label(key))


def _details(sheet: Sheet, scenario: ScenarioResult) -> None:
    most = len(sheet.widths) - 1
    for title, shares in (
        (_("{scenario}: varje aktivitet för sig"), scenario.activity_by_age),
        (_("{scenario}: belastningar"), scenario.burden_by_age),
    ):
        for start in range(0, len(shares), most):
            part = list(shares.items())[start : start + most]
            sheet.keep(len(scenario.ages) + 5)
            heading = title.format(scenario=_(scenario.label))
            sheet.heading(_("{heading}, forts.").format(heading=heading) if start else heading)
            columns = [Column(_("Ålder"), "plain"), *(Column(_header(key), "percent") for key, _ in part)]
            rows = [Row([age, *(values[point] for _key, values in part)]) for point, age in enumerate(scenario.ages)]
            sheet.table(columns, rows)
