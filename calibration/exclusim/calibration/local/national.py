"""The nation's central values."""

from __future__ import annotations

from exclusim.calibration.fitting.posterior import calibrated, shipped, unusable
from exclusim.model.declared import default_world
from exclusim.model.parameters import Draw

__all__ = ["national_draw"]


def national_draw() -> Draw:
    """Calibrated central values where a posterior for the declared world is shipped, else the declared ones."""
    world = default_world()
    posterior = shipped()
    if posterior is None or unusable(posterior, world):
        return world.parameters.central()
    return calibrated(world.parameters, posterior=posterior, world=world).central()
