"""The published evidence, packaged: statistics, unit costs, effects, worked cases and data series."""

from exclusim.calibration.evidence.citations import source_text
from exclusim.calibration.evidence.loaders import (
    data_files,
    data_hash,
    interventions,
    read_text,
    series,
    statistics,
    unit_costs,
    validation_cases,
)
from exclusim.calibration.evidence.records import Intervention, Statistic, UnitCost, ValidationCase

__all__ = [
    "Intervention",
    "Statistic",
    "UnitCost",
    "ValidationCase",
    "data_files",
    "data_hash",
    "interventions",
    "read_text",
    "series",
    "source_text",
    "statistics",
    "unit_costs",
    "validation_cases",
]
