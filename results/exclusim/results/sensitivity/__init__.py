"""Global sensitivity: which uncertain parameters a result depends on, apart from the luck of single lives."""

from exclusim.results.sensitivity.document import SensitivityDocument
from exclusim.results.sensitivity.options import SensitivityOptions
from exclusim.results.sensitivity.run import run_sensitivity

__all__ = ["SensitivityDocument", "SensitivityOptions", "run_sensitivity"]
