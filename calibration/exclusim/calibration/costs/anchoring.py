"""Scaling service use so that a year of staying excluded costs each actor what is published.

Real costs of basis *anchored* get one factor per actor; transfers and costs with a published use are left as
they are. Lost taxes are outside the anchor: the accounts behind it count production value instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Anchor", "solve"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One actor's anchor, SEK per person-year in the prices of the book.

    Args:
        actor: as reported (``kommun``).
        target: the drawn anchor.
        met: what the scaled reference year costs the actor; differs from ``target`` only through a floor.
        unscaled: what it cost before scaling.
        factor: multiplies the assumed service use.
        floored: the factor was held at its least value, so the actor exceeds its target; the others then
            share what is left of the public total.
    """

    actor: str
    target: float
    met: float
    unscaled: float
    factor: float
    floored: bool


def solve(
    public: float,
    municipal: float,
    weights: Mapping[str, float],
    fixed: Mapping[str, float],
    scalable: Mapping[str, float],
    least: float,
) -> dict[str, Anchor]:
    """Anchor and factor of every public actor.

    Args:
        public: anchor of all public actors, SEK a year.
        municipal: the municipality's part of it.
        weights: split, over the other actors, of what is left for service use once their fixed costs are
            paid; any positive scale.
        fixed: cost of the reference year by actor that is not scaled: transfers, measured and derived costs.
        scalable: cost of the assumed service use by actor.
        least: smallest factor allowed.

    The sum over actors is ``public``, unless the floors alone exceed it.
    """
    lowest = {actor: least * scalable[actor] for actor in ("kommun", *weights)}
    target = {"kommun": municipal - fixed["kommun"]}
    left = public - municipal - sum(fixed[actor] for actor in weights)
    target |= {actor: left * weight / sum(weights.values()) for actor, weight in weights.items()}
    service = {"kommun": max(target["kommun"], lowest["kommun"])}
    left -= service["kommun"] - target["kommun"]
    unsettled = dict(weights)
    while unsettled:
        total = sum(unsettled.values())
        shares = {actor: left * weight / total for actor, weight in unsettled.items()}
        floored = [actor for actor, share in shares.items() if share < lowest[actor]]
        if not floored:
            service |= shares
            break
        for actor in floored:
            service[actor] = lowest[actor]
            left -= lowest[actor]
            del unsettled[actor]
    return {
        actor: Anchor(
            actor=actor,
            target=fixed[actor] + target[actor],
            met=fixed[actor] + service[actor],
            unscaled=fixed[actor] + scalable[actor],
            factor=service[actor] / scalable[actor],
            floored=service[actor] <= lowest[actor],
        )
        for actor in target
    }
