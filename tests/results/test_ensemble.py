"""Whoever computes the draws of a run, and in whatever batches, the packed results are the same."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.results.ensemble import IN_MEMORY, Workers, code_key, pack, run_batches, unpack
from exclusim.results.run.plan import case_plan
from exclusim.results.run.sample import replicate
from exclusim.results.run.tasks import DrawTask, Series, compute
from exclusim.scenarios.library import load

DRAWS = 12
TASK = DrawTask(load("newcomers"), "published", 40, "mixed", 3)


def checksum(workers: Workers, task: DrawTask = TASK) -> str:
    """One hash over all draws in order."""
    found: dict[int, bytes] = {}
    with workers.open() as (executor, at_once):
        for batch in run_batches(task, range(DRAWS), executor, at_once):
            found.update(batch.results)
    assert sorted(found) == list(range(DRAWS))
    return hashlib.sha256(b"".join(found[index] for index in range(DRAWS))).hexdigest()


@pytest.fixture(scope="module")
def expected() -> str:
    return checksum(Workers(count=1))


def test_a_replicate_is_packed_and_unpacked_bit_for_bit() -> None:
    found = replicate(TASK.plan(), 2, TASK.seed)
    again = unpack(pack(found))
    assert type(again) is type(found)
    assert (again.draw, again.helped, again.exposure) == (found.draw, found.helped, found.exposure)
    for name, account in found.accounts.items():
        for field in account.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(again.accounts[name], field), getattr(account, field), strict=True)
    assert pack(again) == pack(found) == TASK(2)


@settings(max_examples=60, deadline=None)
@given(
    array=hnp.arrays(st.sampled_from([np.float64, np.int32, np.uint8, np.bool_]), hnp.array_shapes(max_dims=3)),
    number=st.floats(allow_nan=False),
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)
def test_anything_made_of_numbers_texts_and_arrays_survives_packing(
    array: np.ndarray[tuple[int, ...], np.dtype[np.generic]], number: float, name: str
) -> None:
    value = {"draw": Draw(7, {name: number}), "array": array.T, "rest": (name, [None, True, np.float32(0.1)], {})}
    again = unpack(pack(value))
    np.testing.assert_array_equal(again.pop("array"), value.pop("array"), strict=True)
    assert again == value
    assert type(again["rest"][1][2]) is np.float32


@dataclass(frozen=True)
class Foreign:
    number: int = 1


def test_bytes_that_are_damaged_or_name_foreign_classes_build_nothing() -> None:
    packed = pack({"a": 1.5})
    for damaged in (b"", packed[:-3], b"EXC2" + packed[4:], packed[:20] + bytes(4) + packed[24:]):
        with pytest.raises(ExclusimError, match="a stored draw is damaged"):
            unpack(damaged)
    with pytest.raises(TypeError, match="cannot be packed"):
        pack({"a": object()})
    with pytest.raises(TypeError, match="is not a dataclass of this program"):
        pack(Foreign())
    for header in (
        b'["of","subprocess:Popen",["args"],["true"]]',
        b'["of","exclusim.model.errors:ExclusimError",[],[]]',
    ):
        packing = struct.pack("<4sIQ", b"EXC1", len(header), len(header))
        with pytest.raises(ExclusimError, match="a stored draw is damaged"):
            unpack(packing + pa.compress(header, codec="zstd", asbytes=True))


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_change_nothing(threads: int, expected: str) -> None:
    assert checksum(Workers(count=threads)) == expected


def test_processes_change_nothing(expected: str) -> None:
    assert checksum(Workers("processes", 1)) == expected


def test_batches_grow_until_they_last_long_beside_handing_them_over() -> None:
    def quick(index: int) -> bytes:
        time.sleep(0.002)
        return bytes([index % 256])

    with ThreadPoolExecutor(2) as executor:
        batches = list(run_batches(quick, range(1_000), executor, 2))
    assert sorted(number for batch in batches for number, _ in batch.results) == list(range(1_000))
    assert len(batches) < 60  # 2 ms each: beyond the first, some 64 draws a batch
    assert sorted(batch.seconds for batch in batches)[len(batches) // 2] > 0.05


def test_an_error_in_one_draw_stops_the_others() -> None:
    begun = []

    def fails(index: int) -> bytes:
        begun.append(index)
        if index == 3:
            raise ExclusimError("no such draw")
        return b""

    with pytest.raises(ExclusimError, match="no such draw"), Workers(count=1).open() as (executor, at_once):
        list(run_batches(fails, range(10_000), executor, at_once))
    assert len(begun) < 500


def test_a_plan_is_made_once_in_each_process_it_travels_to() -> None:
    prepared = DrawTask(TASK.case, "published", 40, "mixed", 3, case_plan(TASK.case, "published", 40))
    kind, arguments = prepared.__reduce__()
    travelled = kind(*arguments)
    assert travelled == prepared
    assert travelled.prepared is None
    assert travelled(1) == prepared(1)
    assert travelled.plan() is kind(*arguments).plan()


def test_draws_that_are_there_are_not_computed_again() -> None:
    there = {index: TASK(index) for index in range(3)}
    asked: list[int] = []
    with Workers(count=1).open() as crew:
        (found,) = compute([Series(TASK, 5, found=there)], crew, IN_MEMORY, asked.append)
    assert [one.draw.index for one in found] == list(range(5))
    assert asked[-1] == 5
    assert min(asked) > 3


class _Written:
    """Remembers what it is asked to keep."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, int]] = []

    def begin(self, job: object) -> dict[str, dict[int, bytes]]:
        return {}

    def keep(self, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
        self.kept += [(stage, index) for index, _ in results]


def test_series_follow_one_another_and_are_kept_under_their_own_names() -> None:
    other, written = replace(TASK, seed=4), _Written()
    series = [Series(TASK, 3, "here"), Series(other, 2, "there"), Series(other, 1)]
    with Workers(count=2).open() as crew:
        found = compute(series, crew, written)
    assert [[pack(one) for one in results] for results in found] == [
        [TASK(0), TASK(1), TASK(2)],
        [other(0), other(1)],
        [other(0)],
    ]
    assert sorted(written.kept) == [("here", 0), ("here", 1), ("here", 2), ("there", 0), ("there", 1)]


def test_the_code_has_one_key() -> None:
    assert code_key() == code_key()
    assert len(code_key()) == 16


def test_a_scheduler_belongs_to_a_cluster_and_must_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExclusimError, match="a cluster, and nothing else"):
        Workers("cluster")
    with pytest.raises(ExclusimError, match="a cluster, and nothing else"):
        Workers(scheduler="tcp://localhost:1")
    pytest.importorskip("distributed", reason="Dask is not installed: it is the extra cluster")
    monkeypatch.setattr("exclusim.results.ensemble.workers._CONNECT", 0.3)
    with (
        pytest.raises(ExclusimError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1;"),
        Workers("cluster", scheduler="tcp://127.0.0.1:1").open(),
    ):
        pass


class Cluster:
    """A real scheduler and two workers, each a process, over the loopback network."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        options = ["--scheduler-file", str(self._file), "--host", "127.0.0.1", "--no-dashboard"]
        self._processes = [self._start("scheduler", *options, "--port", "0")]
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> subprocess.Popen[bytes]:
        words = ["--scheduler-file", str(self._file), "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"]
        started = self._start("worker", *words, "--no-dashboard", "--local-directory", str(self._folder))
        self._processes.append(started)
        return started

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-m", "dask", *words], stdout=log, stderr=log)

    @property
    def address(self) -> str:
        until = time.monotonic() + 30
        while not self._file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        return str(json.loads(self._file.read_text())["address"])

    def stop(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="Dask is not installed: it is the extra cluster")
    started = Cluster(tmp_path_factory.mktemp("dask"))
    yield started
    started.stop()


@pytest.mark.filterwarnings("ignore")  # Dask's own
def test_two_workers_of_a_dask_cluster_change_nothing_even_when_one_is_lost(cluster: Cluster, expected: str) -> None:
    from distributed import Client

    workers = Workers("cluster", scheduler=cluster.address)
    with Client(cluster.address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        assert checksum(workers) == expected
        assert len(set(client.run(os.getpid).values())) == 2
        found: dict[int, bytes] = {}
        with workers.open() as (executor, at_once):
            assert at_once == 2
            for batch in run_batches(TASK, range(DRAWS), executor, at_once):
                if not found:
                    cluster.workers[0].kill()
                found.update(batch.results)
    assert hashlib.sha256(b"".join(found[index] for index in range(DRAWS))).hexdigest() == expected
