"""How an outcome is traced."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.errors import ExclusimError

__all__ = ["MOST_STEPS", "FlowOptions"]

MOST_STEPS = 8


@dataclass(frozen=True)
class FlowOptions:
    """How an outcome is traced.

    Args:
        outcome: as :func:`~exclusim.results.flow.outcome.parse_outcome` reads it.
        steps: most states back.
        window: months before the event in which a state of a pathway must have been left, and within which the
            outcome must follow upon a prevention point.
        persons: simulated people per draw.
        draws: joint parameter draws.
        seed: of draws, lives and resampling.
        threads: 0 for every core; they change nothing but the time.

    Raises:
        ExclusimError: a number is out of range.
    """

    outcome: str
    steps: int = 3
    window: int = 120
    persons: int = 10_000
    draws: int = 40
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("steps", self.steps, 1, MOST_STEPS),
            ("window", self.window, 1, 1200),
            ("persons", self.persons, 1, 1_000_000),
            ("draws", self.draws, 1, 10_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
