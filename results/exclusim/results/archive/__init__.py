"""A run as one file that others can read, cite and make again: what was asked, with what, and what came out."""

from exclusim.results.archive.document import ReproductionDocument
from exclusim.results.archive.export import export_run
from exclusim.results.archive.reproduce import reproduce

__all__ = ["ReproductionDocument", "export_run", "reproduce"]
