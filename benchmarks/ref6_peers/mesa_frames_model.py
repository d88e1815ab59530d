"""ref6 in mesa-frames: one set of agents in a Polars frame, moved month by month by expressions over its columns.

Each month's risks are small columns of their own; an expression looks them up by band, cell and state of the agent.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF
from reference import (
    BAND_MONTHS,
    BEYOND,
    CAP,
    EMPLOYED,
    FADING,
    LAST_BAND,
    LENGTH,
    MONTHS,
    PAYERS,
    PRICES,
    PROGRAMME,
    ROW_OF_STATE,
    UI_MONTHS,
    UNEMPLOYED,
    Engine,
    People,
    risks,
    to_job,
)

_STATE_OF_ROW = np.searchsorted(ROW_OF_STATE, range(len(PRICES)), side="right") - 1
_FADING = pl.Series(FADING)
_STATE, _STAYED = pl.col("state"), pl.col("stayed")
_ROW = (
    pl.lit(pl.Series(ROW_OF_STATE.astype(np.uint8))).gather(_STATE)
    + ((_STATE == EMPLOYED) & pl.col("low")).cast(pl.UInt8)
    + ((_STATE == UNEMPLOYED) & (_STAYED > UI_MONTHS)).cast(pl.UInt8)
)


class Persons(AgentSetPolars):
    """Everybody: cell, age, weight, state and months in it."""

    def __init__(self, model: Ref6, people: People) -> None:
        super().__init__(model)
        columns = {
            "unique_id": np.arange(people.size),
            "cell": people.cell.astype(np.uint8),
            "age": people.age.astype(np.int32),
            "low": people.low == 1,
            "weight": people.weight,
            "state": people.state.astype(np.uint8),
            "stayed": np.zeros(people.size, np.int32),
        }
        self.add(pl.DataFrame(columns))

    def step(self) -> None:
        """One month."""
        self.agents = self.agents.with_columns(_STAYED + 1)
        self.record()
        self.move()
        self.fill()

    def record(self) -> None:
        """Count people and costs."""
        model = self.model
        found = self.agents.group_by(_ROW.alias("row")).agg(pl.len(), pl.col("weight").sum())
        row = found["row"].to_numpy()
        np.add.at(model.counts[model.month], _STATE_OF_ROW[row], found["len"].to_numpy())
        model.costs[model.month] = found["weight"].to_numpy() @ PRICES[row]

    def move(self) -> None:
        """Competing risks by one uniform number each."""
        month = self.model.month
        reached = risks(month).cumsum(axis=-1).reshape(-1, 6)
        job = pl.lit(pl.Series(to_job(month).ravel()))
        band = pl.min_horizontal((pl.col("age") + month) // BAND_MONTHS, pl.lit(LAST_BAND))
        place = (band * 4 + pl.col("cell")).cast(pl.UInt32)
        fading = pl.when(_STATE == UNEMPLOYED).then(pl.lit(_FADING).gather(pl.min_horizontal(_STAYED, pl.lit(CAP))))
        drawn = self.agents.lazy().with_columns(
            pl.Series("u", self.model.random.random(len(self.agents))),
            place=place,
            risk=place * 6 + _STATE,
            fading=fading.otherwise(1.0),
        )
        total = pl.lit(pl.Series(reached[:, -1])).gather(pl.col("risk")) * pl.col("fading")
        over = (_STATE == PROGRAMME) & (_STAYED >= LENGTH)
        movers = drawn.filter((pl.col("u") < total) | over)
        target = pl.sum_horizontal(
            (pl.col("u") >= pl.lit(pl.Series(reached[:, k])).gather(pl.col("risk")) * pl.col("fading")).cast(pl.UInt8)
            for k in range(6)
        )
        works = pl.col("u") < job.gather(pl.col("place"))
        after = pl.when(over).then(pl.when(works).then(EMPLOYED).otherwise(UNEMPLOYED)).otherwise(target)
        moved = movers.select("unique_id", after.cast(pl.UInt8).alias("state")).collect()
        self.put(moved["unique_id"], moved["state"])

    def fill(self) -> None:
        """Give free places in the programme to people long unemployed, by lot."""
        free = self.model.capacity - self.agents["state"].eq(PROGRAMME).sum()
        waiting = self.agents.filter((_STATE == UNEMPLOYED) & (_STAYED > BEYOND))["unique_id"]
        if len(waiting) > free:
            waiting = waiting.gather(self.model.random.choice(len(waiting), free, replace=False))
        self.put(waiting, pl.repeat(PROGRAMME, len(waiting), dtype=pl.UInt8, eager=True))

    def put(self, who: pl.Series, state: pl.Series) -> None:
        """Move some agents, whose identities are their rows; their months begin anew."""
        frame = self.agents
        self.agents = frame.with_columns(frame["state"].scatter(who, state), frame["stayed"].scatter(who, 0))


class Ref6(ModelDF):
    """The model."""

    def __init__(self, people: People, seed: int) -> None:
        super().__init__(seed)
        self.capacity, self.month = people.capacity, 0
        self.counts, self.costs = np.zeros((MONTHS, 6), np.int64), np.zeros((MONTHS, PAYERS))
        self.agents += Persons(self, people)

    def run_model(self) -> None:
        """Live all months."""
        for self.month in range(MONTHS):
            self.step()


if __name__ == "__main__":
    Engine("mesa-frames", Ref6, Ref6.run_model, lambda model: (model.counts, model.costs)).main()
