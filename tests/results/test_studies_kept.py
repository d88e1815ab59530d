"""Documents of three studies read back from JSON, and their run functions called in a process of their own."""

from __future__ import annotations

import multiprocessing
import site
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.results.fault_studies import EXACT, SAMPLED, study
from tests.results.study_documents import imported_flow, lives_of, simulated_flow

from exclusim.results.faults import FaultOptions, fault_study
from exclusim.results.flow import FlowOptions, flow_of_case
from exclusim.results.trajectories import TrajectoryOptions, trajectories
from exclusim.scenarios.library import load

ONE_FAULT = FaultOptions(draws=1, persons=60, faults=("waiting",))
MADE: dict[str, Callable[[], Any]] = {
    "all faults": lambda: study("trelleborg", SAMPLED),
    "four faults": lambda: study("newcomers", EXACT),
    "one fault, one draw": lambda: study("trelleborg", ONE_FAULT),
    "simulated": simulated_flow,
    "an outcome with nothing before it": lambda: simulated_flow("compulsory_school@16"),
    "imported": imported_flow,
    "imported without support": lambda: imported_flow(support=False),
    "lives": lambda: lives_of("trelleborg"),
    "newcomers": lambda: lives_of("newcomers"),
}


@pytest.mark.parametrize("name", MADE)
def test_a_document_is_the_same_after_a_journey_through_json(name: str) -> None:
    document = MADE[name]()
    text = document.model_dump_json()
    again = type(document).model_validate_json(text)
    assert again == document
    assert again.model_dump_json() == text


def test_a_document_kept_before_it_had_english_sentences_can_still_be_read() -> None:
    for document in (study("newcomers", EXACT), simulated_flow(), lives_of("newcomers")):
        old = document.model_dump(mode="json", exclude={"english", "small_cells"})
        assert type(document).model_validate(old).english == {}


def _studied(kind: str) -> tuple[Any, list[tuple[str, float]]]:
    """One study in this process, with what it told of its progress."""
    heard: list[tuple[str, float]] = []

    def hear(stage: str, share: float) -> None:
        heard.append((stage, share))

    if kind == "faults":
        return fault_study(load("trelleborg"), ONE_FAULT, hear), heard
    if kind == "flow":
        return flow_of_case(load("trelleborg"), FlowOptions("crime@20", persons=200, draws=2), hear), heard
    return trajectories(load("newcomers"), TrajectoryOptions(persons=200, draws=1), hear), heard


def test_studies_run_in_a_process_of_their_own_and_tell_how_far_they_are() -> None:
    root = str(Path(__file__).parents[2])  # where the new process finds this module
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), site.addsitedir, (root,)) as pool:
        for kind in ("faults", "flow", "trajectories"):
            document, heard = pool.submit(_studied, kind).result()
            assert document == _studied(kind)[0]
            shares = [share for _stage, share in heard]
            assert shares == sorted(shares)
            assert all(stage and 0 <= share <= 1 for stage, share in heard)
            assert len(heard) >= 2
