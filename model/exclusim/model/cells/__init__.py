"""Models by cells: states, monthly probabilities by background and age, time limits, limited places and costs.

For a researcher's own model, declared in full: nothing of Exclusim's world is in it, and everything of its engine is.
A month passes as follows: everybody's months in the state go up by one; people and costs are counted; everybody moves
at once, by the state at the beginning of the month; places are filled.
"""

from exclusim.model.cells.declared import CellModel, CellPeople, CellRun, CostRow, Leaving, LimitedPlaces, Transition
from exclusim.model.cells.run import simulate_cells

__all__ = ["CellModel", "CellPeople", "CellRun", "CostRow", "Leaving", "LimitedPlaces", "Transition", "simulate_cells"]
