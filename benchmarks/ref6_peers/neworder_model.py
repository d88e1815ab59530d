"""ref6 in neworder: a data frame of people, whole columns every month, uniform numbers of the model's own stream.

``df.transition_conditional``, the library's compiled transition of categories with a matrix for every band, cell and
month unemployed, gives lives of the same distribution at 1.7 times the price, so it is not what is measured here.
"""

from __future__ import annotations

import neworder as no
import numpy as np
import pandas as pd
from reference import BEYOND, MONTHS, PAYERS, PROGRAMME, UNEMPLOYED, Engine, People, costs, moves


class Ref6(no.Model):
    """The model."""

    def __init__(self, people: People, seed: int) -> None:
        super().__init__(no.LinearTimeline(0.0, float(MONTHS), MONTHS), lambda: seed)
        columns = {name: getattr(people, name) for name in ("cell", "age", "low", "weight", "state")}
        stayed = np.zeros(people.size, np.int64)
        self.people = pd.DataFrame(columns | {"stayed": stayed}, index=no.df.unique_index(people.size))
        self.capacity = people.capacity
        self.lots = no.as_np(self.mc)
        self.counts, self.costs = np.zeros((MONTHS, 6), np.int64), np.zeros((MONTHS, PAYERS))

    def step(self) -> None:
        """One month."""
        people, month = self.people, self.timeline.index
        cell, age, low, weight = (people[name].to_numpy() for name in ("cell", "age", "low", "weight"))
        state, stayed = people["state"].to_numpy(copy=True), people["stayed"].to_numpy() + 1
        self.counts[month] = np.bincount(state, minlength=6)
        self.costs[month] = costs(state, stayed, low, weight)
        who, target = moves(month, self.mc.ustream(len(people)), state, stayed, cell, age)
        state[who], stayed[who] = target, 0
        free = self.capacity - np.count_nonzero(state == PROGRAMME)
        waiting = np.flatnonzero((state == UNEMPLOYED) & (stayed > BEYOND))
        if waiting.size > free:
            waiting = self.lots.choice(waiting, free, replace=False)
        state[waiting], stayed[waiting] = PROGRAMME, 0
        people["state"], people["stayed"] = state, stayed


if __name__ == "__main__":
    Engine("neworder", Ref6, no.run, lambda model: (model.counts, model.costs)).main()
