"""Which assumption drives which fault's cost: rank correlations over draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.parameters import Draw, Parameters

from .document import Sensitivity

__all__ = ["FEWEST_DRAWS", "LEVEL", "sensitivities"]

FEWEST_DRAWS = 10
"""With fewer draws hardly any correlation is beyond chance, and none is shown."""
LEVEL = 0.01


def sensitivities(
    rules: Parameters, draws: Sequence[Draw], costs: Mapping[str, NDArray[np.float64]]
) -> tuple[list[Sensitivity], int]:
    """Correlations beyond chance at :data:`LEVEL`, the strongest first, and the number of pairs compared.

    Args:
        rules: parameters to compare; fixed ones are left out.
        draws: in order.
        costs: by fault, one value a draw, shape (draws,).
    """
    if len(draws) < FEWEST_DRAWS:
        return [], 0
    found, pairs = [], 0
    for rule in rules.values():
        values = np.array([draw[rule.name] for draw in draws])
        if rule.is_fixed or np.ptp(values) == 0 or _of_closed_agency(rule.name, draws):
            continue
        for fault, cost in costs.items():
            if np.ptp(cost) == 0:
                continue
            pairs += 1
            test = spearmanr(values, cost)
            if test.pvalue < LEVEL:
                found.append(
                    Sensitivity(
                        fault=fault,
                        parameter=rule.name,
                        rho=float(test.statistic),
                        p=float(test.pvalue),
                        assumption=rule.is_assumption,
                    )
                )
    return sorted(found, key=lambda row: -abs(row.rho)), pairs


def _of_closed_agency(rule: str, draws: Sequence[Draw]) -> bool:
    """Whether a rule belongs to an agency that is closed in every draw, and so can have no effect."""
    return any(
        agency.opens
        and rule.startswith(f"agency.{agency.name}.")
        and not any(draw[f"agency.{agency.name}.open"] for draw in draws)
        for agency in AGENCIES
    )
