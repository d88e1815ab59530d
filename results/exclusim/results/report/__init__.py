"""The report a planner opens: one self-contained HTML file in Swedish, drawn from a result document."""

from .page import render_report, write_report

__all__ = ["render_report", "write_report"]
