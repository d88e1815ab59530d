"""Published statistics as targets, and the same statistics measured on simulated people."""

from exclusim.calibration.targets.build import targets
from exclusim.calibration.targets.measure import measure
from exclusim.calibration.targets.register import Register, make_register
from exclusim.calibration.targets.target import Target, Unmapped

__all__ = ["Register", "Target", "Unmapped", "make_register", "measure", "targets"]
