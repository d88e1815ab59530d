"""Which parts of a scenario carried its effect: Shapley shares over its components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exclusim.results.evaluation.document import Components, ComponentShare
from exclusim.results.evaluation.trial import Component, Planned, spells_of
from exclusim.results.evaluation.truth import Prices, excluded_months
from exclusim.results.faults.shapley import every_coalition, exact
from exclusim.results.interval import Interval
from exclusim.results.language import _, both
from exclusim.results.run.sample import replicate_seed

__all__ = ["MOST", "Part", "component_draw", "component_draws", "component_shares", "parts"]

MOST = 8
"""Parts that are tried in every combination; more are put together by intervention."""
_RUNS = 64  # combinations times draws, about
_NOTHING = 0.02  # of what all parts do, helping or hindering, below which a part does nothing to speak of
_SURE = 0.9  # share of draws that must agree on the sign


@dataclass(frozen=True)
class Part:
    """A component, or all components of one intervention: names of their parameters."""

    name: str
    label: str
    effects: frozenset[str]


def parts(planned: Planned) -> tuple[Part, ...]:
    """The scenario's components; by intervention where they are more than :data:`MOST`, the last ones together."""
    components = planned.components
    if len(components) <= MOST:
        return tuple(Part(_name(c, components), _label(c, components), frozenset({c.name})) for c in components)
    found = [
        Part(i.name, i.label, frozenset(c.name for c in components if c.intervention.name == i.name))
        for i in planned.own
        if any(c.intervention.name == i.name for c in components)
    ]
    if len(found) > MOST:
        rest = frozenset[str]().union(*(part.effects for part in found[MOST - 1 :]))
        found = [*found[: MOST - 1], Part("rest", _("Övriga insatser"), rest)]
    return tuple(found)


def _name(component: Component, components: Sequence[Component]) -> str:
    return component.name.removeprefix("effect.").partition(".")[2]


def _label(component: Component, components: Sequence[Component]) -> str:
    of = [c for c in components if c.intervention.name == component.intervention.name]
    label = component.intervention.label
    if len(of) == 1:
        return label
    own, place, on = component.effect.name, of.index(component) + 1, component.effect.on
    return both(lambda: f"{_(label)}: {_(own) if own else _('effekt {n}').format(n=place)} ({on})")


def component_draws(parts: int, draws: int) -> int:
    """Draws that are enough time for."""
    return max(1, min(draws, _RUNS >> parts))


def component_draw(planned: Planned, seed: int, index: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One draw: shares of each part, shape (parts, 2), and the joint effect, shape (2,).

    The columns are excluded months avoided and SEK to society over the horizon, per person in the target group.
    """
    found = parts(planned)
    draw, life = planned.plan.draw(index, seed), replicate_seed(seed, index)
    tables, prices = planned.base.compile(draw), Prices(planned, draw)
    end = planned.base.months
    worth: dict[int, NDArray[np.float64]] = {}
    baseline = np.zeros(2)
    for mask in every_coalition(len(found)):
        names = frozenset[str]().union(*(part.effects for bit, part in enumerate(found) if mask >> bit & 1))
        run = planned.run(draw, life, names, tables)
        spells, meant = spells_of(run), planned.meant(run)
        totals = [excluded_months(planned, spells, end)[meant].mean(), prices.cost(spells, end)[meant].mean()]
        if mask == 0:
            baseline = np.array(totals)
        worth[mask] = baseline - np.array(totals)
    return exact(worth, len(found)).share, worth[(1 << len(found)) - 1]


def component_shares(planned: Planned, seed: int, draws: int, done: Callable[[], None] = lambda: None) -> Components:
    """Shapley shares of every part over ``draws`` draws.

    Raises:
        ExclusimError: a draw cannot be run.
    """
    found, shares, joint = parts(planned), [], []
    for index in range(draws):
        share, together = component_draw(planned, seed, index)
        shares.append(share)
        joint.append(together)
        done()
    by_part, together = np.array(shares), np.array(joint)
    total = float(together[:, 0].mean())
    size = float(np.abs(by_part[:, :, 0].mean(axis=0)).sum())
    return Components(
        rows=[
            ComponentShare(
                name=part.name,
                label=_(part.label),
                months=Interval.of(by_part[:, place, 0]),
                gain=Interval.of(by_part[:, place, 1]),
                share=float(by_part[:, place, 0].mean()) / total if abs(total) > 1e-9 else None,
                role=_role(by_part[:, place, 0], size),
            )
            for place, part in enumerate(found)
        ],
        months=Interval.of(together[:, 0]),
        gain=Interval.of(together[:, 1]),
        draws=draws,
        merged=len(planned.components) > MOST,
    )


def _role(months: NDArray[np.float64], size: float) -> Literal["carries", "superfluous", "harmful", "unclear"]:
    """By what the part avoids in each draw, against the ``size`` of all parts' shares together."""
    mean = float(months.mean())
    if abs(mean) <= _NOTHING * size:
        return "superfluous"
    if float((np.sign(months) == np.sign(mean)).mean()) < _SURE:
        return "unclear"
    return "carries" if mean > 0 else "harmful"
