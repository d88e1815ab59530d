"""Moves between agencies, ascribed to system faults."""

from __future__ import annotations

import pytest
from tests.results.fault_studies import EXACT, SAMPLED, study
from tests.results.languages import swedish_left

from exclusim.results.faults import FaultDocument
from exclusim.results.faults.draw import fault_plan
from exclusim.results.faults.page import render_faults
from exclusim.results.faults.switches_table import switches_table
from exclusim.results.faults.tables import tables
from exclusim.results.language import speaking
from exclusim.scenarios.library import load


@pytest.fixture(params=["exact", "sampled"], scope="module")
def document(request: pytest.FixtureRequest) -> FaultDocument:
    return study("trelleborg", EXACT if request.param == "exact" else SAMPLED)


def test_the_moves_of_all_faults_add_up_to_those_that_disappear_with_all_of_them(document: FaultDocument) -> None:
    assert document.joint_switches is not None
    shares = [row.shapley_switches for row in document.faults if row.shapley_switches is not None]
    assert len(shares) == len(document.faults)
    assert sum(share.mean for share in shares) == pytest.approx(document.joint_switches.mean, abs=1e-6)


def test_what_one_fault_takes_away_is_the_moves_counted_in_todays_system_and_without_it() -> None:
    document, planned = study("trelleborg", EXACT), fault_plan(load("trelleborg"), EXACT)
    statuses, months = planned.plan.base.world.statuses, planned.base.months

    def moves(*removed: str) -> float:
        """Mean over draws of the moves between agencies, counted pair by pair."""
        total = 0
        for index in range(EXACT.draws):
            panel = planned.today(planned.draw(index), index).run(list(removed)).run.panel
            counts = panel.moves[:months].sum(axis=0)
            for i, source in enumerate(statuses):
                for j, target in enumerate(statuses):
                    if source.agency and target.agency and source.agency != target.agency:
                        total += int(counts[i, j])
        return total * planned.plan.scale / EXACT.draws

    today = moves()
    assert document.today_switches is not None
    assert document.today_switches.mean == pytest.approx(today)
    first = document.faults[0]
    assert first.removed_switches is not None
    assert first.removed_switches.mean == pytest.approx(today - moves(first.name))


def test_the_table_lists_the_faults_behind_most_moves_first_and_the_sum_last(document: FaultDocument) -> None:
    found = switches_table(document)
    assert found is not None
    assert len(found.rows) == len(document.faults) + 1
    best = max(document.faults, key=lambda row: row.shapley_switches.mean if row.shapley_switches else 0.0)
    assert found.rows[0][0].main == best.label
    assert found.rows[-1][0].main == "Alla tillsammans"


def test_moves_stand_in_the_page_in_both_languages_and_among_the_tables() -> None:
    document = study("trelleborg", EXACT)
    assert "Byten mellan verksamheter" in render_faults(document)
    with speaking("en"):
        found = switches_table(document)
        assert "Which faults send people from agency to agency?" in render_faults(document)
    assert found is not None
    said = (found.caption, *found.head, found.foot, *(row[0].main for row in found.rows))
    assert swedish_left("<p>".join(said)) == []
    measures = set(tables(document)["faults"]["measure"])
    assert {"removed_switches", "shapley_switches", "today_switches", "joint_switches"} <= measures


def test_a_document_of_old_has_no_table_of_moves() -> None:
    document = study("trelleborg", EXACT)
    old = document.model_copy(update={"today_switches": None, "joint_switches": None})
    assert switches_table(old) is None
    assert "Byten mellan verksamheter" not in render_faults(old)
