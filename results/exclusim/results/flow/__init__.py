"""Flow analysis (*flödesanalys*): from an outcome backwards in time, over the histories of individuals.

Where did those who ended here come from, how long did it take, who helped meanwhile, and where could they have been
met? On simulated lives of a case's baseline or on individual sequences from a file.
"""

from exclusim.results.flow.document import FlowDocument
from exclusim.results.flow.options import FlowOptions
from exclusim.results.flow.run import flow_of_case, flow_of_sequences

__all__ = ["FlowDocument", "FlowOptions", "flow_of_case", "flow_of_sequences"]
