"""From pilot to practice: what a roll-out is worth year by year, and what may go wrong with it."""

from exclusim.results.practice.document import PracticeDocument
from exclusim.results.practice.options import PracticeOptions
from exclusim.results.practice.run import run_practice

__all__ = ["PracticeDocument", "PracticeOptions", "run_practice"]
