"""What a fault study says about a small real case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.results.fault_studies import EXACT, SAMPLED, study

from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.faults import FaultDocument, FaultOptions, fault_study
from exclusim.results.faults.draw import fault_plan, run_draw
from exclusim.results.faults.shapley import exact, order_pairs, sampled, standard_error
from exclusim.scenarios.library import load


@pytest.fixture(params=["exact", "sampled", "newcomers"], scope="module")
def document(request: pytest.FixtureRequest) -> FaultDocument:
    if request.param == "newcomers":
        return study("newcomers", EXACT)
    return study("trelleborg", EXACT if request.param == "exact" else SAMPLED)


def test_the_shares_of_all_faults_add_up_to_the_joint_effect_for_every_actor(document: FaultDocument) -> None:
    for actor in REPORTED:
        total = sum(row.shapley[actor].mean for row in document.faults)
        assert total == pytest.approx(document.joint[actor].mean, rel=1e-9, abs=1e-3)
    years = sum(row.shapley_exclusion_years.mean for row in document.faults)
    assert years == pytest.approx(document.joint_exclusion_years.mean, rel=1e-9, abs=1e-6)


def test_interaction_is_the_joint_effect_beyond_one_at_a_time(document: FaultDocument) -> None:
    for actor in REPORTED:
        alone = sum(row.removed[actor].mean for row in document.faults)
        assert document.interaction[actor].mean == pytest.approx(document.joint[actor].mean - alone, abs=1e-3)


def test_society_is_resources_and_production_and_the_public_its_six_actors(document: FaultDocument) -> None:
    for actors, kinds in (
        (document.joint, document.joint_by_kind),
        *((row.removed, row.removed_by_kind) for row in document.faults),
    ):
        society = kinds["real"].mean + kinds["production"].mean
        assert actors["society"].mean == pytest.approx(society, rel=1e-9, abs=1e-3)
        public = sum(actors[actor].mean for actor in PUBLIC)
        assert actors["public"].mean == pytest.approx(public, rel=1e-9, abs=1e-3)


def test_owners_and_payers_divide_the_joint_cost_and_nothing_else(document: FaultDocument) -> None:
    matrix = np.array(document.owner_payer)
    assert matrix.shape == (len(document.owners), len(document.payers))
    for column, payer in enumerate(document.payers):
        assert matrix[:, column].sum() == pytest.approx(document.joint[payer].mean, rel=1e-9, abs=1e-3)


def test_somebody_pays_for_a_fault_that_stands_in_another_agencys_name(document: FaultDocument) -> None:
    assert 0 < document.paid_by_others.mean <= 1
    row = document.owner_payer[document.owners.index("arbetsformedlingen")]
    others = [payer for payer in document.payers if payer != "arbetsformedlingen"]
    assert any(row[document.payers.index(payer)] > 0 for payer in others)


def test_the_faults_stand_in_the_order_of_their_share_of_societys_cost(document: FaultDocument) -> None:
    shares = [row.shapley["society"].mean for row in document.faults]
    assert shares == sorted(shares, reverse=True)
    assert [row.rank for row in document.faults] == list(range(1, len(shares) + 1))
    assert sum(row.probability_rank.first for row in document.faults) == pytest.approx(1)
    assert sum(row.probability_rank.top3 for row in document.faults) == pytest.approx(3)


def test_how_common_a_fault_is_agrees_with_who_owns_it(document: FaultDocument) -> None:
    for row in document.faults:
        assert 0 <= row.incidence_share <= 1
        assert row.months_per_person >= row.episodes_per_person >= row.incidence_share - 1e-12
        assert row.incidence.share.p5 <= row.incidence_share <= row.incidence.share.p95
        if row.months_per_person > 0:
            assert sum(row.owners.values()) <= 1 + 1e-9


def test_the_document_has_the_keys_that_readers_were_promised(document: FaultDocument) -> None:
    plain = document.model_dump(mode="json")
    for fault in plain["faults"]:
        for name in ("name", "incidence_share", "months_per_person", "exclusion_years"):
            assert isinstance(fault[name], str if name == "name" else float)
        for actor in REPORTED:
            assert {"mean", "p5", "p95"} <= set(fault["removed"][actor])
            assert {"mean", "se", "p5", "p95"} <= set(fault["shapley"][actor])
    assert {"mean", "p5", "p95"} <= set(plain["joint"]["society"])
    assert isinstance(plain["owner_payer"][0][0], float)
    assert FaultDocument.model_validate_json(document.model_dump_json()) == document


def test_the_life_meets_the_faults_that_its_case_file_shows(document: FaultDocument) -> None:
    life = document.life
    assert life is not None
    shown = dict.fromkeys((fault.name for fault in FAULTS), 0)
    for spell in life.cases:
        for name in spell.faults:
            shown[name] += spell.months
    assert {fault.name: fault.months for fault in life.faults} == {n: m for n, m in shown.items() if m}
    ends = [spell.start_month + spell.months for spell in life.cases]
    assert all(end <= after.start_month for end, after in zip(ends, life.cases[1:], strict=False))
    assert sum(status.months for status in life.statuses) <= document.months


def test_sampled_shares_of_a_real_study_lie_within_their_error_of_the_exact_ones() -> None:
    """30 columns of four faults, a society's and a public share each: 8 comparisons within 4.5 standard errors of 29
    degrees of freedom fail by chance once in 1 000 times."""
    planned = fault_plan(load("trelleborg"), replace(EXACT, draws=1))
    worth = run_draw(planned, 0).worth
    truth, found = exact(worth, 4).share, sampled(worth, order_pairs(4, 0, 30, seed=5))
    distance = np.abs(found.share - truth)[:, :2]
    assert (distance <= 4.5 * standard_error(found.columns)[:, :2] + 1e-6).all()


def test_an_exact_study_has_no_error_of_its_own() -> None:
    for row in study("trelleborg", EXACT).faults:
        assert row.shapley["society"].se == 0
    assert study("trelleborg", EXACT).orders == 0


def test_one_fault_alone_is_the_whole() -> None:
    found = fault_study(load("trelleborg"), FaultOptions(draws=1, persons=100, faults=("waiting",)))
    (row,) = found.faults
    assert row.shapley["society"].mean == row.removed["society"].mean == found.joint["society"].mean
    assert found.interaction["society"].mean == 0


def test_threads_change_nothing() -> None:
    one = fault_study(load("trelleborg"), replace(EXACT, threads=1))
    assert one == study("trelleborg", EXACT)


def test_an_interrupted_study_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    case, options, folder = load("trelleborg"), replace(EXACT, threads=1), tmp_path / "checkpoint"

    def interrupt(stage: str, share: float) -> None:
        if share > 0.4:  # in the second of three draws
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fault_study(case, options, interrupt, folder)
    (kept,) = folder.glob("draw-*.npz")
    stages: list[tuple[str, float]] = []
    resumed = fault_study(case, options, lambda *told: stages.append(told), folder)
    assert resumed == study("trelleborg", EXACT)
    assert any("(1 draws already done)" in stage for stage, _ in stages)
    assert [share for _, share in stages] == sorted(share for _, share in stages)
    assert not folder.exists()
    assert kept.suffix == ".npz"


def test_a_damaged_or_foreign_checkpoint_is_not_believed(tmp_path: Path) -> None:
    case, options = load("trelleborg"), replace(EXACT, draws=1, persons=100, threads=1)
    plain = fault_study(case, options)

    def interrupt(stage: str, share: float) -> None:
        if stage.startswith("looking"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fault_study(case, options, interrupt, tmp_path)
    (kept,) = tmp_path.glob("draw-*.npz")
    kept.write_bytes(kept.read_bytes()[:100])
    foreign = tmp_path / "draw-0123456789abcdef-00000.npz"
    foreign.write_bytes(b"")
    beside = tmp_path / "notes.txt"
    beside.write_text("mine", encoding="utf-8")
    assert fault_study(case, options, checkpoint=tmp_path) == plain
    assert list(tmp_path.iterdir()) == [beside]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"faults": ("wating",)}, "there is no fault 'wating'; did you mean 'waiting'"),
        ({"faults": ("waiting", "waiting")}, "named twice"),
        ({"orders": 5}, "orders must be even"),
        ({"draws": 0}, "draws must be between 1 and 10000, got 0"),
    ],
)
def test_what_cannot_be_studied_is_refused_with_the_reason(options: dict[str, object], words: str) -> None:
    with pytest.raises(ExclusimError, match=words.replace("?", r"\?")):
        FaultOptions(**options)  # type: ignore[arg-type]
