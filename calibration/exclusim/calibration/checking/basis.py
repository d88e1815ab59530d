"""Which draws a check uses."""

from __future__ import annotations

from exclusim.calibration.fitting.posterior import calibrated, shipped, unusable
from exclusim.model.declared import default_world
from exclusim.model.parameters import Draw

__all__ = ["default_draws"]


def default_draws(number: int, seed: int) -> tuple[list[Draw], str]:
    """Joint draws of the shipped posterior, or of the priors where there is none that fits; and which it was."""
    world = default_world()
    posterior = shipped()
    reason = "none is shipped" if posterior is None else unusable(posterior, world)
    if reason:
        return [
            world.parameters.draw(index, seed) for index in range(number)
        ], f"priors, as no posterior fits: {reason}"
    fitted = calibrated(world.parameters, posterior=posterior)
    return [fitted.draw(index, seed) for index in range(number)], "posterior"
