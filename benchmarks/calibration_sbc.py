"""Simulation-based calibration: are the posterior's intervals as wide as they say?

    uv run python benchmarks/calibration_sbc.py prior --truths 60 --train 700 --persons 5000 --threads 2
    uv run python benchmarks/calibration_sbc.py posterior --truths 100 --quick --threads 2

*prior*: truths are drawn from the prior and simulated with the agent model, and errors of the published rows are added.
The posterior of each is found with an emulator that was fitted to other simulations over the whole prior.

*posterior*: truths are the draws of a calibration with their own simulations, which the emulator has not seen; each
posterior is given the published rows and the synthetic ones (Säilynoja et al. 2025). It tries the emulator where it is
used, after the waves.

If all is well, the rank of the truth among the draws is uniform, and 50 % and 90 % intervals hold the truth so often
(Talts et al. 2018). Both print text, and write JSON where asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare

from exclusim.calibration.fitting.calibrate import Options, fit
from exclusim.calibration.fitting.effort import FULL, QUICK
from exclusim.calibration.fitting.emulator import fit_emulator, sensitive_directions
from exclusim.calibration.fitting.ensemble import Checkpoint, member_numbers, run_members
from exclusim.calibration.fitting.inference import Sampled, sample
from exclusim.calibration.fitting.national import national_problem
from exclusim.calibration.fitting.observations import whitener

DRAWS, BINS, QUANTITIES = 199, 10, 20
_STAGE = 80


@dataclass(frozen=True)
class Trial:
    """Truths, shape (n, d), the posterior of each, and the directions that the statistics say most about, (d, k)."""

    names: tuple[str, ...]
    truths: NDArray[np.float64]
    found: list[Sampled]
    directions: NDArray[np.float64]
    rows: int


def main() -> None:
    arguments, begun = _arguments(), time.monotonic()
    trial = _over_the_prior(arguments) if arguments.truths_from == "prior" else _around_the_posterior(arguments)
    contraction = np.mean([1 - item.sd**2 for item in trial.found], axis=0)
    chosen = np.argsort(-contraction)[:QUANTITIES]
    pairs = list(zip(trial.found, trial.truths, strict=True))
    single = np.array([(item.draws[:, chosen] < truth[chosen]).sum(axis=0) for item, truth in pairs])
    along = np.array([(item.draws @ trial.directions < truth @ trial.directions).sum(axis=0) for item, truth in pairs])
    report = {
        "truths_from": arguments.truths_from,
        "truths": len(trial.truths),
        "rows": trial.rows,
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "parameters": _coverage(single),
        "directions": _coverage(along),
        "by_parameter": {
            trial.names[k]: {"contraction": round(float(contraction[k]), 3), **_inside(single[:, column])}
            for column, k in enumerate(chosen)
        },
    }
    if arguments.out:
        arguments.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    _print(report)


def _over_the_prior(arguments: argparse.Namespace) -> Trial:
    problem = national_problem()
    members = arguments.truths + arguments.train
    numbers = [member_numbers(arguments.seed, _STAGE, i, problem.space.size) for i in range(members)]
    checkpoint = Checkpoint(arguments.checkpoint)
    settings = {"seed": arguments.seed, "persons": arguments.persons, "targets": problem.observations.fingerprint()}
    checkpoint.open(settings, resume=True)
    ensemble = run_members(
        problem.simulate(arguments.persons),
        problem.space.draw,
        np.array([z for z, _ in numbers]),
        np.array([seed for _, seed in numbers]),
        stage=_STAGE,
        threads=arguments.threads,
        checkpoint=checkpoint,
        done=lambda done: print(f"{done} of {members} simulated", file=sys.stderr),
    )
    statistics = ensemble.statistics[:, : problem.observations.size]
    kept = np.isfinite(statistics).all(axis=0) & (np.ptp(statistics, axis=0) > 0)
    observations = problem.observations.select(kept)
    y, covariance = observations.transformed(statistics[:, kept]), observations.covariance()
    train = np.arange(arguments.truths, members)
    emulator = fit_emulator(
        ensemble.z[train], y[train], np.zeros(train.size, np.int64), covariance, threads=arguments.threads
    )
    # A synthetic statistic is one simulation, chance included; the published ones are not.
    emulator = replace(emulator, error=emulator.noise + emulator.error)
    root = np.linalg.cholesky(covariance)

    def posterior(i: int) -> Sampled:
        synthetic = y[i] + root @ np.random.default_rng([arguments.seed, 81, i]).standard_normal(root.shape[0])
        return sample(emulator, synthetic, covariance, draws=DRAWS, steps=arguments.steps, seed=1_000 + i)

    white = whitener(covariance, emulator.error)
    return Trial(
        problem.space.names,
        ensemble.z[: arguments.truths],
        _all(posterior, arguments),
        sensitive_directions(white @ emulator.linear, most=QUANTITIES, least=0.0)[0],
        observations.size,
    )


def _around_the_posterior(arguments: argparse.Namespace) -> Trial:
    options = Options(QUICK if arguments.quick else FULL, arguments.seed, arguments.threads, resume=True)
    done = fit(national_problem(), options, lambda stage, share: None, arguments.checkpoint)
    observations, emulator = done.observations, done.emulator
    y = observations.transformed(done.predictive.statistics[:, : done.rows.size][:, done.rows])
    covariance, error = observations.covariance(done.doubt), np.diag(emulator.error)
    root = np.linalg.cholesky(covariance)
    # Published and synthetic rows side by side: one emulator, so its error is the same in both; chance only in one.
    both = np.block([[covariance + error, error], [error, covariance + error + np.diag(done.chance)]])
    twice = replace(
        emulator,
        constant=np.tile(emulator.constant, 2),
        linear=np.tile(emulator.linear, (2, 1)),
        quadratic=np.tile(emulator.quadratic, (2, 1)),
        error=np.zeros(2 * error.shape[0]),
    )

    def posterior(i: int) -> Sampled:
        synthetic = y[i] + root @ np.random.default_rng([arguments.seed, 82, i]).standard_normal(root.shape[0])
        rows = np.concatenate([observations.y, synthetic])
        return sample(twice, rows, both, draws=DRAWS, steps=arguments.steps, seed=2_000 + i)

    return Trial(
        done.problem.space.names,
        done.predictive.z[: arguments.truths],
        _all(posterior, arguments),
        done.sampled.directions[:, :QUANTITIES],
        observations.size,
    )


def _all(posterior: Callable[[int], Sampled], arguments: argparse.Namespace) -> list[Sampled]:
    with ThreadPoolExecutor(arguments.threads) as pool:
        return list(pool.map(posterior, range(arguments.truths)))


def _inside(ranks: NDArray[np.int64]) -> dict[str, float]:
    place = (ranks + 0.5) / (DRAWS + 1)
    return {f"{level}": round(float((np.abs(place - 0.5) <= level / 200).mean()), 3) for level in (50, 90)}


def _coverage(ranks: NDArray[np.int64]) -> dict[str, object]:
    """Coverage and rank histogram over truths (rows) and quantities (columns).

    The standard error counts truths, not quantities, as independent.
    """
    place = (ranks + 0.5) / (DRAWS + 1)
    histogram = np.histogram(place, bins=BINS, range=(0, 1))[0]
    per_truth = {level: (np.abs(place - 0.5) <= level / 200).mean(axis=1) for level in (50, 90)}
    return {
        **_inside(ranks),
        "se": {level: round(float(v.std(ddof=1) / np.sqrt(v.size)), 3) for level, v in per_truth.items()},
        "histogram": histogram.tolist(),
        "uniform_p": round(float(chisquare(histogram).pvalue), 4),
    }


def _print(report: dict[str, object]) -> None:
    for what in ("parameters", "directions"):
        part = report[what]
        assert isinstance(part, dict)
        print(f"{QUANTITIES} most informed {what}: 50 % intervals hold {part['50']:.0%}, 90 % hold {part['90']:.0%}")
        highest = max(part["histogram"])
        for number, count in enumerate(part["histogram"]):
            print(f"  {number / BINS:.1f}–{(number + 1) / BINS:.1f} {'█' * round(30 * count / highest)} {count}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="simulation-based calibration of the national problem")
    parser.add_argument("truths_from", choices=["prior", "posterior"])
    parser.add_argument("--truths", type=int, default=60)
    parser.add_argument("--quick", action="store_true", help="posterior: a quick calibration instead of a full one")
    parser.add_argument("--train", type=int, default=700, help="prior: simulations for the emulator")
    parser.add_argument("--persons", type=int, default=5_000, help="prior: of each simulation")
    parser.add_argument("--steps", type=int, default=1_200, help="of each Markov chain")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", type=Path, help="folder that keeps the simulations")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
