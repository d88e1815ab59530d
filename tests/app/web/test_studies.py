"""Studies from order to file: done in a warm process, stopped, gone on with, and handed out in either language."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.app.web.conftest import begin

from exclusim.results.document import RunDocument
from exclusim.results.run import RunOptions, run_case
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import parse

_PATIENCE = 180.0  # seconds; a fresh machine compiles first


def _events(client: TestClient, study: str) -> Iterator[dict[str, object]]:
    with client.stream("GET", f"{study}/progress") as answer:
        for line in answer.iter_lines():
            if line.startswith("data:"):
                yield json.loads(line.removeprefix("data:"))


def _finished(client: TestClient, study: str) -> str:
    last = list(_events(client, study))[-1]
    return str(last["phase"])


def _order(client: TestClient, replicates: int) -> str:
    scenario = begin(client, "varmdo")
    return client.post(f"{scenario}/run", data={"replicates": replicates}, follow_redirects=True).url.path


def test_a_study_gives_what_the_library_gives(working: TestClient) -> None:
    study = _order(working, 20)
    assert _finished(working, study) == "done"
    ours = RunDocument.model_validate_json(working.get(f"{study}/kalkyl.json").content)
    theirs = run_case(load("varmdo"), RunOptions(replicates=20)).document
    assert ours.model_copy(update={"created": ""}) == theirs.model_copy(update={"created": ""})


def test_a_finished_study_is_a_page_in_the_sites_frame_and_files_in_both_languages(working: TestClient) -> None:
    study = _order(working, 20)
    assert _finished(working, study) == "done"
    for language in ("sv", "en"):
        page = working.get(study, headers={"accept-language": language}).text
        assert f'<html lang="{language}">' in page
        assert 'class="site"' in page
        book = working.get(f"{study}/kalkyl.xlsx", headers={"accept-language": language})
        assert zipfile.is_zipfile(io.BytesIO(book.content))
        paper = working.get(f"{study}/beslutsunderlag.pdf", headers={"accept-language": language})
        assert paper.content.startswith(b"%PDF-")
        report = working.get(f"{study}/rapport.html", headers={"accept-language": language}).text
        assert "default-src 'none'" in report
    with zipfile.ZipFile(io.BytesIO(working.get(f"{study}/tabeller.zip").content)) as tables:
        assert "datapackage.json" in tables.namelist()


def test_a_stopped_study_goes_on_to_the_same_result(working: TestClient) -> None:
    study = _order(working, 200)
    for event in _events(working, study):
        if float(str(event["share"])) > 0.3:
            break
    working.post(f"{study}/stop")
    begun = time.monotonic()
    while "/resume" not in working.get(study).text:
        assert time.monotonic() - begun < _PATIENCE
        time.sleep(0.2)
    working.post(f"{study}/resume")
    assert _finished(working, study) == "done"
    ours = RunDocument.model_validate_json(working.get(f"{study}/kalkyl.json").content)
    theirs = run_case(load("varmdo"), RunOptions(replicates=200)).document
    assert ours.model_copy(update={"created": ""}) == theirs.model_copy(update={"created": ""})


def test_ideas_are_compared_on_a_page_with_files_to_take_home(working: TestClient) -> None:
    scenario = begin(working, "genomsnittskommun")
    working.post(f"{scenario}/place", data={"population.births": "100"})
    answer = working.post(f"{scenario}/compare", data={"chosen": ["studiestod", "jobbstod"]}, follow_redirects=True)
    assert _finished(working, answer.url.path) == "done"
    page = working.get(answer.url.path).text
    assert 'class="site"' in page
    assert "Arbetsinriktat stöd" in page
    assert zipfile.is_zipfile(io.BytesIO(working.get(f"{answer.url.path}/jamforelse.xlsx").content))
    assert working.get(f"{answer.url.path}/beslutsunderlag.pdf").content.startswith(b"%PDF-")


def test_a_municipality_becomes_a_scenario_of_its_own(working: TestClient) -> None:
    answer = working.post("/local/place", data={"place": "Skövde"}, follow_redirects=True)
    assert _finished(working, answer.url.path) == "done"
    assert "Skövde" in working.get(answer.url.path).text
    used = working.post(f"/local{answer.url.path.removeprefix('/study')}/use", follow_redirects=True)
    case = parse(working.get(f"{used.url.path}/scenario.yaml").text)
    assert case.population.place == "Skövde"
    assert "school.grade9_eligible" in case.parameters


def test_a_study_that_cannot_be_done_says_why(working: TestClient) -> None:
    scenario = begin(working, "newcomers")
    answer = working.post(
        "/question/whatif",
        data={
            "case": "newcomers",
            "cost": "5 Mkr",
            "prevents": "25 %",
            "problem": "school-failure",
            "years": "3",
            "payer": "kommun",
        },
        follow_redirects=True,
    )
    assert _finished(working, answer.url.path) == "failed"
    assert "school-failure" in working.get(answer.url.path).text
    assert working.get(scenario).status_code == 200


@pytest.mark.parametrize(
    ("kind", "more"),
    [("faults", {}), ("flow", {"outcome": "excluded", "age": "30"}), ("lives", {})],
)
def test_every_other_question_is_answered_on_a_page(working: TestClient, kind: str, more: dict[str, str]) -> None:
    answer = working.post(
        f"/question/{kind}", data={"place": "case:varmdo", "size": "quick", **more}, follow_redirects=True
    )
    assert _finished(working, answer.url.path) == "done"
    page = working.get(answer.url.path).text
    assert 'class="site"' in page
    assert 'id="sammanfattning"' in page
