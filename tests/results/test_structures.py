"""The same question under other structures: how answers are pooled, and what a neutral parameter does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from exclusim.calibration.fitting.posterior import shipped
from exclusim.model.errors import ExclusimError
from exclusim.results.run.plan import case_plan
from exclusim.results.run.sample import replicate_seed, with_draw
from exclusim.results.structures import StructuresDocument, StructuresOptions, run_structures
from exclusim.results.structures.agreement import _fitted, _stored, misfits
from exclusim.results.structures.catalogue import STRUCTURES, neutral_values, neutralised, prepare
from exclusim.results.structures.page import render_structures
from exclusim.results.structures.pooling import agreement_weights, equal_weights, pooled
from exclusim.results.structures.tables import write_tables
from exclusim.results.structures.words import headline
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

_FEW = {"draws": 2, "persons": 150, "threads": 1, "check_draws": 1}


@pytest.fixture(scope="module")
def document() -> StructuresDocument:
    return run_structures(load("newcomers"), StructuresOptions(**_FEW))


def _without_scenarios(name: str) -> Case:
    return load(name).model_copy(update={"scenarios": {}, "published": ()})


# Pooling


def test_within_and_between_add_up_to_the_variance_of_the_mixture() -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(rng.normal(0, 3, (5, 1)), rng.uniform(0.5, 2, (5, 1)), (5, 200))
    weights = rng.dirichlet(np.ones(5))
    found = pooled(values, weights)
    each = np.repeat(weights / 200, 200)
    mean = each @ values.ravel()
    assert found.mean == pytest.approx(mean, rel=1e-12)
    assert found.within + found.between == pytest.approx(each @ (values.ravel() - mean) ** 2, rel=1e-12)
    assert found.between_share == pytest.approx(found.between / (found.within + found.between), rel=1e-15)


def test_two_structures_have_the_closed_form_of_a_mixture() -> None:
    found = pooled(np.array([[1.0, 3.0], [9.0, 13.0]]), np.array([0.25, 0.75]))
    # means 2 and 11, variances 1 and 4: within 3.25, between 0.25 · 0.75 · 9² = 15.1875
    assert (found.mean, found.within, found.between) == (8.75, 3.25, 15.1875)
    assert (found.p5, found.p95) == (1.0, 13.0)


def test_structures_that_answer_alike_leave_nothing_between() -> None:
    values = np.tile(np.array([1.0, 4.0, 7.0]), (3, 1))
    found = pooled(values, equal_weights(3))
    assert (found.between, found.between_share, found.chance_share) == pytest.approx((0, 0, 0), abs=1e-30)


def test_the_chance_share_is_what_equal_structures_show_on_average() -> None:
    """The mean of 400 estimates of each; their ratio's standard error is about 7 %, the bound four of them."""
    rng = np.random.default_rng(8)
    weights = np.array([0.5, 0.3, 0.2])
    found = [pooled(rng.normal(size=(3, 20)), weights) for _ in range(400)]
    between, chance = (np.mean([getattr(item, name) for item in found]) for name in ("between_share", "chance_share"))
    assert between == pytest.approx(chance, rel=0.28)


def test_weights_sum_to_one_and_follow_the_misfit() -> None:
    weights = agreement_weights([28.0, 30.0, 900.0])
    assert weights.sum() == pytest.approx(1.0, abs=1e-15)
    assert weights[0] / weights[1] == pytest.approx(np.e)
    assert weights[2] < 1e-100
    assert equal_weights(7).sum() == pytest.approx(1.0, abs=1e-15)


# Structures


def test_neutralising_what_is_already_neutral_changes_nothing_bit_for_bit() -> None:
    plan = case_plan(load("trelleborg"), "published", 200)
    neutral = next(item.neutral for item in STRUCTURES if item.name == "no_scars")
    held = neutral_values(plan.parameters, neutral)
    assert held == dict.fromkeys(
        ("job_finding.burden.scarring", "job_loss.burden.scarring", "sickness_exit.burden.scarring"), 1.0
    )
    once = neutralised(plan.draw(0, 1), held)
    again = neutralised(once, held)
    first, second = (with_draw(plan, draw, replicate_seed(1, 0)).accounts["prevention"] for draw in (once, again))
    assert once == again
    for name in ("exclusion", "ordinary", "intervention", "status", "moves"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_without_displacement_lives_stay_and_the_net_gains_what_was_displaced() -> None:
    case = load("newcomers")
    found, _ = prepare(case, 200, 1)
    by_name = {item.structure.name: item for item in found}
    standard, other = (by_name[name] for name in ("mixed", "no_displacement"))
    seed = replicate_seed(1, 0)
    before, after = (with_draw(item.plan, item.draw(0), seed) for item in (standard, other))
    name = next(iter(case.scenarios))
    assert before.displaced[name].any()
    assert not after.displaced[name].any()
    assert np.array_equal(before.accounts[name].exclusion, after.accounts[name].exclusion)


def test_a_scenario_without_displacement_and_peers_are_left_out_with_a_reason() -> None:
    found, left = prepare(load("trelleborg"), 50, 1)
    assert [item.structure.name for item in found] == [
        *("mixed", "duration", "heterogeneity", "no_long_spell", "no_scars", "agencies")
    ]
    assert {item.name: bool(item.reason) for item in left} == {"no_displacement": True, "peers": True}


def test_agencies_act_already_where_a_scenario_changes_rules() -> None:
    found, left = prepare(load("systemfel"), 50, 1)
    assert "agencies" not in {item.structure.name for item in found}
    assert "agencies" in {item.name for item in left}


# Scores


def test_scores_read_fitted_rows_only_and_agree_with_the_check_stored_with_the_fit() -> None:
    posterior = shipped("mixed")
    assert posterior is not None
    found, observations = _fitted(posterior)
    assert {target.role for target in found} == {"calibration"}
    ours = misfits(observations, _stored(posterior, found, observations), {})
    stored = {item.group: item.misfit_posterior**2 for item in posterior.document.groups}
    # The mean over draws is stored on the natural scale, the check's was taken on the fitted one.
    assert sum(ours.values()) == pytest.approx(sum(stored.values()), rel=0.05)


# The document


def test_every_structure_answers_and_the_ensembles_pool_them(document: StructuresDocument) -> None:
    assert [item.name for item in document.structures] == [item.name for item in STRUCTURES]
    for ensemble in document.ensembles:
        weights = np.array([item.weights[ensemble.weighting] for item in document.structures])
        assert weights.sum() == pytest.approx(1.0, abs=1e-12)
        for actor, found in ensemble.net.items():
            means = np.array([item.net[actor].mean for item in document.structures])
            assert found.mean == pytest.approx(weights @ means, rel=1e-9, abs=1e-6)
    assert {item.weighting for item in document.ensembles} == {"equal", "agreement"}
    origins = {item.name: item.score.origin for item in document.structures if item.score is not None}
    assert origins == {
        **dict.fromkeys(("mixed", "duration", "heterogeneity"), "posterior"),
        **dict.fromkeys(("no_long_spell", "no_scars"), "shift"),
        **dict.fromkeys(("no_displacement", "agencies"), "standard"),
    }


def test_the_conclusion_counts_structures_with_the_standard_models_sign(document: StructuresDocument) -> None:
    found = document.conclusions["society"]
    signs = [item.net["society"].mean > 0 for item in document.structures]
    assert (found.gains, found.holds, found.of) == (signs[0], signs.count(signs[0]), len(signs))
    society = {"society": found.model_copy(update={"clear": True, "gains": True, "holds": 5, "of": 7, "unclear": 2})}
    sure = document.model_copy(update={"conclusions": society})
    assert "håller i 5 av 7 strukturer" in headline(sure)
    society = {"society": found.model_copy(update={"clear": False})}
    assert "går inte att avgöra" in headline(document.model_copy(update={"conclusions": society}))


def test_the_standard_model_differs_from_itself_by_nothing(document: StructuresDocument) -> None:
    assert all((shift.mean, shift.se) == (0.0, 0.0) for shift in document.structures[0].shift.values())


def test_page_and_tables_say_what_the_document_says(document: StructuresDocument, tmp_path: Path) -> None:
    page = render_structures(document)
    for words in ("Håller slutsatsen?", "lånar standardmodellens anpassning", "kamrateffekter", "Lika vikter"):
        assert words in page
    write_tables(document, tmp_path)
    rows = pd.read_csv(tmp_path / "structures.csv")
    net = rows[(rows.outcome == "net") & (rows.actor == "society")].set_index("structure")["mean"]
    assert net.to_dict() == pytest.approx({item.name: item.net["society"].mean for item in document.structures})
    assert pd.read_csv(tmp_path / "weights.csv").groupby("weighting").weight.sum().tolist() == pytest.approx([1, 1])


def test_a_case_without_scenarios_is_answered_for_the_baseline_alone() -> None:
    found = run_structures(_without_scenarios("newcomers"), StructuresOptions(**_FEW))
    assert found.scenario is None
    assert "no_displacement" in {item.name for item in found.left_out}
    assert not found.conclusions
    assert not any(item.net for item in found.structures)
    assert found.ensembles[0].cost["society"].mean == pytest.approx(
        np.mean([item.cost["society"].mean for item in found.structures])
    )
    assert headline(found).startswith("Utanförskapet kostar samhället")
    assert "Netto per betalare" not in render_structures(found)


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(ExclusimError, match="has no scenario 'snabbspar2'"):
        run_structures(load("newcomers"), StructuresOptions("snabbspar2"))
