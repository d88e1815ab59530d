"""Many simulations at once, kept on disk as they are done.

Each member is keyed by (seed, stage, member), so neither the number of threads nor an interruption changes a bit. A
batch is written whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw

__all__ = ["Checkpoint", "Ensemble", "Report", "Simulator", "member_numbers", "run_members"]

type Simulator = Callable[[Draw, int], NDArray[np.float64]]
"""Statistics of one simulated population under a draw and a seed, shape (R,); nan where one cannot be measured."""

type Report = Callable[[str, float], None]
"""Called with the stage at work and the share of the whole that is done."""

BATCH = 50


@dataclass(frozen=True)
class Ensemble:
    """Simulated members of one stage: ``z`` (n, d) and their statistics (n, R) in natural units."""

    z: NDArray[np.float64]
    statistics: NDArray[np.float64]


@dataclass(frozen=True)
class Checkpoint:
    """A folder with what has been simulated so far; None keeps nothing."""

    folder: Path | None = None

    def open(self, settings: Mapping[str, object], *, resume: bool) -> None:
        """Begin, or go on with what is there.

        Raises:
            ExclusimError: what is there belongs to another calibration.
        """
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "run.json"
        if resume and file.is_file():
            try:
                found = json.loads(file.read_text(encoding="utf-8"))
            except ValueError:
                found = {}
            different = sorted(k for k in {*found, *settings} if found.get(k) != settings.get(k))
            if different:
                raise ExclusimError(
                    f"cannot resume from {self.folder}: it was begun with another {', '.join(different)}",
                    hint="leave out --resume to begin again, or give the same options",
                )
            return
        self.clear()
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(file, lambda temporary: temporary.write_text(json.dumps(settings, indent=1), encoding="utf-8"))

    def clear(self) -> None:
        """Remove our own files; the folder too, if it is empty then."""
        if self.folder is None or not self.folder.is_dir():
            return
        for file in (*self.folder.glob("stage-*.npz"), *self.folder.glob("*.part"), self.folder / "run.json"):
            file.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def load(self, stage: int, batch: int) -> Ensemble | None:
        file = self._file(stage, batch)
        if file is None or not file.is_file():
            return None
        with np.load(file) as stored:
            return Ensemble(stored["z"], stored["statistics"])

    def save(self, stage: int, batch: int, ensemble: Ensemble) -> None:
        file = self._file(stage, batch)
        if file is not None:
            _write(file, lambda part: _save(part, ensemble))

    def _file(self, stage: int, batch: int) -> Path | None:
        return None if self.folder is None else self.folder / f"stage-{stage}-batch-{batch:04d}.npz"


def _save(file: Path, ensemble: Ensemble) -> None:
    with file.open("wb") as stream:
        np.savez(stream, z=ensemble.z, statistics=ensemble.statistics)


def _write(file: Path, write: Callable[[Path], object]) -> None:
    temporary = file.with_name(file.name + ".part")
    write(temporary)
    os.replace(temporary, file)


def member_numbers(seed: int, stage: int, member: int, size: int) -> tuple[NDArray[np.float64], int]:
    """Standard normal numbers, shape (size,), and the simulation's seed of one member."""
    rng = np.random.default_rng([seed, stage, member])
    return rng.standard_normal(size), int(rng.integers(1, 2**31))


def run_members(
    simulate: Simulator,
    draw: Callable[[NDArray[np.float64]], Draw],
    points: NDArray[np.float64],
    seeds: NDArray[np.int64],
    *,
    stage: int,
    threads: int,
    checkpoint: Checkpoint,
    done: Callable[[int], None],
) -> Ensemble:
    """Simulate all points, shape (n, d), each with its seed.

    Args:
        simulate: called from ``threads`` threads.
        draw: a point as a complete draw.
        stage: number under which the batches are kept.
        done: told the number of members finished in this stage.
    """
    parts: list[Ensemble] = []
    with ThreadPoolExecutor(threads) as pool:
        for batch, begin in enumerate(range(0, len(points), BATCH)):
            kept = checkpoint.load(stage, batch)
            if kept is None:
                rows = range(begin, min(begin + BATCH, len(points)))
                futures = [pool.submit(simulate, draw(points[i]), int(seeds[i])) for i in rows]
                try:
                    found = np.array([future.result() for future in futures])
                except BaseException:
                    for future in futures:
                        future.cancel()
                    raise
                kept = Ensemble(points[begin : begin + BATCH], found)
                checkpoint.save(stage, batch, kept)
            parts.append(kept)
            done(min(begin + BATCH, len(points)))
    return Ensemble(np.concatenate([p.z for p in parts]), np.concatenate([p.statistics for p in parts]))
