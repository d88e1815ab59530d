"""What it is worth to know more before choosing, and which inputs the spread comes from.

The value of information is in SEK of the headline actor, for the choice between the compared scenarios and doing
nothing. Partial information (EVPPI) is by regression on a group of inputs (Strong, Oakley & Brennan, *Medical
Decision Making* 34, 2014, 311–326): the best choice given what the group explains, less the best choice today.
``everything`` regresses on all inputs. ``upper_bound`` is the value of choosing right in every draw; it contains the
luck of single lives, which no study can tell beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.parameters import Draw
from exclusim.results.compare.document import Information, Swing
from exclusim.results.compare.regression import explain, natural_spline

__all__ = ["GROUPS", "group_of", "information", "inputs_of", "swings"]

GROUPS = {
    "interventions": "Insatsen",
    "costs": "Kostnader",
    "labour_market": "Arbetsmarknad",
    "school": "Skola",
    "health_and_support": "Hälsa och stöd",
    "people": "Gruppen",
}
"""Groups of inputs and their Swedish names."""

_PREFIXES = {
    "interventions": ("effect", "displacement", "project_cost", "design_discount", "rollout", "risk"),
    "costs": ("cost",),
    "labour_market": (
        "job", "job_finding", "job_loss", "job_upgrade", "labour_force_entry", "labour_force_exit", "programme_entry",
        "subsidised_job_entry", "subsidy_ends", "labour_market", "insurance", "insurance_ends", "establishment_ends",
    ),
    "school": (
        "school", "school_completion", "school_dropout", "grade9_eligibility", "study_entry", "study_exit", "graduate",
        "adult_study", "adult_study_entry", "adult_education", "folk_high_school", "higher_education", "leave",
    ),
    "people": ("population", "mortality", "emigration", "parental_entry", "parental_exit"),
}  # fmt: skip
_TAIL = 0.05
_SHOWN = 10
_SMALL = 1.0  # SEK: less is rounding


def group_of(name: str) -> str:
    """Group of an input; rates go where the rate's own name says."""
    first, _, rest = name.partition(".")
    if first == "rate":
        first = rest.partition(".")[0]
    return next((group for group, heads in _PREFIXES.items() if first in heads), "health_and_support")


def inputs_of(draws: Sequence[Draw]) -> tuple[list[str], NDArray[np.float64]]:
    """Names and values of the inputs that vary, shape (draws, inputs); values above zero by their logarithm."""
    names = list(draws[0].values)
    values = np.array([[draw.values[name] for name in names] for draw in draws], dtype=np.float64)
    varies = values.std(axis=0) > 1e-12 * np.maximum(np.abs(values.mean(axis=0)), 1e-300)
    values = values[:, varies]
    positive = values.min(axis=0) > 0
    values[:, positive] = np.log(values[:, positive])
    return [name for name, keep in zip(names, varies, strict=True) if keep], values


def _gain_of_choosing(options: NDArray[np.float64]) -> float:
    """Mean of the best option by draw less the best mean, shape (draws, options)."""
    worth = float(options.max(axis=1).mean() - options.mean(axis=0).max())
    return worth if worth > _SMALL else 0.0


def information(draws: Sequence[Draw], net: Mapping[str, NDArray[np.float64]]) -> Information:
    """Value of information for choosing among ``net`` (name → gain by draw, shape (draws,)) and doing nothing."""
    names, inputs = inputs_of(draws)
    groups = [group_of(name) for name in names]

    def worth(columns: Sequence[int] | None) -> float:
        fitted = [explain(inputs, gain, columns).fitted for gain in net.values()]
        return _gain_of_choosing(np.column_stack([*fitted, np.zeros(len(draws))]))

    options = np.column_stack([*net.values(), np.zeros(len(draws))])
    partial = {g: worth([i for i, own in enumerate(groups) if own == g]) for g in GROUPS}
    upper = _gain_of_choosing(options)
    # One group cannot be worth more than everything: the regression on all inputs may choose others.
    everything = min(max([worth(None), *partial.values()]), upper)
    return Information(
        upper_bound=upper,
        everything=everything,
        partial={group: min(value, everything) for group, value in partial.items()},
    )


def swings(draws: Sequence[Draw], gain: NDArray[np.float64]) -> tuple[list[Swing], dict[str, float]]:
    """The inputs that move a gain most, and the share of its variance each group explains.

    A swing is the fitted gain where the input stands at its 5th and its 95th percentile, all else as it comes. The
    shares
    are those of an additive fit; ``unexplained`` is the rest: the luck of single lives above all, and effects too
    small to be seen.
    """
    names, inputs = inputs_of(draws)
    fit = explain(inputs, gain)
    shares = dict.fromkeys((*GROUPS, "unexplained"), 0.0)
    if not fit.chosen:
        return [], shares | {"unexplained": 1.0}
    bases = [natural_spline(inputs[:, column]) for column in fit.chosen]
    basis = np.column_stack([np.ones(gain.size), *bases])
    coefficients = np.linalg.lstsq(basis, gain, rcond=None)[0]
    found, at, parts = [], 1, []
    for column, own in zip(fit.chosen, bases, strict=True):
        part = own @ coefficients[at : at + own.shape[1]]
        at += own.shape[1]
        parts.append(part)
        order = np.argsort(inputs[:, column], kind="stable")
        low, high = (part[order[round(q * (order.size - 1))]] for q in (_TAIL, 1 - _TAIL))
        centre = gain.mean() - part.mean()
        found.append(
            Swing(name=names[column], group=group_of(names[column]), low=float(centre + low), high=float(centre + high))
        )
    variances = np.array([part.var() for part in parts])
    for swing, variance in zip(found, variances / variances.sum() * fit.share, strict=True):
        shares[swing.group] += float(variance)
    shares["unexplained"] = 1.0 - fit.share
    found.sort(key=lambda swing: -abs(swing.high - swing.low))
    return found[:_SHOWN], shares
