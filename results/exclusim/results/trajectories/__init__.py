"""Trajectories as sequence analysts draw them: state distributions, types of lives, index plots, agency switches."""

from .build import TrajectoryOptions, trajectories
from .document import TrajectoriesDocument
from .page import render_trajectories, write_trajectories

__all__ = ["TrajectoriesDocument", "TrajectoryOptions", "render_trajectories", "trajectories", "write_trajectories"]
