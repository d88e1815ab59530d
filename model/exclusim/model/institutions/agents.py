"""Institutions as Mesa agents: payers settle the month's bills, agencies answer, queue and admit.

The agents look at the columns and call the compiled rules; ensembles run the same rules without a Python step a month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES, Agency, agency_index
from exclusim.model.institutions.casework import admit_to
from exclusim.model.institutions.system import Casework
from exclusim.model.institutions.vocabulary import NEEDS
from exclusim.model.money import Kind

if TYPE_CHECKING:
    from exclusim.model.mesa_model import ExclusionModel

__all__ = ["AgencyAgent", "Institution", "agency_agents"]


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


class AgencyAgent(mesa.Agent):
    """One agency that works with people: a mandate, gates, a queue, room and money.

    Args:
        model: the model it belongs to.
        agency: its rules as declared.
        work: the casework it takes part in.
    """

    def __init__(self, model: ExclusionModel, agency: Agency, work: Casework) -> None:
        super().__init__(model)
        self.agency = agency
        self._simulation = model.simulation
        self._work = work
        self._index = agency_index(agency.name)

    @property
    def name(self) -> str:
        return self.agency.name

    @property
    def mandate(self) -> tuple[str, ...]:
        """Needs it may act on."""
        return tuple(need for bit, need in enumerate(NEEDS) if self.agency.mandate >> bit & 1)

    @property
    def helped(self) -> int:
        """People it works with in the month lived last."""
        return int(self._work.offices.helped[self._lived, self._index])

    @property
    def waiting(self) -> int:
        """People in its queue after that month's admission."""
        return int(self._work.offices.waiting[self._lived, self._index])

    @property
    def capacity(self) -> float:
        """People it can work with at the same time in that month."""
        return float(self._work.offices.capacity[self._lived, self._index])

    def collaboration(self, other: AgencyAgent) -> float:
        """Probability that the two act together on a composite need."""
        return float(self._work.offices.link[self._index, other._index])

    def admit(self) -> None:
        """Take in this month's candidates in the order of the queue, while there is room and money."""
        work = self._work
        admit_to(self._month, self._index, work.desk, work.rules, work.offices, work.cases)

    @property
    def _lived(self) -> int:
        return max(self._simulation.month - 1, 0)

    @property
    def _month(self) -> int:
        return min(self._simulation.month, self._simulation.plan.months - 1)

    def __repr__(self) -> str:
        return f"AgencyAgent({self.name!r}, helped={self.helped}, waiting={self.waiting})"


def agency_agents(model: ExclusionModel, work: Casework) -> list[AgencyAgent]:
    """All agencies, in the order of :data:`~exclusim.model.institutions.agencies.AGENCIES`."""
    return [AgencyAgent(model, agency, work) for agency in AGENCIES]
