"""The declared world: one module per part of life, each a list of parameters and a list of changes."""

from __future__ import annotations

from functools import cache

from exclusim.model.declared import burdens, population, schooling, welfare, work
from exclusim.model.parameters import Parameters
from exclusim.model.world import World

__all__ = ["default_world"]

_PARTS = (schooling, work, welfare, burdens)


@cache
def default_world() -> World:
    """The world that ships with Exclusim: rates from Swedish evidence, assumptions where there is none."""
    return World(
        hazards=tuple(hazard for part in _PARTS for hazard in part.HAZARDS),
        occasions=tuple(occasion for part in _PARTS for occasion in part.OCCASIONS),
        parameters=Parameters(
            [*population.PARAMETERS, *(parameter for part in _PARTS for parameter in part.PARAMETERS)]
        ),
        structural=frozenset(parameter.name for parameter in population.PARAMETERS),
    )
