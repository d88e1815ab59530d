"""A GPU lives the same lives as the CPU, to the bit.

Without a GPU the kernel runs in Numba's simulator, in a process of its own, as the choice is made when Numba is
imported. It is plain Python, 0.3 to 0.4 ms per person-month, so groups are small.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numba import cuda, typeof
from tests.model.worlds import cohort, eventful

from exclusim.model import gpu
from exclusim.model.columns import LOOK_AGAIN, Columns
from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.eligibility import Eligible
from exclusim.model.engine import Run, RunPlan, Simulation, simulate
from exclusim.model.errors import ExclusimError
from exclusim.model.population import Group, Reach

_ROOT = Path(__file__).resolve().parents[2]
_HAS_NUMBA_CUDA = find_spec("numba_cuda") is not None and hasattr(np, "row_stack")  # it needs NumPy before 2.5
_HAS_GPU = _HAS_NUMBA_CUDA and cuda.is_available()


def enrolling(size: int, months: int = 30) -> RunPlan:
    """As ``eventful``, and in month 9 an intervention lets in those who then carry no burden and are young enough."""
    plan = eventful(size, months)
    late = Reach(2, 0.8, eligible=Eligible(age_from=16, age_to=30, without_burdens=("mental_ill_health",)), month=9)
    strong = Modifier("entry_to_exclusion", np.full(months, np.log(0.2)), 2)
    return replace(plan, modifiers=(*plan.modifiers, strong), reaches=(*plan.reaches, late))


def examined(size: int, months: int = 18) -> RunPlan:
    """A cohort that leaves school, nearly all with help that matters on that occasion alone."""
    modifier = Modifier("grade9_eligibility", np.full(months, np.log(0.1)), 0)
    return replace(cohort(size, months), modifiers=(modifier,), reaches=(Reach(0, 0.9),))


def deadly(size: int, months: int = 72) -> RunPlan:
    """A cohort of which many die, burdens and all."""
    world = default_world()
    mortality = world.parameters.with_value("rate.mortality", 300 * world.parameters["rate.mortality"].value)
    return RunPlan(replace(world, parameters=mortality), (Group("cohort", size),), months)


def assert_same_run(given: Run, expected: Run) -> None:
    for name, table in expected.panel._asdict().items():
        np.testing.assert_array_equal(getattr(given.panel, name), table, err_msg=name)
    for name, column in expected.people._asdict().items():
        if name not in ("bound", "due"):  # the CPU's notes on whom to look at, which no result depends on
            np.testing.assert_array_equal(getattr(given.people, name), column, err_msg=name)


def compare_devices() -> None:
    """What the process with the simulator does."""
    plans = eventful(24, 40), enrolling(24), examined(40), deadly(40), cohort(6, 200)
    for index, plan in enumerate(plans):
        draw, seed = plan.world.parameters.draw(index, 5), 11 + index
        expected = simulate(plan, draw, seed)
        assert expected.panel.moves.sum() >= plan.persons
        assert_same_run(simulate(plan, draw, seed, device="cuda"), expected)
    _go_on_from_the_middle()


def _go_on_from_the_middle() -> None:
    plan = cohort(8, 48)
    draw = plan.world.parameters.central()
    whole = simulate(plan, draw, 3)
    half = Simulation.start(plan, draw, 3)
    half.run(24)
    on_gpu = gpu.simulate_on_gpu(replace(plan, months=24), draw, 3).people
    assert (on_gpu.bound == LOOK_AGAIN).any()
    for name in Columns._fields:
        getattr(half.people, name)[:] = getattr(on_gpu, name)
    half.run()
    assert_same_run(half.result(), whole)


@pytest.mark.skipif(find_spec("numba.cuda") is None, reason="this Numba has no CUDA target, hence no simulator")
def test_in_the_simulator_everybody_lives_the_life_of_the_cpu() -> None:
    code = "from tests.model.test_gpu import compare_devices; compare_devices()"
    ended = subprocess.run(
        # The hash is meant to wrap around; NumPy, which stands in for the device's integers, would say so each time.
        [sys.executable, "-W", "ignore::RuntimeWarning", "-c", code],
        env=os.environ | {"NUMBA_ENABLE_CUDASIM": "1"}, cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr


@pytest.mark.skipif(not _HAS_GPU, reason="no CUDA GPU, or no numba-cuda, on this machine")
@pytest.mark.parametrize("plan", [eventful(20_000), enrolling(20_000, 72), cohort(20_000, 240)])
def test_on_a_gpu_everybody_lives_the_life_of_the_cpu(plan: RunPlan) -> None:
    draw = plan.world.parameters.draw(0, 5)
    assert_same_run(gpu.simulate_on_gpu(plan, draw, 11), simulate(plan, draw, 11))


@pytest.mark.skipif(not _HAS_NUMBA_CUDA, reason="no numba-cuda, or a NumPy that it does not work with")
def test_compiled_for_a_gpu_every_product_and_sum_of_hazards_is_rounded_as_on_the_cpu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from exclusim.model.gpu_kernel import is_fused, live, to_the_bit

    device = SimpleNamespace(compute_capability=(9, 0))  # compiling asks which, and needs no GPU
    monkeypatch.setattr("numba.cuda.dispatcher.get_current_device", lambda: device)
    plan = eventful(1, 24)
    begun = Simulation.start(plan, plan.world.parameters.central(), 1)
    columns = [getattr(begun.people, name) for name in Columns._fields if name not in gpu.AT_HOME]
    changes = [np.zeros(table.shape, np.int32) for table in begun.panel]
    given = 0, plan.months, *gpu.tables_of(begun.rates, begun.keys, plan.months), *columns, *changes
    signature = tuple(map(typeof, given))
    assert is_fused(cuda.compile_ptx(live.py_func, signature, cc=(9, 0))[0])
    with to_the_bit():
        assert not is_fused(cuda.compile_ptx(live.py_func, signature, cc=(9, 0))[0])


@pytest.mark.skipif(_HAS_GPU, reason="this machine has a CUDA GPU")
def test_without_a_gpu_the_error_says_what_is_missing_and_what_does_the_same() -> None:
    plan = cohort(10, 12)
    with pytest.raises(ExclusimError, match=r"(needs numba-cuda|needs NumPy|no CUDA GPU).*device='cpu'"):
        simulate(plan, plan.world.parameters.central(), 1, device="cuda")


def test_histories_are_refused_on_a_gpu() -> None:
    plan = cohort(10, 12)
    with pytest.raises(ExclusimError, match="keeps no histories"):
        simulate(plan, plan.world.parameters.central(), 1, device="cuda", histories=True)
