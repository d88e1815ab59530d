"""How a case is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from exclusim.model.errors import ExclusimError

__all__ = ["Keep", "Preset", "Progress", "RunOptions"]

Preset = Literal["flat-annuity", "published", "optimistic"]
Keep = Literal["panel", "ledger", "spells"]
Progress = Callable[[str, float], None]
"""Called with a stage's name and the share of the whole run that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a case is run.

    Args:
        preset: ``published`` (evidence with fade-out, discount and displacement), ``optimistic`` (the source texts'
            own assumptions) or ``flat-annuity`` (the published worked example).
        persons: simulated people per replicate and cohort; None: as many as in the real group. Results are always
            scaled to the real group, so more people mean less chance in the intervals.
        replicates: joint parameter draws, each with its own seed of lives.
        seed: seed of the whole run.
        threads: worker threads; 0 for all cores. They change nothing but the time.
        keep: large tables to keep beside the store: ``panel`` and ``ledger`` of every draw, ``spells`` of everybody
            under the central parameters. They change nothing of the result.

    Raises:
        ExclusimError: a number is out of range.
    """

    preset: Preset = "published"
    persons: int | None = None
    replicates: int = 200
    seed: int = 1
    threads: int = 0
    keep: tuple[Keep, ...] = ()

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("replicates", self.replicates, 1, 100_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
