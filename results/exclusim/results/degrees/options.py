"""How the degrees of an idea are computed."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.errors import ExclusimError

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

    Raises:
        ExclusimError: a number is out of range.
    """

    scenario: str | None = None
    replicates: int = 200
    persons: int | None = None
    seed: int = 1
    threads: int = 0
    cohorts: int = 10

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
