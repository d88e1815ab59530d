"""How a study of system faults is done."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.faults import FAULTS, Fault
from exclusim.scenarios.issues import did_you_mean

from .shapley import EXACT_UP_TO

__all__ = ["FaultOptions"]


@dataclass(frozen=True, slots=True)
class FaultOptions:
    """How a study of system faults is done.

    Args:
        draws: joint draws of all uncertain parameters, the agencies' rules among them.
        persons: simulated people per draw; results are scaled to the real group.
        orders: orders in which faults are removed, per draw, half of them the reverse of the others; unused where few
            enough faults are studied for every coalition to be run.
        faults: names of the faults to study; the others stay as they are. Empty: all.
        seed: the same seed gives the same document.
        threads: worker threads; 0 for all cores. They change nothing but the time.

    Raises:
        ExclusimError: a number is out of range, or there is no such fault.
    """

    draws: int = 20
    persons: int = 5_000
    orders: int = 10
    faults: tuple[str, ...] = ()
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("draws", self.draws, 1, 10_000),
            ("persons", self.persons, 50, 1_000_000),
            ("orders", self.orders, 4, 10_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")
        if self.orders % 2:
            raise ExclusimError(f"orders must be even, as each is run with its reverse; got {self.orders}")
        known = [fault.name for fault in FAULTS]
        for name in self.faults:
            if name not in known:
                raise ExclusimError(
                    f"there is no fault {name!r}{did_you_mean(name, known)}", hint=f"there are {', '.join(known)}"
                )
        if len(set(self.faults)) < len(self.faults):
            raise ExclusimError(f"a fault is named twice in {', '.join(self.faults)}")

    @property
    def chosen(self) -> tuple[Fault, ...]:
        """The faults studied, in their declared order."""
        return tuple(fault for fault in FAULTS if not self.faults or fault.name in self.faults)

    @property
    def exact(self) -> bool:
        """Whether every coalition is run."""
        return len(self.chosen) <= EXACT_UP_TO

    @property
    def pairs(self) -> int:
        """Orders with their reverse, per draw."""
        return self.orders // 2
