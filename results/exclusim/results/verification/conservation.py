"""Nobody is lost or doubled, and no krona appears from nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from exclusim.calibration.costs import cost_book, cost_parameters
from exclusim.calibration.prices import price_index
from exclusim.model.declared import default_world
from exclusim.model.engine import Run, RunPlan, simulate
from exclusim.model.ledger import LEDGER_ACTORS, CostBook, actor_view, person_ledger
from exclusim.model.money import Kind
from exclusim.model.population import Group
from exclusim.results.language import _
from exclusim.results.verification.checks import Check, Found
from exclusim.results.verification.lives import by_month

__all__ = ["conservation_checks"]

_PEOPLE, _MONTHS, _JOINS = 5_000, 120, 7
_ROUNDING = 1e-9


def conservation_checks(seed: int) -> Iterator[Check]:
    """Laws that hold in every single run, whatever the parameters."""
    people = _("alla som har gått in, varken fler eller färre")
    yield Check(
        "conservation.people",
        "conservation",
        _("Summan över alla tillstånd, varje månad"),
        people,
        lambda: Found(_lost(seed)),
        unit=_("personer"),
    )
    yield Check(
        "conservation.moves",
        "conservation",
        _("Ändringen av varje tillstånd är de som kommit minus de som gått"),
        _("bytena, månad för månad"),
        lambda: Found(_unexplained(seed)),
        unit=_("personer"),
    )
    yield Check(
        "conservation.spells",
        "conservation",
        _("Personernas perioder hoplagda"),
        _("antalen i varje tillstånd"),
        lambda: Found(_spells_apart(seed)),
        unit=_("personer"),
    )
    yield Check(
        "conservation.transfers",
        "conservation",
        _("Bidrag och skatter: vad som betalas och vad som tas emot"),
        _("noll tillsammans, i varje kostnadsrad"),
        lambda: Found(_unbalanced()),
        _ROUNDING,
        _("avrundning"),
        unit=_("kronor per krona"),
    )
    yield Check(
        "conservation.ledger",
        "conservation",
        _("Samhällets kostnad: person för person"),
        _("samma kostnad räknad ur antalen i varje tillstånd"),
        lambda: Found(_ledgers_apart(seed)),
        _ROUNDING,
        _("avrundning"),
        unit=_("relativ skillnad"),
    )


@cache
def _run(seed: int) -> tuple[RunPlan, Run]:
    world = default_world()
    groups = (Group("cohort", _PEOPLE),)
    plan = RunPlan(world, groups, _MONTHS)
    return plan, simulate(plan, world.parameters.draw(3, seed), seed, histories=True)


def _lost(seed: int) -> float:
    world = default_world()
    newcomers = Group("newcomers", _PEOPLE // 2, enter=_JOINS, age_from=20, age_to=40, first_person=_PEOPLE)
    plan = RunPlan(world, (Group("cohort", _PEOPLE), newcomers), _MONTHS)
    panel = simulate(plan, world.parameters.draw(2, seed), seed).panel
    joined = np.where(np.arange(_MONTHS) < _JOINS, _PEOPLE, plan.persons)
    return float(np.abs(panel.status.sum(axis=1) - joined).max())


def _unexplained(seed: int) -> float:
    _, run = _run(seed)
    net = run.panel.moves.sum(axis=1) - run.panel.moves.sum(axis=2)
    return float(np.abs(np.diff(run.panel.status, axis=0) - net[1:]).max())


def _spells_apart(seed: int) -> float:
    plan, run = _run(seed)
    status = by_month(run) >> 16
    counted = np.stack([(status == s).sum(axis=0) for s in range(len(plan.world.statuses))], axis=1)
    return float(np.abs(counted - run.panel.status).max())


def _book() -> CostBook:
    lines = cost_book(cost_parameters().central(), max(price_index().levels))
    return CostBook(lines, default_world().statuses)


def _unbalanced() -> float:
    book = _book()
    moved = actor_view(book.lines, LEDGER_ACTORS)
    between = np.array([line.kind in (Kind.TRANSFER, Kind.REVENUE) for line in book.lines])
    return float(np.abs(moved[between].sum(axis=1)).max())


def _ledgers_apart(seed: int) -> float:
    _, run = _run(seed)
    assert run.spells is not None
    book, weights = _book(), np.linspace(1.0, 0.5, _MONTHS)
    view = actor_view(book.lines, ("society",))
    joined = np.zeros_like(run.panel.status)
    joined[0] = np.bincount(by_month(run)[:, 0] >> 16, minlength=joined.shape[1])
    whole = float(weights @ book.amounts(run.panel, joined) @ view[:, 0])
    persons = float(person_ledger(book, run.spells, view, weights).sum())
    return abs(persons - whole) / abs(whole)
