"""Tap, mop and loops: an exact decomposition of the exclusion that a scenario avoids.

The excluded person-months of a cohort within the horizon are a product, E = entered × spells per person × months per
spell, and society's exclusion account is E × cost per excluded month. The change of a product is divided among its
factors by the logarithmic mean Divisia index: factor k gets L(after, before) · ln(after_k / before_k), where L is the
logarithmic mean. Nothing is left over, and it is the same, with the other sign, when the two scenarios change places.

Sources: Ang, Energy Policy 33 (2005) 867–871, doi 10.1016/j.enpol.2003.10.010; for zeros the analytical limit, Ang &
Liu, Energy Policy 35 (2007) 238–246, doi 10.1016/j.enpol.2005.11.001: where nobody is excluded in one scenario, nobody
entered, and the whole change is inflow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.results.interval import Interval
from exclusim.results.pathways import CHANNELS, ChannelFactors, Channels

__all__ = ["Passage", "channels", "divided"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The first cohort's way through exclusion within the horizon, scaled to the real group.

    Args:
        entered: people excluded in at least one month.
        spells: their spells.
        months: their excluded person-months.
        cost: exclusion account of society, SEK of present value.
    """

    entered: float
    spells: float
    months: float
    cost: float

    @property
    def factors(self) -> tuple[float, float, float, float]:
        """Entered, spells per person, months per spell, cost per month; zeros where nobody entered."""
        if not self.months:
            return 0.0, 0.0, 0.0, 0.0
        return self.entered, self.spells / self.entered, self.months / self.spells, self.cost / self.months


def divided(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """The change of a product divided among its factors, shape (replicates, factors); rows sum to the change.

    Args:
        before, after: factors, none negative, shape (replicates, factors). Where the first factor is zero, all is
            its own.

    >>> divided(np.array([[10.0, 2.0, 6.0]]), np.array([[5.0, 2.0, 6.0]]))
    array([[-60.,   0.,   0.]])
    """
    start, end = before.prod(axis=1), after.prod(axis=1)
    out = np.zeros_like(before)
    out[:, 0] = end - start
    regular = (start > 0) & (end > 0)
    logs = np.log(after[regular] / before[regular])
    total = logs.sum(axis=1)
    # The logarithmic mean by expm1: two products that hardly differ lose no digits.
    tilted = np.where(total == 0, 1.0, total)
    mean = start[regular] * np.where(total == 0, 1.0, np.expm1(total) / tilted)
    out[regular] = mean[:, None] * logs
    return out


def channels(before: Sequence[Passage], after: Sequence[Passage]) -> Channels:
    """What a scenario avoids against its baseline; one passage a replicate, in the same order."""
    start, end = (np.array([passage.factors for passage in passages]) for passages in (before, after))
    # Subtracted from zero, as a minus sign would make −0 of every life that nothing changes.
    months, money = 0.0 - divided(start[:, :3], end[:, :3]), 0.0 - _money(before, after, start, end)
    names = (*CHANNELS, "price")
    return Channels(
        before=_factors(start),
        after=_factors(end),
        months={
            **{name: Interval.of(months[:, i]) for i, name in enumerate(CHANNELS)},
            "total": Interval.of(months.sum(axis=1)),
        },
        money={
            **{name: Interval.of(money[:, i]) for i, name in enumerate(names)},
            "total": Interval.of(money.sum(axis=1)),
        },
    )


def _money(
    before: Sequence[Passage], after: Sequence[Passage], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Money has costs of burdens outside exclusion too: without an excluded month the whole change is still inflow."""
    found = divided(start, end)
    alone = (start[:, 0] == 0) | (end[:, 0] == 0)
    change = np.array([b.cost - a.cost for a, b in zip(before, after, strict=True)])
    found[alone, 0] = change[alone]
    return found


def _factors(factors: NDArray[np.float64]) -> ChannelFactors:
    entered, spells, months, cost = (Interval.of(column) for column in factors.T)
    return ChannelFactors(entered=entered, spells_per_person=spells, months_per_spell=months, cost_per_month=cost)
