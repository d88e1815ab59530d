"""A comparison in English: page, terminal, the document's own sentences; documents themselves stay Swedish."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from tests.results.languages import swedish_left

from exclusim.results.compare import CompareDocument, CompareOptions, run_compare
from exclusim.results.compare.budgets import Limit
from exclusim.results.compare.figures import figures_of
from exclusim.results.compare.page import render_compare
from exclusim.results.compare.terminal import render_answer, render_terminal
from exclusim.results.compare.whatif import PROBLEMS, what_if
from exclusim.results.language import speaking
from exclusim.scenarios.decision import Decision, Expectation
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

OPTIONS = CompareOptions(
    draws=4,
    most_draws=4,
    side_draws=2,
    persons=150,
    threads=1,
    limits=(Limit("all", 1.5e6, "whole"), Limit("kommun", 4e5, "each"), Limit("staff", 2.0, "each")),
)


@pytest.fixture(scope="module")
def case() -> Case:
    decision = Decision(expectations=(Expectation(indicator="Närvaro", value="90 %", by="2027-12"),))
    return load("genomsnittskommun").model_copy(update={"decision": decision})


@pytest.fixture(scope="module")
def document(case: Case) -> CompareDocument:
    return run_compare([case], OPTIONS)


@pytest.fixture(scope="module")
def several(case: Case) -> CompareDocument:
    return run_compare([case, load("trelleborg")], CompareOptions(draws=2, most_draws=2, side_draws=2, persons=60))


@pytest.fixture(scope="module")
def asked(case: Case) -> CompareDocument:
    question, _ratio = what_if(case, "crime", 0.125, 5e6)
    # Nobody recorded: as from a stored scenario file, nothing but Swedish is left of the question.
    return run_compare([question], CompareOptions(draws=2, most_draws=2, side_draws=2, persons=60, threads=1))


@pytest.mark.parametrize("which", ["document", "several", "asked"])
def test_the_english_page_has_no_swedish_left(which: str, request: pytest.FixtureRequest) -> None:
    found: CompareDocument = request.getfixturevalue(which)
    with speaking("en"):
        page = render_compare(found)
    assert swedish_left(page, allowed=("Närvaro",)) == []


def test_the_english_terminal_has_no_swedish_left(document: CompareDocument, asked: CompareDocument) -> None:
    stream = StringIO()
    console = Console(file=stream, width=200)
    with speaking("en"):
        render_terminal(document, console)
        render_terminal(asked, console)
        render_answer(asked, console)
    assert swedish_left(stream.getvalue(), allowed=("Närvaro",)) == []
    assert "Prevent 12.5% of new cases of crime" in stream.getvalue()


def test_each_figure_speaks_english_by_itself(document: CompareDocument) -> None:
    with speaking("en"):
        for figure in figures_of(document).values():
            texts = [figure.title, figure.note, figure.wide, figure.narrow, *(mark.label for mark in figure.legend)]
            assert [found for text in texts for found in swedish_left(text)] == []


def test_what_is_composed_for_the_document_is_told_in_both_languages(document: CompareDocument) -> None:
    assert set(document.notes) <= set(document.english)
    for note in document.notes:
        assert swedish_left(document.english[note], allowed=("Närvaro",)) == []
    assert "states a single measure: Närvaro" in " ".join(document.english[note] for note in document.notes)


def test_a_document_is_swedish_whoever_listens(case: Case, document: CompareDocument) -> None:
    with speaking("en"):
        again = run_compare([case], OPTIONS)
    assert again.model_copy(update={"created": document.created}) == document


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_problem_has_its_english(problem: str) -> None:
    with speaking("en"):
        assert swedish_left(PROBLEMS[problem].label()) == []
