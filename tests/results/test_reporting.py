"""The record of a decision and the checklist, in a run and in a comparison."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare import CompareDocument, CompareOptions, run_compare
from exclusim.results.compare.page import render_compare
from exclusim.results.compare.pool import pooled
from exclusim.results.document import RunDocument
from exclusim.results.report.decision_section import stated
from exclusim.results.report.page import render_report
from exclusim.results.report.sections import sections
from exclusim.results.reporting.document import ChecklistItem
from exclusim.results.reporting.record import decision_of
from exclusim.results.run import RunOptions, run_case
from exclusim.results.run.plan import case_plan
from exclusim.results.run.sample import replicate
from exclusim.results.workbook.write import write_workbook
from exclusim.scenarios.decision import Decision
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

DRAWS, PERSONS = 4, 120
RECORD = Decision.model_validate(
    {
        "asked_by": "Kommunstyrelsen",
        "question": "Ska stödet startas?",
        "alternatives": ["nuläget"],
        "reviews": ["2028-06", "2029-12"],
        "rule": {"actor": "kommun", "mend_above": "40 %", "stop_above": "80 %"},
        "funding": "Kommunen",
    }
)
FROM_PEOPLE = {4, 21, 25, 28}
"""Items that only those who decide can answer, and that the record above leaves out."""


@pytest.fixture(scope="module")
def case() -> Case:
    found = load("genomsnittskommun")
    return found.model_copy(update={"scenarios": {"jobbstod": found.scenarios["jobbstod"]}, "decision": RECORD})


@pytest.fixture(scope="module")
def document(case: Case) -> RunDocument:
    return run_case(case, RunOptions(replicates=DRAWS, persons=PERSONS, threads=1)).document


@pytest.fixture(scope="module")
def compared(case: Case) -> CompareDocument:
    options = CompareOptions(draws=DRAWS, most_draws=DRAWS, side_draws=2, persons=PERSONS, threads=1)
    return run_compare([case], options)


def _complete(items: list[ChecklistItem]) -> None:
    assert [item.number for item in items] == list(range(1, 29))
    for item in items:
        assert item.topic.strip()
        assert item.answer.strip()
        assert (item.where == "") == (item.status == "missing")
        assert item.answer.startswith("Saknas") == (item.status == "missing")


def test_the_checklist_has_28_items_and_no_empty_cell(document: RunDocument, compared: CompareDocument) -> None:
    for items in (document.checklist, compared.checklist):
        _complete(items)
        assert {item.number for item in items if item.status == "missing"} >= FROM_PEOPLE
        answers = {item.number: item.answer for item in items}
        for number, words in (
            (7, "Dagens läge" if items is document.checklist else "Nuläge"),
            (8, "Samhället"),
            (9, "20"),
            (10, "4"),
            (15, "2024"),
        ):
            assert words in answers[number]
        assert answers[27] == "Kommunen"
        assert "Ska stödet startas?" in answers[3]


def test_a_worked_example_has_the_checklist_too() -> None:
    found = run_case(load("newcomers"), RunOptions(preset="flat-annuity", replicates=2)).document
    _complete(found.checklist)
    whole = {row.actor: row.mean for row in found.decisions[0].expected if row.by == "2033-12"}
    assert whole["society"] == found.differences["snabbspar"].net["society"].mean


def test_the_checklist_points_at_sections_that_the_report_has(document: RunDocument) -> None:
    there = {section.title for section in sections(document)} | {"Rubriken", "Ingressen", "Sammanfattning", ""}
    assert {item.where for item in document.checklist} <= there


def test_the_expectation_is_the_summarys_own(document: RunDocument) -> None:
    (record,) = json.loads(document.model_dump_json())["decisions"]
    difference = document.differences["jobbstod"]
    net = {(row["by"], row["actor"]): row for row in record["expected"] if row["indicator"] == "net"}
    for actor in ("society", "public", *PUBLIC):
        row, whole = net["2043-12", actor], difference.net[actor]
        assert (row["mean"], row["p5"], row["p95"]) == (whole.mean, whole.p5, whole.p95)
        at = difference.cumulative.months.index(12 * 4 + 6)  # June 2028: 54 months after January 2024
        assert net["2028-06", actor]["mean"] == difference.cumulative.net[actor].mean[at]
    assert record["reviews_assumed"] is False


def test_indicators_at_a_review_are_those_of_the_replicates(case: Case, document: RunDocument) -> None:
    plan = case_plan(case, "published", PERSONS)
    replicates = [replicate(plan, index, 1) for index in range(DRAWS)]
    outside = np.mean([r.accounts["jobbstod"].profile[53] for r in replicates]) / case.size
    column = REPORTED.index("kommun")
    paid = np.mean([r.accounts["jobbstod"].intervention[:54, column].sum() for r in replicates])
    found = {(e.indicator, e.actor): e.mean for e in document.decisions[0].expected if e.by == "2028-06"}
    assert found["excluded_share", None] == pytest.approx(outside)
    assert found["cost", "kommun"] == pytest.approx(paid)


def test_the_comparison_expects_its_own_curve(compared: CompareDocument) -> None:
    (record,) = compared.decisions
    own = compared.scenarios["jobbstod"]
    net = {(e.by, e.actor): e.mean for e in record.expected if e.indicator == "net"}
    assert net["2027-12", "public"] == own.cumulative["public"].mean[3]  # the last whole year before June 2028
    assert net["2043-12", "public"] == own.net["public"].mean


def test_two_files_keep_their_own_records(case: Case) -> None:
    other = load("genomsnittskommun")
    other = other.model_copy(update={"case": "annan", "scenarios": {"studiestod": other.scenarios["studiestod"]}})
    (joined,) = pooled([case, other])
    assert decision_of(joined, "jobbstod") == RECORD
    assert decision_of(joined, "studiestod") == Decision()


def test_what_nobody_has_stated_is_said_and_not_hidden(document: RunDocument) -> None:
    facts = dict(stated(document.decisions[0]))
    assert facts["Vem frågar"] == "Kommunstyrelsen"
    assert facts["Vem följer upp"] == "ej angivet"
    assert "40" in facts["Gränser för fortsatt arbete"]
    bare = document.decisions[0].model_copy(update={"rule": None, "question": None, "reviews": []})
    assert dict(stated(bare))["Fråga"] == "ej angivet"


def test_page_and_workbook_carry_both_parts(document: RunDocument, compared: CompareDocument, tmp_path: Path) -> None:
    for page in (render_report(document), render_compare(compared)):
        for words in ("Beslutsunderlag", "Kommunstyrelsen", "ej angivet", "BMJ 2022;376:e067975", 'href="#checklista"'):
            assert words in page
    write_workbook(document, None, tmp_path / "run.xlsx")
    with ZipFile(tmp_path / "run.xlsx") as book:
        names = book.read("xl/workbook.xml").decode()
    assert "Beslutsunderlag" in names
    assert "Checklista" in names


def test_without_dates_the_report_chooses_the_months_and_says_so(case: Case) -> None:
    found = run_case(
        case.model_copy(update={"decision": None}), RunOptions(replicates=2, persons=PERSONS, threads=1)
    ).document
    (record,) = found.decisions
    assert record.reviews_assumed
    assert {e.by for e in record.expected} == {"2028-12", "2031-12", "2043-12"}  # a year, a term, the horizon
    assert "valda av rapporten" in render_report(found)
