"""Every page answers in both languages, says nothing in the wrong one, and asks nobody else for anything."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient
from tests.results.languages import swedish_left

PAGES = ("/", "/scenario", "/question/faults", "/question/flow", "/question/lives", "/library", "/assumptions", "/help")
OWN = ("", "/place", "/add", "/idea/studiestod", "/decision", "/text")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_in_the_language_that_the_browser_asks_for(visitor: TestClient, address: str) -> None:
    for language in ("sv", "en"):
        answer = visitor.get(address, headers={"accept-language": f"{language}-XX,{language};q=0.9"})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("address", ["/", "/scenario", "/question/flow", "/library", "/help"])
def test_an_english_page_has_no_swedish_left(visitor: TestClient, address: str) -> None:
    page = visitor.get(address, headers={"accept-language": "en"}).text
    page = re.sub(r"(?s)<cite>.*?</cite>", "", page)  # titles of sources stay in their own language
    assert swedish_left(page, allowed=("Svenska",)) == []


@pytest.mark.parametrize("step", OWN)
def test_a_step_of_building_a_scenario_answers_in_both_languages(visitor: TestClient, scenario: str, step: str) -> None:
    assert visitor.get(scenario + step).status_code == 200
    english = visitor.get(scenario + step, headers={"accept-language": "en"})
    assert english.status_code == 200
    if step != "/text":  # the file itself is what its author wrote
        ours = re.sub(r'(?s)<textarea.*?</textarea>|value="[^"]*"', "", english.text)
        assert swedish_left(ours, allowed=("Svenska",)) == []


def test_the_chosen_language_goes_before_the_browsers(visitor: TestClient) -> None:
    page = visitor.get("/language/en?back=/help")
    assert page.url.path == "/help"
    assert '<html lang="en">' in page.text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_changing_the_language_leads_nowhere_else(visitor: TestClient, back: str) -> None:
    answer = visitor.get("/language/en", params={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_no_other_machine(visitor: TestClient, address: str) -> None:
    page = visitor.get(address).text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


def test_what_is_not_there_is_said_so_on_a_page(visitor: TestClient) -> None:
    for address in (
        "/nothing",
        "/study/AAAAAAAAAAAAAAAAAAAAAA",
        "/study/AAAAAAAAAAAAAAAAAAAAAA/progress",
        "/scenario/..%2f..%2fetc",
        "/question/whence",
    ):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert "<h1>" in answer.text
        assert "Traceback" not in answer.text


def test_a_thought_with_an_amount_that_is_none_is_told_what_was_expected(visitor: TestClient) -> None:
    asked = {
        "case": "varmdo",
        "cost": "mycket",
        "prevents": "25 %",
        "problem": "crime",
        "years": "3",
        "payer": "kommun",
    }
    answer = visitor.post("/question/whatif", data=asked)
    assert answer.status_code == 400
    assert "väntade ett tal med enhet, till exempel 25 Mkr (fick &#39;mycket&#39;)" in answer.text
