"""When a dated occasion, a time limit or a mark falls on somebody."""

from __future__ import annotations

from numba import njit

from exclusim.model.compiled import NEVER

__all__ = ["falls", "next_occasion"]


@njit(inline="always")
def falls(occasion, stayed, age, month):  # type: ignore[no-untyped-def]
    """Whether an occasion falls on somebody of this age after this many months in the status."""
    if occasion.at_months != NEVER:
        return stayed == occasion.at_months
    return (
        (occasion.month == NEVER or occasion.month == month % 12)
        and occasion.youngest <= age <= occasion.oldest
        and stayed >= occasion.min_months
    )


@njit(inline="always")
def next_occasion(occasions, first, last, record, since, age0, month, until, mark_at):  # type: ignore[no-untyped-def]
    """First month before ``until`` in which one of the occasions falls, else ``until``."""
    marked = since + mark_at
    due = marked if (mark_at != NEVER) & (month < marked) & (marked < until) else until
    for o in range(first, last):
        occasion = occasions[o]
        if (occasion.records >> record) & 1:
            if occasion.at_months != NEVER:
                falls = since + occasion.at_months
            else:
                falls = max(month + 1, since + occasion.min_months, (occasion.youngest - age0) * 12)
                if occasion.month != NEVER:
                    falls += (occasion.month - falls) % 12
            if month < falls < due and (
                occasion.at_months != NEVER or occasion.youngest <= age0 + falls // 12 <= occasion.oldest
            ):
                due = falls
    return due
