"""Institutions as Mesa agents: who holds whose case, and who pays what each month.

In this version an institution observes its caseload and settles its bills; it has no capacity, queue or referral rule
yet, so it changes nobody's life.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import Kind

if TYPE_CHECKING:
    from exclusim.model.mesa_model import ExclusionModel

__all__ = ["Institution"]


class Institution(mesa.Agent):
    """One payer.

    Args:
        model: the model it belongs to.
        actor: its name in the ledger, such as ``kommun.socialtjanst``.
    """

    def __init__(self, model: ExclusionModel, actor: str) -> None:
        super().__init__(model)
        self.actor = actor
        self.caseload = 0
        self.spending = 0.0
        self.spending_by_kind: dict[str, float] = dict.fromkeys((kind.value for kind in Kind), 0.0)
        statuses, lines = model.plan.world.statuses, model.book.lines
        self._cases = np.array([status.agency == actor for status in statuses])
        paid = np.array([line.payer.value == actor for line in lines], float)
        received = np.array([line.payee is not None and line.payee.value == actor for line in lines], float)
        self._share: NDArray[np.float64] = paid - received
        self._kinds = {
            kind.value: np.array([line.kind is kind for line in lines], float) * self._share for kind in Kind
        }

    def settle(self, bill: NDArray[np.float64], people: NDArray[np.int64]) -> None:
        """Take note of the month.

        Args:
            bill: SEK of every line of the cost book this month, shape (lines,).
            people: people by status after the month's moves, shape (statuses,).
        """
        self.caseload = int(people[self._cases].sum())
        self.spending = float(bill @ self._share)
        self.spending_by_kind = {kind: float(bill @ weights) for kind, weights in self._kinds.items()}

    def __repr__(self) -> str:
        return f"Institution({self.actor!r}, caseload={self.caseload})"
