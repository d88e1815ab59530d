"""Individual sequences as evidence: a competing-risk model fitted to monthly states and tried on held-out persons."""

from exclusim.calibration.sequences.document import FitDocument
from exclusim.calibration.sequences.fitting import Fitted, fit_document, fit_sequences
from exclusim.calibration.sequences.reading import Columns, Reading, read_sequences

__all__ = ["Columns", "FitDocument", "Fitted", "Reading", "fit_document", "fit_sequences", "read_sequences"]
