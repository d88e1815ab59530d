"""How the degrees of an idea are computed."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.faults import FAULTS
from exclusim.scenarios.issues import did_you_mean

__all__ = ["DegreesOptions"]


@dataclass(frozen=True, slots=True)
class DegreesOptions:
    """What to ask.

    Args:
        scenario: the idea, a scenario of the case; None: its first one.
        replicates: joint draws of all parameters.
        persons: simulated people per replicate; None: as many as in the real group.
        seed: seed of the whole run.
        threads: worker threads; 0 for all cores.
        cohorts: successive cohorts, one a year, that meet ordinary practice or the mended system.
        mends: names of the faults that the third degree mends; empty: those that the idea's clients meet most.

    Raises:
        ExclusimError: a number is out of range, or there is no such fault.
    """

    scenario: str | None = None
    replicates: int = 200
    persons: int | None = None
    seed: int = 1
    threads: int = 0
    cohorts: int = 10
    mends: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("replicates", self.replicates, 1, 100_000),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
            ("cohorts", self.cohorts, 1, 100),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
        known = [fault.name for fault in FAULTS]
        for name in self.mends:
            if name not in known:
                raise ExclusimError(
                    f"--mends: there is no fault {name!r}{did_you_mean(name, known)}",
                    hint=f"there are {', '.join(known)}",
                )
        if len(set(self.mends)) < len(self.mends):
            raise ExclusimError(f"--mends: a fault is named twice in {', '.join(self.mends)}")
