"""From a finished fit to a posterior with its document."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.evidence import data_hash
from exclusim.calibration.fitting.calibrate import Fit
from exclusim.calibration.fitting.document import (
    FittedGroup,
    FittedParameter,
    FittedRow,
    Outcome,
    PosteriorDocument,
    Sampler,
    TradeOff,
)
from exclusim.calibration.fitting.observations import DISCREPANCY, SHARED
from exclusim.calibration.fitting.posterior import Posterior, draws_text
from exclusim.calibration.fitting.space import fingerprint

__all__ = ["summarise"]

_PAIRS = 25
_LARGEST = 40
_WITHIN = 1.645


def summarise(fit: Fit) -> Posterior:
    """The posterior as it is stored."""
    problem, options, sampled = fit.problem, fit.options, fit.sampled
    z = fit.predictive.z
    names = problem.space.names
    rows = _rows(fit)
    document = PosteriorDocument(
        variant=options.variant,
        held=dict(problem.space.held),
        draws=len(z),
        draws_sha256=hashlib.sha256(draws_text(names, z).encode()).hexdigest(),
        seed=options.seed,
        persons=options.effort.persons,
        simulations=options.effort.simulations,
        code_version=version("exclusim"),
        data_hash=data_hash(),
        parameters_hash=fingerprint(problem.space.parameters),
        structure_hash=problem.structure,
        targets_hash=problem.observations.fingerprint(),
        discrepancy=DISCREPANCY,
        shared=SHARED,
        parameters=_parameters(fit),
        rows=rows,
        groups=_groups(fit, rows),
        not_measured=fit.not_measured,
        stages=fit.stages,
        sampler=Sampler(
            steps=options.effort.steps,
            autocorrelation=_short(sampled.autocorrelation),
            acceptance=_short(sampled.acceptance),
            effective=_short(sampled.effective),
            directions=sampled.information.size,
            information=tuple(_short(value) for value in sampled.information),
        ),
        trade_offs=_trade_offs(names, sampled.correlation),
        outcomes=_outcomes(fit),
    )
    return Posterior(document, z)


def _short(value: float) -> float:
    return float(f"{value:.5g}")


def _parameters(fit: Fit) -> tuple[FittedParameter, ...]:
    space = fit.problem.space
    values = [space.values(row) for row in fit.predictive.z]
    found = []
    for i, name in enumerate(space.names):
        low, middle, high = np.quantile([row[name] for row in values], [0.05, 0.5, 0.95]).tolist()
        item = space.parameters[name]
        found.append(
            FittedParameter(
                name=name,
                centre=item.value,
                prior=repr(item.prior),
                mean=_short(fit.sampled.mean[i]),
                sd=_short(fit.sampled.sd[i]),
                p5=_short(low),
                p50=_short(middle),
                p95=_short(high),
            )
        )
    return tuple(found)


def _rows(fit: Fit) -> tuple[FittedRow, ...]:
    observations = fit.observations
    simulated = fit.predictive.statistics[:, : fit.rows.size][:, fit.rows]
    low, high = np.nanquantile(simulated, [0.05, 0.95], axis=0)
    mean = np.nanmean(simulated, axis=0)
    margin = _WITHIN * observations.se
    inside = (observations.value >= low - margin) & (observations.value <= high + margin)
    error = np.sqrt(observations.covariance(fit.doubt).diagonal())
    cell = observations.cell_of_row
    kept = np.flatnonzero(fit.rows)
    indicators = fit.problem.indicators or observations.ids
    return tuple(
        FittedRow(
            id=observations.ids[i],
            indicator=indicators[kept[i]] if fit.problem.indicators else observations.ids[i],
            group=observations.groups[i],
            value=float(observations.value[i]),
            se=_short(observations.se[i]),
            scale=observations.scales[i],
            error=_short(error[cell[i]]),
            emulator_error=_short(np.sqrt(fit.emulator.error[cell[i]])),
            simulated_mean=_short(mean[i]),
            simulated_p5=_short(low[i]),
            simulated_p95=_short(high[i]),
            inside=bool(inside[i]),
        )
        for i in range(observations.size)
    )


def _groups(fit: Fit, rows: tuple[FittedRow, ...]) -> tuple[FittedGroup, ...]:
    observations = fit.observations
    alone = np.sqrt(observations.covariance().diagonal())

    def misfit(statistics: NDArray[np.float64]) -> NDArray[np.float64]:
        """Squared residual of the ensemble's mean, in the cells' own errors, shape (C,)."""
        y = observations.transformed(statistics[:, : fit.rows.size][:, fit.rows])
        return np.asarray(((np.nanmean(y, axis=0) - observations.y) / alone) ** 2)

    before, after = misfit(fit.prior.statistics), misfit(fit.predictive.statistics)
    found = []
    for group in dict.fromkeys(observations.groups):
        member = np.array([g == group for g in observations.cell_groups])
        found.append(
            FittedGroup(
                group=group,
                rows=observations.groups.count(group),
                cells=int(member.sum()),
                misfit_prior=_short(np.sqrt(before[member].mean())),
                misfit_posterior=_short(np.sqrt(after[member].mean())),
                doubt=_short(fit.doubt[member][0]),
                inside_share=_short(np.mean([row.inside for row in rows if row.group == group])),
            )
        )
    return tuple(sorted(found, key=lambda item: -item.misfit_posterior))


def _trade_offs(names: tuple[str, ...], correlation: NDArray[np.float64]) -> tuple[TradeOff, ...]:
    first, second = np.triu_indices(len(names), 1)
    order = np.argsort(-np.abs(correlation[first, second]), kind="stable")[:_PAIRS]
    return tuple(
        TradeOff(first=names[first[k]], second=names[second[k]], correlation=_short(correlation[first[k], second[k]]))
        for k in order
    )


def _outcomes(fit: Fit) -> tuple[Outcome, ...]:
    names = fit.problem.space.names
    found = []
    for i, (name, unit) in enumerate(fit.problem.outcomes.items()):
        before = fit.prior.statistics[:, fit.rows.size + i]
        after = fit.predictive.statistics[:, fit.rows.size + i]
        influence = fit.outcome_slopes[i] ** 2
        left = influence * fit.sampled.sd**2
        found.append(
            Outcome(
                name=name,
                unit=unit,
                prior_mean=_short(before.mean()),
                prior_sd=_short(before.std()),
                posterior_mean=_short(after.mean()),
                posterior_sd=_short(after.std()),
                left=_largest(names, left),
                learnt=_largest(names, np.maximum(influence - left, 0.0)),
            )
        )
    return tuple(found)


def _largest(names: tuple[str, ...], variance: NDArray[np.float64]) -> dict[str, float]:
    """Shares of the sum, the largest first."""
    total = max(float(variance.sum()), 1e-300)
    return {names[k]: _short(variance[k] / total) for k in np.argsort(-variance, kind="stable")[:_LARGEST]}
