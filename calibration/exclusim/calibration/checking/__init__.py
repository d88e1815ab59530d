"""The model against published statistics: fitted, held out, and anybody else's."""

from exclusim.calibration.checking.check import Progress, check, check_model
from exclusim.calibration.checking.document import CheckDocument, CheckRow, RoleSummary, Simulated, UnmappedRow
from exclusim.calibration.checking.given import read_statistics

__all__ = [
    "CheckDocument",
    "CheckRow",
    "Progress",
    "RoleSummary",
    "Simulated",
    "UnmappedRow",
    "check",
    "check_model",
    "read_statistics",
]
