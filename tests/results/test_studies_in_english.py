"""System faults, flow analyses and life courses in English: pages, figures and terminals."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console
from tests.results.fault_studies import EXACT, SAMPLED, study
from tests.results.languages import swedish_left
from tests.results.study_documents import imported_flow, lives_of, simulated_flow

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.faults import FAULTS
from exclusim.results.faults.figures import FAULT_FIGURES
from exclusim.results.faults.page import render_faults
from exclusim.results.faults.terminal import render_terminal as print_faults
from exclusim.results.flow.figures import FLOW_FIGURES
from exclusim.results.flow.report import render_page
from exclusim.results.flow.terminal import render_terminal as print_flow
from exclusim.results.language import SWEDISH, speaking
from exclusim.results.trajectories import render_trajectories
from exclusim.results.trajectories.gallery import TRAJECTORY_FIGURES
from exclusim.results.trajectories.terminal import render_terminal as print_trajectories

type Study = tuple[Callable[[], Any], Callable[..., str], Callable[..., None], Any]

STUDIES: dict[str, Study] = {
    "faults": (lambda: study("trelleborg", SAMPLED), render_faults, print_faults, FAULT_FIGURES),
    "some faults": (lambda: study("newcomers", EXACT), render_faults, print_faults, FAULT_FIGURES),
    "flow": (simulated_flow, render_page, print_flow, FLOW_FIGURES),
    "flow of a file": (imported_flow, render_page, print_flow, FLOW_FIGURES),
    "flow without support": (lambda: imported_flow(support=False), render_page, print_flow, FLOW_FIGURES),
    "lives": (lambda: lives_of("trelleborg"), render_trajectories, print_trajectories, TRAJECTORY_FIGURES),
    "newcomers' lives": (lambda: lives_of("newcomers"), render_trajectories, print_trajectories, TRAJECTORY_FIGURES),
}


def _given(document: Any) -> tuple[str, ...]:
    """Texts that come with the data: published sources keep their titles, agencies their names."""
    names = {agency.label for agency in AGENCIES}
    names |= {text for fault in FAULTS for text in (fault.label, fault.rule, fault.definition)}
    names |= {"Försäkr.-", "förm."}
    if hasattr(document, "assumptions"):
        sources = [part for item in document.assumptions for part in item.source_text.split("Jönköping")]
        names |= {*sources, document.place}
    names |= {document.title} if getattr(document, "data", "") != "imported" else set()
    return tuple(sorted(names - {""}, key=len, reverse=True))


@pytest.fixture(params=STUDIES, scope="module")
def told(request: pytest.FixtureRequest) -> Study:
    make, page, terminal, figures = STUDIES[str(request.param)]
    document = make()
    return (lambda: document), page, terminal, figures


def test_a_page_in_english_holds_no_swedish(told: Study) -> None:
    make, page, _terminal, _figures = told
    with speaking("en"):
        html = page(make())
    assert swedish_left(html, allowed=_given(make())) == []
    assert '<html lang="en"' in html


def test_a_terminal_in_english_holds_no_swedish(told: Study) -> None:
    make, _page, terminal, _figures = told
    out = io.StringIO()
    with speaking("en"):
        terminal(make(), Console(file=out, markup=False, highlight=False, width=2000))
    lines = [f"<p>{line}</p>" for line in out.getvalue().splitlines()]
    assert swedish_left("".join(lines), allowed=_given(make())) == []


def test_figures_are_found_by_name_and_speak_the_language(told: Study) -> None:
    make, _page, _terminal, figures = told
    document = make()
    for name, draw in figures.items():
        assert re.fullmatch(r"[a-z_]+", name)
        with speaking("en"):
            english = draw(document)
        swedish = draw(document)
        assert (english is None) == (swedish is None)
        if english is None:
            continue
        texts = " ".join(f"<p>{text}</p>" for text in (english.title, english.note, english.wide, english.narrow))
        assert swedish_left(texts, allowed=_given(document)) == []
        assert swedish.note != english.note


def test_a_document_is_swedish_whatever_language_it_is_made_in() -> None:
    from exclusim.results.flow import FlowOptions, flow_of_case
    from exclusim.scenarios.library import load

    options = FlowOptions("unemployed@20", persons=300, draws=1)
    with speaking("en"):
        one = flow_of_case(load("trelleborg"), options)
    with speaking(SWEDISH):
        other = flow_of_case(load("trelleborg"), options)
    assert one == other
    assert one.english["Bara 1 dragningar: intervallen är grova."] == "Only 1 draws: the intervals are rough."
