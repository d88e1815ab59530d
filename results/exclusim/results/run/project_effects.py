"""From a project's assumed effect to the evidence: the gain at each step, on the draws and lives of the run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exclusim.model.parameters import Draw
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.sample import Replicate, replicate_seed, with_draw
from exclusim.results.run.threads import in_order
from exclusim.scenarios.interventions import Effect, Intervention
from exclusim.scenarios.schema import Case

__all__ = ["ASSUMED", "effect_levels", "gain"]

ASSUMED = "account"
"""Key of the step after which the source's own effect, in the model's world, is reached."""


def gain(plan: CasePlan, found: Replicate, name: str, start: int | None, *, work: bool = False) -> float:
    """Society's saving from ``start`` (the horizon's, if None): of the exclusion account then, else of everything.

    With ``work`` the saving on the intervention itself alone, which is negative.
    """
    weights = plan.valuation.weights(plan.valuation.end, start)
    before, after = found.accounts[BASELINE], found.accounts[name]
    if work:
        return float(weights @ (before.intervention - after.intervention)[:, 0])
    saved = before.exclusion - after.exclusion
    if start is not None:
        saved = saved + (before.ordinary - after.ordinary) - found.displaced[name]
    return float(weights @ saved[:, 0])


def effect_levels(
    plan: CasePlan, name: str, replicates: Sequence[Replicate], seed: int, threads: int
) -> list[tuple[str, str, float, str]]:
    """Levels of the gain from the assumed effect in the model to that of the run: key, label, SEK, explanation."""
    chain = {} if plan.preset == "optimistic" else _variants(plan.case, name)
    found = _levels(plan, name, dict(list(chain.items())[:-1]), replicates, seed, threads)
    excluded, whole = (float(np.mean([gain(plan, r, name, start) for r in replicates])) for start in (None, 0))
    run = excluded, whole
    levels = [(key, *_TEXTS[key], found.get(key, run)[1]) for key in list(chain)[1:]]
    first = found.get("assumed", run)
    return [
        ("effect", _TEXTS["effect"][0], first[0], _TEXTS["effect"][1]),
        (ASSUMED, _TEXTS[ASSUMED][0], first[1], _TEXTS[ASSUMED][1]),
        *((key, text, amount, why) for key, text, why, amount in levels),
    ]


_TEXTS = {
    "effect": (
        "Effekten läggs på övergångar",
        "Källans effekt ändrar hur många som kommer in eller ut; de kan komma in och ut på andra vägar också.",
    ),
    ASSUMED: ("Hela livet räknas", "Vinster före horisonten, och det som ett vanligt liv i arbete kostar."),
    "reach": ("Bara målgruppen nås", "Källan låter effekten gälla hela gruppen."),
    "fade": ("Effekten tar slut", "Den varar så länge som studierna visar, inte för alltid."),
    "size": ("Effekten i studierna", "Den uppmätta effekten, på det som studierna mätte, i stället för den antagna."),
    "practice": ("Svagare i vardagen", "Det som blir kvar av effekten i stor skala, och avdrag för svag studie."),
    "displacement": ("Undanträngning", "En del av de vunna jobben hade annars gått till någon annan."),
}


def _levels(
    plan: CasePlan,
    name: str,
    variants: dict[str, tuple[Intervention, ...]],
    replicates: Sequence[Replicate],
    seed: int,
    threads: int,
) -> dict[str, tuple[float, float]]:
    """Mean gain of each variant: of the exclusion account within the horizon, and of everything."""
    if not variants:
        return {}
    scenario = plan.case.scenarios[name]
    scenarios = {key: scenario.model_copy(update={"interventions": items}) for key, items in variants.items()}
    other = case_plan(plan.case.model_copy(update={"scenarios": scenarios}), plan.preset, plan.persons)

    def one(index: int) -> list[tuple[float, float]]:
        draw = _tied(other.draw(index, seed), replicates[index].draw, name)
        found = with_draw(other, draw, replicate_seed(seed, index))
        return [(gain(other, found, key, None), gain(other, found, key, 0)) for key in variants]

    rows = np.mean(list(in_order(one, len(replicates), threads)), axis=0)
    return {key: (float(row[0]), float(row[1])) for key, row in zip(variants, rows, strict=True)}


def _tied(draw: Draw, run: Draw, name: str) -> Draw:
    """A draw of the variants in which one number is the same everywhere: measured effects have the run's value."""
    values = {**draw.values, **{key: value for key, value in run.values.items() if key in draw.values}}
    for key in draw.values:
        kind, *rest = key.split(".")
        if kind == "effect" and rest[0] in ("size", "practice"):
            values[key] = run[".".join([kind, name.replace("-", "_"), *rest[1:]])]
        elif kind == "effect":
            values[key] = draw[".".join([kind, "assumed", *rest[1:]])]
    return Draw(draw.index, values)


def _variants(case: Case, name: str) -> dict[str, tuple[Intervention, ...]]:
    """The scenario's interventions by step, from the assumed effect to what the run has; none without both."""
    items = case.scenarios[name].interventions
    if any(not item.effects.optimistic or not item.effects.published for item in items):
        return {}
    assumed = {item.name: item.effects.optimistic for item in items}
    found = {"assumed": assumed}
    if any(effect.target is not None for effects in assumed.values() for effect in effects):
        assumed = found["reach"] = {key: _each(effects, target=None) for key, effects in assumed.items()}
    timed = {item.name: _while_shown(assumed[item.name], item.effects.published) for item in items}
    if timed != assumed:
        found["fade"] = timed
    measured = {item.name: item.effects.published for item in items}
    full = {key: _each(effects, scale=1.0, design=None, design_discount=None) for key, effects in measured.items()}
    found["size"] = full
    if full != measured:
        found["practice"] = measured
    if any(item.displacement for item in items):
        found["displacement"] = measured
    return {key: tuple(_with(item, effects[item.name]) for item in items) for key, effects in found.items()}


def _each(effects: tuple[Effect, ...], **changes: object) -> tuple[Effect, ...]:
    return tuple(effect.model_copy(update=changes) for effect in effects)


def _while_shown(assumed: tuple[Effect, ...], shown: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """Assumed effects that end when the longest of those shown by studies does."""
    lasts = [effect for effect in shown if effect.last is not None]
    if len(lasts) < len(shown):
        return assumed
    longest = max(lasts, key=lambda effect: (effect.last or 0) + effect.fade)
    return _each(assumed, lasting=False, duration=longest.last, fade=longest.fade)


def _with(item: Intervention, effects: tuple[Effect, ...]) -> Intervention:
    return item.model_copy(
        update={"effects": item.effects.model_copy(update={"published": effects}), "displacement": 0.0}
    )
