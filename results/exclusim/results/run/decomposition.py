"""Why the dynamic total differs from the flat annuity: an exact bridge between the two.

The flat account lets a fixed number of people be excluded in every month of the horizon at a constant cost. The dynamic
model has other people, who come later, leave, return, and cost different amounts in different states. Each difference
is valued in turn, and the steps add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Run
from exclusim.results.language import _, both
from exclusim.results.run.plan import CasePlan

if TYPE_CHECKING:
    from exclusim.results.document import DecompositionStep

__all__ = ["Exposure", "bridge", "exposure"]


@dataclass(frozen=True)
class Exposure:
    """Discounted person-years of the real group within the horizon.

    Args:
        long_term: people counted as long-term excluded.
        late: their years before the first excluded month of the horizon.
        exits: their years from the first time they leave exclusion to the end of the horizon.
        relapse: the excluded ones among those years.
        others: excluded years of everybody else.
    """

    long_term: float
    late: float
    exits: float
    relapse: float
    others: float


@njit(cache=True, nogil=True)
def _exposure(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    months: int,
    excluded: NDArray[np.bool_],
    long_term: NDArray[np.bool_],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    out, cumulated = np.zeros(4), np.zeros(months + 1)
    for t in range(months):
        cumulated[t + 1] = cumulated[t] + weights[t]
    for i in range(first.size - 1):
        begun, left = False, False
        for row in range(first[i], first[i + 1]):
            end = months if row + 1 == first[i + 1] else np.int64(month[row + 1])
            time = cumulated[end] - cumulated[month[row]]
            inside = excluded[status[row]]
            if time == 0.0:
                continue
            if not long_term[i]:
                out[3] += time * inside
                continue
            begun = begun or inside
            left = left or (begun and not inside)
            out[0] += time * (not begun)
            out[1] += time * left
            out[2] += time * (left and inside)
    return out


def exposure(plan: CasePlan, run: Run, member: NDArray[np.bool_]) -> Exposure:
    """Measure one cohort's run; ``member`` marks the people counted, shape (persons,)."""
    assert run.spells is not None
    spells = run.spells
    excluded = np.array([s.excluded for s in plan.base.world.statuses])
    weights = plan.valuation.weights(plan.valuation.end)[: plan.base.months] / 12
    late, exits, relapse, others = (
        _exposure(spells.first, spells.month, spells.status, spells.months, excluded, member, weights) * plan.scale
    )
    return Exposure(float(member.sum()) * plan.scale, late, exits, relapse, others)


def bridge(
    plan: CasePlan, exposures: list[Exposure], total: float, real_share: float, price_factor: float
) -> list[DecompositionStep]:
    """Steps from the published flat annuity to the dynamic total of society.

    Args:
        plan: the plan; its case must have a flat annuity.
        exposures: of the baseline, one a replicate.
        total: mean of society's dynamic total.
        real_share: share of the public cost that is not transfers.
        price_factor: turns the annuity's prices into the run's.
    """
    flat = plan.case.flat_annuity
    if flat is None:
        return []
    yearly = flat.cost_per_person_year
    cost = yearly.total * price_factor
    real = (yearly.production + yearly.public * real_share) * price_factor
    years = float(plan.valuation.weights(plan.valuation.end).sum()) / 12
    flat_years = years if flat.discounted else float(flat.years)
    mean = {name: float(np.mean([getattr(e, name) for e in exposures])) for name in Exposure.__dataclass_fields__}
    start = flat.excluded * cost * flat_years
    persons = f"{mean['long_term']:.0f}"
    steps: list[tuple[str, Callable[[], str], float, Callable[[], str]]] = [
        ("flat", lambda: _("Publicerat räkneexempel"), start, lambda: _(
            "{persons} personer, {years} år, {cost} tkr per år; ingen lämnar utanförskapet."
         ).format(persons=flat.excluded, years=flat.years, cost=f"{cost / 1000:.0f}")),
        ("transfers", lambda: _("Stöd räknas inte två gånger"), flat.excluded * (real - cost) * flat_years, lambda: _(
            "Bidrag flyttar pengar men förbrukar inga resurser; samhällets kostnad är reala kostnader plus produktion."
         )),
        ("horizon", lambda: _("Längre horisont och diskontering"), flat.excluded * real * (years - flat_years),
         lambda: _("Räkneexemplets antal år respektive diskontering jämfört med kalkylens.")),
        ("who", lambda: _("Vilka som räknas"), (mean["long_term"] - flat.excluded) * real * years, lambda: _(
            "Modellen räknar {persons} personer, räkneexemplet {published}."
         ).format(persons=persons, published=flat.excluded)),
        ("late", lambda: _("De är inte utanför från början"), -mean["late"] * real,
         lambda: _("Tid före första månaden i utanförskap.")),
        ("exits", lambda: _("De lämnar utanförskapet"), -mean["exits"] * real,
         lambda: _("All tid efter att de första gången lämnat det.")),
        ("relapse", lambda: _("De kommer tillbaka"), mean["relapse"] * real,
         lambda: _("Tiden efter utträdet då de åter är utanför.")),
        ("others", lambda: _("Andra är utanför kortare tider"), mean["others"] * real,
         lambda: _("Månader i utanförskap för dem som inte räknas som långvarigt utanför.")),
    ]  # fmt: skip
    reached = sum(step[2] for step in steps)
    steps.append(
        ("cost", lambda: _("En månad kostar olika mycket"), total - reached, lambda: _(
            "Olika stöd, delvis arbetsförmåga och belastningar ger en annan kostnad än en fast summa per år."
         ))
    )  # fmt: skip
    kept = [step for step in steps if step[0] in ("flat", "cost") or abs(step[2]) > 0.5]
    from exclusim.results.document import DecompositionStep  # a worker measures exposure and makes no document

    return [DecompositionStep(key=k, label=both(label), amount=a, explanation=both(why)) for k, label, a, why in kept]
