"""What to ask of the structures."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.errors import ExclusimError

__all__ = ["StructuresOptions"]


@dataclass(frozen=True, slots=True)
class StructuresOptions:
    """How structures are compared.

    Args:
        scenario: of the case; ``baseline`` for the baseline alone; None: the first one, or the baseline where
            there is none.
        draws: joint draws of all parameters, each run once under every structure.
        persons: simulated people per draw; None: as many as the case has, at least 5 000 (1 500 without a scenario).
        seed: of the whole study.
        threads: worker threads; 0 for all cores.
        check_draws: draws by which a structure without a posterior of its own is held against the statistics.

    Raises:
        ExclusimError: a number is out of range.
    """

    scenario: str | None = None
    draws: int = 100
    persons: int | None = None
    seed: int = 1
    threads: int = 0
    check_draws: int = 20

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("draws", self.draws, 2, 10_000),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
            ("check_draws", self.check_draws, 1, 1_000),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
