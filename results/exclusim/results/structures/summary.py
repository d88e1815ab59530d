"""From what each structure answers by draw to the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.money import REPORTED
from exclusim.results.interval import Interval
from exclusim.results.run.summary import payback_month
from exclusim.results.structures.catalogue import Prepared
from exclusim.results.structures.document import (
    Conclusion,
    EnsembleAnswer,
    Score,
    Shift,
    StructureAnswer,
    Weighting,
)
from exclusim.results.structures.pooling import pooled

__all__ = ["Answers", "answer_of", "conclusions_of", "ensemble_of"]

_UNCLEAR = 2.0  # standard errors
_SOCIETY = REPORTED.index("society")


@dataclass(frozen=True)
class Answers:
    """What one structure answers, by draw. A is the number of reported actors.

    Args:
        cost: of exclusion in the baseline, present value, shape (draws, A).
        long_term: share long-term excluded in the baseline, shape (draws,).
        net: of the scenario, present value, shape (draws, A); None without a scenario.
        curve: mean present value of the net by month from the scenario's first month, shape (months, A).
    """

    cost: NDArray[np.float64]
    long_term: NDArray[np.float64]
    net: NDArray[np.float64] | None
    curve: NDArray[np.float64] | None


def _by_actor(values: NDArray[np.float64] | None) -> dict[str, Interval]:
    if values is None:
        return {}
    return {actor: Interval.of(values[:, column]) for column, actor in enumerate(REPORTED)}


def _shift(values: NDArray[np.float64], standard: NDArray[np.float64]) -> Shift:
    apart = values - standard
    return Shift(mean=float(apart.mean()), se=float(apart.std(ddof=1) / np.sqrt(apart.size)))


def answer_of(
    item: Prepared,
    place: int,
    answers: Sequence[Answers],
    scored: Mapping[str, Score] | None,
    weights: Mapping[Weighting, NDArray[np.float64]],
) -> StructureAnswer:
    """The answer of the structure at ``place``; the standard model is first."""
    own, main = answers[place], answers[0]
    shift = {
        "cost": _shift(own.cost[:, _SOCIETY], main.cost[:, _SOCIETY]),
        "long_term": _shift(own.long_term, main.long_term),
    }
    if own.net is not None and main.net is not None:
        shift["net"] = _shift(own.net[:, _SOCIETY], main.net[:, _SOCIETY])
    return StructureAnswer(
        name=item.structure.name,
        label=item.structure.label,
        description=item.structure.description,
        fit=item.structure.fit,
        held=dict(item.held),
        score=None if scored is None else scored[item.structure.name],
        weights={weighting: float(found[place]) for weighting, found in weights.items()},
        cost=_by_actor(own.cost),
        long_term=Interval.of(own.long_term),
        net=_by_actor(own.net),
        net_error={} if own.net is None else dict(zip(REPORTED, _errors(own.net).tolist(), strict=True)),
        payback_month=_payback(own.curve),
        probability_loss=_losses(own.net),
        shift=shift,
    )


def _errors(net: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(net.std(axis=0, ddof=1) / np.sqrt(len(net)))


def _payback(curve: NDArray[np.float64] | None) -> dict[str, int | None]:
    if curve is None:
        return {}
    cumulated = np.cumsum(curve, axis=0)
    return {actor: payback_month(cumulated[:, column]) for column, actor in enumerate(REPORTED)}


def _losses(net: NDArray[np.float64] | None) -> dict[str, float]:
    if net is None:
        return {}
    return dict(zip(REPORTED, (net < 0).mean(axis=0).tolist(), strict=True))


def ensemble_of(weighting: Weighting, weights: NDArray[np.float64], answers: Sequence[Answers]) -> EnsembleAnswer:
    """All structures together; ``weights`` of shape (structures,)."""
    cost = np.array([answer.cost for answer in answers])
    nets = [answer.net for answer in answers if answer.net is not None]
    curves = [answer.curve for answer in answers if answer.curve is not None]
    net = np.array(nets) if nets else None
    losses = None if net is None else weights @ (net < 0).mean(axis=1)
    return EnsembleAnswer(
        weighting=weighting,
        cost={actor: pooled(cost[:, :, column], weights) for column, actor in enumerate(REPORTED)},
        long_term=pooled(np.array([answer.long_term for answer in answers]), weights),
        net={} if net is None else {actor: pooled(net[:, :, column], weights) for column, actor in enumerate(REPORTED)},
        payback_month=_payback(np.tensordot(weights, np.array(curves), 1) if curves else None),
        probability_loss={} if losses is None else dict(zip(REPORTED, losses.tolist(), strict=True)),
    )


def conclusions_of(answers: Sequence[Answers]) -> dict[str, Conclusion]:
    """By actor: does the scenario pay on average as it does in the standard model?"""
    nets = [answer.net for answer in answers if answer.net is not None]
    means, errors = np.array([net.mean(axis=0) for net in nets]), np.array([_errors(net) for net in nets])
    gains, unclear = means > 0, np.abs(means) <= _UNCLEAR * errors
    return {
        actor: Conclusion(
            gains=bool(gains[0, column]),
            clear=not unclear[0, column],
            holds=int((gains[:, column] == gains[0, column]).sum()),
            of=len(nets),
            unclear=int(unclear[:, column].sum()),
        )
        for column, actor in enumerate(REPORTED)
    }
