"""ref6 in Starsim: one module with a state, months in it and a weight for every agent, stepped month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
import starsim as ss
from reference import BEYOND, MONTHS, PAYERS, PROGRAMME, UNEMPLOYED, Engine, People, costs, moves


class Trajectories(ss.Module):
    """States, months in them, and places in the programme."""

    def __init__(self, start: People, **kwargs: Any) -> None:
        super().__init__()
        self.define_pars(draw=ss.random(), lot=ss.random())
        self.update_pars(**kwargs)
        self.define_states(
            ss.IntArr("status", default=lambda n: start.state),
            ss.IntArr("stayed", default=0),
            ss.IntArr("cell", default=lambda n: start.cell),
            ss.IntArr("months", default=lambda n: start.age),
            ss.IntArr("low", default=lambda n: start.low),
            ss.FloatArr("weight", default=lambda n: start.weight),
        )
        self.capacity = start.capacity
        self.counts, self.costs = np.zeros((MONTHS, 6), np.int64), np.zeros((MONTHS, PAYERS))

    def step(self) -> None:
        """One month, for the agents who are active."""
        month, people = self.ti, self.sim.people.auids
        self.stayed[:] += 1
        state, stayed = self.status.values, self.stayed.values
        self.counts[month] = np.bincount(state, minlength=6)
        self.costs[month] = costs(state, stayed, self.low.values, self.weight.values)
        u = self.pars.draw.rvs(people)
        who, target = moves(month, u, state, stayed, self.cell.values, self.months.values)
        movers = people[who]
        self.status[movers], self.stayed[movers] = target, 0
        free = self.capacity - np.count_nonzero(self.status == PROGRAMME)
        waiting = ((self.status == UNEMPLOYED) & (self.stayed > BEYOND)).uids
        if len(waiting) > free:
            waiting = waiting[np.argpartition(self.pars.lot.rvs(waiting), free)[:free]]
        self.status[waiting], self.stayed[waiting] = PROGRAMME, 0


def build(people: People, seed: int) -> ss.Sim:
    """A simulation, initialised."""
    sim = ss.Sim(
        n_agents=people.size,
        start=ss.months(0),
        dur=ss.months(MONTHS - 1),  # both ends are lived
        dt=ss.months(1),
        rand_seed=seed,
        modules=Trajectories(people),
        verbose=0,
    )
    return sim.init()


def results(sim: ss.Sim) -> tuple[np.ndarray, np.ndarray]:
    """Counts and costs by month."""
    module = sim.get_module("trajectories")
    return module.counts, module.costs


if __name__ == "__main__":
    Engine("starsim", build, lambda sim: sim.run(), results).main()
