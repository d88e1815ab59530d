"""ref6 in Vivarium: one component that owns the columns and moves everybody in its time step.

Moves are drawn from Vivarium's own stream, whose index map is as small as Vivarium allows (ten times the people); lots
for the places come from NumPy, as a second stream would be dearer. The library's state machine, a component for every
state and transition, was not tried: it calls pandas many times a month for each of them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from reference import BEYOND, MONTHS, PAYERS, PROGRAMME, UNEMPLOYED, Engine, People, costs, moves
from vivarium import Component
from vivarium.framework.engine import Builder, SimulationContext
from vivarium.framework.event import Event
from vivarium.framework.population import SimulantData

_COLUMNS = ["cell", "age_months", "low", "weight", "state", "stayed"]
_START, _STEP_DAYS = pd.Timestamp(2026, 1, 1), 30


class Trajectories(Component):
    """States, months in them, and places in the programme."""

    def __init__(self, people: People) -> None:
        super().__init__()
        self.people, self.month = people, 0
        self.counts, self.costs = np.zeros((MONTHS, 6), np.int64), np.zeros((MONTHS, PAYERS))

    def setup(self, builder: Builder) -> None:
        """The stream of moves, lots for the places and columns."""
        self.draws = builder.randomness.get_stream("moves")
        self.lots = np.random.default_rng(int(builder.configuration.randomness.random_seed))
        builder.population.register_initializer(self.initialize, columns=_COLUMNS)

    def initialize(self, pop_data: SimulantData) -> None:
        """The starting population."""
        people, stayed = self.people, np.zeros(self.people.size, np.int64)
        columns = (people.cell, people.age, people.low, people.weight, people.state, stayed)
        self.population_view.initialize(pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)), pop_data.index))

    def on_time_step(self, event: Event) -> None:
        """One month."""
        fixed = self.population_view.get(event.index, _COLUMNS[:4])
        self.population_view.update(["state", "stayed"], lambda moving: self.moved(fixed, moving))
        self.month += 1

    def moved(self, fixed: pd.DataFrame, moving: pd.DataFrame) -> pd.DataFrame:
        """States and months in them after this month."""
        cell, age, low, weight = (fixed[name].to_numpy() for name in _COLUMNS[:4])
        state, stayed = moving["state"].to_numpy(copy=True), moving["stayed"].to_numpy() + 1
        self.counts[self.month] = np.bincount(state, minlength=6)
        self.costs[self.month] = costs(state, stayed, low, weight)
        who, target = moves(self.month, self.draws.get_draw(fixed.index).to_numpy(), state, stayed, cell, age)
        state[who], stayed[who] = target, 0
        free = self.people.capacity - np.count_nonzero(state == PROGRAMME)
        waiting = np.flatnonzero((state == UNEMPLOYED) & (stayed > BEYOND))
        if waiting.size > free:
            waiting = self.lots.choice(waiting, free, replace=False)
        state[waiting], stayed[waiting] = PROGRAMME, 0
        return pd.DataFrame({"state": state, "stayed": stayed}, moving.index)


def build(people: People, seed: int) -> tuple[SimulationContext, Trajectories]:
    """A simulation, set up and peopled, and its component."""
    end = _START + pd.Timedelta(days=_STEP_DAYS * MONTHS)
    component = Trajectories(people)
    sim = SimulationContext(
        components=[component],
        configuration={
            "time": {
                "start": {"year": _START.year, "month": _START.month, "day": _START.day},
                "end": {"year": end.year, "month": end.month, "day": end.day},
                "step_size": _STEP_DAYS,
            },
            "randomness": {"random_seed": seed, "map_size": 10 * people.size},
            "population": {"population_size": people.size},
        },
        logging_verbosity=0,
    )
    sim.setup()
    sim.initialize_simulants()
    return sim, component


if __name__ == "__main__":
    Engine("vivarium", build, lambda made: made[0].run(), lambda made: (made[1].counts, made[1].costs)).main()
