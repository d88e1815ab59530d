"""Runs the peers, each in an environment of its own outside the project, turn by turn with the project's engines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

__all__ = ["beside", "table"]

_PEERS = {  # the package as it was measured → the script
    "neworder==1.7.2": "neworder_model.py",
    "starsim==3.7.2": "starsim_model.py",
    "mesa-frames==0.1.0a0": "mesa_frames_model.py",
    "vivarium==4.1.6": "vivarium_model.py",
}
_POOLS = ("OMP", "OPENBLAS", "MKL", "NUMBA", "NUMEXPR")
_ONE_THREAD = {f"{pool}_NUM_THREADS": "1" for pool in _POOLS} | {"POLARS_MAX_THREADS": "1"}
_QUIET = {"PYTHONWARNINGS": "ignore", "STARSIM_INSTALL_FONTS": "0"}
_EQUALITY_SEEDS = 24
_PATIENCE = 1200  # seconds for one process, an installation included


class NotRun(Exception):
    """Why a peer could not be run."""


def _measured(package: str, script: str, *arguments: str) -> dict[str, Any]:
    """What a peer's script prints."""
    if shutil.which("uv") is None:
        raise NotRun("uv, which makes the environments, is not installed")
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    python = getattr(sys, "_base_executable", sys.executable)
    command = ["uv", "run", "--quiet", "--isolated", "--no-project", "--python", python, "--with", package]
    command += ["python", str(Path(__file__).with_name(script)), "--json", *arguments]
    try:
        done = subprocess.run(
            command, env=environment | _ONE_THREAD | _QUIET, capture_output=True, text=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise NotRun(f"not done after {_PATIENCE} seconds") from None
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise NotRun(lines[-1] if lines else f"ended with code {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _timed(run: Callable[[int], object], seed: int) -> tuple[float, float]:
    """Processor and wall seconds of one run."""
    wall, processor = time.perf_counter(), time.process_time()
    run(seed)
    return time.process_time() - processor, time.perf_counter() - wall


def beside(
    own: dict[str, tuple[Callable[[int], object], int]], persons: int, months: int, rounds: int, checksum: int
) -> dict[str, Any]:
    """Every engine once a round, the first of ``own`` being the one others are held against.

    ``own`` maps a name to a run of a seed in this process and its number of people; ``checksum`` tells whether a peer
    starts from the same population. Ratios are the medians of the rounds' own ratios.
    """
    found: dict[str, dict[str, Any]] = {name: {"persons": people} for name, (_, people) in own.items()}
    skipped: dict[str, str] = {}
    for package, script in _PEERS.items():
        print(f"{package}: held against the reference …", file=sys.stderr, flush=True)
        try:
            found[package] = _measured(package, script, "--repeats", "0", "--seeds", str(_EQUALITY_SEEDS))
        except NotRun as reason:
            skipped[package] = str(reason)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in found}
    loads = []
    for seed in range(1, rounds + 1):
        print(f"round {seed} of {rounds} …", file=sys.stderr, flush=True)
        loads.append(round(os.getloadavg()[0], 2))
        for name, (run, people) in own.items():
            processor, wall = _timed(run, seed)
            times[name].append((processor / (people * months) * 1e9, wall / (people * months) * 1e9))
        for package in [name for name in found if name not in own]:
            try:
                one = _measured(package, _PEERS[package], "--repeats", "1", "--seeds", "0", "--persons", str(persons))
                if one["population"] != checksum:
                    raise NotRun("its starting population is not ref6's")
            except NotRun as reason:
                skipped[package] = str(reason)
                del found[package]
                continue
            found[package]["persons"] = persons
            times[package].append((one["ns_per_person_month"], one["ns_per_person_month_wall"]))
    first = times[next(iter(own))]
    for name, facts in found.items():
        facts["ns_per_person_month"] = round(median(processor for processor, _ in times[name]), 2)
        facts["ns_per_person_month_wall"] = round(median(wall for _, wall in times[name]), 2)
        facts["ratio"] = round(median(a[0] / b[0] for a, b in zip(times[name], first, strict=True)), 1)
    return {"rounds": rounds, "loads": loads, "engines": found, "skipped": skipped}


def table(found: dict[str, Any]) -> str:
    """The engines under each other, and why some are missing."""
    lines = [f"{'engine':<24}{'people':>9}{'CPU ns':>10}{'wall ns':>10}{'× ours':>8}{'rms z':>8}{'max z':>8}"]
    for name, facts in found["engines"].items():
        rms, largest = (format(facts[key], ".2f") if key in facts else "–" for key in ("rms_z", "max_z"))
        cpu, wall = facts["ns_per_person_month"], facts["ns_per_person_month_wall"]
        lines.append(
            f"{name:<24}{facts['persons']:>9}{cpu:>10.1f}{wall:>10.1f}{facts['ratio']:>8.1f}{rms:>8}{largest:>8}"
        )
    lines += [f"{name:<24} not run: {reason}" for name, reason in found["skipped"].items()]
    lines.append(f"medians of {found['rounds']} rounds, one thread; load at the rounds: {found['loads']}")
    return "\n".join(lines)
