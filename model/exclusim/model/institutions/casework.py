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
"""

from __future__ import annotations

from numba import njit

from exclusim.model.institutions.admission import admit, admit_association, segments
from exclusim.model.institutions.answering import answer
from exclusim.model.institutions.review import review
from exclusim.model.institutions.settling import settle

__all__ = ["casework_month", "queue"]


@njit(cache=True, nogil=True)
def queue(  # type: ignore[no-untyped-def]
    month, people, rules, offices, cases, keys, turning, wanted, asked, concerned, used, first
):
    """Steps 1 and 2, and the queues sorted: agency a's candidates are ``wanted[first[a]:first[a + 1]]``."""
    review(month, people, rules, offices, cases, keys, turning, wanted, asked, concerned, used)
    answer(month, people, rules, offices, cases, keys, turning, wanted, asked, used)
    admit_association(month, asked, rules, offices, cases, wanted, used)
    segments(wanted, used[1], first)


@njit(cache=True, nogil=True)
def casework_month(  # type: ignore[no-untyped-def]
    month, people, rules, offices, cases, keys, log, turning, wanted, asked, concerned, used, first
):
    """All four steps."""
    queue(month, people, rules, offices, cases, keys, turning, wanted, asked, concerned, used, first)
    for agency in range(first.size - 1):
        admit(month, agency, wanted, first[agency], first[agency + 1], rules, offices, cases)
    settle(month, people, rules, offices, cases, keys, concerned, used, log)
