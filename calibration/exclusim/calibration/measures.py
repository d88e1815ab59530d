"""Measuring rules: what a register would say about simulated months.

"Excluded" is never a state of the model. It is measured on a person's months, by the definition of the statistic
that it is compared with.

*UVAS* (unga som varken arbetar eller studerar, the Swedish register definition): a whole calendar year with no
studies and earned income below about one base amount, here at most :data:`LOW_INCOME_MONTHS` months of work.
Parents at home for half the year or more are not counted, as their benefit is earned income in the register.

*Long-term exclusion*: UVAS in at least three calendar years in a row, the first of them at 20–27. It is the spell
that the literature calls long (``mechanisms.md`` M18), and our definition beside the sources' 12–13 %.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.model.engine import Run, Spells
from exclusim.model.vocabulary import STATUSES, Status

__all__ = [
    "ANY_AGE",
    "LONG_TERM_AGES",
    "LONG_TERM_DEFINITION",
    "NEWCOMER_DEFINITION",
    "UVAS_DEFINITION",
    "long_term_excluded",
    "months_in",
    "uvas",
]

LOW_INCOME_MONTHS = 2  # a base amount is about two months of a full-time wage
PARENTAL_MONTHS = 6
LONG_TERM_YEARS = 3
LONG_TERM_AGES = (20, 27)  # age in the first of the years
ANY_AGE = (0, 200)

UVAS_DEFINITION = "Varken arbetat (högst två månader) eller studerat något under ett helt kalenderår (UVAS)"
LONG_TERM_DEFINITION = "UVAS minst tre kalenderår i rad, med början vid 20–27 års ålder"
NEWCOMER_DEFINITION = "UVAS minst tre kalenderår i rad under den följda tiden"


@njit(cache=True, nogil=True)
def _months_in(
    first: NDArray[np.int64],
    month: NDArray[np.uint16],
    status: NDArray[np.uint8],
    member: NDArray[np.uint8],
    months: int,
) -> NDArray[np.uint8]:
    persons, kinds = first.size - 1, member.shape[1]
    out = np.zeros((persons, (months + 11) // 12, kinds), np.uint8)
    for i in range(persons):
        for row in range(first[i], first[i + 1]):
            begin = np.int64(month[row])
            end = months if row + 1 == first[i + 1] else np.int64(month[row + 1])
            while begin < end:  # year by year
                new_year = np.int64(min((begin // 12 + 1) * 12, end))
                for kind in range(kinds):
                    out[i, begin // 12, kind] += (new_year - begin) * member[status[row], kind]
                begin = new_year
    return out


def months_in(
    spells: Spells, *belongs: Callable[[Status], bool], statuses: tuple[Status, ...] = STATUSES
) -> tuple[NDArray[np.uint8], ...]:
    """Months that each person spends per calendar year in statuses that each of ``belongs`` accepts.

    Returns:
        one array for each, of shape (persons, years).
    """
    member = np.array([[accepts(status) for accepts in belongs] for status in statuses], np.uint8)
    months = _months_in(spells.first, spells.month, spells.status, member, spells.months)
    return tuple(months[..., kind] for kind in range(len(belongs)))


def _histories(run: Run) -> Spells:
    if run.spells is None:
        raise ValueError("measuring rules need histories: simulate(…, histories=True)")
    return run.spells


def uvas(run: Run) -> NDArray[np.bool_]:
    """Who is UVAS in which calendar year, shape (persons, years); never before joining or after death or emigration."""
    spells = _histories(run)
    present, study, work, parent = months_in(
        spells,
        lambda status: not status.absorbing,
        lambda status: status.studies,
        lambda status: status.works,
        lambda status: status.activity == "parental_leave",
    )
    return np.asarray((present == 12) & (study == 0) & (work <= LOW_INCOME_MONTHS) & (parent < PARENTAL_MONTHS))


def ages(run: Run, years: int) -> NDArray[np.int64]:
    """Age attained in each calendar year, shape (persons, years)."""
    return run.people.age0[:, None].astype(np.int64) + np.arange(years)


def long_term_excluded(
    run: Run, excluded: NDArray[np.bool_] | None = None, start_ages: tuple[int, int] = LONG_TERM_AGES
) -> NDArray[np.bool_]:
    """Who is long-term excluded, shape (persons,).

    Args:
        run: with histories.
        excluded: :func:`uvas`, if at hand.
        start_ages: first and last age at which the spell may begin; ``ANY_AGE`` for newcomers.
    """
    excluded = uvas(run) if excluded is None else excluded
    age = ages(run, excluded.shape[1])
    in_a_row = np.ones((excluded.shape[0], excluded.shape[1] - LONG_TERM_YEARS + 1), bool)
    for ahead in range(LONG_TERM_YEARS):
        in_a_row &= excluded[:, ahead : ahead + in_a_row.shape[1]]
    starts = age[:, : in_a_row.shape[1]]
    in_a_row &= (starts >= start_ages[0]) & (starts <= start_ages[1])
    return np.asarray(in_a_row.any(axis=1))
