"""A month of casework, compiled: everybody is reviewed on the frozen state, agencies answer and admit.

1. :func:`~exclusim.model.institutions.review.review` reads each person's status, needs and case: cases end, hand-overs
   are under way, people turn to agencies.
2. :func:`~exclusim.model.institutions.answering.answer` gives those who turn to an agency its answer; those let in
   become candidates of an agency.
3. :func:`~exclusim.model.institutions.admission.admit`, once for each agency: candidates are taken in the order of its
   queue while there is room and money. Agencies share no candidates, so their order does not matter. Only the
   coordination association goes first: those whom it cannot take stand in their own agency's queue the same month.
4. :func:`~exclusim.model.institutions.settling.settle` sets everybody's situation, which scales hazards in the people's
   step, and logs what changed.

:data:`run_months` is all of it with the people's step, for ensembles; :data:`queue` (steps 1 and 2),
:data:`admit_to` and :data:`settle_month` are the same steps one at a time, for the Mesa model.
"""

from __future__ import annotations

from collections.abc import Callable

from numba import njit

from exclusim.model import ahead, kernel
from exclusim.model.institutions import (
    admission,
    agencies,
    answering,
    columns,
    new_month,
    review,
    rules,
    settling,
    steps,
)
from exclusim.model.institutions import vocabulary as case_vocabulary
from exclusim.model.institutions.admission import admit, admit_association, segments
from exclusim.model.institutions.answering import answer
from exclusim.model.institutions.new_month import begin_month
from exclusim.model.institutions.review import review as review_cases
from exclusim.model.institutions.settling import settle
from exclusim.model.kernel import advance
from exclusim.model.machine_code import digest_of

__all__ = ["admit_to", "queue", "run_months", "settle_month"]

_SOURCES = (
    ahead, kernel, admission, agencies, answering, columns, new_month, review, rules, settling, steps,
    case_vocabulary,
)  # fmt: skip


@njit(nogil=True)
def _queue(month, people, rules, offices, cases, keys, desk):  # type: ignore[no-untyped-def]
    """Steps 1 and 2, and the queues in order."""
    begin_month(month, rules, offices, desk)
    review_cases(month, people, rules, offices, cases, keys, desk)
    answer(month, people, rules, offices, cases, keys, desk)
    admit_association(month, rules, offices, cases, desk.wanted, desk.used)
    segments(desk.wanted, desk.used[1], desk.first)


@njit(nogil=True)
def _admit_to(month, agency, desk, rules, offices, cases):  # type: ignore[no-untyped-def]
    admit(month, agency, desk.wanted, desk.first[agency], desk.first[agency + 1], rules, offices, cases)


def _entries(sources: str) -> tuple[Callable[..., int], ...]:
    """The functions that Python calls; see :mod:`~exclusim.model.machine_code` for ``sources``.

    They close over nothing else: a compiled function is another one in every process, and what closes over it would be
    compiled anew in each.
    """

    @njit(cache=True, nogil=True)
    def queue(month, people, rules, offices, cases, keys, desk):  # type: ignore[no-untyped-def]
        _queue(month, people, rules, offices, cases, keys, desk)
        return len(sources)

    @njit(cache=True, nogil=True)
    def admit_to(month, agency, desk, rules, offices, cases):  # type: ignore[no-untyped-def]
        _admit_to(month, agency, desk, rules, offices, cases)
        return len(sources)

    @njit(cache=True, nogil=True)
    def settle_month(month, people, rules, offices, cases, keys, desk, log):  # type: ignore[no-untyped-def]
        settle(month, people, rules, offices, cases, keys, desk, log)
        return len(sources)

    @njit(cache=True, nogil=True)
    def run_months(  # type: ignore[no-untyped-def]
        rates, people, keys, panel, counts, log, hits, books, rules, offices, cases, case_keys, case_log, desk,
        begin, end,
    ):  # fmt: skip
        """Months ``begin`` … ``end`` − 1; returns the next one, earlier where a log needs room."""
        for month in range(begin, end):
            if log.row.size > 0 and log.row.size - log.used[0] < people.person.size:
                return month
            if case_log.row.size > 0 and case_log.row.size - case_log.used[0] < people.person.size:
                return month
            _queue(month, people, rules, offices, cases, case_keys, desk)
            for agency in range(desk.first.size - 1):
                _admit_to(month, agency, desk, rules, offices, cases)
            settle(month, people, rules, offices, cases, case_keys, desk, case_log)
            advance(rates, people, keys, month, month + 1, panel, counts, log, hits, books)
        return end if sources else begin

    return queue, admit_to, settle_month, run_months


queue, admit_to, settle_month, run_months = _entries(digest_of(*kernel.SOURCES, *_SOURCES))
