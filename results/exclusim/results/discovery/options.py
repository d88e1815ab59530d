"""What to ask of a scenario discovery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exclusim.model.errors import ExclusimError
from exclusim.results.discovery.failing import parse_failing
from exclusim.results.sensitivity.inputs import Origin
from exclusim.scenarios.schema import Case

__all__ = ["DiscoveryOptions", "chosen_scenario"]


@dataclass(frozen=True, slots=True)
class DiscoveryOptions:
    """How futures are searched.

    Args:
        scenario: the investment; None: the case's first one.
        fails: what failing means, such as ``society<0``.
        origin: where futures come from: ``priors`` or ``posterior``.
        runs: futures tried.
        preset: ``published`` or ``optimistic`` effects.
        persons: simulated people per future; None: as many as the case has, at least 5 000.
        seed: of the whole study.
        threads: worker threads; 0 for all cores.

    Raises:
        ExclusimError: a number is out of range, or ``fails`` cannot be read.
    """

    scenario: str | None = None
    fails: str = "society<0"
    origin: Origin = "priors"
    runs: int = 1_500
    preset: Literal["published", "optimistic"] = "published"
    persons: int | None = None
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("runs", self.runs, 100, 1_000_000),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 2),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
        parse_failing(self.fails)


def chosen_scenario(case: Case, scenario: str | None) -> str:
    """The investment that is meant: by name, or the first one.

    Raises:
        ExclusimError: the case has none.
    """
    if scenario is None and not case.scenarios:
        raise ExclusimError(f"case {case.case} has no scenario to try", hint="describe the idea under scenarios:")
    return scenario or next(iter(case.scenarios))
