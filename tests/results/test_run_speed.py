"""Short cuts of a run change nothing of its result, and its workers do not outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from exclusim.results.run.plan import case_plan
from exclusim.results.run.sample import monthly_costs, replicate_seed, with_draw
from exclusim.scenarios.library import load

WORK = """
import os, sys, time
from exclusim.results.ensemble import Workers
if __name__ == "__main__":
    with Workers("processes", 1).open() as (executor, _):
        print(executor.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("case", ["trelleborg", "inforande"])
def test_costs_without_histories_are_those_of_the_accounts(case: str) -> None:
    plan = case_plan(load(case), "published", 60)
    draw = plan.draw(3, 1)
    accounts = with_draw(plan, draw, replicate_seed(1, 3)).accounts
    for name, costs in monthly_costs(plan, draw, replicate_seed(1, 3)).items():
        np.testing.assert_array_equal(costs.exclusion, accounts[name].exclusion)
        np.testing.assert_array_equal(costs.ordinary, accounts[name].ordinary)


def test_a_process_for_workers_loads_what_draws_need_and_no_documents_tables_or_databases() -> None:
    unneeded = ("pandas", "sqlalchemy", "rich", "jinja2", "exclusim.results.document")
    code = f"import sys, exclusim.results.run.ready; print([name for name in {unneeded!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_worker_ends_with_the_process_that_it_works_for_even_when_that_one_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    for _attempt in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the worker goes on without anybody to work for")
