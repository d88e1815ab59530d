"""Service use: how many units of a service a person in a state uses. Unpublished, so assumed and anchored.

The assumptions are wide and set with the anchors in view, so that at the centre nobody uses more than a full
place; they decide how an anchor is spread over states, the anchor decides the level.
"""

from __future__ import annotations

from exclusim.calibration.costs.terms import Amount, Line, Price, assumed
from exclusim.model.money import Actor, Basis, Kind
from exclusim.model.parameters import Parameter

__all__ = ["USE_SIGMA", "anchored", "service_use"]

# 90 % within a factor of three either way: nothing better is known of unpublished use.
USE_SIGMA = 0.7


def service_use(name: str, units: float, note: str = "no published figure") -> Parameter:
    """Units a month (visits, days, or the share of a place) of a person in the state."""
    return assumed(f"use.{name}", units, USE_SIGMA, note, "units/month")


def anchored(trigger: str, payer: Actor, service: str, price: Price, use: Parameter, scale: float = 1.0) -> Line:
    """A line of price × use × ``scale`` (days a month for a price per day), scaled by the payer's anchor."""
    return Line(trigger, payer, Kind.REAL, service, Amount(price, times=(use,), scale=scale), Basis.ANCHORED)
