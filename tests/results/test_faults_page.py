"""The fault page, its tables and what the terminal says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from tests.results.fault_studies import EXACT, SAMPLED, study

from exclusim.model.institutions.agencies import NOBODY
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.institutions.vocabulary import Answer, CaseState
from exclusim.model.parameters import Draw
from exclusim.results.faults import FaultDocument
from exclusim.results.faults.figures import ranked
from exclusim.results.faults.life_figure import life_figure
from exclusim.results.faults.owner_figure import owner_payer_figure
from exclusim.results.faults.page import render_faults, sections, write_faults
from exclusim.results.faults.sensitivity import sensitivities
from exclusim.results.faults.sentences import headline, interplay
from exclusim.results.faults.tables import tables, write_tables
from exclusim.results.faults.terminal import render_terminal
from exclusim.results.faults.words import case_text, removal_text
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP
from exclusim.results.report.svg import NARROW, WIDE


@pytest.fixture(params=["all", "four", "newcomers"], scope="module")
def document(request: pytest.FixtureRequest) -> FaultDocument:
    if request.param == "newcomers":
        return study("newcomers", EXACT)
    return study("trelleborg", SAMPLED if request.param == "all" else EXACT)


def test_the_page_answers_first_and_asks_nothing_of_the_network(document: FaultDocument) -> None:
    html = render_faults(document)
    answer = html.index('class="headline"')
    assert answer < html.index("systemfelen", answer) < html.index('id="fel"') < html.index('id="betalar"')
    assert not re.search(r"(src|href)=\"(?!#)", html)
    assert "<script" not in html
    for row in document.faults:
        assert row.label in html
        assert row.definition in html
    assert not re.search(r"\b(nan|inf|None)\b", html)


def test_every_section_has_a_place_of_its_own(document: FaultDocument) -> None:
    found = sections(document)
    assert isinstance(found, list)
    places = [section.id for section in found]
    assert len(set(places)) == len(places)


def test_nothing_is_drawn_outside_a_figure(document: FaultDocument) -> None:
    assert document.life is not None
    for figure in (ranked(document), owner_payer_figure(document), life_figure(document, document.life)):
        for drawing, width in ((figure.wide, WIDE), (figure.narrow, NARROW)):
            for x, w in re.findall(r'<rect x="([-\d.]+)" y="[-\d.]+" width="([-\d.]+)"', drawing):
                assert float(x) >= -1
                assert float(x) + float(w) <= width + 1
            assert all(-1 <= float(x) <= width + 1 for x in re.findall(r' (?:x1|x2|cx)="([-\d.]+)"', drawing))


def test_the_headline_names_what_is_lost_and_who_pays(document: FaultDocument) -> None:
    dear = document.model_copy(update={"joint": {"society": Interval(mean=50e6, p5=20e6, p95=70e6)}})
    words = headline(dear).replace(NBSP, " ")
    assert "systemfelen kostar samhället 50,0 Mkr (20,0–70,0 Mkr) över 20 år" in words
    assert "vars svar står i akten" in words
    assert "rymmer noll" not in words
    assert "Ett i taget" in interplay(document)


def test_the_headline_does_not_promise_what_the_interval_denies(document: FaultDocument) -> None:
    unsure = document.model_copy(update={"joint": {"society": Interval(mean=5e6, p5=-2e6, p95=7e6)}})
    assert "Intervallet rymmer noll" in headline(unsure)
    useless = document.model_copy(update={"joint": {"society": Interval(mean=-5e6, p5=-9e6, p95=-1e6)}})
    assert "ingen vinst" in headline(useless)
    assert "Dyrast" not in headline(useless)


def test_the_terminal_ranks_the_faults(document: FaultDocument) -> None:
    out = io.StringIO()
    render_terminal(document, Console(file=out, markup=False, highlight=False))
    text = out.getvalue()
    places = [text.index(f" {row.rank} {row.label}") for row in document.faults]
    assert places == sorted(places)
    assert "Alla tillsammans" in text


def test_the_tables_hold_what_the_document_holds(document: FaultDocument, tmp_path: Path) -> None:
    write_tables(document, tmp_path)
    faults = pd.read_csv(tmp_path / "faults.csv")
    society = faults[(faults.measure == "shapley") & (faults.of == "society")].set_index("fault")
    for row in document.faults:
        assert society.loc[row.name, "mean"] == pytest.approx(row.shapley["society"].mean)
        assert society.loc[row.name, "se"] == pytest.approx(row.shapley["society"].se)
    matrix = pd.read_csv(tmp_path / "owner_payer.csv")
    assert len(matrix) == len(document.owners) * len(document.payers)
    assert matrix.sek.sum() == pytest.approx(np.sum(document.owner_payer), rel=1e-9)
    assert set(tables(document)) == {"faults", "owner_payer"}


def test_the_page_is_written_whole(document: FaultDocument, tmp_path: Path) -> None:
    write_faults(document, tmp_path / "faults.html")
    assert (tmp_path / "faults.html").read_text(encoding="utf-8").endswith("</html>")


def test_what_removes_a_fault_is_said_in_words() -> None:
    for row in study("trelleborg", SAMPLED).faults:
        for change in row.removal:
            assert removal_text(change.parameter) != change.parameter


def test_every_answer_in_a_case_file_has_words() -> None:
    silent = {Answer.NONE, Answer.ACCEPTED}
    for answer in Answer:
        text = case_text(int(CaseState.ALONE), NOBODY, int(answer), 0)
        assert (": " in text) == (answer not in silent)
    assert case_text(int(CaseState.WAITING), 0, int(Answer.NO_CAPACITY), 0) == "I kö: Arbetsförmedlingen"


def test_a_study_of_some_faults_says_that_the_others_stand() -> None:
    found = study("trelleborg", EXACT)
    assert any(f"Bara 4 av {len(FAULTS)} systemfel studeras" in warning for warning in found.warnings)
    assert any("saknar publicerad källa" in warning for warning in found.warnings)


def test_an_assumption_that_a_faults_cost_follows_is_found_and_few_others_are() -> None:
    """60 draws of unrelated numbers and one cost that follows one of them. About 1 % of the others are found by chance:
    of about 110 pairs more than 7 once in 10 000 times."""
    rules = case_parameters()
    draws = [rules.draw(index, 3) for index in range(60)]
    cost = np.array([draw["case.unseen"] for draw in draws])
    found, pairs = sensitivities(rules, draws, {"wrong_referral": cost})
    assert (found[0].parameter, found[0].fault) == ("case.unseen", "wrong_referral")
    assert found[0].rho == pytest.approx(1)
    assert len(found) - 1 <= 7
    assert pairs < len(rules)
    assert not any("civilsamhalle" in row.parameter for row in found)


def test_with_few_draws_no_assumption_is_blamed() -> None:
    rules = case_parameters()
    draws: list[Draw] = [rules.draw(index, 3) for index in range(5)]
    assert sensitivities(rules, draws, {"waiting": np.arange(5.0)}) == ([], 0)
