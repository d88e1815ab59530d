"""The whole way from a file to the document, on a made-up school-to-work survey."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from jsonschema import validate
from tests.calibration.school_to_work import STATES, month_names, school_to_work, write
from typer.testing import CliRunner

from exclusim.app.fit_command import register
from exclusim.calibration.sequences import Columns, FitDocument, fit_document, read_sequences
from exclusim.model.errors import ExclusimError

PERSONS, MONTHS = 300, 48
COVARIATES = "male,region,Grammar,gcse5eq,funemp,livboth"


def options(path: Path) -> list[str]:
    months = month_names(MONTHS)
    return [str(path), "--id", "id", "--states", f"{months[0]}:{months[-1]}", "--weight", "weight"]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(school_to_work(PERSONS, MONTHS, 3), tmp_path_factory.mktemp("survey") / "survey.csv")


@pytest.fixture(scope="module")
def document(survey: Path) -> FitDocument:
    months = month_names(MONTHS)
    columns = Columns("id", f"{months[0]}:{months[-1]}", tuple(COVARIATES.split(",")), "weight")
    return fit_document(read_sequences(survey, columns), file="survey.csv", seed=1, weight="weight")


def test_the_model_predicts_held_out_persons_better_than_a_markov_chain(document: FitDocument) -> None:
    held = document.heldout
    assert held.persons == PERSONS // 2
    assert held.loglik > held.loglik_markov + 2 * held.persons  # courses have fixed lengths, which no chain can know
    assert {"duration", "duration_months"} & set(document.model.components)
    assert {"season", "trend", "months"} & set(document.model.components)


def test_the_alternatives_and_their_scores_are_shown_best_first(document: FitDocument) -> None:
    scores = [model.loglik_per_person for model in document.alternatives]
    assert scores == sorted(scores, reverse=True)
    assert [model.chosen for model in document.alternatives].count(True) == 1
    assert [] in [model.components for model in document.alternatives]


def test_simulated_state_shares_and_rates_are_within_sampling_error_of_the_held_out_half(document: FitDocument) -> None:
    share = document.state_share
    # The model is fitted to another sample of the same size, so its own error is about as large again.
    assert share.max_abs_error < 2 * share.max_abs_error_by_chance.p95
    assert share.rms_error < 2 * share.rms_error_by_chance.p95
    by_month: dict[int, float] = {}
    for point in share.by_month:
        by_month[point.month] = by_month.get(point.month, 0) + point.simulated
    assert list(by_month.values()) == pytest.approx([1] * MONTHS)
    for rate in document.transition_rates:
        if rate.events >= 30:
            # Both halves err; four standard errors of the difference of some ten rates
            assert abs(rate.simulated - rate.observed) < 4 * 2**0.5 * rate.standard_error


def test_spells_survive_as_long_in_the_model_as_among_the_held_out(document: FitDocument) -> None:
    spells = {point.state: point.spells for point in document.spell_survival}
    largest = sorted(spells, key=lambda state: -spells[state])[:2]
    for point in document.spell_survival:
        if point.state in largest and point.month in (3, 12, 24):
            assert abs(point.simulated - point.observed) < max(0.08, 3 * 2**0.5 * point.standard_error)


def test_another_order_of_the_rows_and_the_same_seed_give_the_same_result(tmp_path: Path) -> None:
    table = school_to_work(60, 15, 4)
    months = month_names(15)
    columns = Columns("id", f"{months[0]}:{months[-1]}", ("male",))
    found = []
    for name, rows in (("a.csv", table), ("b.csv", table.sample(frac=1, random_state=2))):
        reading = read_sequences(write(rows.copy(), tmp_path / name), columns)
        found.append(fit_document(reading, file="x", seed=2))
    assert found[0].heldout.persons == found[1].heldout.persons
    assert found[0].heldout.loglik == pytest.approx(found[1].heldout.loglik)
    assert found[0].model.components == found[1].model.components
    again = fit_document(reading, file="x", seed=2)
    assert again == found[1]


def test_the_smallest_file_that_is_taken_gives_a_document(tmp_path: Path) -> None:
    path = write(school_to_work(20, 3, 1), tmp_path / "small.csv")
    found = fit_document(read_sequences(path, Columns("id", "Jul.93:Sep.93")), file="x", seed=1)
    assert (found.persons, found.months, found.spell_survival) == (20, 3, [])


@pytest.fixture
def exclusim() -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)
    app.callback()(lambda: None)
    return app


def test_the_command_prints_one_json_document_and_writes_its_files(exclusim: typer.Typer, tmp_path: Path) -> None:
    months = month_names(14)
    path = write(school_to_work(50, 14, 5), tmp_path / "survey.csv")
    words = ["fit", str(path), "--id", "id", "--states", f"{months[0]}:{months[-1]}", "--covariates", "male,Grammar"]
    answer = CliRunner().invoke(exclusim, [*words, "--json", "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    validate(found, FitDocument.model_json_schema(mode="serialization"))
    assert found == json.loads((tmp_path / "out" / "fit.json").read_text())
    assert set(found["heldout"]) >= {"persons", "loglik", "loglik_markov"}
    assert set(found["state_share"]) >= {"max_abs_error", "rms_error"}
    assert set(found["spell_survival"][0]) >= {"state", "month", "observed", "simulated"}
    assert set(found["transition_rates"][0]) >= {"from", "to", "observed", "simulated"}
    assert (tmp_path / "out" / "states.svg").read_text().startswith("<?xml")
    assert set(found["states"]) <= set(STATES)


def test_the_command_shows_tables_with_the_comparison(exclusim: typer.Typer, tmp_path: Path) -> None:
    months = month_names(14)
    path = write(school_to_work(40, 14, 6), tmp_path / "survey.csv")
    answer = CliRunner().invoke(exclusim, ["fit", str(path), "--id", "id", "--states", f"{months[0]}:{months[-1]}"])
    assert answer.exit_code == 0
    assert "Markovkedja" in answer.stdout
    assert "school" in answer.stdout


def test_a_mistyped_column_ends_the_command_with_its_message(exclusim: typer.Typer, survey: Path) -> None:
    answer = CliRunner().invoke(exclusim, ["fit", *options(survey), "--covariates", "grammer"])
    assert isinstance(answer.exception, ExclusimError)
    assert "did you mean 'Grammar'?" in str(answer.exception)
