"""What the calibration says of a place and of itself, in both languages."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from exclusim.calibration.fitting.identification import sentence
from exclusim.calibration.fitting.posterior import shipped
from exclusim.calibration.local import LocalDocument, Request, find_place, localise, scenario_text
from exclusim.model.declared import default_world
from exclusim.results.language import recording, speaking, told, told_in_both
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import load_file

from .languages import swedish_left

CASE = load("trelleborg")


@pytest.fixture(scope="module")
def place() -> LocalDocument:
    """Göteborg, with births that the series does not reach back to and key figures that are not used."""
    request = Request(find_place("1480", set()), CASE, "trelleborg", contact="Kim Lind")
    with recording() as english:
        document = localise(
            request, national=default_world().parameters.central(), persons=1_000, seed=1, say=told_in_both
        )
    return document.model_copy(update={"english": english})


def test_a_place_is_described_in_swedish_whatever_is_spoken(place: LocalDocument) -> None:
    request = Request(find_place("1480", set()), CASE, "trelleborg", contact="Kim Lind")
    plain = localise(request, national=default_world().parameters.central(), persons=1_000, seed=1)
    assert plain == place.model_copy(update={"english": {}})


def test_a_scenario_file_of_a_place_is_in_the_language_spoken(place: LocalDocument, tmp_path: Path) -> None:
    swedish, english = tmp_path / "sv.yaml", tmp_path / "en.yaml"
    swedish.write_text(scenario_text(place, CASE, swedish, told), encoding="utf-8")
    with speaking("en", place.english):
        english.write_text(scenario_text(place, CASE, english, told), encoding="utf-8")
    assert swedish.read_text() == scenario_text(place, CASE, swedish)
    assert swedish_left(escape(english.read_text())) == []
    prose = {"title", "summary", "notes", "parameters"}
    assert load_file(english).model_dump(exclude=prose) == load_file(swedish).model_dump(exclude=prose)
    assert {name: p.value for name, p in load_file(english).parameters.items()} == {
        name: p.value for name, p in load_file(swedish).parameters.items()
    }


def test_what_the_statistics_teach_is_said_in_english() -> None:
    posterior = shipped()
    assert posterior is not None
    with speaking("en"):
        assert swedish_left(told(sentence(posterior))) == []
