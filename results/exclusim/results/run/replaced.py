"""What a roll-out makes superfluous: part of a service, or of another intervention, from a month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.model.errors import ExclusimError
from exclusim.model.ledger import actor_view
from exclusim.model.money import CostLine, Kind
from exclusim.model.parameters import Draw
from exclusim.results.run.pieces import Piece, in_force
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.schema import Case

__all__ = ["check_replaced", "saved_services", "savings"]


def check_replaced(case: Case, central: Draw) -> None:
    """Make sure that every replaced service has a real cost in the cost book.

    Raises:
        ExclusimError: a service that is not there.
    """
    wanted = [
        (f"scenarios.{name}.interventions[{i}].rollout.replaces[{j}].service", replaced.service)
        for name, scenario in case.scenarios.items()
        for i, item in enumerate(scenario.interventions)
        if item.rollout is not None
        for j, replaced in enumerate(item.rollout.replaces)
        if replaced.service is not None
    ]
    if not wanted:
        return
    lines = cost_book(central, case.appraisal.price_year)
    known = sorted({line.service for line in lines if line.kind is Kind.REAL})
    for path, service in wanted:
        if service not in known:
            raise ExclusimError(
                f"case {case.case}: {path}: no service {service!r} with a real cost{did_you_mean(service, known)}",
                hint=f"there are {', '.join(known)}",
            )


def savings(
    pieces: Sequence[Piece],
    costs: Mapping[str, NDArray[np.float64]],
    money: NDArray[np.float64],
    lines: Sequence[CostLine],
) -> NDArray[np.float64]:
    """Saved cost by month and reported actor, undiscounted SEK, shape (months, V).

    Args:
        pieces: as they turned out.
        costs: of each intervention by its name, shape (months, V).
        money: by month and line, shape (months, lines).
        lines: of the cost book.
    """
    view = actor_view(lines)
    saved = np.zeros((len(money), view.shape[1]))
    seen = set[int]()
    for piece in pieces:
        rollout = piece.intervention.rollout
        if rollout is None or piece.position in seen:
            continue
        seen.add(piece.position)
        for replaced in rollout.replaces:
            when = slice(min(piece.first + replaced.from_, piece.ends), piece.ends)
            if replaced.intervention is not None:
                saved[when] += replaced.share * costs[in_force(piece, replaced.intervention)][when]
            else:
                real = np.array([line.service == replaced.service and line.kind is Kind.REAL for line in lines])
                saved[when] += replaced.share * (money[when][:, real] @ view[real])
    return saved


def saved_services(
    pieces: Sequence[Piece], money: NDArray[np.float64], lines: Sequence[CostLine]
) -> NDArray[np.float64] | None:
    """The part of :func:`savings` that is services, by month and line, shape (months, lines); None where it is nothing.

    Arguments as of :func:`savings`.
    """
    saved: NDArray[np.float64] | None = None
    first = {piece.position: piece for piece in reversed(pieces)}
    for piece in first.values():
        rollout = piece.intervention.rollout
        for replaced in () if rollout is None else rollout.replaces:
            if replaced.service is not None:
                when = slice(min(piece.first + replaced.from_, piece.ends), piece.ends)
                real = np.array([line.service == replaced.service and line.kind is Kind.REAL for line in lines])
                saved = np.zeros_like(money) if saved is None else saved
                saved[when] += replaced.share * money[when] * real
    return saved
