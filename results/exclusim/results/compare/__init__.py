"""Several investments, one budget, many payers: which pays, for whom, when, how surely, and the deal."""

from exclusim.results.compare.document import CompareDocument
from exclusim.results.compare.options import CompareOptions
from exclusim.results.compare.run import run_compare

__all__ = ["CompareDocument", "CompareOptions", "run_compare"]
