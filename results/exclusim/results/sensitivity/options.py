"""What to ask of a sensitivity analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exclusim.model.errors import ExclusimError
from exclusim.results.sensitivity.inputs import Origin

__all__ = ["Method", "SensitivityOptions"]

Method = Literal["morris", "sobol", "pawn", "shapley"]


@dataclass(frozen=True, slots=True)
class SensitivityOptions:
    """How parameters are ranked.

    Args:
        method: ``morris`` steps, ``sobol`` shares of variance, ``pawn`` distances of distributions, or ``shapley``
            shares of variance that allow correlated parameters.
        scenario: of the case; None: the baseline.
        outcomes: names, the first is the headline.
        origin: ``priors`` (independent) or ``posterior`` (correlated).
        groups: whether parameters are taken in groups.
        direct: Sobol indices straight from the model, never from an emulator; parameters that matter little in a first
            sample are taken as one group.
        runs: of the model, at most about.
        minutes: time for the runs instead of their number, about; the number then depends on the machine.
        preset: ``published`` or ``optimistic`` effects.
        persons: simulated people per run; None: as many as the case has, at least 1 500
            in the baseline and 5 000 in a scenario.
        seed: of the whole study.
        threads: worker threads; 0 for all cores.

    Raises:
        ExclusimError: a number is out of range, or the method does not suit the inputs.
    """

    method: Method = "sobol"
    scenario: str | None = None
    outcomes: tuple[str, ...] = ("society",)
    origin: Origin = "priors"
    groups: bool = False
    direct: bool = False
    runs: int = 4_000
    minutes: float | None = None
    preset: Literal["published", "optimistic"] = "published"
    persons: int | None = None
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("runs", self.runs, 60, 10_000_000),
            ("minutes", 1.0 if self.minutes is None else self.minutes, 0.01, 10_000),
            ("persons", 1 if self.persons is None else self.persons, 1, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 2),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low:g} and {high:g}, got {value:g}")
        if not self.outcomes:
            raise ExclusimError("no outcome is named")
        if len(set(self.outcomes)) < len(self.outcomes):
            raise ExclusimError(f"--outcome: one is named twice in {', '.join(self.outcomes)}")
        if self.origin == "posterior" and self.method in ("morris", "sobol"):
            raise ExclusimError(
                f"--method {self.method} takes parameters to be independent, and those of the posterior are not",
                hint="use --method shapley or pawn, or --from priors",
            )
        if self.groups and self.method == "pawn":
            raise ExclusimError("--method pawn ranks single parameters", hint="leave --groups out")
        if self.direct and (self.method != "sobol" or self.groups):
            raise ExclusimError("--direct belongs to --method sobol without --groups")
