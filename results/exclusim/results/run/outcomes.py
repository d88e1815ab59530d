"""Outcomes beyond heads in work, measured on the first cohort within the horizon."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Run
from exclusim.model.vocabulary import BURDENS, Status
from exclusim.results.interval import Interval
from exclusim.results.outcomes import OUTCOMES
from exclusim.results.pathways import Effectiveness
from exclusim.results.run.histories import Counts, handovers

__all__ = ["by_outcome", "effectiveness", "measure"]

_KEYS = tuple(outcome.key for outcome in OUTCOMES)


def measure(
    run: Run, statuses: tuple[Status, ...], counts: Counts, long_term: int, window: slice
) -> NDArray[np.float64]:
    """Each of ``OUTCOMES`` in simulated people, months or times, shape (outcomes,).

    Args:
        run: one cohort's.
        statuses: of its world.
        counts: what its histories say within the horizon.
        long_term: people long-term excluded.
        window: months of the horizon.
    """
    status, burden = run.panel.status[window], run.panel.burden[window]

    def months(belongs: Callable[[Status], bool]) -> int:
        return int(status[:, [belongs(s) for s in statuses]].sum())

    own_work = [s.works and not s.agency for s in statuses]
    found: dict[str, float] = {
        "in_work_at_end": int(status[-1, own_work].sum()),
        "work_months": months(lambda s: s.works and not s.agency),
        "partial_support_months": months(lambda s: s.works and bool(s.agency)),
        "stable_support_months": counts.stable_months,
        "long_term_excluded": long_term,
        "excluded_months": counts.excluded_months,
        "spells": counts.spells,
        "returns": counts.spells - counts.entered,
        "agency_moves": int(run.panel.moves[window].sum(axis=0)[handovers(statuses)].sum()),
        "nobody_months": months(lambda s: s.activity == "outside" and s.support == "none"),
        "institution_months": months(lambda s: s.support == "care"),
        "burdened_months": counts.burdened_months,
        "mental_months": int(burden[:, BURDENS.index("mental_ill_health")].sum()),
    }
    return np.array([found[key] for key in _KEYS], dtype=np.float64)


def by_outcome(values: NDArray[np.float64]) -> dict[str, Interval]:
    """Samples of shape (replicates, outcomes)."""
    return {key: Interval.of(values[:, column]) for column, key in enumerate(_KEYS)}


def effectiveness(
    change: NDArray[np.float64], reached: NDArray[np.float64], cost: NDArray[np.float64]
) -> Effectiveness | None:
    """Results per person reached, beside the number reached; None where nobody is ever reached.

    Replicates that happen to reach nobody say nothing about results per person and are left out of the ratios.

    Args:
        change: of each outcome, shape (replicates, outcomes).
        reached: people reached, shape (replicates,).
        cost: present value of the interventions, SEK, shape (replicates,).
    """
    some = reached > 0
    if not some.any():
        return None
    return Effectiveness(
        reached=Interval.of(reached),
        cost_per_reached=Interval.of(cost[some] / reached[some]) if cost.any() else None,
        per_reached=by_outcome(change[some] / reached[some, None]),
    )
