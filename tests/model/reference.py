"""One person's life in plain Python: slow, without thinning, arrays of people or compiled code.

It reads only the compiled tables and the person's keys, and follows the definitions word by word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exclusim.model.columns import Columns
from exclusim.model.compiled import NEVER, NONE, SLOTS, Tables, state_index
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


def _chances_at(
    tables: Tables, life: Life, occasion: int, cell: int, reached: int, age: int, month: int
) -> list[float]:
    """Probabilities of the outcomes of an occasion, "nothing" with probability 0 last."""
    by_age = tables.cell_age[cell, tables.band_of_age[age]]
    by_state = tables.state[state_index(life.burdens, life.record, life.attempts)]
    by_group = tables.modifier[reached, month]
    first, last = int(tables.occasions[occasion]["first"]), int(tables.occasions[occasion]["last"])
    weights = [
        float(o["weight"]) * float(by_age[o["family"]]) * float(by_state[o["family"]]) * float(by_group[o["group"]])
        for o in tables.outcomes[first:last]
    ]
    return [*(weight / sum(weights) for weight in weights), 0.0]


def _with_nothing(hazards: list[float]) -> list[float]:
    """Monthly probabilities of competing hazards, and last that nothing happens."""
    total = sum(hazards)
    nothing = math.exp(-total)
    return [*((1 - nothing) * hazard / total if total else 0.0 for hazard in hazards), nothing]


def _pick(chances: list[float], u: float) -> int:
    reached = 0.0
    for number, chance in enumerate(chances[:-1]):
        reached += chance
        if u < reached:
            return number
    return len(chances) - 1


def live_one_life(tables: Tables, start: Columns, row: int, seed: int, months: int) -> list[Life | None]:
    """The person in ``row`` of the columns before the run; one entry a month, None before joining."""
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


def read_against(before: list[float], after: list[float], u: float) -> int:
    """What ``u`` means under probabilities ``after`` when it is read against ``before``; "nothing" is last.

    The unit interval is cut by ``before``. Each alternative keeps the smaller of its two probabilities; what
    it gives up lies after what it keeps, but for "nothing", whose end stays quiet. The given-up pieces, strung
    together in order, are handed out to those that gain.
    """
    pieces: list[tuple[float, int | None]] = []
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        kept, given = (min(old, new), number), (max(old - new, 0.0), None)
        pieces += [given, kept] if number == len(before) - 1 else [kept, given]
    position, handed = 0.0, 0.0
    for length, owner in pieces:
        if u < position + length:
            if owner is not None:
                return owner
            handed += u - position
            break
        position += length
        handed += length if owner is None else 0.0
    else:
        return len(before) - 1
    gained, gainer = 0.0, len(before) - 1
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if new > old:
            gained, gainer = gained + new - old, number
            if handed < gained:
                return number
    return gainer


def _resolve(tables: Tables, life: Life, u: float, cell: int, reached: int, age: int, month: int) -> None:
    occasion = occasion_of(tables, life, age, month)
    bit = 0
    if occasion is not None:
        first = int(tables.occasions[occasion]["first"])
        before, after = (_chances_at(tables, life, occasion, cell, mask, age, month) for mask in (0, reached))
        outcome = read_against(before, after, u) if reached else _pick(before, u)
        change = tables.outcomes[first + outcome]
    else:
        first = int(tables.event_ptr[life.status])
        before, after = (_with_nothing(hazards_of(tables, life, cell, mask, age, month)) for mask in (0, reached))
        event = read_against(before, after, u) if reached else _pick(before, u)
        if event == len(before) - 1:
            return
        change = tables.events[first + event]
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
