"""The labour-market level as a month series, and what it predicts for the slump of 1993–96."""

from exclusim.calibration.macro.flows import FLOW_STATES, published_matrix
from exclusim.calibration.macro.level import (
    AVERAGE_YEARS,
    labour_market_level,
    labour_market_series,
    labour_market_steps,
    measured_response,
    national_response,
    unemployment_rates,
)
from exclusim.calibration.macro.slump import SLUMP_YEARS, SlumpCell, SlumpPrediction, slump_prediction

__all__ = [
    "AVERAGE_YEARS",
    "FLOW_STATES",
    "SLUMP_YEARS",
    "SlumpCell",
    "SlumpPrediction",
    "labour_market_level",
    "labour_market_series",
    "labour_market_steps",
    "measured_response",
    "national_response",
    "published_matrix",
    "slump_prediction",
    "unemployment_rates",
]
