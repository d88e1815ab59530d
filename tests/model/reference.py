"""One person's life in plain Python: slow, without thinning, arrays of people or compiled code.

It reads only the compiled tables and the person's keys, and follows the definitions word by word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exclusim.model.compiled import NEVER, NONE, SLOTS, Tables, state_index
from exclusim.model.kernel import Columns
from exclusim.model.randomness import Purpose, month_keys
from exclusim.model.vocabulary import ATTEMPTS

_WORD = 0xFFFFFFFF


@dataclass
class Life:
    """One person, in the month just resolved."""

    status: int
    burdens: int
    record: int
    attempts: int
    since: int
    switches: int


def plain_hash(person: int, key1: int, key2: int) -> int:
    """The 32-bit hash of a person and a key pair, in whole numbers of any size."""
    x = (person * 0x9E3779B1 + key1) & _WORD
    x ^= x >> 16
    x = (x * 0x21F0AAAD) & _WORD
    x = (x + key2) & _WORD
    x ^= x >> 15
    x = (x * 0xD35A2D97) & _WORD
    return x ^ (x >> 15)


def occasion_of(tables: Tables, life: Life, age: int, month: int) -> int | None:
    """Number of the first occasion that falls on this person this month."""
    stayed = month - life.since
    for number in range(int(tables.occasion_ptr[life.status]), int(tables.occasion_ptr[life.status + 1])):
        occasion = tables.occasions[number]
        if not int(occasion["records"]) >> life.record & 1:
            continue
        if occasion["at_months"] != NEVER:
            if stayed == occasion["at_months"]:
                return number
        elif (
            occasion["month"] in (NEVER, month % 12)
            and occasion["youngest"] <= age <= occasion["oldest"]
            and stayed >= occasion["min_months"]
        ):
            return number
    return None


def hazards_of(tables: Tables, life: Life, cell: int, reached: int, age: int, month: int) -> list[float]:
    """Monthly hazards of the competing risks of the person's status, in declared order."""
    by_age = tables.cell_age[cell, tables.band_of_age[age]]
    by_state = tables.state[state_index(life.burdens, life.record, life.attempts)]
    by_group = tables.modifier[reached, month]
    hazards = []
    for event in tables.events[tables.event_ptr[life.status] : tables.event_ptr[life.status + 1]]:
        bit, requires = int(event["bit"]), int(event["requires"])
        holds = bool(life.burdens & bit)
        wrong_way = bit != 0 and holds == bool(event["onset"])
        if wrong_way or (life.burdens & requires) != requires:
            hazards.append(0.0)
            continue
        hazards.append(
            float(event["base"])
            * float(by_age[event["family"]])
            * float(by_state[event["family"]])
            * float(tables.shape[event["shape"], min(month - life.since, SLOTS - 1)])
            * float(by_group[event["group"]])
        )
    return hazards


def _pick(weights: list[float], threshold: float) -> int:
    reached = 0.0
    for number, weight in enumerate(weights):
        reached += weight
        if threshold < reached:
            return number
    return len(weights) - 1


def live_one_life(tables: Tables, start: Columns, row: int, seed: int, months: int) -> list[Life | None]:
    """The person in ``row`` of the columns before their first month; one entry a month, None before joining."""
    person, cell = int(start.person[row]), int(start.cell[row])
    reached = int(start.reached[row]) % tables.modifier.shape[0]  # later bits change nothing
    enter, age0 = int(start.enter[row]), int(start.age0[row])
    keys = month_keys(seed, Purpose.LIFE, months)
    life = Life(int(start.status[row]), int(start.burdens[row]), int(start.record[row]), 0, enter, 0)
    history: list[Life | None] = []
    for month in range(months):
        if month < enter:
            history.append(None)
            continue
        if month > enter and not tables.absorbing[life.status]:
            u = plain_hash(person, int(keys[month, 0]), int(keys[month, 1])) / 2**32
            _resolve(tables, life, u, cell, reached, age0 + month // 12, month)
        history.append(Life(**vars(life)))
    return history


def _resolve(tables: Tables, life: Life, u: float, cell: int, reached: int, age: int, month: int) -> None:
    occasion = occasion_of(tables, life, age, month)
    bit = 0
    if occasion is not None:
        by_age = tables.cell_age[cell, tables.band_of_age[age]]
        by_state = tables.state[state_index(life.burdens, life.record, life.attempts)]
        by_group = tables.modifier[reached, month]
        first, last = int(tables.occasions[occasion]["first"]), int(tables.occasions[occasion]["last"])
        weights = [
            float(o["weight"]) * float(by_age[o["family"]]) * float(by_state[o["family"]]) * float(by_group[o["group"]])
            for o in tables.outcomes[first:last]
        ]
        change = tables.outcomes[first + _pick(weights, u * sum(weights))]
    else:
        hazards = hazards_of(tables, life, cell, reached, age, month)
        total = sum(hazards)
        probability = 1 - math.exp(-total)
        if u >= probability:
            return
        change = tables.events[int(tables.event_ptr[life.status]) + _pick(hazards, u / probability * total)]
        bit = int(change["bit"])
    life.burdens ^= bit
    if change["record"] != NONE:
        life.record = int(change["record"])
    if change["failed"]:
        life.attempts = min(life.attempts + 1, ATTEMPTS - 1)
    target = int(change["target"])
    if target not in (NONE, life.status):
        if tables.agency[target] != tables.agency[life.status]:
            life.switches = min(life.switches + 1, 255)
        life.status, life.since = target, month
        if tables.absorbing[target]:
            life.burdens = 0
