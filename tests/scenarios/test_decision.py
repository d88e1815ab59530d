"""The record of a decision in a case file."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from exclusim.scenarios.decision import Decision
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import dump, parse


def test_a_scenarios_record_goes_before_the_cases() -> None:
    own, shared = Decision(question="Egen?"), Decision(question="Delad?", asked_by="Kommunen")
    found = own.over(shared)
    assert (found.question, found.asked_by) == ("Egen?", "Kommunen")
    assert own.over(None) == own


def test_a_record_survives_being_written_and_read() -> None:
    case = load("genomsnittskommun")
    fields = {
        "question": "Lönar det sig?",
        "decided": "2027-03-01",
        "reviews": ("2027-12", "2028-12"),
        "rule": {"mend_above": "40 %", "stop_above": "80 %"},
    }
    record = Decision.model_validate(fields)
    changed = case.model_copy(update={"decision": record})
    assert parse(dump(changed)).decision == record
    assert "decision" not in dump(case)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reviews": ("2028-12", "2027-12")}, "a month after 2028-12"),
        ({"reviews": ("2027-13",)}, "pattern"),
        ({"decided": "1 mars"}, "pattern"),
        ({"rule": {"mend_above": "80 %", "stop_above": "40 %"}}, "no larger than stop_above"),
        ({"rule": {"actor": "kommunen", "mend_above": "20 %", "stop_above": "40 %"}}, "did you mean 'kommun'"),
        ({"asker": "x"}, "Extra inputs"),
    ],
)
def test_a_contradictory_record_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Decision.model_validate(fields)


def test_a_wrong_record_is_named_by_its_place_in_the_file() -> None:
    text = dump(load("genomsnittskommun")) + "decision:\n  question: Lönar det sig?\n  reviews: [snart]\n"
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert "decision.reviews[0]" in str(caught.value)
