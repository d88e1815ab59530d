"""Follow-up of a started project: observed figures update the forecast."""

from exclusim.results.followup.document import FollowDocument
from exclusim.results.followup.observed import Observation, read_observed
from exclusim.results.followup.options import FollowOptions
from exclusim.results.followup.run import run_follow

__all__ = ["FollowDocument", "FollowOptions", "Observation", "read_observed", "run_follow"]
