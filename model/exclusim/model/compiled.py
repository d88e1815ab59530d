"""From a declared world and one draw to the tables that both solvers read.

A monthly hazard is a product of five numbers, each looked up: base × cell-and-age × state × duration shape × modifier.
Nothing here knows a single state by name, so a new status, effect or family needs no change in any solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exclusim.model.parameters import Draw
from exclusim.model.vocabulary import (
    AGE_BANDS,
    ATTEMPTS,
    BURDENS,
    RECORDS,
    TRAITS,
    age_band_name,
    cell_levels,
)
from exclusim.model.world import FAMILIES, Hazard, Occasion, World

__all__ = [
    "FRAILTY_WEIGHTS",
    "LOOKAHEAD",
    "MOST_CHOICES",
    "NEVER",
    "NONE",
    "SLOTS",
    "Modifier",
    "Tables",
    "compile_world",
    "state_index",
    "with_modifiers",
]

SLOTS = 37  # completed months in the status that hazards can tell apart: 0 … 36 and more
LOOKAHEAD = 24  # months for which a bound on a person's hazard is valid
_DURATION_CAP, _LONG_SPELL = 24, 9
NEVER = -1
_FRAILTY_NODES = (-np.sqrt(3.0), 0.0, np.sqrt(3.0))  # Gauss–Hermite points; their weights are 1/6, 2/3, 1/6
FRAILTY_WEIGHTS = (1 / 6, 2 / 3, 1 / 6)


@dataclass(frozen=True, slots=True)
class Modifier:
    """What one intervention does to one family of hazards or odds, for the people it reaches.

    Args:
        on: a family, ``entry_to_exclusion`` or ``exit_from_exclusion``.
        log_ratio: log change by month of the run, shape (months,).
        bit: number of the intervention (0, 1, …).
    """

    on: str
    log_ratio: NDArray[np.float64]
    bit: int


NONE = 255  # "no status", "no record": keeps indices unsigned, which the compiler turns into plain loads
EVENT = np.dtype(
    [
        ("base", np.float64),  # monthly hazard before covariates
        ("family", np.uint16),
        ("group", np.uint16),
        ("shape", np.uint16),
        ("target", np.uint8),  # status, or NONE where only a burden changes
        ("bit", np.uint8),  # burden that changes
        ("onset", np.uint8),
        ("requires", np.uint8),
        ("record", np.uint8),
        ("failed", np.uint8),
    ],
    align=True,
)
OCCASION = np.dtype(
    [
        ("first", np.uint16),  # its outcomes
        ("last", np.uint16),
        ("month", np.int16),  # calendar month, or NEVER for any
        ("youngest", np.int16),
        ("oldest", np.int16),
        ("min_months", np.int16),
        ("at_months", np.int16),  # NEVER for calendar occasions
        ("records", np.uint8),  # bit mask
    ],
    align=True,
)
OUTCOME = np.dtype(
    [
        ("weight", np.float64),
        ("family", np.uint16),
        ("group", np.uint16),
        ("target", np.uint8),  # NONE to stay
        ("record", np.uint8),
        ("failed", np.uint8),
    ],
    align=True,
)
MOST_CHOICES = 64  # alternatives that one person can have in one month


class Tables(NamedTuple):
    """One compiled world. Shapes: S statuses, F families, M modified groups, T months, C cells, A age bands.

    Family F, the last, is the neutral one: all its factors are 1.
    """

    events: NDArray[np.void]  # EVENT records; those of status s at event_ptr[s]:event_ptr[s + 1]
    event_ptr: NDArray[np.uint32]
    occasions: NDArray[np.void]  # OCCASION records; those of status s at occasion_ptr[s]:occasion_ptr[s + 1]
    occasion_ptr: NDArray[np.uint32]
    outcomes: NDArray[np.void]  # OUTCOME records
    # Factors, families last: all that one person needs in a month lies together
    cell_age: NDArray[np.float64]  # (C, A, F + 1)
    state: NDArray[np.float64]  # (burdens × records × attempts, F + 1)
    shape: NDArray[np.float64]  # (shapes, SLOTS)
    shape_max: NDArray[np.float64]  # the same, largest over the coming LOOKAHEAD months
    modifier: NDArray[np.float64]  # (2 ** interventions, T, M)
    modifier_max: NDArray[np.float64]
    situation: NDArray[np.float64]  # (situations, M); row 0 is all ones
    band_of_age: NDArray[np.uint16]  # age 0 … 199 → band
    absorbing: NDArray[np.uint8]
    agency: NDArray[np.uint8]


def state_index(burdens: int, record: int, attempts: int) -> int:
    """Position in ``Tables.state`` of a burden mask, record and attempt count."""
    return (burdens * len(RECORDS) + record) * ATTEMPTS + attempts


class _Values:
    """Reads a draw and remembers what was read, so that a test can ask what is never used."""

    def __init__(self, draw: Draw) -> None:
        self.values = draw.values
        self.used: set[str] = set()

    def get(self, name: str) -> float:
        self.used.add(name)
        return self.values[name]

    def maybe(self, name: str, default: float) -> float:
        return self.get(name) if name in self.values else default

    def product(self, names: Sequence[str]) -> float:
        result = 1.0
        for name in names:
            result *= 1 - self.get(name[2:]) if name.startswith("1-") else self.get(name)
        return result


def _cell_age(values: _Values) -> NDArray[np.float64]:
    """Factors by family, age band and cell."""
    levels = cell_levels()
    sd = values.get("population.frailty_sd")
    by_cell = np.ones((len(FAMILIES), len(levels)))
    for position, trait in enumerate(TRAITS):
        if trait.name == "frailty":
            loading = np.array([values.maybe(f"{family}.frailty", 0.0) for family in FAMILIES])
            factors = np.exp(loading[:, None] * sd * np.array(_FRAILTY_NODES))
        else:
            names = [f"{trait.name}.{level}" for level in trait.levels]
            factors = np.array([[values.maybe(f"{family}.{name}", 1.0) for name in names] for family in FAMILIES])
        by_cell *= factors[:, [trait.levels.index(cell[position]) for cell in levels]]
    bands = [f"age.{age_band_name(band)}" for band in range(len(AGE_BANDS))]
    by_band = np.array([[values.maybe(f"{family}.{band}", 1.0) for band in bands] for family in FAMILIES])
    return np.asarray(by_cell[:, None, :] * by_band[:, :, None])


def _state(values: _Values) -> NDArray[np.float64]:
    """Factors by family and by burdens, record and attempts, as :func:`state_index` numbers them."""

    def factors(kind: str, names: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[values.maybe(f"{family}.{kind}.{name}", 1.0) for name in names] for family in FAMILIES])

    held = np.arange(1 << len(BURDENS))[:, None] >> np.arange(len(BURDENS)) & 1 == 1
    by_mask = np.where(held, factors("burden", BURDENS)[:, None, :], 1.0).prod(axis=2)
    by_record = factors("record", RECORDS)
    an_attempt = np.array([values.maybe(f"{family}.attempts", 1.0) for family in FAMILIES])
    by_attempts = an_attempt[:, None] ** np.arange(ATTEMPTS)
    table = by_mask[:, :, None, None] * by_record[:, None, :, None] * by_attempts[:, None, None, :]
    return np.asarray(table.reshape(len(FAMILIES), -1))


class _Shapes:
    """Duration shapes in use, one row for each (family, first month, last month)."""

    def __init__(self, values: _Values) -> None:
        self.values = values
        self.index: dict[tuple[str, int, int | None], int] = {}
        self.rows: list[NDArray[np.float64]] = []

    def of(self, hazard: Hazard) -> int:
        key = (hazard.family, hazard.min_months, hazard.max_months)
        if key not in self.index:
            self.index[key] = len(self.rows)
            self.rows.append(self._row(hazard))
        return self.index[key]

    def _row(self, hazard: Hazard) -> NDArray[np.float64]:
        log_slope = self.values.maybe(f"{hazard.family}.duration", 0.0)
        row = np.exp(log_slope * np.minimum(np.arange(SLOTS), _DURATION_CAP))
        row[_LONG_SPELL:] *= self.values.maybe(f"{hazard.family}.long_spell", 1.0)
        row[: min(hazard.min_months, SLOTS)] = 0.0
        if hazard.max_months is not None:
            row[hazard.max_months + 1 :] = 0.0
        return row


def _window_max(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Largest value over the coming :data:`LOOKAHEAD` positions of the last axis, itself included."""
    result, covered = values.copy(), 1
    while covered < LOOKAHEAD + 1:
        step = min(covered, LOOKAHEAD + 1 - covered)
        ahead = result.copy()
        result[..., :-step] = np.maximum(ahead[..., :-step], ahead[..., step:])
        covered += step
    return result


def _modifiers(
    world: World, values: _Values, labour_market: NDArray[np.float64], modifiers: Sequence[Modifier]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``Tables.modifier`` and ``Tables.modifier_max``."""
    bits = 1 + max((m.bit for m in modifiers), default=-1)
    log = np.zeros((1 << bits, len(world.groups), labour_market.size))
    market = np.log(labour_market)
    for (family, enters, leaves), row in world.groups.items():
        log[:, row] += values.maybe(f"{family}.labour_market", 0.0) * market
        for modifier in modifiers:
            concerned = (
                modifier.on == family
                or (modifier.on == "entry_to_exclusion" and enters)
                or (modifier.on == "exit_from_exclusion" and leaves)
            )
            if concerned:
                masks = (np.arange(1 << bits) >> modifier.bit) & 1 == 1
                log[masks, row] += modifier.log_ratio
    ratio = np.exp(log)
    return np.ascontiguousarray(ratio.transpose(0, 2, 1)), np.ascontiguousarray(_window_max(ratio).transpose(0, 2, 1))


def compile_world(
    world: World,
    draw: Draw,
    labour_market: NDArray[np.float64],
    modifiers: Sequence[Modifier] = (),
) -> tuple[Tables, frozenset[str]]:
    """Tables for one draw, and the names of the parameters that were read.

    Args:
        world: the declarations.
        draw: values of all parameters.
        labour_market: level by month of the run, shape (months,), 1.0 = average; must be positive.
        modifiers: effects of interventions; persons carry a bit mask of those that reach them.
    """
    values = _Values(draw)
    index = world.status_index
    shapes = _Shapes(values)
    events: list[tuple[float, ...]] = []
    event_ptr = [0]
    by_source: dict[str, list[Hazard]] = {status.name: [] for status in world.statuses}
    for hazard in world.hazards:
        by_source[hazard.source].append(hazard)
    for status in world.statuses:
        for hazard in by_source[status.name]:
            base = values.get(hazard.rate) * values.product(hazard.factors)
            if status.excluded:
                base *= values.maybe(f"{hazard.family}.excluded", 1.0)
            burden = hazard.target[1:] if hazard.target[0] in "+-" else None
            events.append(
                (
                    base,
                    FAMILIES.index(hazard.family),
                    world.groups[world.group(hazard.source, hazard.target, hazard.family)],
                    shapes.of(hazard),
                    NONE if burden else index[hazard.target],
                    1 << BURDENS.index(burden) if burden else 0,
                    hazard.target[0] == "+",
                    1 << BURDENS.index(hazard.requires) if hazard.requires else 0,
                    RECORDS.index(hazard.record) if hazard.record else NONE,
                    hazard.failed_attempt,
                )
            )
        event_ptr.append(len(events))

    occasions: list[tuple[int, ...]] = []
    outcomes: list[tuple[float, ...]] = []
    occasion_ptr = [0]
    for status in world.statuses:
        for occasion in (o for o in world.occasions if o.source == status.name):
            begin = len(outcomes)
            for outcome in occasion.outcomes:
                weight = 1.0 if outcome.weight is None else values.get(outcome.weight)
                outcomes.append(
                    (
                        _odds(weight) if outcome.odds else weight,
                        FAMILIES.index(outcome.family) if outcome.family else len(FAMILIES),
                        world.groups[world.group(occasion.source, outcome.target, outcome.family)],
                        NONE if outcome.target is None else index[outcome.target],
                        RECORDS.index(outcome.record) if outcome.record else NONE,
                        outcome.failed_attempt,
                    )
                )
            occasions.append((begin, len(outcomes), *_occasion_row(occasion, values)))
        occasion_ptr.append(len(occasions))
    if max(np.diff(event_ptr)) > MOST_CHOICES:
        raise ValueError(f"a status has more than {MOST_CHOICES} competing risks")
    if any(len(occasion.outcomes) > MOST_CHOICES for occasion in world.occasions):
        raise ValueError(f"an occasion has more than {MOST_CHOICES} outcomes")

    shape = np.array(shapes.rows)
    shape_max = np.concatenate([shape, np.repeat(shape[:, -1:], LOOKAHEAD, axis=1)], axis=1)
    modifier, modifier_max = _modifiers(world, values, labour_market, modifiers)
    agencies = sorted({status.agency for status in world.statuses})
    bands = np.searchsorted(AGE_BANDS, np.arange(200), side="right") - 1
    tables = Tables(
        events=np.array(events, EVENT),
        event_ptr=np.array(event_ptr, np.uint32),
        occasions=np.array(occasions, OCCASION),
        occasion_ptr=np.array(occasion_ptr, np.uint32),
        outcomes=np.array(outcomes, OUTCOME),
        cell_age=_families_last(_cell_age(values)),
        state=_families_last(_state(values)),
        shape=shape,
        shape_max=_window_max(shape_max)[:, :SLOTS].copy(),
        modifier=modifier,
        modifier_max=modifier_max,
        situation=np.ones((1, modifier.shape[2])),
        band_of_age=bands.clip(0).astype(np.uint16),
        absorbing=np.array([status.absorbing for status in world.statuses], np.uint8),
        agency=np.array([agencies.index(status.agency) for status in world.statuses], np.uint8),
    )
    return tables, frozenset(values.used)


def _odds(probability: float) -> float:
    certain = 1 - 1e-12  # a local value may say that something always happens
    return min(probability, certain) / (1 - min(probability, certain))


def with_modifiers(
    tables: Tables,
    world: World,
    draw: Draw,
    labour_market: NDArray[np.float64] | None,
    modifiers: Sequence[Modifier],
    months: int,
) -> Tables:
    """The same compiled world with other interventions, so that a scenario compiles only what it changes."""
    market = np.ones(months) if labour_market is None else labour_market
    modifier, modifier_max = _modifiers(world, _Values(draw), market, modifiers)
    return tables._replace(modifier=modifier, modifier_max=modifier_max)


def _families_last(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """(F, …) turned round to (…, F + 1), the neutral family appended."""
    neutral = np.ones((1, *table.shape[1:]))
    return np.ascontiguousarray(np.concatenate([table, neutral]).T)


def _occasion_row(occasion: Occasion, values: _Values) -> tuple[int, ...]:
    records = occasion.records or RECORDS
    return (
        NEVER if occasion.calendar_month is None else occasion.calendar_month,
        *occasion.ages,
        occasion.min_months,
        NEVER if occasion.at_months is None else round(values.get(occasion.at_months)),
        sum(1 << RECORDS.index(record) for record in records),
    )
