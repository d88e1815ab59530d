"""The same question under other model structures, side by side and as an ensemble."""

from exclusim.results.structures.document import StructuresDocument
from exclusim.results.structures.options import StructuresOptions
from exclusim.results.structures.run import run_structures

__all__ = ["StructuresDocument", "StructuresOptions", "run_structures"]
