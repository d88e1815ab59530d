"""How a forecast is updated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exclusim.model.errors import ExclusimError

__all__ = ["FollowOptions"]


@dataclass(frozen=True, slots=True)
class FollowOptions:
    """What to ask.

    Args:
        scenario: the started project, a scenario of the case.
        preset: as for a run.
        draws: joint draws before the observations, and at least as many after them.
        most_draws: draws after them at most, while too few carry the weight.
        enough: effective number of draws wanted.
        persons: simulated people per draw; None: as many as in the real group.
        seed: seed of the whole.
        threads: worker threads; 0 for all cores.

    Raises:
        ExclusimError: a number is out of range.
    """

    scenario: str
    preset: Literal["published", "optimistic"] = "published"
    draws: int = 400
    most_draws: int = 1_600
    enough: int = 100
    persons: int | None = None
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("replicates", self.draws, 2, 100_000),
            ("most", self.most_draws, self.draws, 100_000),
            ("enough", self.enough, 2, 100_000),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
