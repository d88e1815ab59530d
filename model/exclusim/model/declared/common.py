"""Short forms for declarations, so that a parameter takes one line."""

from __future__ import annotations

from exclusim.model.parameters import ASSUMPTION, Fixed, LogitNormal, LogNormal, Normal, Parameter, Unit

__all__ = ["effect", "elasticity", "known_share", "limit", "rate", "share", "weight"]

# Widths of priors by how well founded a number is; the widths themselves are assumptions, wide on purpose.
_SOURCED, _ASSUMED = 0.15, 0.35
_EFFECT_SOURCED, _EFFECT_ASSUMED = 0.10, 0.25


def rate(name: str, value: float, source: str = ASSUMPTION, note: str = "", *, sd: float | None = None) -> Parameter:
    """Monthly hazard of the reference person; ``sd`` (of the logarithm) where a source gives only its order."""
    sigma = sd or (_ASSUMED if source == ASSUMPTION else _SOURCED)
    return Parameter(name, value, "per month", LogNormal(sigma), source, note)


def effect(name: str, value: float, source: str = ASSUMPTION, note: str = "", *, sd: float | None = None) -> Parameter:
    """Ratio on a family's hazards or odds; ``sd`` (of the logarithm) where a source gives only its order."""
    sigma = sd or (_EFFECT_ASSUMED if source == ASSUMPTION else _EFFECT_SOURCED)
    prior = Fixed() if value == 0 else LogNormal(sigma)
    return Parameter(name, value, "ratio", prior, source, note)


def elasticity(name: str, value: float, sd: float, source: str = ASSUMPTION, note: str = "") -> Parameter:
    """Exponent or log change; may be negative."""
    unit: Unit = "per month of duration" if name.endswith("duration") else "exponent"
    return Parameter(name, value, unit, Normal(sd), source, note)


def share(name: str, value: float, source: str = ASSUMPTION, note: str = "") -> Parameter:
    """A probability or share."""
    sigma = 0.4 if source == ASSUMPTION else 0.15
    return Parameter(name, value, "share", LogitNormal(sigma), source, note)


def known_share(name: str, value: float, source: str = ASSUMPTION, note: str = "", *, sd: float) -> Parameter:
    """A share of the population, known better than a model share is; ``sd`` in log-odds."""
    return Parameter(name, value, "share", LogitNormal(sd), source, note)


def weight(name: str, value: float, source: str = ASSUMPTION, note: str = "") -> Parameter:
    """Relative weight of one outcome among several."""
    sigma = 0.3 if source == ASSUMPTION else 0.15
    return Parameter(name, value, "share", LogNormal(sigma), source, note)


def limit(name: str, months: int, source: str, note: str = "") -> Parameter:
    """A time limit set by rule, in completed months."""
    return Parameter(name, months, "months", Fixed(), source, note)
