"""How much work a calibration does."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FULL", "QUICK", "Effort", "Wave"]


@dataclass(frozen=True, slots=True)
class Wave:
    """One ensemble placed by what the ones before it found.

    Args:
        members: simulations.
        widening: factor on all errors when it is placed; above one, the ensemble reaches beyond the posterior and the
            emulator is not asked to extrapolate (as in smoothing with multiple data assimilation).
    """

    members: int
    widening: float


@dataclass(frozen=True, slots=True)
class Effort:
    """Sizes of a calibration.

    Args:
        persons: simulated people per member.
        prior_members: simulations of prior draws.
        waves: ensembles after that.
        repeats: simulations of one point, from which the part of chance is measured.
        draws: of the posterior, all simulated once more as a check.
        steps: of the Markov chains on the emulator.
    """

    persons: int
    prior_members: int
    waves: tuple[Wave, ...]
    repeats: int
    draws: int
    steps: int

    @property
    def simulations(self) -> int:
        return self.prior_members + sum(wave.members for wave in self.waves) + self.repeats + self.draws


QUICK = Effort(5_000, 900, (Wave(450, 2.5), Wave(550, 1.5)), 20, 200, 2_000)
FULL = Effort(10_000, 2_000, (Wave(700, 3.0), Wave(700, 1.7), Wave(1_200, 1.2)), 40, 250, 6_000)
