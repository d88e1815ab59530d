"""What the agencies' own work costs: helped months × SEK a month, split between payers.

The cost book already holds what exclusion costs on average with today's amount of help. Only help *beyond today's* is
therefore counted, positive or negative, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.money import PUBLIC, REPORTED, Actor

__all__ = ["PRICE_YEAR", "help_costs"]

PRICE_YEAR = 2019
"""Price year of the declared costs of help, an assumption like most of them."""


def help_costs(values: Mapping[str, float], helped: NDArray[np.float64]) -> NDArray[np.float64]:
    """SEK by month and reported actor, shape (months, ``REPORTED``), in prices of :data:`PRICE_YEAR`.

    Args:
        values: a draw with ``agency.<agency>.cost`` and ``case.caseload``; fewer cases a worker cost more a case.
        helped: person-months of help by month and agency, shape (months, agencies); a difference may be negative.
    """
    shares = np.zeros((len(AGENCIES), len(REPORTED)))
    for row, agency in enumerate(AGENCIES):
        month = values[f"agency.{agency.name}.cost"] / values["case.caseload"]
        for payer, share in agency.payers.items():
            _add(shares[row], payer, month * share)
    return np.asarray(helped @ shares)


def _add(row: NDArray[np.float64], payer: Actor, amount: float) -> None:
    """Real costs: society pays them all, public actors their own."""
    row[REPORTED.index("society")] += amount
    if payer.reported in PUBLIC:
        row[REPORTED.index("public")] += amount
        row[REPORTED.index(payer.reported)] += amount
