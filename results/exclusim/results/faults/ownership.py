"""Who owns a fault, and who pays for it: Shapley cost moved from the agency whose answer stands to each payer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.money import PUBLIC, REPORTED

__all__ = ["PAYERS", "owner_payer", "paid_by_others"]

PAYERS = (*PUBLIC, "production")
"""Whose cost is shown; production is a value and not a payer."""


def owner_payer(by: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cost by owner and payer, shape (draws, agencies + 1, payers).

    A fault's cost is divided between owners as its months are: by the agency whose answer stands in the case file.

    Args:
        by: share of each fault's months by owner, shape (draws, faults, agencies + 1). A fault that nobody meets has
            no owner; what its rule costs is nobody's.
        share: Shapley share of each fault by view, actors first, shape (draws, faults, views).
    """
    owned = by.copy()
    owned[:, :, -1] += 1.0 - by.sum(axis=2)
    columns = [REPORTED.index(payer) for payer in PAYERS]
    return np.asarray(np.einsum("dfo,dfp->dop", owned, share[:, :, columns]))


def paid_by_others(moved: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the public actors' added cost that falls on others than the owner, shape (draws,).

    Cells in which a payer gains from the fault are left out: a share of a sum with both signs means nothing.
    """
    own = np.zeros((len(AGENCIES) + 1, len(PUBLIC)), bool)
    for row, agency in enumerate(AGENCIES):
        for payer in agency.payers:
            if payer.reported in PUBLIC:
                own[row, PUBLIC.index(payer.reported)] = True
    cost = np.maximum(moved[:, :, : len(PUBLIC)], 0.0)
    total = cost.sum(axis=(1, 2))
    return np.asarray((cost * ~own).sum(axis=(1, 2)) / np.where(total > 0, total, 1.0))
