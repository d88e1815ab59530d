"""A case with a handle on it: what a viewer changes, the model that is stepped, and what the charts read."""

from exclusim.results.explore.bench import Bench
from exclusim.results.explore.model import ExploreModel
from exclusim.results.explore.settings import Settings

__all__ = ["Bench", "ExploreModel", "Settings"]
