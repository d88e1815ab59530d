"""What system faults cost, and who pays: each removed alone, all together, and their fair shares of the whole."""

from exclusim.results.faults.document import FaultDocument
from exclusim.results.faults.options import FaultOptions
from exclusim.results.faults.study import fault_study

__all__ = ["FaultDocument", "FaultOptions", "fault_study"]
