"""One scenario's interventions as they are simulated: pieces (waves, intakes), their people, effects and costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from exclusim.model.compiled import Modifier
from exclusim.model.eligibility import Eligible
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.model.population import Reach
from exclusim.results.run.delivery import log_ratios
from exclusim.results.run.events import Threat, as_it_turns_out
from exclusim.results.run.pieces import Names, Piece, in_force, pieces_of
from exclusim.results.run.waves import Places, WaveReach
from exclusim.scenarios.interventions import Effect, Intervention, Target

__all__ = ["Treatment", "treatment_of"]

_MOST_BITS = 6  # the modifier table doubles with each


@dataclass(frozen=True)
class _Mark:
    """What a bit stands for: the people of a piece, or those of them who fit the target of one of its effects."""

    piece: int
    target: Target
    lot: int
    main: bool


@dataclass(frozen=True)
class Treatment:
    """One scenario's interventions, with the bits that mark the people each effect reaches.

    Args:
        interventions: as the case file has them, those of the baseline first.
        pieces: what they consist of; an intervention without a roll-out is one piece.
        marks: what each bit stands for.
        effects: each with its piece's intervention, bit and the name of its parameter.
        threats: what may happen to the interventions.
        announced: by intervention, months before the start at which its target is read.
        scale: real people per simulated person.
    """

    interventions: tuple[Intervention, ...]
    pieces: tuple[Piece, ...] = ()
    marks: tuple[_Mark, ...] = ()
    effects: tuple[tuple[Effect, Intervention, int, str], ...] = ()
    threats: tuple[Threat, ...] = ()
    announced: tuple[int, ...] = ()
    scale: float = 1.0

    def modifiers(self, draw: Draw, months: int) -> tuple[Modifier, ...]:
        """Changes of log hazards by month under one draw."""
        month = np.arange(months)
        return tuple(
            Modifier(effect.on, log_ratios(effect, self.pieces[self.marks[bit].piece], draw, name, month), bit)
            for effect, _, bit, name in self.effects
        )

    def under(self, draw: Draw) -> Treatment:
        """The treatment as it turns out in one draw: with the events that happen in it, and closed when it is."""
        pieces = as_it_turns_out(self.pieces, self.threats, draw)
        if pieces == self.pieces:
            return self
        effects = tuple(
            (effect, pieces[self.marks[bit].piece].intervention, bit, name) for effect, _, bit, name in self.effects
        )
        return replace(self, pieces=pieces, effects=effects)

    def mask(self, names: Sequence[str]) -> int:
        """Bits of all who take part in the interventions of these names."""
        return sum(
            1 << bit
            for bit, mark in enumerate(self.marks)
            if mark.main and self.pieces[mark.piece].intervention.name in names
        )

    def people(self, reached: NDArray[np.uint8]) -> list[int]:
        """Simulated people of each piece, from the bits that they carry."""
        counts = dict.fromkeys(range(len(self.pieces)), 0)
        for bit, mark in enumerate(self.marks):
            if mark.main:
                counts[mark.piece] = int((reached >> bit & 1).sum())
        return list(counts.values())

    @property
    def reaches(self) -> tuple[Reach, ...]:
        """Whom the pieces reach in the first cohort."""
        return tuple(reach for bit in range(len(self.marks)) for reach in self._reaches(bit))

    def reaches_from(self, month: int) -> tuple[Reach, ...]:
        """Whom the interventions reach in a cohort that joins in ``month``; those that are over reach nobody."""
        return tuple(
            reach if reach.month == 0 else replace(reach, month=max(reach.month - month, 0))
            for reach in self.reaches
            if month < self._piece(reach.bit).until and not (isinstance(reach, WaveReach) and reach.late(month))
        )

    def _piece(self, bit: int) -> Piece:
        return self.pieces[self.marks[bit].piece]

    def _reaches(self, bit: int) -> list[Reach]:
        mark, piece = self.marks[bit], self._piece(bit)
        intervention, target = piece.intervention, mark.target
        month = piece.starts - self.announced[piece.position]
        if not self._apart(piece):
            if target.eligible is None:
                return [Reach(bit, intervention.joining, target.traits, lot=mark.lot)]
            return [Reach(bit, intervention.joining, target.traits, target.eligible, month, mark.lot)]
        own = [b for b, m in enumerate(self.marks) if m.main and m.piece == mark.piece]
        rivals = self._bits(lambda p: p.position == piece.position or self._compete(p, piece))
        low, high = piece.lots
        return [
            WaveReach(
                bit,
                intervention.joining * high,
                target.traits,
                target.eligible or Eligible(),
                month + intake,
                mark.lot,
                above=intervention.joining * low if low else 0.0,
                taken=rivals if mark.main else 1 << bit,
                within=0 if mark.main else 1 << own[0],
                places=self._places(piece, month + intake) if mark.main else (),
                rolling=piece.rolling,
            )
            for intake in piece.intakes
            if piece.closes is None or month + intake < piece.closes
        ]

    def _apart(self, piece: Piece) -> bool:
        """Whether the people of a piece must be kept apart from those of others, or counted."""
        rollout = piece.intervention.rollout
        several = sum(other.position == piece.position for other in self.pieces) > 1
        limited = rollout is not None and (rollout.capacity is not None or piece.people is not None or piece.rolling)
        return (
            several or limited or piece.lots != (0.0, 1.0) or any(self._compete(piece, other) for other in self.pieces)
        )

    def _compete(self, one: Piece, other: Piece) -> bool:
        return any(
            b.intervention.name == in_force(a, name)
            for a, b in ((one, other), (other, one))
            if a.intervention.rollout is not None
            for name in a.intervention.rollout.competes_with
        )

    def _places(self, piece: Piece, month: int) -> tuple[Places, ...]:
        found = []
        rollout = piece.intervention.rollout
        if piece.people is not None:
            wave = self._bits(lambda p: (p.position, p.wave) == (piece.position, piece.wave))
            found.append(Places(round(piece.people / self.scale), wave))
        if rollout is not None and rollout.capacity is not None:
            busy = self._bits(
                lambda p: (p.position == piece.position or self._compete(p, piece)) and p.starts <= month < p.busy_until
            )
            found.append(Places(round(rollout.capacity * piece.staffed / self.scale), busy))
        return tuple(found)

    def _bits(self, chosen: Callable[[Piece], bool]) -> int:
        bits = (1 << bit for bit, mark in enumerate(self.marks) if mark.main and chosen(self.pieces[mark.piece]))
        return reduce(int.__or__, bits, 0)


def treatment_of(
    scenario: str,
    interventions: Sequence[Intervention],
    *,
    optimistic: bool,
    names: Names,
    threats: Sequence[Threat] = (),
    scale: float = 1.0,
) -> Treatment:
    """The treatment of ``scenario``, before anything has happened to it.

    Args:
        scenario: its name, which is part of the names of effects.
        interventions: those in force, the baseline's first.
        optimistic: whether effects are the source text's own.
        names: of the parameters of roll-outs.
        threats: what may happen.
        scale: real people per simulated person.

    Raises:
        ExclusimError: there are too many groups to tell apart.
    """
    pieces: list[Piece] = []
    marks: list[_Mark] = []
    effects: list[tuple[Effect, Intervention, int, str]] = []
    announced: list[int] = []
    lots = 0  # as they would be numbered if every intervention were one piece: another wave changes no other's people
    for position, intervention in enumerate(interventions):
        chosen = intervention.effects_under("optimistic" if optimistic else "published")
        announced.append(max((effect.announcement for effect in chosen), default=0))
        targets = list(dict.fromkeys([intervention.target, *(e.target for e in chosen if e.target is not None)]))
        for piece in pieces_of(position, intervention, names):
            first = len(marks)
            marks.extend(_Mark(len(pieces), target, lots, target == intervention.target) for target in targets)
            pieces.append(piece)
            for number, effect in enumerate(chosen):
                name = f"effect.{scenario}.{intervention.name}.{effect.name or number}".replace("-", "_")
                target = intervention.target if effect.target is None else effect.target
                effects.append((effect, piece.intervention, first + targets.index(target), name))
        lots += len(targets)
    if len(marks) > _MOST_BITS:
        rolled = len(pieces) > len(interventions)
        raise ExclusimError(
            f"scenario {scenario!r} has {len(marks)} different target groups"
            + (", waves and years of enrolment" if rolled else ""),
            hint=f"at most {_MOST_BITS} can be combined"
            + (": take fewer waves, or a shorter time of enrolment" if rolled else ""),
        )
    return Treatment(
        tuple(interventions), tuple(pieces), tuple(marks), tuple(effects), tuple(threats), tuple(announced), scale
    )
