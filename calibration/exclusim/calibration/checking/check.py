"""Simulate draws, measure every statistic on each, and compare."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.checking.document import (
    CheckDocument,
    CheckRow,
    RoleSummary,
    Simulated,
    UnmappedRow,
    Verdict,
)
from exclusim.calibration.evidence import Statistic, statistics
from exclusim.calibration.targets import Target, Unmapped, make_register, measure, targets
from exclusim.calibration.targets.register import PERSONS
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw

__all__ = ["Progress", "check", "check_model"]

type Progress = Callable[[float], None]
"""Called with the share of the simulations that is done, 0 … 1."""

_Z90 = 1.644854
_FEWEST_DRAWS = 2
_SEEDS_APART = 1_000_003


def check(
    found: Sequence[Target],
    simulated: NDArray[np.float64],
    unmapped: Sequence[Unmapped] = (),
    *,
    persons: int,
    seed: int,
    statistics_name: str = "shipped",
    basis: str = "",
) -> CheckDocument:
    """Compare targets with simulated values.

    Args:
        found: the targets.
        simulated: their values, shape (draws, targets); nan where nobody was at risk.
        unmapped: rows that have no rule.
        persons, seed, statistics_name, basis: told in the document.

    Raises:
        ValueError: the shapes do not agree.
    """
    if simulated.ndim != 2 or simulated.shape[1] != len(found):
        raise ValueError(f"expected (draws, {len(found)}) simulated values, got {simulated.shape}")
    rows: list[CheckRow] = []
    rest = [UnmappedRow(id=row.id, indicator=row.indicator, role=row.role, reason=row.reason) for row in unmapped]
    for target, column in zip(found, simulated.T, strict=True):
        values = column[np.isfinite(column)]
        if values.size < max(_FEWEST_DRAWS, column.size / 2):
            reason = "hardly any simulated person belongs to the population; simulate more persons"
            rest.append(UnmappedRow(id=target.id, indicator=target.indicator, role=target.role, reason=reason))
        else:
            rows.append(_row(target, values))
    rows.sort(key=lambda row: (row.inside, -abs(row.z), row.id))
    return CheckDocument(
        statistics=statistics_name,
        basis=basis,
        draws=simulated.shape[0],
        persons=persons,
        seed=seed,
        summary=_summary(rows),
        rows=rows,
        unmapped=rest,
    )


def _row(target: Target, values: NDArray[np.float64]) -> CheckRow:
    p5, p95 = np.quantile(values, [0.05, 0.95])
    mean, error = float(values.mean()), _Z90 * target.se
    scale = float(np.hypot(target.se, values.std(ddof=1)))
    low, high = p5 - error > target.value, p95 + error < target.value
    verdict: Verdict = "model too high" if low else "model too low" if high else "agrees"
    return CheckRow(
        id=target.id,
        indicator=target.indicator,
        role=target.role,
        group=target.group,
        label=target.label,
        year=target.year,
        unit=target.unit,
        published=target.value,
        se=target.se,
        simulated=Simulated(mean=mean, p5=float(p5), p95=float(p95)),
        z=(mean - target.value) / scale if scale > 0 else 0.0,
        inside=verdict == "agrees",
        verdict=verdict,
        source=target.source,
        note=target.note,
    )


def _summary(rows: Sequence[CheckRow]) -> dict[str, RoleSummary]:
    summary = {}
    for role in sorted({row.role for row in rows}):
        of_role = [row for row in rows if row.role == role]
        groups = {
            group: np.mean([row.inside for row in of_role if row.group == group])
            for group in {r.group for r in of_role}
        }
        summary[role] = RoleSummary(
            rows=len(of_role),
            inside_share=float(np.mean([row.inside for row in of_role])),
            groups=len(groups),
            groups_inside_share=float(np.mean([share >= 0.5 for share in groups.values()])),
        )
    return summary


def check_model(
    draws: Sequence[Draw],
    persons: int = PERSONS,
    seed: int = 1,
    rows: Iterable[Statistic] | None = None,
    progress: Progress = lambda share: None,
    *,
    threads: int = 0,
    statistics_name: str = "shipped",
    basis: str = "",
) -> CheckDocument:
    """Simulate a population for each draw and compare it with published statistics.

    Args:
        draws: of the posterior or the priors, two or more.
        persons: people per draw; the simulated interval holds the chance in a population of this size as well.
        seed: of the lives; draw number i gets its own.
        rows: the statistics; the shipped table by default.
        progress: told how far it has come.
        threads: 0 for every core; the result does not depend on it.
        statistics_name, basis: told in the document.

    Raises:
        ExclusimError: fewer than two draws, which give no interval.
    """
    if len(draws) < _FEWEST_DRAWS:
        raise ExclusimError(f"a check needs at least {_FEWEST_DRAWS} draws, got {len(draws)}")
    found, unmapped = targets(statistics().values() if rows is None else rows)
    simulated = np.full((len(draws), len(found)), np.nan)

    def one(index: int) -> None:
        simulated[index] = measure(found, make_register(draws[index], seed * _SEEDS_APART + index, persons))

    one(0)  # alone: compiles what is not compiled yet
    progress(1 / len(draws))
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(one, index) for index in range(1, len(draws))]
        try:
            for done, future in enumerate(as_completed(waiting), start=2):
                future.result()
                progress(done / len(draws))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return check(found, simulated, unmapped, persons=persons, seed=seed, statistics_name=statistics_name, basis=basis)
