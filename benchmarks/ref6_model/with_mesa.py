"""ref6 in plain Mesa: one ``mesa.Agent`` a person, as the framework's tutorials teach it."""

from __future__ import annotations

import random

import mesa
import numpy as np

from exclusim.model.cells import CellRun
from ref6_model import PARAMETERS, population

__all__ = ["run"]

_EMPLOYED, _UNEMPLOYED, _PROGRAMME, _ASSISTANCE = 1, 2, 3, 4


class Person(mesa.Agent):  # type: ignore[misc]
    """Somebody with a state and months in it."""

    def __init__(self, model: Ref6, state: int, cell: int, age: int, weight: float) -> None:
        super().__init__(model)
        self.state, self.cell, self.age, self.weight = state, cell, age, weight
        self.stayed, self.coming = 0, state

    def record(self) -> None:
        """Count months, people and costs."""
        self.stayed += 1
        self.model.counts[self.state] += 1
        row = (0, 1, 3, 5, 6, 7)[self.state]
        if self.state == _EMPLOYED and self.cell & 1:
            row = 2
        elif self.state == _UNEMPLOYED and self.stayed > PARAMETERS["ui_months"]:
            row = 4
        self.model.weights[row] += self.weight

    def propose(self) -> None:
        """Where to next, from the state at the beginning of the month."""
        model = self.model
        band = min((self.age + model.month) // (12 * PARAMETERS["band_years"]), PARAMETERS["n_bands"] - 1)
        self.coming = self.state
        u = model.draw.random()
        if self.state == _PROGRAMME:
            if self.stayed >= PARAMETERS["programme"]["length"]:
                works = u < model.to_job[band][self.cell] * model.macro
                self.coming = _EMPLOYED if works else _UNEMPLOYED
            return
        fading = 1.0
        if self.state == _UNEMPLOYED:
            fading = PARAMETERS["dur_factor"] ** min(self.stayed, PARAMETERS["dur_cap"])
        reached = 0.0
        for target, risk in model.risks[band][self.cell][self.state]:
            if target == _EMPLOYED and self.state in (_UNEMPLOYED, _ASSISTANCE):
                risk *= model.macro
            reached += risk * fading
            if u < reached:
                self.coming = target
                return

    def move(self) -> None:
        """Go there."""
        if self.coming != self.state or (self.state == _PROGRAMME and self.stayed >= 6):
            self.state, self.stayed = self.coming, 0


class Ref6(mesa.Model):  # type: ignore[misc]
    """The model."""

    def __init__(self, persons: int, seed: int) -> None:
        super().__init__()
        self.draw = random.Random(seed)
        risk = np.array(PARAMETERS["P"]).reshape(PARAMETERS["n_bands"], 4, 6, 6)
        self.risks = [
            [[[(b, float(p)) for b, p in enumerate(row) if p > 0] for row in cell] for cell in band] for band in risk
        ]
        self.to_job = np.array(PARAMETERS["Q"]).reshape(PARAMETERS["n_bands"], 4).tolist()
        self.capacity = int(PARAMETERS["programme"]["capacity_share"] * persons)
        self.month, self.macro = 0, 1.0
        self.counts, self.weights = [0] * 6, [0.0] * 8
        people = population(persons)
        weight = np.ones(persons) if people.weight is None else people.weight
        for values in zip(
            people.state.tolist(), people.cell.tolist(), people.age.tolist(), weight.tolist(), strict=True
        ):
            Person(self, *values)

    def step_month(self) -> tuple[list[int], list[float]]:
        """One month; its counts and weights by cost row."""
        self.counts, self.weights = [0] * 6, [0.0] * 8
        self.macro = PARAMETERS["macro"][self.month // 12]
        self.agents.do("record")
        self.agents.do("propose")
        self.agents.do("move")
        inside = sum(person.state == _PROGRAMME for person in self.agents)
        beyond = PARAMETERS["programme"]["min_unemployed_months"]
        waiting = [person for person in self.agents if person.state == _UNEMPLOYED and person.stayed > beyond]
        free = max(self.capacity - inside, 0)
        for person in waiting if len(waiting) <= free else self.draw.sample(waiting, free):
            person.state, person.stayed = _PROGRAMME, 0
        self.month += 1
        return self.counts, self.weights


def run(persons: int, seed: int) -> CellRun:
    """One run; ``counts`` and ``costs`` at the beginning of each month."""
    model = Ref6(persons, seed)
    months = [model.step_month() for _ in range(PARAMETERS["months"])]
    price = np.array(PARAMETERS["C"], float)
    return CellRun(np.array([counts for counts, _ in months]), np.array([weights for _, weights in months]) @ price)
