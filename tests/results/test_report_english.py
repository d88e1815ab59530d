"""The run report, the terminal and the checklist in English: nothing Swedish is left but what the user wrote."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from rich.console import Console
from tests.results.example_document import example_document, example_flat_document
from tests.results.languages import swedish_left

from exclusim.results.document import Interval, RunDocument
from exclusim.results.labels import NBSP
from exclusim.results.language import recording, speaking
from exclusim.results.logic import LogicModel
from exclusim.results.report import render_report
from exclusim.results.report.decision_section import checklist_section, decisions_section
from exclusim.results.report.figures import figures
from exclusim.results.report.parts import Table
from exclusim.results.reporting.checklist import checklist
from exclusim.results.reporting.document import ChecklistItem, DecisionRecord, DecisionRule, StatedExpectation
from exclusim.results.reporting.expectations import expected
from exclusim.results.reporting.of_run import facts_of_run
from exclusim.results.risks import ListedRisk, listed
from exclusim.results.rules import AgencyRow, RuleChange, ScenarioReform, ScenarioRules
from exclusim.results.terminal import render_terminal
from exclusim.scenarios.risks import Risk

SURE = Interval(mean=1.0, p5=1.0, p95=1.0)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _own(document: RunDocument) -> tuple[str, ...]:
    """What the document says by itself: a user's words, and the model's, which other tests look at; longest first."""
    said = {text for text in _texts(json.loads(document.model_dump_json())) if " " in text or text != text.lower()}
    broken = {"Försörjning räknad", "två gånger"}  # a label over two lines
    return tuple(sorted(said | broken, key=len, reverse=True))


def _whole() -> RunDocument:
    """The example with everything else a run may have: rules, logic models, risks, decisions and the checklist."""
    document = example_document()
    agency = AgencyRow(agency="kommun", label="Agency", helped=SURE, waiting=SURE)
    change = RuleChange(
        parameter="case.joint_budget", label="Rule", value=1, today=0, unit="share", starts=6, source="assumption",
        source_text="assumption", assumption=True, today_assumption=True, note="",
    )  # fmt: skip
    reform = ScenarioReform(months=18, performance=0.9, source="assumption", source_text="assumption", starts=6)
    rules = {
        "baseline": ScenarioRules(changes=[], without=[], reform=None, agencies=[agency], strength=SURE),
        "prevention": ScenarioRules(
            changes=[change], without=[], reform=reform, agencies=[agency],
            strength=Interval(mean=0.6, p5=0.5, p95=0.7),
        ),
    }  # fmt: skip
    risk = ListedRisk(
        name="r",
        label="Risk",
        probability=0.2,
        impact=4,
        kind="economic",
        consequence="C",
        action="",
        owner="",
        event="",
    )
    model = LogicModel(
        scenario="prevention",
        intervention="i",
        label="Support",
        reach=0.5,
        take_up=0.8,
        months=12,
        months_attended=8,
        delivered=0.6,
        conversions=["x"],
        indicators=["x"],
        assumptions=["x"],
        threats=["x"],
        rollout=["x"],
        risks=[risk],
    )
    review = ("2027-12", 48)
    record = DecisionRecord(
        scenarios=["prevention"],
        asked_by=None,
        question=None,
        alternatives=[],
        basis=[],
        decided_by=None,
        decided=None,
        reviews=[],
        followed_up_by=None,
        rule=DecisionRule(actor="kommun", mend_above=0.4, stop_above=0.8),
        plan=None,
        engagement=None,
        engagement_effect=None,
        funding=None,
        interests=None,
        reviews_assumed=True,
        stated=[StatedExpectation(indicator="x", value="y", by="2027-12", source=None)],
        expected=[
            expected("prevention", review, "net", SURE, "society"),
            expected("prevention", review, "excluded_share", SURE),
            expected("prevention", review, "reached", SURE),
            expected("prevention", review, "avoided_exclusion_years", SURE),
        ],
    )
    return document.model_copy(update={"rules": rules, "logic_models": [model], "decisions": [record]})


def _told(document: RunDocument) -> tuple[list[ChecklistItem], dict[str, str]]:
    with recording() as english:
        items = checklist(facts_of_run(document, document.decisions))
    return items, english


@pytest.mark.parametrize("document", [_whole(), example_flat_document()], ids=lambda d: d.preset)
def test_the_report_is_in_english_but_for_the_documents_own_words(document: RunDocument) -> None:
    items, english = _told(document)
    with speaking("en"):
        page = render_report(document.model_copy(update={"checklist": items, "english": english}))
    assert '<html lang="en">' in page
    assert swedish_left(page, allowed=_own(document)) == []


def test_newcomers_and_a_loss_are_told_in_english_too() -> None:
    document = example_document()
    change = document.differences["prevention"]
    net = {actor: value.model_copy(update={"mean": -3e6}) for actor, value in change.net.items()}
    worse = change.model_copy(update={"net": net, "payback_month": {"society": None, "public": None}})
    changed = document.model_copy(update={"start_age": None, "differences": {"prevention": worse}})
    with speaking("en"):
        page = render_report(changed)
    assert swedish_left(page, allowed=_own(document)) == []
    assert "does not get the money back within the horizon" in page


@pytest.mark.parametrize("document", [example_document(), example_flat_document()], ids=lambda d: d.preset)
def test_the_terminal_speaks_english(document: RunDocument) -> None:
    file = io.StringIO()
    with speaking("en"):
        render_terminal(document, Console(file=file, width=140, force_terminal=False, color_system=None))
    assert swedish_left(file.getvalue(), allowed=_own(document)) == []
    assert "Exclusion costs society" in file.getvalue()


def test_numbers_are_written_the_english_way() -> None:
    with speaking("en"):
        page = render_report(example_document())
    for words in (f"76.3{NBSP}MSEK", "12.4%", "1,034", "14 November 2026", "4% at the end of the year"):
        assert words in page


def test_the_checklist_is_swedish_in_the_document_and_english_beside_it() -> None:
    document = _whole()
    items, english = _told(document)
    with speaking("en"):
        again, _english = _told(document)
    assert again == items
    assert items[0].topic.startswith("Rubriken säger")
    for item in items:
        for text in (item.group, item.topic, item.answer, item.where):
            assert not text or swedish_left(english[text], allowed=_own(document)) == []


def test_tables_of_decisions_and_checklist_follow_the_language() -> None:
    document = _whole()
    items, english = _told(document)
    with speaking("en", english):
        listed_items, decided = checklist_section(items), decisions_section(document.decisions, {})
    assert listed_items is not None
    assert decided is not None
    found = listed_items.content["table"]
    assert isinstance(found, Table)
    assert found.head == ("No.", "Question", "Answer", "Where", "Status")


def test_a_risks_event_is_said_in_both_languages() -> None:
    risk = Risk.model_validate(
        {
            "name": "delay", "label": "Delay", "probability": "20 %", "impact": 3, "consequence": "c", "action": "a",
            "owner": "o", "event": {"delay": "6 månader"},
        }
    )  # fmt: skip
    with speaking("en"), recording() as english:
        row = listed(risk)
    assert row.event == f"starten dröjer 6{NBSP}månader"
    assert english[row.event] == f"the start is delayed by 6{NBSP}months"


def test_every_figure_is_drawn_in_english() -> None:
    with speaking("en"):
        drawn = figures(example_document())
    for figure in drawn.values():
        assert swedish_left(str(figure.wide), allowed=_own(example_document())) == []
