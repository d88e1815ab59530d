"""Why a project is worth less, or more, here than in the published worked example: an exact bridge between the two.

It begins with the source's gain and ends with the run's own net gain to society. First the source's arithmetic is
changed one assumption at a time, then the world around it becomes the model's, and at last the assumed effect gives way
to the evidence: whom it reaches, how long it lasts, how large it was found to be, what is left of it in ordinary
practice, and whose jobs it takes. The last part is simulated, each step on the draws and lives of the run itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exclusim.results.document import DecompositionStep
from exclusim.results.language import _, both
from exclusim.results.run.account import Costs
from exclusim.results.run.decomposition import Exposure
from exclusim.results.run.flat import Flat
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.project_effects import ASSUMED, Text, effect_levels, gain
from exclusim.results.run.sample import Replicate

__all__ = ["project_bridge"]

_SMALL = 0.5  # SEK: a smaller step is rounding and left out


@dataclass(frozen=True)
class _Flat:
    """The source's arithmetic: gains of society, SEK, each with one assumption more of the model's."""

    source: float
    transfers: float
    prices: float
    horizon: float
    mortality: float
    share: float  # of the baseline's cost that the source lets the project save
    real: float  # SEK per excluded person-year without transfers, in the run's prices


def has_bridge(plan: CasePlan, name: str) -> bool:
    """Whether the published example says what a scenario gains: all of it, against no other."""
    case, scenario = plan.case, plan.case.scenarios[name]
    if case.flat_annuity is None or scenario.baseline != BASELINE or plan.rules is not None:
        return False
    return all(item.flat is not None for item in scenario.interventions)


def project_bridge(
    plan: CasePlan,
    name: str,
    replicates: Sequence[Replicate],
    net: float,
    *,
    real_share: float,
    price_factor: float,
    steps: Sequence[Mapping[str, Costs]],
    seed: int,
) -> list[DecompositionStep]:
    """Steps from the source's gain to society to the run's net; they add up to ``net``.

    Args:
        plan: of the run.
        name: a scenario; one without a flat effect, or on top of another, has no bridge.
        replicates: of the run.
        net: mean net gain to society of the scenario in the run.
        real_share: share of the source's public cost that is not transfers.
        price_factor: turns the source's prices into the run's.
        steps: cost of the simulated steps by draw, of at most as many draws as the replicates; the last step is what
            the other draws change.
        seed: of the run.
    """
    case, scenario = plan.case, plan.case.scenarios[name]
    if not has_bridge(plan, name) or case.flat_annuity is None:
        return []
    flat = Flat(case, case.flat_annuity, 1, seed)
    source = _source(plan, flat, name, replicates, real_share, price_factor)
    met = [item.exposure for item in replicates]
    weights = plan.valuation.weights(plan.valuation.end)
    years = float(weights.sum()) / 12
    long_term = _mean(met, lambda e: e.long_term * years - e.late - e.exits + e.relapse)
    everybody = long_term + _mean(met, lambda e: e.others)
    few = replicates[: len(steps)] if steps else replicates

    def saved(found: Sequence[Replicate]) -> float:
        """The source's share of what the baseline costs."""
        return source.share * float(np.mean([weights @ r.accounts[BASELINE].exclusion[:, 0] for r in found]))

    levels: list[tuple[str, Text, float, Text]] = [
        ("source", lambda: _("Källans räkneexempel"), source.source,
         lambda: _("Vinsten för samhället som källan räknar ut den.")),
        ("transfers", lambda: _("Stöd räknas inte två gånger"), source.transfers,
         lambda: _("Bidrag flyttar pengar men förbrukar inga resurser.")),
        ("prices", lambda: _("Prisår"), source.prices, lambda: _("Från källans priser till körningens.")),
        ("horizon", lambda: _("Diskontering och horisont"), source.horizon,
         lambda: _("Kalkylens ränta och antal år i stället för källans.")),
        ("mortality", lambda: _("Några dör eller flyttar"), source.mortality,
         lambda: _("Den som inte lever eller inte bor kvar kostar inget och kan inte räddas.")),
        ("leaving", lambda: _("Utan projektet hade de också lämnat"), source.share * source.real * long_term,
         lambda: _("Jämförelsegruppen lämnar utanförskapet och kommer tillbaka; i källan är alla kvar alla år.")),
        ("others", lambda: _("Andra är utanför kortare tider"), source.share * source.real * everybody,
         lambda: _("Samma andel av den tid som de andra är utanför.")),
        ("cost", lambda: _("En månad kostar olika mycket"), saved(replicates),
         lambda: _(
            "Olika stöd, delvis arbetsförmåga och belastningar ger en annan kostnad än en fast summa per år."
         )),
    ]  # fmt: skip
    bridge = [levels[0]]
    bridge += [(key, text, after - before[2], why) for before, (key, text, after, why) in pairwise(levels)]
    reached = saved(replicates)
    # What the few draws save in all is too much or too little by so much, by chance.
    larger = reached / (saved(few) or reached or 1.0)
    for key, text, level, why in effect_levels(plan, name, few, steps):
        after = larger * level
        bridge.append((key, text, after - reached, why))
        reached = after
    nominal = float(flat.project(name)[0] - flat.project(scenario.baseline)[0])
    paid = float(np.mean([gain(plan, r, name, 0, work=True) for r in replicates]))
    bridge.append(("project", lambda: _("Projektets kostnad"), -nominal, lambda: _("Som källan anger den.")))
    bridge.append(
        (
            "payment",
            lambda: _("Kostnadens tidpunkt"),
            paid + nominal,
            lambda: _("Räknad till horisontens början, i körningens priser."),
        )
    )
    rest = net - sum(step[2] for step in bridge)
    bridge.append(
        (
            "draws",
            lambda: _("Fler dragningar"),
            rest,
            lambda: _("Effektens steg bygger på {few} av {all} dragningar.").format(few=len(few), all=len(replicates)),
        )
    )
    kept = [step for step in bridge if step[0] in ("source", ASSUMED) or abs(step[2]) > _SMALL]
    return [DecompositionStep(key=k, label=both(text), amount=a, explanation=both(why)) for k, text, a, why in kept]


def _mean(found: Sequence[Exposure], what: Callable[[Exposure], float]) -> float:
    return float(np.mean([what(one) for one in found]))


def _source(
    plan: CasePlan, flat: Flat, name: str, replicates: Sequence[Replicate], real_share: float, price_factor: float
) -> _Flat:
    cost = flat.annuity.cost_per_person_year
    real = cost.production + cost.public * real_share
    base = flat.exposure(BASELINE)
    saved = base - flat.exposure(name)
    own = float(flat.factors @ saved)
    start = plan.valuation.start
    weights = plan.valuation.weights(plan.valuation.end)[start : start + base.size]
    base, saved = base[: weights.size], saved[: weights.size]
    alive = _living(plan, replicates)[start : start + weights.size]
    lived = float(weights * alive @ saved)
    return _Flat(
        source=own * cost.total,
        transfers=own * real,
        prices=own * real * price_factor,
        horizon=float(weights @ saved) * real * price_factor,
        mortality=lived * real * price_factor,
        share=lived / (float(weights * alive @ base) or 1.0),  # nobody is left in a group of very few
        real=real * price_factor,
    )


def _living(plan: CasePlan, replicates: Sequence[Replicate]) -> NDArray[np.float64]:
    """Share of the baseline's people who live in the country, by month."""
    gone = np.array([status.absorbing for status in plan.base.world.statuses])
    status = np.mean([r.accounts[BASELINE].status for r in replicates], axis=0)
    total = status.sum(axis=1)
    return np.repeat(1.0 - np.divide(status[:, gone].sum(axis=1), total, out=np.zeros_like(total), where=total > 0), 12)
