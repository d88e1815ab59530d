"""From an intervention as described to what it changes and costs month by month under one draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.prices import price_index
from exclusim.model.money import REPORTED
from exclusim.model.parameters import ASSUMPTION, Draw, LogNormal, Parameter
from exclusim.results.run.pieces import Piece
from exclusim.scenarios.interventions import DISCOUNTS, Effect, Intervention, ProjectCost, discount_name

if TYPE_CHECKING:
    from exclusim.results.run.treatment import Treatment

__all__ = ["log_ratios", "project_cost", "project_parameters"]


def log_ratios(effect: Effect, piece: Piece, draw: Draw, name: str, month: NDArray[np.int64]) -> NDArray[np.float64]:
    """Change of the log hazard or odds by month, shape (months,); the mean of those let in where that is over time.

    Args:
        effect: one of the intervention's.
        piece: whose dose, ramp, start, loss in practice and closure count.
        draw: holds the ratio under ``name`` and the discounts of designs.
        name: of the effect's parameter.
        month: months of the run, shape (months,).
    """
    since = month - piece.starts
    if len(piece.intakes) == 1:
        return _log_ratios(effect, piece, draw, name, since)
    entered = np.array([since - intake >= 0 for intake in piece.intakes])
    logs = np.array([_log_ratios(effect, piece, draw, name, since, intake) for intake in piece.intakes])
    return np.asarray((logs * entered).sum(axis=0) / entered.sum(axis=0).clip(1))


def _log_ratios(
    effect: Effect, piece: Piece, draw: Draw, name: str, since: NDArray[np.int64], intake: int = 0
) -> NDArray[np.float64]:
    intervention, since = piece.intervention, since - intake
    log = np.log(draw[name]) * effect.scale * effect.strength(since)
    log = log * intervention.delivered * intervention.ramp(since) * _discount(effect, draw) * piece.carried(draw)
    given = intervention.lasts if piece.closes is None else piece.closes - piece.starts - intake
    if given < intervention.lasts:
        kept = max(given, 0) / intervention.lasts if effect.lasting else 0.0
        log = np.where(since >= given, kept * log, log)
    return np.asarray(log)


def _discount(effect: Effect, draw: Draw) -> float:
    if effect.design_discount is not None:
        return effect.design_discount
    return draw[discount_name(effect.design)] if effect.design in DISCOUNTS else 1.0


def project_parameters(treatments: Iterable[Treatment]) -> list[Parameter]:
    """Discounts of weak designs in use, and the uncertainty of costs that state an interval.

    Interventions of the same name in several scenarios share the uncertainty of their cost: they are the same project.
    """
    found: dict[str, Parameter] = {}
    for treatment in treatments:
        for effect, *_ in treatment.effects:
            if effect.design in DISCOUNTS and effect.design_discount is None:
                found[discount_name(effect.design)] = DISCOUNTS[effect.design]
        for piece in treatment.pieces:
            for name, part in (*_parts(piece.intervention), *piece.own_costs):
                if part.log_sd is not None:
                    source = part.source or " ".join(piece.intervention.source) or ASSUMPTION
                    note = f"actual cost over {part.amount:,.0f} SEK ({part.part})"
                    found.setdefault(name, Parameter(name, 1.0, "ratio", LogNormal(part.log_sd), source, note))
    return list(found.values())


def _parts(intervention: Intervention) -> Iterator[tuple[str, ProjectCost]]:
    """Every part of the cost with the name of its uncertainty."""
    for number, part in enumerate(intervention.all_costs):
        yield f"project_cost.{intervention.name}.{number}".replace("-", "_"), part


def project_cost(piece: Piece, reached: float, draw: Draw, price_year: int, months: int) -> NDArray[np.float64]:
    """What a piece costs by month and reported actor, undiscounted SEK, shape (months, V).

    Args:
        piece: its parts are paid in equal monthly shares from their own start, until it is closed.
        reached: people of the real group who take part, the same number from each intake.
        draw: holds the uncertainty of the amounts.
        price_year: year of the prices asked for.
        months: length of the run; what would be paid after it is paid in its last month.
    """
    cost = np.zeros((months, len(REPORTED)))
    intervention, people = piece.intervention, reached / len(piece.intakes)
    for intake in piece.intakes:
        for name, part in _parts(intervention):
            if part.per != "project":
                scale = piece.value(draw, "unit_cost", 1.0) if piece.practice else 1.0
                _pay(
                    cost, piece, _then_paid(piece, part), draw.values.get(name, 1.0) * scale, intake, people, price_year
                )
            elif piece.once and intake == 0:
                _pay(cost, piece, part, draw.values.get(name, 1.0), intake, people, price_year)
        if intake == 0:
            for name, part in piece.own_costs:
                _pay(cost, piece, part, draw.values.get(name, 1.0), intake, reached, price_year)
    if piece.closes is not None:
        cost[piece.closes :] = 0.0
    return cost


def _then_paid(piece: Piece, part: ProjectCost) -> ProjectCost:
    rollout = piece.intervention.rollout
    if rollout is None or not piece.practice or not rollout.then_paid_by:
        return part
    return part.model_copy(update={"payer": rollout.then_paid_by})


def _pay(
    cost: NDArray[np.float64],
    piece: Piece,
    part: ProjectCost,
    factor: float,
    intake: int,
    people: float,
    price_year: int,
) -> None:
    """Add one part of one intake to ``cost``."""
    intervention, months = piece.intervention, len(cost)
    times = {"project": 1.0, "person": people, "person_month": people * intervention.months_attended}[part.per]
    amount = part.amount * factor * piece.dearer
    total = price_index().convert(amount, part.price_year or price_year, price_year) * times
    spread = intervention.lasts if part.per == "person_month" else part.spread
    start = piece.starts + intake + part.after
    paid = slice(min(start, months - 1), min(start + spread, months))
    for payer, share in part.payer.items():
        for actor in (payer.partition(".")[0], "public", "society"):
            cost[paid, REPORTED.index(actor)] += total * share / (paid.stop - paid.start)
