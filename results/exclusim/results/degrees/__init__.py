"""Three degrees of success: what an idea is worth as a project, as ordinary practice, and as a mended system."""

from exclusim.results.degrees.document import Degree, DegreesDocument, MetFault, NextDegree
from exclusim.results.degrees.options import DegreesOptions
from exclusim.results.degrees.run import run_degrees

__all__ = ["Degree", "DegreesDocument", "DegreesOptions", "MetFault", "NextDegree", "run_degrees"]
