"""What no draw changes of a world: which events there are, and under which names a draw holds their numbers.

Made once for a world's declarations, so that a draw only fills in numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.compiled import EVENT, MOST_CHOICES, NEVER, NONE, OCCASION, OUTCOME, SLOTS
from exclusim.model.vocabulary import AGE_BANDS, BURDENS, RECORDS, TRAITS, age_band_name
from exclusim.model.world import FAMILIES, Hazard, Occasion, Outcome, World

__all__ = ["AGES", "BANDS", "Effects", "Layout", "layout_of", "names_read"]

_EFFECTS: dict[str, float] = {
    **{f"{trait.name}.{level}": 1.0 for trait in TRAITS if trait.name != "frailty" for level in trait.levels},
    **{f"age.{age_band_name(band)}": 1.0 for band in range(len(AGE_BANDS))},
    **{f"burden.{burden}": 1.0 for burden in BURDENS},
    **{f"record.{record}": 1.0 for record in RECORDS},
    **dict.fromkeys(("attempts", "long_spell", "excluded"), 1.0),
    **dict.fromkeys(("duration", "frailty", "labour_market"), 0.0),
}
"""What a family may declare, and what holds for one that does not."""

_COLUMN = {effect: column for column, effect in enumerate(_EFFECTS)}
_NAMES = [(f"{family}.{effect}", default) for family in FAMILIES for effect, default in _EFFECTS.items()]

AGES = 200
BANDS = (np.searchsorted(AGE_BANDS, np.arange(AGES), side="right") - 1).clip(0).astype(np.uint16)
"""Age 0 … 199 → age band."""


class Effects:
    """The effects of all families in one draw."""

    def __init__(self, values: Mapping[str, float]) -> None:
        found = [values.get(name, default) for name, default in _NAMES]
        self._table = np.array(found).reshape(len(FAMILIES), len(_EFFECTS))

    def of(self, *effects: str) -> NDArray[np.float64]:
        """Shape (families, effects)."""
        return self._table[:, [_COLUMN[effect] for effect in effects]]

    def each(self, effect: str) -> NDArray[np.float64]:
        """One effect, shape (families,)."""
        return self._table[:, _COLUMN[effect]]


@dataclass(frozen=True)
class Layout:
    """Shapes: E events, O occasions, W outcomes, S statuses, M modified groups.

    Args:
        events, outcomes: records without their numbers ("base", "weight"); ``occasions``: without time limits.
        event_ptr, occasion_ptr: those of status s at ``ptr[s]:ptr[s + 1]``.
        rates: parameter of each event's hazard; ``factors``: parameters that multiply hazards; ``factor_at``: those of
            each event, as positions in (1, the factors, one minus the factors), shape (E, most of them).
        while_excluded: events of people in exclusion, shape (E,).
        shape_family, shape_exists: the family of each duration shape, and the months for which the risk exists,
            shape (shapes, SLOTS).
        limits: parameter of each occasion's time limit, by its position.
        weights: parameter of each outcome's weight, None for 1; ``odds``: whether it is a probability, shape (W,).
        group_family: family of each modified group, its number or −1 for none, shape (M,).
        entering, leaving: groups that lead into exclusion or out of it, shape (M,).
        absorbing, agency: by status, shape (S,).
        declared: what it was made of.
    """

    events: NDArray[np.void]
    event_ptr: NDArray[np.uint32]
    rates: tuple[str, ...]
    factors: tuple[str, ...]
    factor_at: NDArray[np.intp]
    while_excluded: NDArray[np.bool_]
    shape_family: NDArray[np.intp]
    shape_exists: NDArray[np.bool_]
    occasions: NDArray[np.void]
    occasion_ptr: NDArray[np.uint32]
    limits: Mapping[int, str]
    outcomes: NDArray[np.void]
    weights: tuple[str | None, ...]
    odds: NDArray[np.bool_]
    group_family: NDArray[np.intp]
    entering: NDArray[np.bool_]
    leaving: NDArray[np.bool_]
    absorbing: NDArray[np.uint8]
    agency: NDArray[np.uint8]
    declared: tuple[object, ...]


_MOST_LAYOUTS = 16
_layouts: dict[tuple[int, ...], Layout] = {}


def layout_of(world: World) -> Layout:
    """The layout of a world; worlds that differ in parameters only share one.

    Raises:
        ValueError: a status has too many competing risks, or an occasion too many outcomes.
    """
    declared = (world.hazards, world.occasions, world.statuses)
    key = tuple(id(part) for part in declared)  # the layout holds on to them, so no other object can get the number
    found = _layouts.get(key)
    if found is None:
        if len(_layouts) >= _MOST_LAYOUTS:
            _layouts.clear()
        found = _layouts[key] = _lay_out(world, declared)
    return found


def names_read(world: World) -> frozenset[str]:
    """Every parameter that compiling a draw may read."""
    layout = layout_of(world)
    weights = (name for name in layout.weights if name is not None)
    return frozenset(
        [*(name for name, _ in _NAMES), *layout.rates, *layout.factors, *weights, *layout.limits.values(), FRAILTY_SD]
    )


FRAILTY_SD = "population.frailty_sd"


def _lay_out(world: World, declared: tuple[object, ...]) -> Layout:
    hazards = [hazard for status in world.statuses for hazard in world.hazards if hazard.source == status.name]
    occasions = [o for status in world.statuses for o in world.occasions if o.source == status.name]
    windows = list(dict.fromkeys(_window(hazard) for hazard in hazards))
    factors = tuple(dict.fromkeys(name.removeprefix("1-") for hazard in hazards for name in hazard.factors))
    excluded = {status.name for status in world.statuses if status.excluded}
    outcomes = [(occasion, outcome) for occasion in occasions for outcome in occasion.outcomes]
    event_ptr = _pointers(world, [hazard.source for hazard in hazards])
    if np.diff(event_ptr).max() > MOST_CHOICES:
        raise ValueError(f"a status has more than {MOST_CHOICES} competing risks")
    if any(len(occasion.outcomes) > MOST_CHOICES for occasion in occasions):
        raise ValueError(f"an occasion has more than {MOST_CHOICES} outcomes")
    last = np.cumsum([len(occasion.outcomes) for occasion in occasions], dtype=np.int64).tolist()
    agencies = sorted({status.agency for status in world.statuses})
    slots = np.arange(SLOTS)
    return Layout(
        events=np.array([_event(world, hazard, windows.index(_window(hazard))) for hazard in hazards], EVENT),
        event_ptr=event_ptr,
        rates=tuple(hazard.rate for hazard in hazards),
        factors=factors,
        factor_at=_factors(hazards, factors),
        while_excluded=np.array([hazard.source in excluded for hazard in hazards]),
        shape_family=np.array([FAMILIES.index(family) for family, _, _ in windows], np.intp),
        shape_exists=np.array([(first <= slots) & (slots <= final) for _, first, final in windows]),
        occasions=np.array(
            [(end - len(o.outcomes), end, *_when(o)) for o, end in zip(occasions, last, strict=True)], OCCASION
        ),
        occasion_ptr=_pointers(world, [occasion.source for occasion in occasions]),
        limits={number: o.at_months for number, o in enumerate(occasions) if o.at_months is not None},
        outcomes=np.array([_outcome(world, occasion, outcome) for occasion, outcome in outcomes], OUTCOME),
        weights=tuple(outcome.weight for _, outcome in outcomes),
        odds=np.array([outcome.odds for _, outcome in outcomes], bool),
        group_family=np.array([FAMILIES.index(f) if f else -1 for f, _, _ in world.groups], np.intp),
        entering=np.array([enters for _, enters, _ in world.groups], bool),
        leaving=np.array([leaves for _, _, leaves in world.groups], bool),
        absorbing=np.array([status.absorbing for status in world.statuses], np.uint8),
        agency=np.array([agencies.index(status.agency) for status in world.statuses], np.uint8),
        declared=declared,
    )


def _window(hazard: Hazard) -> tuple[str, int, int]:
    """Family, and first and last number of completed months for which the risk exists: one duration shape."""
    last = SLOTS - 1 if hazard.max_months is None else hazard.max_months
    return hazard.family, min(hazard.min_months, SLOTS), last


def _pointers(world: World, sources: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([0, *np.cumsum([sources.count(status.name) for status in world.statuses])], np.uint32)


def _event(world: World, hazard: Hazard, shape: int) -> tuple[float, ...]:
    burden = hazard.target[1:] if hazard.target[0] in "+-" else None
    return (
        np.nan,
        FAMILIES.index(hazard.family),
        world.groups[world.group(hazard.source, hazard.target, hazard.family)],
        shape,
        NONE if burden else world.status_index[hazard.target],
        1 << BURDENS.index(burden) if burden else 0,
        hazard.target[0] == "+",
        1 << BURDENS.index(hazard.requires) if hazard.requires else 0,
        RECORDS.index(hazard.record) if hazard.record else NONE,
        hazard.failed_attempt,
    )


def _factors(hazards: Sequence[Hazard], factors: Sequence[str]) -> NDArray[np.intp]:
    at = np.zeros((len(hazards), max((len(hazard.factors) for hazard in hazards), default=0)), np.intp)
    for row, hazard in enumerate(hazards):
        for column, name in enumerate(hazard.factors):
            complement = name.startswith("1-")
            at[row, column] = 1 + factors.index(name.removeprefix("1-")) + complement * len(factors)
    return at


def _when(occasion: Occasion) -> tuple[int, ...]:
    records = occasion.records or RECORDS
    return (
        NEVER if occasion.calendar_month is None else occasion.calendar_month,
        *occasion.ages,
        occasion.min_months,
        NEVER,
        sum(1 << RECORDS.index(record) for record in records),
    )


def _outcome(world: World, occasion: Occasion, outcome: Outcome) -> tuple[float, ...]:
    return (
        np.nan,
        FAMILIES.index(outcome.family) if outcome.family else len(FAMILIES),
        world.groups[world.group(occasion.source, outcome.target, outcome.family)],
        NONE if outcome.target is None else world.status_index[outcome.target],
        RECORDS.index(outcome.record) if outcome.record else NONE,
        outcome.failed_attempt,
    )
