"""Which savings are money and which are free capacity.

A payer's gain is *cashable* where money stops leaving its account by itself: transfers, taxes and fees, and care or
places bought per day from others. It is *capacity* where own staff has less to do: a caseworker, a school or a police
officer costs the same until somebody decides otherwise. Which services a payer buys is not in any published account, so
the list is an assumption; schools and care units are counted as own staff throughout.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.ledger import actor_view
from exclusim.model.money import CostLine, Kind

__all__ = ["BOUGHT", "split_views"]

BOUGHT = frozenset(
    {
        "Akutboende",
        "Arbetsmarknadspolitiskt program",
        "Boende inom missbruksvård",
        "Boendelösning, sociala kontrakt",
        "Placering, HVB-hem",
        "Placering, SiS-hem (avgift)",
        "Placering, familjehem",
        "Tvångsvård (LVM)",
    }
)
"""Services bought per place, day or participant, as the cost book names them (an assumption)."""


def split_views(lines: Sequence[CostLine]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What one krona of each line means to each reported actor, cashable and capacity, each (lines, actors).

    Lost production is in neither: no payer has it in a budget.
    """
    cash = np.array([_is_cash(line) for line in lines])
    capacity = np.array([line.kind is Kind.REAL and not _is_cash(line) for line in lines])
    view = actor_view(lines)
    return view * cash[:, None], view * capacity[:, None]


def _is_cash(line: CostLine) -> bool:
    return line.kind in (Kind.TRANSFER, Kind.REVENUE) or line.service in BOUGHT
