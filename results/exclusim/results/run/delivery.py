"""From an intervention as described to what it changes and costs month by month under one draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.prices import price_index
from exclusim.model.money import REPORTED
from exclusim.model.parameters import ASSUMPTION, Draw, LogNormal, Parameter
from exclusim.scenarios.interventions import DISCOUNTS, Effect, Intervention, ProjectCost, discount_name

if TYPE_CHECKING:
    from exclusim.results.run.plan import Treatment

__all__ = ["log_ratios", "project_cost", "project_parameters"]


def log_ratios(
    effect: Effect, intervention: Intervention, draw: Draw, name: str, since: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Change of the log hazard or odds by month, shape (months,).

    Args:
        effect: one of the intervention's.
        intervention: whose dose, ramp and start count.
        draw: holds the ratio under ``name`` and the discounts of designs.
        name: of the effect's parameter.
        since: months since the start of the intervention, negative before it, shape (months,).
    """
    log = np.log(draw[name]) * effect.scale * effect.strength(since)
    return np.asarray(log * intervention.delivered * intervention.ramp(since) * _discount(effect, draw))


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
        for intervention in treatment.interventions:
            for name, part in _parts(intervention):
                if part.log_sd is not None:
                    source = part.source or " ".join(intervention.source) or ASSUMPTION
                    note = f"actual cost over {part.amount:,.0f} SEK ({part.part})"
                    found.setdefault(name, Parameter(name, 1.0, "ratio", LogNormal(part.log_sd), source, note))
    return list(found.values())


def _parts(intervention: Intervention) -> Iterator[tuple[str, ProjectCost]]:
    """Every part of the cost with the name of its uncertainty."""
    for number, part in enumerate(intervention.all_costs):
        yield f"project_cost.{intervention.name}.{number}".replace("-", "_"), part


def project_cost(
    intervention: Intervention, reached: float, draw: Draw, price_year: int, months: int
) -> NDArray[np.float64]:
    """What the intervention costs by month and reported actor, undiscounted SEK, shape (months, V).

    Args:
        intervention: its parts are paid in equal monthly shares from their own start.
        reached: people of the real group who take part.
        draw: holds the uncertainty of the amounts.
        price_year: year of the prices asked for.
        months: length of the run; what would be paid after it is paid in its last month.
    """
    cost = np.zeros((months, len(REPORTED)))
    for name, part in _parts(intervention):
        times = {
            "project": 1.0,
            "person": reached,
            "person_month": reached * intervention.months_attended,
        }[part.per]
        amount = part.amount * draw.values.get(name, 1.0)
        total = price_index().convert(amount, part.price_year or price_year, price_year) * times
        spread = intervention.lasts if part.per == "person_month" else part.spread
        start = intervention.starts + part.after
        paid = slice(min(start, months - 1), min(start + spread, months))
        for payer, share in part.payer.items():
            for actor in (payer.partition(".")[0], "public", "society"):
                cost[paid, REPORTED.index(actor)] += total * share / (paid.stop - paid.start)
    return cost
