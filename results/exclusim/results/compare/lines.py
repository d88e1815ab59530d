"""Which savings are money and which are free capacity.

A payer's gain is *cashable* where money stops leaving its account by itself: transfers, taxes and fees, and care or
places bought per day from others. It is *capacity* where own staff has less to do: a caseworker, a school or a police
officer costs the same until somebody decides otherwise. Which services a payer buys is not in any published account, so
the list is an assumption; schools and care units are counted as own staff throughout.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.ledger import actor_view
from exclusim.model.money import CostLine, Kind
from exclusim.scenarios.issues import did_you_mean

__all__ = ["BOUGHT", "check_bought", "split_views"]

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
"""Services bought per place, day or participant, as the cost book names them (an assumption, to be replaced)."""


def split_views(
    lines: Sequence[CostLine], bought: Collection[str] = BOUGHT
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What one krona of each line means to each reported actor, cashable and capacity, each (lines, actors).

    ``bought`` are the services that are money. Lost production is in neither: no payer has it in a budget.
    """
    cash = np.array([_is_cash(line, bought) for line in lines])
    capacity = np.array([line.kind is Kind.REAL and not _is_cash(line, bought) for line in lines])
    view = actor_view(lines)
    return view * cash[:, None], view * capacity[:, None]


def check_bought(bought: Collection[str], services: Collection[str]) -> None:
    """Refuse services that the cost book does not have.

    Raises:
        ExclusimError: there is no such service.
    """
    for name in bought:
        if name not in services:
            raise ExclusimError(
                f"--bought: there is no service {name!r}{did_you_mean(name, services)}",
                hint=f"there are {', '.join(sorted(services))}",
            )


def _is_cash(line: CostLine, bought: Collection[str]) -> bool:
    return line.kind in (Kind.TRANSFER, Kind.REVENUE) or line.service in bought
