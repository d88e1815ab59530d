"""What happens to interventions in one draw: listed risks that come true, and projects that are closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from exclusim.model.parameters import Draw, Parameter, Uniform
from exclusim.results.run.pieces import Piece
from exclusim.scenarios.interventions import Hazard
from exclusim.scenarios.risks import Event, Risk
from exclusim.scenarios.schema import Case

__all__ = ["NEVER", "Threat", "as_it_turns_out", "risk_parameters", "risks_of", "spared", "threats_of"]

NEVER = 2.0
"""A lot with which no risk comes true and no project is closed."""


@dataclass(frozen=True)
class Threat:
    """One event that may happen to the interventions of these names, in draws whose ``lot`` is at most ``probability``.

    Draws share the lot between scenarios with a risk of the same name.
    """

    lot: str
    probability: float
    event: Event
    names: tuple[str, ...]

    def happens(self, draw: Draw) -> bool:
        return draw[self.lot] <= self.probability


def lot_name(risk: Risk) -> str:
    """Name of the parameter that decides whether a risk comes true."""
    return f"risk.{risk.name}".replace("-", "_")


def risks_of(case: Case, scenario: str) -> list[tuple[str, Risk]]:
    """Risks in force in a scenario with the scenario that lists each: its baselines' first."""
    return [(link, risk) for link in case.chain(scenario) for risk in case.scenarios[link].risks]


def threats_of(case: Case, scenario: str) -> list[Threat]:
    """Risks in force in a scenario that are simulated."""
    return [
        Threat(
            lot_name(risk),
            float(risk.probability),
            risk.event,
            tuple(
                item.name for item in case.scenarios[link].interventions if risk.event.intervention in (None, item.name)
            ),
        )
        for link, risk in risks_of(case, scenario)
        if risk.event is not None
    ]


def risk_parameters(case: Case) -> list[Parameter]:
    """The lots of the risks that are simulated."""
    names = {
        lot_name(risk): risk
        for scenario in case.scenarios.values()
        for risk in scenario.risks
        if risk.event is not None
    }
    note = "the lot that decides whether the risk comes true: where it is at most the probability of the case file"
    return [Parameter(name, 1.0, "probability", Uniform(0.0, 1.0), note=note) for name in names]


def spared(draw: Draw, lots: Iterable[str]) -> Draw:
    """The draw in which what these lots decide does not happen."""
    return Draw(draw.index, {**draw.values, **dict.fromkeys(lots, NEVER)})


def as_it_turns_out(pieces: tuple[Piece, ...], threats: Sequence[Threat], draw: Draw) -> tuple[Piece, ...]:
    """The pieces after what happens to them in ``draw``; closure is counted from the start, delays included."""
    for threat in threats:
        if threat.happens(draw):
            change = _CHANGES[threat.event.kind]
            pieces = tuple(
                change(piece, getattr(threat.event, threat.event.kind))
                if piece.intervention.name in threat.names
                else piece
                for piece in pieces
            )
    for threat in threats:
        if threat.event.closed_at is not None and threat.happens(draw):
            pieces = tuple(
                _closed(piece, threat.event.closed_at) if piece.intervention.name in threat.names else piece
                for piece in pieces
            )
    return tuple(_discontinued(piece, draw) for piece in pieces)


def _discontinued(piece: Piece, draw: Draw) -> Piece:
    lot = piece.value(draw, "closure_lot", 1.0)
    lived = Hazard.months_lived(piece.value(draw, "discontinued", 0.0), lot)
    return piece if lived is None else _closed(piece, lived)


def _closed(piece: Piece, months: int) -> Piece:
    month = piece.first + months
    return replace(piece, closes=month if piece.closes is None else min(piece.closes, month))


def _with(piece: Piece, **fields: float) -> Piece:
    return replace(piece, intervention=piece.intervention.model_copy(update=fields))


def _delayed(piece: Piece, months: float) -> Piece:
    later = _with(piece, starts=piece.starts + int(months))
    return replace(later, first=piece.first + int(months))


def _fewer(piece: Piece, share: float) -> Piece:
    fewer = _with(piece, take_up=piece.intervention.take_up * (1 - share))
    return fewer if piece.people is None else replace(fewer, people=piece.people * (1 - share))


def _unstaffed(piece: Piece, share: float) -> Piece:
    rollout = piece.intervention.rollout
    if rollout is None or rollout.capacity is None:
        return _fewer(piece, share)
    return replace(piece, staffed=piece.staffed * (1 - share))


_CHANGES: dict[str, Callable[[Piece, float], Piece]] = {
    "delay": _delayed,
    "cost": lambda piece, share: replace(piece, dearer=piece.dearer * (1 + share)),
    "fidelity": lambda piece, share: _with(piece, fidelity=piece.intervention.fidelity * (1 - share)),
    "take_up": _fewer,
    "staff": _unstaffed,
    "closed_at": lambda piece, months: piece,  # when all delays are known
}
