"""Money follows people: the ledger of a run and the ledgers of its people are the same money."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exclusim.calibration.costs import cost_book, cost_parameters
from exclusim.model.declared import default_world
from exclusim.model.engine import Run, RunPlan, simulate
from exclusim.model.ledger import LEDGER_ACTORS, CostBook, actor_view, person_ledger
from exclusim.model.money import PUBLIC, REPORTED, Actor, Basis, CostLine, Kind, discount_factors
from exclusim.model.population import Group

WORLD = default_world()
PARAMETERS = WORLD.parameters | cost_parameters()
MONTHS = 120


def _book(draw: int = 0) -> CostBook:
    return CostBook(cost_book(PARAMETERS.draw(draw, 1), 2014), WORLD.statuses)


@pytest.fixture(scope="module")
def run() -> Run:
    plan = RunPlan(WORLD, (Group("cohort", 400), Group("newcomers", 100, 0, 20, 44, 1000)), MONTHS)
    return simulate(plan, PARAMETERS.central(), 3, histories=True)


@given(st.integers(0, 200))
@settings(max_examples=20, deadline=None)
def test_transfers_and_revenue_cancel_over_all_ledger_actors(draw: int) -> None:
    book = _book(draw)
    view = actor_view(book.lines, LEDGER_ACTORS)
    moved = np.array([line.kind in (Kind.TRANSFER, Kind.REVENUE) for line in book.lines])
    assert np.abs(view[moved].sum(axis=1)).max() == 0.0
    assert (view[~moved].sum(axis=1) == 1.0).all()


def test_society_is_real_costs_plus_production_and_public_is_the_sum_of_its_actors() -> None:
    book = _book()
    view = actor_view(book.lines)
    own = np.array([line.kind in (Kind.REAL, Kind.PRODUCTION) for line in book.lines])
    np.testing.assert_array_equal(view[:, REPORTED.index("society")], own.astype(float))
    actors = [REPORTED.index(actor) for actor in PUBLIC]
    np.testing.assert_array_equal(view[:, REPORTED.index("public")], view[:, actors].sum(axis=1))


def test_the_ledgers_of_people_add_up_to_the_ledger_of_the_run(run: Run) -> None:
    book = _book()
    assert run.spells is not None
    view = actor_view(book.lines)
    factors = discount_factors(MONTHS, 24, 0.04)
    joined = np.zeros((MONTHS, len(WORLD.statuses)), np.int64)
    names = [status.name for status in WORLD.statuses]
    joined[0, names.index("compulsory_school/none")] = 400
    joined[0, names.index("establishment_programme/establishment_allowance")] = 100
    total = factors @ book.amounts(run.panel, joined) @ view
    people = person_ledger(book, run.spells, view, factors)
    np.testing.assert_allclose(people.sum(axis=0), total, rtol=1e-9)


def test_an_arrival_counts_as_an_entry_to_the_establishment_programme() -> None:
    line = CostLine(
        "event:establishment_programme", Actor.OVRIGA, Kind.TRANSFER, 100.0, "Schablon", Basis.MEASURED, "UC046",
        payee=Actor.KOMMUN_SOCIALTJANST,
    )  # fmt: skip
    book = CostBook((line,), WORLD.statuses)
    plan = RunPlan(WORLD, (Group("newcomers", 7, 0, 20, 44),), 1)
    run = simulate(plan, PARAMETERS.central(), 1)
    assert book.amounts(run.panel, run.panel.status[:1])[0, 0] == 700.0


def test_a_cost_for_something_that_does_not_exist_is_refused() -> None:
    line = CostLine("activity:knitting", Actor.REGION, Kind.REAL, 1.0, "Stickning", Basis.ASSUMED, "assumption")
    with pytest.raises(ValueError, match="no status matches the cost trigger activity:knitting"):
        _ = CostBook((line,), WORLD.statuses).held
    with pytest.raises(ValueError, match="unknown trigger 'burden:gout'"):
        _ = CostBook(
            (CostLine("burden:gout", Actor.REGION, Kind.REAL, 1.0, "x", Basis.ASSUMED, "assumption"),), WORLD.statuses
        ).held


def test_a_transfer_without_a_receiver_is_refused() -> None:
    with pytest.raises(ValueError, match="need a payee"):
        CostLine("support:wage", Actor.REGION, Kind.TRANSFER, 1.0, "Bidrag", Basis.ASSUMED, "assumption")
