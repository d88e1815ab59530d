"""Names of months: which calendar month a column is, and whether columns follow month upon month."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["calendar_month", "consecutive_fault", "month_number"]

_NAMES = {
    **dict(zip(("jan", "feb", "mar", "apr", "may", "jun"), range(6), strict=True)),
    **dict(zip(("jul", "aug", "sep", "oct", "nov", "dec"), range(6, 12), strict=True)),
    **dict(zip(("maj", "mai", "okt", "dez"), (4, 4, 9, 11), strict=True)),
}
_NAMED = re.compile(r"^\W*([^\W\d_]{3,9})[\W_]*(\d{4}|\d{2})\W*$")
_NUMBERED = re.compile(r"^\D{0,12}?(\d{4})\D{0,2}(\d{2})(?:\D\d{1,2}.*)?$")
_TRAILING = re.compile(r"^(.*?)(\d+)$")
_FIRST_YEAR = 50  # 49 is 2049, 50 is 1950


def month_number(name: str) -> int | None:
    """Months since year 0; years of two digits are 1950 to 2049. None for what names no month.

    >>> month_number("Jul.93"), month_number("1993-07-01"), month_number("y1993m07"), month_number("month7")
    (23922, 23922, 23922, None)
    """
    if found := _NAMED.match(name):
        number = _NAMES.get(found[1][:3].lower())
        year = int(found[2])
        year += (1900 if year >= _FIRST_YEAR else 2000) if len(found[2]) == 2 else 0
        return None if number is None else year * 12 + number
    if found := _NUMBERED.match(name):
        year, number = int(found[1]), int(found[2])
        return year * 12 + number - 1 if 1800 <= year < 2200 and 1 <= number <= 12 else None
    return None


def calendar_month(name: str) -> int | None:
    """0 for January … 11 for December; None for what names no month."""
    number = month_number(name)
    return None if number is None else number % 12


def consecutive_fault(names: Sequence[str]) -> str | None:
    """Where columns do not follow month upon month, in words; None where they do or their names do not say.

    >>> consecutive_fault(["Nov.99", "Dec.99", "Jan.00"]), consecutive_fault(["m1", "m4", "m7"])
    (None, "'m4' is 3 months after 'm1'")
    """
    numbers = [month_number(name) for name in names]
    if all(number is None for number in numbers):
        tails = [_TRAILING.match(name) for name in names]
        if any(tail is None for tail in tails) or len({tail[1] for tail in tails if tail}) > 1:
            return None
        numbers = [int(tail[2]) for tail in tails if tail]
    for position in range(1, len(names)):
        before, now = numbers[position - 1], numbers[position]
        if before is None or now is None:
            return f"{names[position if now is None else position - 1]!r} is not named like a month, as the others are"
        step = now - before
        if step != 1:
            ahead = f"{step} months after" if step > 1 else "not after"
            return f"{names[position]!r} is {ahead} {names[position - 1]!r}"
    return None
