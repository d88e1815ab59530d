"""Published statistics beside the calibrated model's own, those that it was fitted to and those held out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from exclusim.calibration.checking.basis import default_draws
from exclusim.calibration.checking.check import check_model
from exclusim.calibration.checking.document import CheckDocument
from exclusim.calibration.phrase import Phrase
from exclusim.results.language import _, told_in_both
from exclusim.results.verification.checks import Check, Found

__all__ = ["floor", "simulated_statistics", "statistics_checks"]

_INSIDE = 0.90  # of the rows, for a model that is right: the intervals are 90 % intervals
_Z = 2.326  # one side, 1 %


def _roles() -> dict[str, str]:
    return {
        "calibration": _("Statistik som modellen är anpassad till"),
        "validation": _("Undanhållen statistik, som modellen inte har sett"),
    }


def simulated_statistics(
    draws: int, persons: int, seed: int, threads: int, progress: Callable[[float], None]
) -> CheckDocument:
    """What ``exclusim check`` gives, made now."""
    chosen, basis = default_draws(draws, seed)
    return check_model(chosen, persons, seed, progress=progress, threads=threads, basis=basis)


def statistics_checks(found: Callable[[], CheckDocument]) -> Iterator[Check]:
    """The share of rows inside, by role. Background rows are shown and not judged: they measure something else."""
    for role, title in _roles().items():
        yield Check(
            f"statistics.{role}",
            "statistics",
            title,
            _("publicerade värden; andel inom modellens 90 %-intervall, vidgat med radens egen osäkerhet"),
            partial(_inside, found, role),
            _INSIDE,
            _("en riktig modell underkänns en gång på 100, om rader av samma grupp helt följs åt"),
            "at least",
            _("andel"),
        )


def _inside(found: Callable[[], CheckDocument], role: str) -> Found:
    rows = [row for row in found().rows if row.role == role]
    if not rows:
        raise ValueError(told_in_both(Phrase("ingen rad har rollen {role}", role=role)))
    share = sum(row.inside for row in rows) / len(rows)
    return Found(share, tolerance=floor([row.group for row in rows]))


def floor(groups: list[str]) -> float:
    """The lowest share inside that a right model has, but for one time in a hundred.

    Rows of one group may all be right or wrong together, so that they count as one: the number of independent pieces is
    (Σ nₖ)² / Σ nₖ², with nₖ rows in group k.

    >>> round(floor(["a", "b", "c", "d"] * 25), 2)
    0.55
    """
    sizes = Counter(groups).values()
    independent = sum(sizes) ** 2 / sum(size**2 for size in sizes)
    return max(_INSIDE - _Z * math.sqrt(_INSIDE * (1 - _INSIDE) / independent), 0.0)
