"""All targets measured on one register."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules import rule_for
from exclusim.calibration.targets.target import Target

__all__ = ["measure"]


def measure(targets: Sequence[Target], register: Register) -> NDArray[np.float64]:
    """Simulated values in the targets' units and order, shape (targets,); nan where nobody was at risk."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = (_one(target, register) for target in targets)
        return np.array([value if math.isfinite(value) else np.nan for value in values])


def _one(target: Target, register: Register) -> float:
    try:
        return float(rule_for(target.indicator).measure(register, target))
    except ZeroDivisionError:
        return math.nan
