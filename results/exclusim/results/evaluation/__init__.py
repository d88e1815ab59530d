"""Virtual evaluation: a planned evaluation run inside the simulation, where the truth is known."""

from exclusim.results.evaluation.document import EvaluationDocument
from exclusim.results.evaluation.options import EvaluationOptions
from exclusim.results.evaluation.run import run_evaluation

__all__ = ["EvaluationDocument", "EvaluationOptions", "run_evaluation"]
