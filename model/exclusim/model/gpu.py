"""A run on a CUDA GPU: the same declared model, the same lives as on the CPU.

People, counts and results are those of :func:`~exclusim.model.engine.simulate`; only where the months are computed
differs. Agencies, limited places, accounts and histories stay on the CPU.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
from numba import config
from numpy.typing import NDArray

from exclusim.model.columns import LOOK_AGAIN, Columns, Panel
from exclusim.model.compiled import Tables
from exclusim.model.engine import Run, RunPlan, Simulation
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.model.rates import Rates

__all__ = ["AT_HOME", "simulate_on_gpu", "tables_of"]

_THREADS = 128  # a block; registers, not the block, limit how many threads a multiprocessor holds
_LIVED = ("status", "burdens", "record", "attempts", "since", "switches", "stirred")
AT_HOME = ("situation", "bound", "due")
"""Columns that are not copied to the device: agencies' and the CPU kernel's own."""
_HINT = "device='cpu' lives the same lives"


def simulate_on_gpu(plan: RunPlan, draw: Draw, seed: int, *, tables: Tables | None = None) -> Run:
    """Run ``plan`` to its end on the GPU.

    Args:
        plan: as for :func:`~exclusim.model.engine.simulate`, interventions included.
        draw: values of all parameters.
        seed: key of all random numbers.
        tables: the compiled plan, if it is at hand.

    Returns:
        Panel and columns. The bounds of thinning (``bound``, ``due``) are such that the CPU could go on from here.

    Raises:
        ExclusimError: no CUDA GPU or no numba-cuda.
    """
    _require_gpu()
    from numba import cuda

    from exclusim.model.gpu_kernel import is_fused, live, to_the_bit  # compiles nothing before it is launched

    simulation = Simulation.start(plan, draw, seed, tables=tables)
    rates, people, panel = simulation.rates, simulation.people, simulation.panel
    constant = [cuda.to_device(np.ascontiguousarray(table)) for table in tables_of(rates, simulation.keys, plan.months)]
    columns = {name: cuda.to_device(getattr(people, name)) for name in Columns._fields if name not in AT_HOME}
    changes = [cuda.to_device(np.zeros(table.shape, np.int32)) for table in panel]
    blocks = -(-plan.persons // _THREADS)
    while simulation.month < plan.months:
        pause = simulation.let_in(plan.months)
        columns["reached"].copy_to_device(people.reached)
        with to_the_bit():
            live[blocks, _THREADS](simulation.month, pause, *constant, *columns.values(), *changes)
        for name in _LIVED:
            columns[name].copy_to_host(getattr(people, name))
        simulation.month = pause
    if not config.ENABLE_CUDASIM and any(is_fused(ptx) for ptx in live.inspect_asm().values()):
        raise ExclusimError(
            "this version of numba-cuda fuses products and sums, so lives would not be those of the CPU", hint=_HINT
        )
    _count(panel, *(change.copy_to_host() for change in changes))
    ended = rates.absorbing[people.status] == 1
    joined = people.enter < plan.months
    people.bound[joined] = np.where(ended[joined], 0, LOOK_AGAIN)
    people.due[joined & ~ended] = plan.months
    return simulation.result()


def _require_gpu() -> None:
    if not config.ENABLE_CUDASIM:
        if find_spec("numba_cuda") is None:
            raise ExclusimError("a run on a GPU needs numba-cuda", hint=f"install exclusim[gpu]; {_HINT}")
        if not hasattr(np, "row_stack"):  # numba-cuda, in maintenance, names it; kernels would not compile
            raise ExclusimError(f"numba-cuda needs NumPy before 2.5, not {np.__version__}", hint=_HINT)
    try:
        from numba import cuda

        available = cuda.is_available()
    except ImportError as error:
        raise ExclusimError(f"numba-cuda cannot be loaded ({error})", hint=f"install exclusim[gpu]; {_HINT}") from error
    if not available:
        raise ExclusimError("no CUDA GPU can be used on this machine", hint=f"its driver may be missing; {_HINT}")


def tables_of(rates: Rates, keys: NDArray[np.uint32], months: int) -> list[NDArray[Any]]:
    """Tables in the order of the kernel's arguments."""
    shape, own = _by_month(rates, months)
    return [
        keys, rates.hazard.ravel(), rates.state.ravel(), shape, own, rates.ptr, rates.change, rates.occasions,
        rates.occasion_ptr, rates.outcomes, rates.cell_age, rates.state_factor, rates.modifier, rates.situation,
        rates.band_of_age, rates.absorbing, rates.agency,
    ]  # fmt: skip


def _by_month(rates: Rates, months: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the kernel for the CPU finds month by month, for all months at once.

    Returns:
        duration shapes times the month's modifiers, flat from (T, SLOTS, E), and what interventions do to the events of
        those they reach, flat from (bit masks, T, E), 1 where none does.
    """
    modifier = rates.modifier[:, :months][:, :, rates.group]  # (bit masks, T, E)
    level = modifier[0].astype(np.float32)
    own = np.ones(modifier.shape, np.float32)
    own[1:] = modifier[1:] / modifier[0] * rates.situation[0][rates.group]
    return (rates.shape * level[:, None, :]).ravel(), own.ravel()


def _count(panel: Panel, status: NDArray[np.int32], burden: NDArray[np.int32], moves: NDArray[np.int32]) -> None:
    """Changes of the counts by month, summed up to counts."""
    np.cumsum(status, axis=0, dtype=np.int64, out=panel.status)
    np.cumsum(burden, axis=0, dtype=np.int64, out=panel.burden)
    panel.moves[:] = moves
