"""The space that is searched: every uncertain parameter on the scale of its own prior.

A point ``z`` has one number per free parameter; the parameter's value is the prior's quantile at Φ(z). So the prior is
a standard normal distribution whatever the parameters are, and a posterior standard deviation of 1 means "nothing
learnt".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw, Parameter, Parameters
from exclusim.model.world import World

__all__ = ["Space", "fingerprint", "structure_fingerprint"]

_TAIL = 1e-12  # quantiles stay finite; no ensemble reaches seven standard deviations


@dataclass(frozen=True)
class Space:
    """Free parameters of a set of declarations.

    Args:
        parameters: all of them; those with a fixed prior are not free.
        held: parameters held at a value by a structural variant, and therefore not free.
    """

    parameters: Parameters
    held: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.held) - set(self.parameters))
        if unknown:
            raise ExclusimError(f"a structural variant holds parameters that do not exist: {', '.join(unknown)}")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the free parameters, in order of declaration."""
        return tuple(n for n, item in self.parameters.items() if not item.is_fixed and n not in self.held)

    @property
    def size(self) -> int:
        return len(self.names)

    def values(self, z: NDArray[np.float64]) -> dict[str, float]:
        """Values of the free parameters at ``z``, shape (size,)."""
        items = [self.parameters[name] for name in self.names]
        uniform = np.clip(ndtr(z), _TAIL, 1 - _TAIL).tolist()
        return {item.name: item.prior.quantile(u, item.value) for item, u in zip(items, uniform, strict=True)}

    def draw(self, z: NDArray[np.float64], index: int = 0) -> Draw:
        """A complete draw: free parameters at ``z``, held ones at their value, all others at their centre."""
        central = {name: item.value for name, item in self.parameters.items()}
        return Draw(index, {**central, **self.values(z), **self.held})


def fingerprint(parameters: Parameters) -> str:
    """Hash of names, centres and priors. Sources and notes may change without changing it."""
    digest = hashlib.sha256()
    for name in sorted(parameters):
        digest.update(_identity(parameters[name]).encode() + b"\0")
    return digest.hexdigest()[:16]


def _identity(item: Parameter) -> str:
    return f"{item.name}|{item.value!r}|{item.unit}|{item.prior!r}"


def structure_fingerprint(world: World) -> str:
    """Hash of the statuses and of everything that can happen, apart from the parameters."""
    text = repr((world.statuses, world.hazards, world.occasions))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
