"""A check: a title, what it is tested against, and a function that gives a figure to hold against a tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from exclusim.results.language import _, both
from exclusim.results.verification.document import CheckResult, Curve, Group, Limit

__all__ = ["Check", "Found", "made"]


@dataclass(frozen=True)
class Found:
    """What a check gave; ``tolerance`` replaces the check's where it follows from what was found."""

    figure: float
    curves: tuple[Curve, ...] = ()
    tolerance: float | None = None


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    Args:
        id: stable name.
        group: what kind of yardstick it uses.
        title, against: in Swedish, for the report.
        run: makes it; everything it needs is inside.
        tolerance: figures up to it (``at most``), or from it on (``at least``), pass.
        tolerance_from: where that number comes from, in Swedish.
        unit: of both, in Swedish; empty for a plain number.
    """

    id: str
    group: Group
    title: str
    against: str
    run: Callable[[], Found] = field(compare=False)
    tolerance: float = 0.0
    tolerance_from: str = "exakt"
    limit: Limit = "at most"
    unit: str = ""


def _failure(error: Exception) -> str:
    return both(lambda: f"{type(error).__name__}: {_(str(error))}")


def made(check: Check) -> CheckResult:
    """Make a check. One that breaks has failed: a report that stops there would hide all the others."""
    begun = perf_counter()
    failure, found = "", None
    try:
        found = check.run()
    except Exception as error:
        failure = _failure(error)
    tolerance = check.tolerance if found is None or found.tolerance is None else found.tolerance
    figure = found.figure if found is not None and math.isfinite(found.figure) else None
    if found is not None and figure is None:
        failure = _("resultatet är inget tal")
    passed = figure is not None and (figure <= tolerance if check.limit == "at most" else figure >= tolerance)
    return CheckResult(
        id=check.id,
        group=check.group,
        title=check.title,
        against=check.against,
        figure=figure,
        limit=check.limit,
        tolerance=tolerance,
        unit=check.unit,
        tolerance_from=check.tolerance_from,
        passed=passed,
        seconds=perf_counter() - begun,
        failure=failure,
        curves=[] if found is None else list(found.curves),
    )
