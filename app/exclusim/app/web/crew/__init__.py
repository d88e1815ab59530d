"""Warm processes that simulate while the web app goes on answering."""

from exclusim.app.web.crew.crew import Crew
from exclusim.app.web.crew.state import State

__all__ = ["Crew", "State"]
