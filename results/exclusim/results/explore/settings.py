"""What a viewer can change, with its bounds and its Swedish words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exclusim.model.errors import ExclusimError
from exclusim.results.run.plan import BASELINE

__all__ = ["FEWEST_PERSONS", "MOST_PERSONS", "NO_FAULT", "NO_FAULT_LABEL", "SLIDERS", "Settings", "Slider"]

NO_FAULT = ""
NO_FAULT_LABEL = "Inget"
FEWEST_PERSONS, MOST_PERSONS = 500, 20_000
"""Between these the page lets a viewer choose; fewer say little, more are slow to watch."""


@dataclass(frozen=True)
class Slider:
    """A number that can be changed: 1 leaves the model as it is.

    Args:
        key: name in :class:`Settings`.
        label: in Swedish, short enough to leave room for the slider.
        low, high, step: of the slider.
    """

    key: str
    label: str
    low: float
    high: float
    step: float = 0.05


SLIDERS: tuple[Slider, ...] = (
    Slider("labour_market", "Arbetsmarknad ×", 0.5, 1.5),
    Slider("job_finding", "Hitta arbete ×", 0.25, 3.0),
    Slider("programme_entry", "Programplats ×", 0.0, 4.0),
    Slider("school_completion", "Klara gymnasiet ×", 0.25, 4.0),
    Slider("reach", "Räckvidd ×", 0.0, 3.0),
    Slider("effect", "Effekt ×", 0.0, 3.0),
)
"""The first four are on the model, the last two on the interventions of the chosen scenario."""


@dataclass(frozen=True)
class Settings:
    """One position of all handles; the default is the case as it stands, without intervention.

    Args:
        labour_market: factor on the labour-market level of every month.
        job_finding, programme_entry: factors on all hazards of these families, for everybody.
        school_completion: factor on the odds of a diploma.
        scenario: of the case, or ``baseline``.
        reach: factor on the share that the scenario's interventions reach; the share ends at 1.
        effect: factor on the logarithm of their effects: 0 for none, 2 for the square of every ratio.
        agencies: whether agencies act one by one.
        fault: name of a system fault whose rules are removed, where agencies act.
        persons: simulated people.
        seed: of the lives.

    Raises:
        ExclusimError: a number is outside its bounds.
    """

    labour_market: float = 1.0
    job_finding: float = 1.0
    programme_entry: float = 1.0
    school_completion: float = 1.0
    scenario: str = BASELINE
    reach: float = 1.0
    effect: float = 1.0
    agencies: bool = False
    fault: str = NO_FAULT
    persons: int = 2_000
    seed: int = 1

    def __post_init__(self) -> None:
        for slider in SLIDERS:
            value = getattr(self, slider.key)
            if not (math.isfinite(value) and slider.low <= value <= slider.high):
                raise ExclusimError(f"{slider.key} must be between {slider.low:g} and {slider.high:g}, got {value}")
        if not 1 <= self.persons <= MOST_PERSONS:
            raise ExclusimError(f"persons must be between 1 and {MOST_PERSONS}, got {self.persons}")
        if self.seed < 0:
            raise ExclusimError(f"seed must be 0 or more, got {self.seed}")
