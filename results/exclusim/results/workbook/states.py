"""Sheet *Tillstånd*: where the living are, by age, and who is counted as excluded."""

from __future__ import annotations

import re

from exclusim.results.document import ScenarioResult
from exclusim.results.labels import label, percent
from exclusim.results.report.palette import Group, grouped
from exclusim.results.workbook.charts import Series, make_chart
from exclusim.results.workbook.sheet import Book, Column, Row, Sheet

__all__ = ["add"]


def add(book: Book) -> None:
    document = book.document
    shown = [scenario for scenario in document.scenarios.values() if scenario.activity_by_age]
    if not shown:
        return
    title = "Tillstånd per ålder, andel av de levande"
    sheet = book.sheet("Tillstånd", title, [14] + [15.5] * 12, freeze_columns=1)
    for index, scenario in enumerate(shown):
        if index:
            sheet.page_break()
        sheet.heading(scenario.label)
        sheet.note(_long_term(scenario))
        chart_row = sheet.row
        sheet.row += 30
        sheet.page_break()
        first, last, groups = _groups(sheet, scenario)
        chart = make_chart(
            book,
            "area",
            f"{scenario.label}: vad personerna gör, per ålder",
            [Series(sheet.name, g.label, i + 1, first, last, g.colour) for i, g in enumerate(groups)],
            unit="Andel av de levande",
            subtype="percent_stacked",
            x_title="Ålder" if document.start_age is not None else "År sedan ankomst",
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
        amount += f" (90 %-intervall {percent(share.p5, 1)} till {percent(share.p95, 1)})"
    return f"Långvarigt utanför: {amount}, {scenario.excluded.definition}."


def _groups(sheet: Sheet, scenario: ScenarioResult) -> tuple[int, int, list[Group]]:
    groups = grouped(scenario.activity_by_age)
    sheet.heading(f"{scenario.label}: grupper av aktiviteter, och utanför enligt mätregeln")
    columns = [Column("Ålder", "plain"), *(Column(group.label, "percent") for group, _ in groups)]
    columns.append(Column("Utanför enligt mätregeln", "percent"))
    rows = [
        Row([age, *(values[point] for _, values in groups), scenario.excluded.by_age.get(age)])
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
        ("varje aktivitet för sig", scenario.activity_by_age),
        ("belastningar", scenario.burden_by_age),
    ):
        for start in range(0, len(shares), most):
            part = list(shares.items())[start : start + most]
            sheet.keep(len(scenario.ages) + 5)
            sheet.heading(f"{scenario.label}: {title}{', forts.' if start else ''}")
            columns = [Column("Ålder", "plain"), *(Column(_header(key), "percent") for key, _ in part)]
            rows = [Row([age, *(values[point] for _, values in part)]) for point, age in enumerate(scenario.ages)]
            sheet.table(columns, rows)
