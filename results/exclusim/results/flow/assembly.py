"""From traced samples to the document."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from exclusim.model.errors import ExclusimError
from exclusim.results.flow.document import FlowDocument, SmallCells
from exclusim.results.flow.links import links
from exclusim.results.flow.options import FlowOptions
from exclusim.results.flow.outcome import Outcome
from exclusim.results.flow.pathways import pathways
from exclusim.results.flow.pool import Pool
from exclusim.results.flow.prevention import Point
from exclusim.results.flow.real_people import few_known, refuse_few, told_pathways, told_points, told_waits
from exclusim.results.flow.small_cells import FEWEST
from exclusim.results.flow.summary import overall, prevention, waits
from exclusim.results.labels import number
from exclusim.results.language import _, both

__all__ = ["flow_document"]

_FEW_EVENTS = 100


def flow_document(
    pool: Pool,
    points: tuple[Point, ...],
    outcome: Outcome,
    options: FlowOptions,
    english: Mapping[str, str],
    *,
    warnings: list[str],
    **about: Any,
) -> FlowDocument:
    traced = sum(sample.trace.person.size for sample in pool.point)
    if traced == 0:
        where = (
            f"{options.persons * options.draws} simulated" if about["data"] == "simulated" else f"{about['persons']}"
        )
        raise ExclusimError(
            f"--outcome {outcome.text!r}: none of the {where} people has this outcome, so there is nothing to trace",
            hint="choose another outcome or time, or more --persons",
        )
    if pool.real:
        refuse_few(pool, about["persons"], outcome.text)
    if traced < _FEW_EVENTS:
        few = both(lambda: _("Bara {n} spårade händelser: andelar och tider är osäkra.").format(n=number(traced)))
        warnings = [*warnings, few]
    events, more_events = pool.events()
    (people, more_people), (persons, more_persons) = pool.people(), pool.persons()
    return FlowDocument(
        code_version=version("exclusim"),
        outcome=outcome.text,
        outcome_entry=outcome.entry,
        outcome_kind=outcome.kind,
        outcome_name=outcome.name,
        outcome_ages=list(outcome.ages or ()),
        steps=options.steps,
        window=options.window,
        seed=options.seed,
        events=pool.mean(events, more_events),
        people=pool.mean(people, more_people),
        people_share=pool.ratio(people, persons, more_people, more_persons),
        support_recorded=pool.kinds is not None,
        **_told(pool, points, about["persons"]),
        links=links(pool, outcome.name),
        warnings=warnings,
        english=dict(english),
        **({"outcome_month": ""} | about),
    )


def _told(pool: Pool, points: tuple[Point, ...], persons: int) -> dict[str, Any]:
    """The tables; of real people without what would tell of a few of them."""
    found = overall(pool)
    ways, states, places = pathways(pool), waits(pool), prevention(pool, points)
    left_out = None
    if pool.real:
        hidden, together = 0, True
        if pool.kinds is not None:
            ways, together, hidden = told_pathways(pool, ways)
            found |= {} if together else {"supported": None}
        if few_known(pool):
            found |= {"between": None, "gap_between": None}
        states, fewer_states = told_waits(pool, states)
        places, fewer_places = told_points(pool, points, places, persons)
        left_out = SmallCells(
            fewest=FEWEST, pathways=hidden, support=not together, waits=fewer_states, points=fewer_places
        )
    return found | {"pathways": ways, "waits": states, "prevention": places, "small_cells": left_out}
