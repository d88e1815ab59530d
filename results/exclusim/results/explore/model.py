"""The Mesa model with handles as arguments, as Mesa's page wants it: it makes a new one at each reset."""

from __future__ import annotations

from exclusim.model.errors import ExclusimError
from exclusim.model.mesa_model import ExclusionModel
from exclusim.results.explore.bench import Bench
from exclusim.results.explore.settings import NO_FAULT, Settings
from exclusim.results.run.plan import BASELINE

__all__ = ["ExploreModel"]

_DECIMALS = 6  # a browser counts its steps in binary, and 0.25 + 15 × 0.05 is not quite 1


class ExploreModel(ExclusionModel):
    """A run of a case that stops by itself at its end.

    Args:
        bench: the case.
        labour_market, job_finding, programme_entry, school_completion, reach, effect, agencies, persons: see
            :class:`~exclusim.results.explore.settings.Settings`.
        investment, fault: labels of a scenario and a system fault, as a page shows them (:attr:`Bench.scenarios`,
            :attr:`Bench.faults`).
        seed_of_lives: the seed, whose usual name Mesa gives another meaning.

    Raises:
        ExclusimError: there is no such label, or a number is outside its bounds.
    """

    def __init__(
        self,
        bench: Bench,
        labour_market: float = 1.0,
        job_finding: float = 1.0,
        programme_entry: float = 1.0,
        school_completion: float = 1.0,
        investment: str | None = None,
        reach: float = 1.0,
        effect: float = 1.0,
        agencies: bool = False,
        fault: str | None = None,
        persons: int = 2_000,
        seed_of_lives: int = 1,
    ) -> None:
        self.bench = bench
        self.settings = Settings(
            labour_market=round(labour_market, _DECIMALS),
            job_finding=round(job_finding, _DECIMALS),
            programme_entry=round(programme_entry, _DECIMALS),
            school_completion=round(school_completion, _DECIMALS),
            scenario=BASELINE if investment is None else _named(bench.scenarios, investment),
            reach=round(reach, _DECIMALS),
            effect=round(effect, _DECIMALS),
            agencies=agencies,
            fault=NO_FAULT if fault is None else _named(bench.faults, fault),
            persons=persons,
            seed=seed_of_lives,
        )
        super().__init__(bench.scenario(self.settings))

    def step(self) -> None:
        """One month; nothing after the last."""
        if self.month < self.plan.months:
            super().step()
        if self.month >= self.plan.months:
            self.running = False


def _named(labels: dict[str, str], chosen: str) -> str:
    for name, text in labels.items():
        if text == chosen:
            return name
    raise ExclusimError(f"there is no {chosen!r} to explore", hint=f"there are {', '.join(labels.values())}")
