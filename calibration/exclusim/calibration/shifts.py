"""Moving a parameter on its own scale: shares on the logit, rates and ratios on the log, what may be negative as it is.

A local value says where the centre is, not that nothing else is known: its distance from the nation is kept as a shift,
and each national draw is moved by it. So a place keeps the nation's uncertainty and the correlations with everything
that was fitted together with it.
"""

from __future__ import annotations

import math

from scipy.special import expit, logit

from exclusim.model.parameters import Normal, Parameter

__all__ = ["distance", "moved", "moved_parameter"]

_SHARES = ("share", "probability")


def moved(value: float, unit: str, shift: float) -> float:
    """A share, rate or ratio after a shift on its own scale.

    >>> moved(0.5, "share", 0.0), round(moved(0.02, "per month", math.log(2)), 6)
    (0.5, 0.04)
    """
    return float(expit(logit(value) + shift)) if unit in _SHARES else value * math.exp(shift)


def distance(item: Parameter, value: float, reference: float) -> float | None:
    """The shift that takes ``reference`` to ``value``; None where the scale ends at ``value`` and nothing can be moved.

    Args:
        item: the parameter, for its unit and prior.
    """
    if isinstance(item.prior, Normal):
        return value - reference
    if value <= 0 or (item.unit in _SHARES and value >= 1):
        return None
    return float(logit(value) - logit(reference)) if item.unit in _SHARES else math.log(value / reference)


def moved_parameter(item: Parameter, value: float, shift: float) -> float:
    """A value of any parameter after a shift that :func:`distance` gave."""
    return value + shift if isinstance(item.prior, Normal) else moved(value, item.unit, shift)
