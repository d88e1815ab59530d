"""A municipality's own key figures and unit costs: a template to fill in, and reading it back cell by cell."""

from exclusim.results.local_figures.archive import LARGEST_UPLOAD
from exclusim.results.local_figures.figures import LocalFigures, OwnFigure
from exclusim.results.local_figures.problems import CellProblem, WorkbookError
from exclusim.results.local_figures.reading import read_workbook
from exclusim.results.local_figures.template import template_bytes

__all__ = [
    "LARGEST_UPLOAD",
    "CellProblem",
    "LocalFigures",
    "OwnFigure",
    "WorkbookError",
    "read_workbook",
    "template_bytes",
]
