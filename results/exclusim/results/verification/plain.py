"""A life written out in plain Python: slow, one person at a time, without thinning or compiled code.

It reads the compiled tables and the person's own random numbers, and follows the definition of a month word by word. It
knows no interventions: those are checked against the exact solution.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exclusim.model.columns import Columns
from exclusim.model.compiled import NEVER, NONE, SLOTS, Tables, state_index
from exclusim.model.randomness import Purpose, month_keys
from exclusim.model.vocabulary import ATTEMPTS

__all__ = ["Moment", "plain_life"]

_WORD = (1 << 32) - 1


@dataclass(frozen=True)
class Moment:
    """Where a person is after a month's event."""

    status: int
    burdens: int
    record: int
    attempts: int = 0
    since: int = 0


@dataclass(frozen=True)
class _Choice:
    """One thing that may happen: how likely it is relative to the others, and what it does."""

    weight: float
    target: int
    record: int
    failed: bool
    burden: int = 0


def plain_life(tables: Tables, people: Columns, row: int, seed: int, months: int) -> Iterator[Moment]:
    """The life of one person who joins in the first month and meets no intervention, month by month."""
    person, cell, age = int(people.person[row]), int(people.cell[row]), int(people.age0[row])
    keys = month_keys(seed, Purpose.LIFE, months)
    now = Moment(int(people.status[row]), int(people.burdens[row]), int(people.record[row]))
    yield now
    for month in range(1, months):
        if not tables.absorbing[now.status]:
            u = _number(person, int(keys[month, 0]), int(keys[month, 1]))
            chosen = _chosen(tables, now, cell, age + month // 12, month, u)
            if chosen is not None:
                now = _after(tables, now, chosen, month)
        yield now


def _number(person: int, first: int, second: int) -> float:
    """The person's random number of the month, in whole numbers of any size."""
    x = (person * 0x9E3779B1 + first) & _WORD
    x = ((x ^ x >> 16) * 0x21F0AAAD + second) & _WORD
    x = ((x ^ x >> 15) * 0xD35A2D97) & _WORD
    return (x ^ x >> 15) / (1 << 32)


def _chosen(tables: Tables, now: Moment, cell: int, age: int, month: int, u: float) -> _Choice | None:
    """What the number means: an occasion surely gives one of its outcomes, hazards may give nothing."""
    by_age = tables.cell_age[cell, tables.band_of_age[age]]
    by_state = tables.state[state_index(now.burdens, now.record, now.attempts)]
    occasion = _occasion(tables, now, age, month)
    if occasion is not None:
        choices = [
            _Choice(
                float(
                    o["weight"] * by_age[o["family"]] * by_state[o["family"]] * tables.modifier[0, month, o["group"]]
                ),
                int(o["target"]),
                int(o["record"]),
                bool(o["failed"]),
            )
            for o in tables.outcomes[occasion["first"] : occasion["last"]]
        ]
        return _pick(choices, u, 1.0)
    choices = []
    for event in tables.events[tables.event_ptr[now.status] : tables.event_ptr[now.status + 1]]:
        bit, requires = int(event["bit"]), int(event["requires"])
        if (bit and bool(now.burdens & bit) == bool(event["onset"])) or now.burdens & requires != requires:
            continue
        slot = min(month - now.since, SLOTS - 1)
        factors = by_age[event["family"]] * by_state[event["family"]] * tables.shape[event["shape"], slot]
        hazard = float(event["base"] * factors * tables.modifier[0, month, event["group"]])
        choices.append(_Choice(hazard, int(event["target"]), int(event["record"]), bool(event["failed"]), bit))
    return _pick(choices, u, 1 - math.exp(-sum(choice.weight for choice in choices)))


def _occasion(tables: Tables, now: Moment, age: int, month: int) -> dict[str, int] | None:
    stayed = month - now.since
    for occasion in tables.occasions[tables.occasion_ptr[now.status] : tables.occasion_ptr[now.status + 1]]:
        if not int(occasion["records"]) >> now.record & 1:
            continue
        in_calendar = (
            occasion["month"] in (NEVER, month % 12)
            and occasion["youngest"] <= age <= occasion["oldest"]
            and stayed >= occasion["min_months"]
        )
        if stayed == occasion["at_months"] if occasion["at_months"] != NEVER else in_calendar:
            return {name: int(occasion[name]) for name in ("first", "last")}
    return None


def _pick(choices: Sequence[_Choice], u: float, happens: float) -> _Choice | None:
    total, reached = sum(choice.weight for choice in choices), 0.0
    for choice in choices:
        reached += happens * choice.weight / total if total else 0.0
        if u < reached:
            return choice
    return None


def _after(tables: Tables, now: Moment, chosen: _Choice, month: int) -> Moment:
    now = replace(
        now,
        burdens=now.burdens ^ chosen.burden,
        record=now.record if chosen.record == NONE else chosen.record,
        attempts=min(now.attempts + chosen.failed, ATTEMPTS - 1),
    )
    if chosen.target in (NONE, now.status):
        return now
    burdens = 0 if tables.absorbing[chosen.target] else now.burdens
    return replace(now, status=chosen.target, since=month, burdens=burdens)
