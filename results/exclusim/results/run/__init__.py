"""How one run is made: plan, replicates, summary, document. The one door that applications use."""

from exclusim.results.run.cases import run_case
from exclusim.results.run.options import Preset, Progress, RunOptions

__all__ = ["Preset", "Progress", "RunOptions", "run_case"]
