"""How one run is made: plan, replicates, summary, document. The one door that applications use."""

from typing import TYPE_CHECKING, Any

from exclusim.results.run.options import Preset, Progress, RunOptions

if TYPE_CHECKING:
    from exclusim.results.run.cases import run_case

__all__ = ["Preset", "Progress", "RunOptions", "run_case"]


def __getattr__(name: str) -> Any:
    """`run_case` when it is asked for: a process that only computes draws needs no documents and no tables."""
    if name == "run_case":
        from exclusim.results.run.cases import run_case

        return run_case
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
