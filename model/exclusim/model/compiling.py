"""From a declared world and one draw to tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from exclusim.model.compiled import LOOKAHEAD, SLOTS, Modifier, Tables
from exclusim.model.layout import BANDS, FRAILTY_SD, Effects, Layout, layout_of
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
from exclusim.model.world import FAMILIES, World

__all__ = ["FRAILTY_WEIGHTS", "compile_world", "with_modifiers"]

_DURATION_CAP, _LONG_SPELL = 24, 9
_FRAILTY_NODES = (-np.sqrt(3.0), 0.0, np.sqrt(3.0))  # Gauss–Hermite points; their weights are 1/6, 2/3, 1/6
FRAILTY_WEIGHTS = (1 / 6, 2 / 3, 1 / 6)
_CERTAIN = 1 - 1e-12  # a local value may say that something always happens


def compile_world(
    world: World, draw: Draw, labour_market: NDArray[np.float64], modifiers: Sequence[Modifier] = ()
) -> Tables:
    """Tables for one draw.

    Args:
        world: the declarations.
        draw: values of all parameters.
        labour_market: level by month of the run, shape (months,), 1.0 = average; must be positive.
        modifiers: effects of interventions; persons carry a bit mask of those that reach them.
    """
    values, layout = draw.values, layout_of(world)
    effects = Effects(values)
    shape = _shapes(layout, effects)
    shape_max = np.concatenate([shape, np.repeat(shape[:, -1:], LOOKAHEAD, axis=1)], axis=1)
    modifier, modifier_max = _modifiers(layout, effects.each("labour_market"), labour_market, modifiers)
    return Tables(
        events=_events(layout, effects, values),
        event_ptr=layout.event_ptr,
        occasions=_occasions(layout, values),
        occasion_ptr=layout.occasion_ptr,
        outcomes=_outcomes(layout, values),
        cell_age=_cell_age(effects, values[FRAILTY_SD]),
        state=_state(effects),
        shape=shape,
        shape_max=_window_max(shape_max)[:, :SLOTS].copy(),
        modifier=modifier,
        modifier_max=modifier_max,
        situation=np.ones((1, modifier.shape[2])),
        band_of_age=BANDS,
        absorbing=layout.absorbing,
        agency=layout.agency,
    )


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
    elasticity = np.array([draw.values.get(f"{family}.labour_market", 0.0) for family in FAMILIES])
    modifier, modifier_max = _modifiers(layout_of(world), elasticity, market, modifiers)
    return tables._replace(modifier=modifier, modifier_max=modifier_max)


def _events(layout: Layout, effects: Effects, values: Mapping[str, float]) -> NDArray[np.void]:
    factors = np.array([values[name] for name in layout.factors])
    choices = np.concatenate([[1.0], factors, 1 - factors])
    product = np.ones(layout.events.size)
    for column in layout.factor_at.T:
        product *= choices[column]
    base = np.array([values[name] for name in layout.rates]) * product
    events = layout.events.copy()
    events["base"] = base * np.where(layout.while_excluded, effects.each("excluded")[events["family"]], 1.0)
    return events


def _shapes(layout: Layout, effects: Effects) -> NDArray[np.float64]:
    """Duration shapes, shape (shapes, SLOTS); 0 where the risk does not exist."""
    slope, long_spell = effects.each("duration")[layout.shape_family], effects.each("long_spell")[layout.shape_family]
    rows = np.exp(slope[:, None] * np.minimum(np.arange(SLOTS), _DURATION_CAP))
    rows[:, _LONG_SPELL:] *= long_spell[:, None]
    return np.where(layout.shape_exists, rows, 0.0)


def _occasions(layout: Layout, values: Mapping[str, float]) -> NDArray[np.void]:
    occasions = layout.occasions.copy()
    for number, name in layout.limits.items():
        occasions["at_months"][number] = round(values[name])
    return occasions


def _outcomes(layout: Layout, values: Mapping[str, float]) -> NDArray[np.void]:
    outcomes = layout.outcomes.copy()
    weight = np.array([1.0 if name is None else values[name] for name in layout.weights])
    surely = np.minimum(weight, _CERTAIN)
    outcomes["weight"] = np.where(layout.odds, surely / (1 - surely), weight)
    return outcomes


@cache
def _cell_traits() -> tuple[tuple[tuple[str, ...], NDArray[np.intp]], ...]:
    """For every trait, its effects' names (none for frailty) and the level of each cell, shape (cells,)."""
    levels = cell_levels()
    return tuple(
        (
            () if trait.name == "frailty" else tuple(f"{trait.name}.{level}" for level in trait.levels),
            np.array([trait.levels.index(cell[position]) for cell in levels]),
        )
        for position, trait in enumerate(TRAITS)
    )


def _cell_age(effects: Effects, frailty_sd: float) -> NDArray[np.float64]:
    """Factors by cell, age band and family, the neutral family last."""
    by_cell = np.ones((len(FAMILIES), len(cell_levels())))
    for names, level in _cell_traits():
        if names:
            factors = effects.of(*names)
        else:
            factors = np.exp(effects.each("frailty")[:, None] * frailty_sd * np.array(_FRAILTY_NODES))
        by_cell *= factors[:, level]
    by_band = effects.of(*(f"age.{age_band_name(band)}" for band in range(len(AGE_BANDS))))
    return _with_neutral(by_cell.T[:, None, :] * by_band.T)


def _state(effects: Effects) -> NDArray[np.float64]:
    """Factors by burdens, record and attempts, as :func:`state_index` numbers them, and family."""
    held = np.arange(1 << len(BURDENS))[:, None] >> np.arange(len(BURDENS)) & 1 == 1
    by_burden = effects.of(*(f"burden.{burden}" for burden in BURDENS)).T
    by_mask = np.where(held[:, :, None], by_burden, 1.0).prod(axis=1)
    by_record = effects.of(*(f"record.{record}" for record in RECORDS)).T
    by_attempts = effects.each("attempts") ** np.arange(ATTEMPTS)[:, None]
    table = by_mask[:, None, None] * by_record[:, None] * by_attempts
    return _with_neutral(table.reshape(-1, len(FAMILIES)))


def _with_neutral(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """(…, F) and the neutral family."""
    return np.concatenate([table, np.ones((*table.shape[:-1], 1))], axis=-1)


def _modifiers(
    layout: Layout, elasticity: NDArray[np.float64], labour_market: NDArray[np.float64], modifiers: Sequence[Modifier]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``Tables.modifier`` and ``Tables.modifier_max``: computed once for groups that everything changes alike.

    Args:
        layout: of the world.
        elasticity: of each family to the labour-market level, shape (families,).
        labour_market: level by month.
        modifiers: effects of interventions.
    """
    masks = np.arange(1 << (1 + max((m.bit for m in modifiers), default=-1)))
    by_group = np.append(elasticity, 0.0)[layout.group_family]  # the last one: of no family
    concerned = [_concerned(layout, modifier.on) for modifier in modifiers]
    alike, first, which = np.unique(
        np.stack([by_group, *concerned], axis=1), axis=0, return_index=True, return_inverse=True
    )
    log = np.zeros((masks.size, first.size, labour_market.size))
    log += alike[:, :1] * np.log(labour_market)
    for modifier, groups in zip(modifiers, concerned, strict=True):
        log[np.ix_(masks >> modifier.bit & 1 == 1, groups[first])] += modifier.log_ratio
    ratio = np.exp(log)
    return _by_group(ratio, which), _by_group(_window_max(ratio), which)


def _concerned(layout: Layout, on: str) -> NDArray[np.bool_]:
    """Which groups an intervention acts on, shape (M,)."""
    if on == "entry_to_exclusion":
        return layout.entering
    if on == "exit_from_exclusion":
        return layout.leaving
    number = FAMILIES.index(on) if on in FAMILIES else len(FAMILIES)
    return np.equal(layout.group_family, number)


def _by_group(ratio: NDArray[np.float64], which: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.take(np.ascontiguousarray(ratio.transpose(0, 2, 1)), which, axis=2)


def _window_max(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Largest value over the coming :data:`LOOKAHEAD` positions of the last axis, itself included."""
    result, covered = values.copy(), 1
    while covered < LOOKAHEAD + 1:
        step = min(covered, LOOKAHEAD + 1 - covered)
        ahead = result.copy()
        result[..., :-step] = np.maximum(ahead[..., :-step], ahead[..., step:])
        covered += step
    return result
