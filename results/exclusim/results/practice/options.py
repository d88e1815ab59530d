"""How a roll-out is computed."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.errors import ExclusimError

__all__ = ["PracticeOptions"]


@dataclass(frozen=True, slots=True)
class PracticeOptions:
    """What to ask.

    Args:
        scenario: with a roll-out or risks; None: the case's first such one.
        replicates: joint draws of all parameters.
        persons: simulated people per replicate; None: as many as in the real group.
        seed: seed of the whole run.
        threads: worker threads; 0 for all cores.

    Raises:
        ExclusimError: a number is out of range.
    """

    scenario: str | None = None
    replicates: int = 200
    persons: int | None = None
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("replicates", self.replicates, 2, 100_000),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
