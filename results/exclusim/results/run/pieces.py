"""An intervention cut into pieces: each wave, and each year of its enrolment, with its own people and start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.model.parameters import Draw, Parameter, Uniform
from exclusim.results.language import _, both
from exclusim.scenarios.interventions import Intervention, ProjectCost, Rollout
from exclusim.scenarios.schema import Case

__all__ = ["Names", "Piece", "enrolled", "in_force", "pieces_of", "rollout_parameters"]

type Names = Mapping[tuple[str, str], str]
"""(intervention's name, what) → name of the parameter, where what is voltage_drop, context and so on."""

_NOTES = {
    "voltage_drop": "share of the log effect lost when the pilot becomes ordinary practice",
    "context": "ratio of the log effect here to where it was measured",
    "unit_cost": "cost per person in ordinary practice relative to the pilot",
}


@dataclass(frozen=True)
class Piece:
    """Part of an intervention whose people are told apart from those of the others.

    Args:
        intervention: with the piece's own start (the run's month of its first intake).
        position: of the intervention among those in force.
        wave: number of the wave.
        intakes: months after the start at which people are let in.
        lots: ends of its range of lots, as shares of those reached.
        people: at most so many in its wave, of the real group; None for no such limit.
        first: month in which the whole intervention starts.
        practice: whether it is ordinary practice, and no longer the pilot.
        once: whether it pays what the project costs once.
        own_costs: what its wave costs beside, each with the name of its uncertainty.
        closes: month of the run from which the intervention is closed; None for never.
        dearer, staffed: factors on its costs, and on its capacity.
        names: what → parameter of the roll-out.
    """

    intervention: Intervention
    position: int
    wave: int = 0
    intakes: tuple[int, ...] = (0,)
    lots: tuple[float, float] = (0.0, 1.0)
    people: float | None = None
    first: int = 0
    practice: bool = False
    once: bool = True
    own_costs: tuple[tuple[str, ProjectCost], ...] = ()
    closes: int | None = None
    dearer: float = 1.0
    staffed: float = 1.0
    names: tuple[tuple[str, str], ...] = ()

    @property
    def starts(self) -> int:
        """Month of the run in which the first of its people begin."""
        return self.intervention.starts

    @property
    def rolling(self) -> bool:
        """Whether it is one of several times at which a wave lets people in."""
        rollout = self.intervention.rollout
        return rollout is not None and rollout.enrolment != "once"

    @property
    def until(self) -> int:
        """First month after its last people are through, or the closure."""
        return self._closed(self.starts + self.intakes[-1] + self.intervention.lasts)

    @property
    def busy_until(self) -> int:
        """Month in which its places are free again, when the mean member is through."""
        return self._closed(self.starts + round(sum(self.intakes) / len(self.intakes)) + self.intervention.lasts)

    @property
    def ends(self) -> int:
        """First month after the whole intervention, as far as its plan goes."""
        return self._closed(self.first + self.intervention.ends - self.intervention.starts)

    def _closed(self, month: int) -> int:
        return month if self.closes is None else min(month, self.closes)

    def value(self, draw: Draw, what: str, otherwise: float) -> float:
        """A parameter of the roll-out under ``draw``; ``otherwise`` where it has none."""
        name = dict(self.names).get(what)
        return otherwise if name is None else draw.values.get(name, otherwise)

    def carried(self, draw: Draw) -> float:
        """What is left of the log effect here and in practice, relative to where it was measured."""
        lost = self.value(draw, "voltage_drop", 0.0) if self.practice else 0.0
        return self.value(draw, "context", 1.0) * (1.0 - lost)


def in_force(piece: Piece, name: str) -> str:
    """The name that another intervention of the same scenario has; where scenarios are joined, theirs stands first."""
    scenario, plus, _own = piece.intervention.name.rpartition("+")
    return f"{scenario}{plus}{name}"


def enrolled(pieces: Sequence[Piece], people: NDArray[np.float64], months: int) -> NDArray[np.float64]:
    """People taken in by month, shape (months,); those of a piece with several intakes evenly over them.

    ``people``: by piece.
    """
    found = np.zeros(months)
    for piece, number in zip(pieces, people, strict=True):
        for intake in piece.intakes:
            found[min(piece.starts + intake, months - 1)] += number / len(piece.intakes)
    return found


def pieces_of(position: int, intervention: Intervention, names: Names) -> list[Piece]:
    """The pieces of one intervention; one, the intervention itself, where it has no roll-out."""
    rollout = intervention.rollout
    if rollout is None:
        return [Piece(intervention, position, first=intervention.starts)]
    own = tuple((what, name) for (other, what), name in names.items() if other == intervention.name)
    found: list[Piece] = []
    low = 0.0
    for number, wave in enumerate(rollout.steps):
        high = 1.0 if wave.share is None else min(low + wave.share, 1.0)
        for year, months in enumerate(_years(rollout)):
            after = wave.starts + months[0]
            found.append(
                Piece(
                    intervention.model_copy(update={"starts": intervention.starts + after}),
                    position,
                    number,
                    tuple(month - months[0] for month in months),
                    (low if wave.share is not None else 0.0, high),
                    wave.people,
                    intervention.starts,
                    rollout.practice is not None and after >= rollout.practice,
                    number == 0 and year == 0,
                    _wave_costs(intervention, number) if year == 0 else (),
                    names=own,
                )
            )
        low = high
    return found


def _years(rollout: Rollout) -> list[tuple[int, ...]]:
    """Intakes told apart: the first by itself, later ones year by year."""
    groups: dict[int, list[int]] = {}
    for month in rollout.intakes:
        groups.setdefault(-(-month // 12), []).append(month)
    return [tuple(group) for group in groups.values()]


def _wave_costs(intervention: Intervention, number: int) -> tuple[tuple[str, ProjectCost], ...]:
    assert intervention.rollout is not None  # only a roll-out has waves
    costs = intervention.rollout.steps[number].costs
    head = f"project_cost.{intervention.name}.wave{number}".replace("-", "_")
    return tuple((f"{head}.{part}", cost) for part, cost in enumerate(costs))


def rollout_parameters(case: Case) -> tuple[dict[str, Names], list[Parameter]]:
    """Names by scenario, and the parameters. The same project in several scenarios shares what is declared alike."""
    found: dict[str, Parameter] = {}
    named: dict[str, dict[tuple[str, str], str]] = {}
    for scenario, declared in case.scenarios.items():
        for item in declared.interventions:
            for what, parameter in _declared(item):
                name = parameter.name
                if replace(found.setdefault(name, parameter), name=name) != parameter:
                    name = f"rollout.{scenario}.{item.name}.{what}".replace("-", "_")
                    found[name] = replace(parameter, name=name)
                named.setdefault(scenario, {})[item.name, what] = name
    names = {
        scenario: {key: name for link in case.chain(scenario) for key, name in named.get(link, {}).items()}
        for scenario in case.scenarios
    }
    return {**names, "baseline": {}}, list(found.values())


def _declared(item: Intervention) -> Iterable[tuple[str, Parameter]]:
    rollout = item.rollout
    if rollout is None:
        return
    head = f"rollout.{item.name}".replace("-", "_")
    for what, note in _NOTES.items():
        given = getattr(rollout, what)
        if given is not None:
            yield what, _in_both(given.parameter(f"{head}.{what}", note), given.note)
    if rollout.discontinued is not None:
        closed = rollout.discontinued.parameter(f"{head}.discontinued")
        yield "discontinued", _in_both(closed, rollout.discontinued.note)
        lot = Parameter(f"{head}.closure_lot", 1.0, "probability", Uniform(0.0, 1.0), note=_LOT_NOTE)
        yield "closure_lot", lot


def _in_both(parameter: Parameter, own: str) -> Parameter:
    """The same; its note, which ends with the case's own, is remembered in English too."""
    head = parameter.note.removesuffix(own)
    return replace(parameter, note=both(lambda: head + _(own)))


_LOT_NOTE = "the lot that decides in which month the project is closed; 1 for never, which is its central value"
