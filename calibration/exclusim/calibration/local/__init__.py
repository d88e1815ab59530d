"""Local calibration: a municipality's own key figures shift the national model."""

from exclusim.calibration.local.document import LocalDocument
from exclusim.calibration.local.figures import Observation, read_figures, shipped_figures
from exclusim.calibration.local.localise import Request, local_draw, localise
from exclusim.calibration.local.national import national_draw
from exclusim.calibration.local.own_costs import OwnCost, ReplaceableCost, replaceable_costs
from exclusim.calibration.local.places import Place, find_place
from exclusim.calibration.local.scenario import scenario_text

__all__ = [
    "LocalDocument",
    "Observation",
    "OwnCost",
    "Place",
    "ReplaceableCost",
    "Request",
    "find_place",
    "local_draw",
    "localise",
    "national_draw",
    "read_figures",
    "replaceable_costs",
    "scenario_text",
    "shipped_figures",
]
