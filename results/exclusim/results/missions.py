"""Two boundaries of one analysis: the narrow mission, shared clients of four main actors, and the widened one.

The widened mission is everything that a run measures: everybody, all actors, society. Here stands what the narrow one
adds. Who is a shared client is our definition; no source gives one. It is declared in ``results/run/missions.py``, and
every document carries it as it was applied.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exclusim.results.interval import Frozen, Interval

__all__ = ["ALL_FOUR", "MAIN_ACTORS", "Boundary", "NarrowChange", "NarrowMission", "SharedClients"]

type Boundary = Literal["narrow", "widened"]

MAIN_ACTORS = ("kommun", "region", "arbetsformedlingen", "forsakringskassan")
ALL_FOUR = "main_actors"
"""Key of the four together."""


class NarrowMission(Frozen):
    """The definition as applied: a month is shared where at least two actors have a task for the person at once."""

    actors: list[str] = Field(description="the main actors")
    of_agency: dict[str, list[str]] = Field(description="agency that holds the case → main actors with a task")
    of_burden: dict[str, list[str]] = Field(description="burden → main actors with a task")


class SharedClients(Frozen):
    """One scenario within the narrow boundary, over the horizon. Actors: the four, and ``main_actors`` their sum."""

    people: Interval = Field(description="people of the group who are shared clients in at least one month")
    people_share: Interval = Field(description="the same as a share of the group")
    months: Interval = Field(description="person-months as a shared client")
    cost: dict[str, Interval] = Field(
        description="actor → exclusion account in shared months, present value; a part of `total`"
    )
    cost_share: Interval = Field(description="the four's cost in shared months as a share of their whole `total`")


class NarrowChange(Frozen):
    """A difference within the narrow boundary; ``net`` = ``gain`` − ``project``, as in the widened one."""

    people: Interval = Field(description="change in shared clients, scenario minus baseline")
    months: Interval = Field(description="change in shared person-months, scenario minus baseline")
    gain: dict[str, Interval] = Field(
        description="actor → avoided cost in shared months, exclusion and ordinary life, from the first month to the "
        "end of the horizon"
    )
    project: dict[str, Interval] = Field(
        description="actor → cost of interventions, and where agencies act of help beyond today's, whomever they reach"
    )
    net: dict[str, Interval]
    probability_loss: dict[str, float]
