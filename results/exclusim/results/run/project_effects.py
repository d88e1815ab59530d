"""From a project's assumed effect to the evidence: the gain at each step, on the draws and lives of the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.model.parameters import Draw
from exclusim.results.ensemble import pack
from exclusim.results.language import _
from exclusim.results.run.account import Costs
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import Account, Replicate, monthly_costs, replicate_seed
from exclusim.results.run.tasks import DrawTask, Series
from exclusim.scenarios.interventions import Effect, Intervention
from exclusim.scenarios.schema import Case

__all__ = ["ASSUMED", "Text", "effect_levels", "gain", "step_series"]

type Text = Callable[[], str]
"""A label or an explanation in the language spoken."""
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
    saved = _saved(before, after, whole=start is not None)
    if start is not None:
        saved = saved - found.displaced[name]
    return float(weights @ saved[:, 0])


def _saved(before: Account | Costs, after: Account | Costs, *, whole: bool) -> NDArray[np.float64]:
    """What the second costs less, by month and actor: of the exclusion account, or of everything."""
    saved = before.exclusion - after.exclusion
    return saved + (before.ordinary - after.ordinary) if whole else saved


def effect_levels(
    plan: CasePlan, name: str, replicates: Sequence[Replicate], steps: Sequence[Mapping[str, Costs]]
) -> list[tuple[str, Text, float, Text]]:
    """Levels of the gain from the assumed effect in the model to that of the run: key, label, SEK, explanation.

    Args:
        plan: of the run.
        name: the scenario.
        replicates: of the run, as many as there are ``steps``.
        steps: cost of each step by draw; see :func:`step_series`.
    """
    chain = _chain(plan, name)
    found = _gains(plan, list(chain)[:-1], replicates, steps)
    excluded, whole = (float(np.mean([gain(plan, r, name, start) for r in replicates])) for start in (None, 0))
    run = excluded, whole
    levels = [(key, *_TEXTS[key], found.get(key, run)[1]) for key in list(chain)[1:]]
    first = found.get("assumed", run)
    return [
        ("effect", _TEXTS["effect"][0], first[0], _TEXTS["effect"][1]),
        (ASSUMED, _TEXTS[ASSUMED][0], first[1], _TEXTS[ASSUMED][1]),
        *((key, text, amount, why) for key, text, why, amount in levels),
    ]


_TEXTS: dict[str, tuple[Text, Text]] = {
    "effect": (
        lambda: _("Effekten läggs på övergångar"),
        lambda: _(
            "Källans effekt ändrar hur många som kommer in eller ut; de kan komma in och ut på andra vägar också."
        ),
    ),
    ASSUMED: (
        lambda: _("Hela livet räknas"),
        lambda: _("Vinster före horisonten, och det som ett vanligt liv i arbete kostar."),
    ),
    "reach": (lambda: _("Bara målgruppen nås"), lambda: _("Källan låter effekten gälla hela gruppen.")),
    "fade": (lambda: _("Effekten tar slut"), lambda: _("Den varar så länge som studierna visar, inte för alltid.")),
    "size": (
        lambda: _("Effekten i studierna"),
        lambda: _("Den uppmätta effekten, på det som studierna mätte, i stället för den antagna."),
    ),
    "practice": (
        lambda: _("Svagare i vardagen"),
        lambda: _("Det som blir kvar av effekten i stor skala, och avdrag för svag studie."),
    ),
    "displacement": (
        lambda: _("Undanträngning"),
        lambda: _("En del av de vunna jobben hade annars gått till någon annan."),
    ),
}


@dataclass(frozen=True)
class _StepTask:
    """From a draw's number to the packed costs of every step: with the run's own draw, and wherever it is computed.

    Args:
        run: the draws of the run.
        steps: those of the same case with the steps as its scenarios.
        name: the scenario that the steps lead to.
    """

    run: DrawTask
    steps: DrawTask
    name: str

    def __call__(self, index: int) -> bytes:
        seed, plan = self.run.seed, self.steps.plan()
        draw = _tied(plan.draw(index, seed), self.run.plan().draw(index, seed), self.name)
        return pack(monthly_costs(plan, draw, replicate_seed(seed, index)))


def step_series(plan: CasePlan, name: str, task: DrawTask, draws: int) -> Series:
    """The simulation of every step but the last, which is the run itself: cost by step and draw.

    Args:
        plan: of the run.
        name: the scenario that the steps lead to.
        task: the draws of the run.
        draws: how many of them.
    """
    variants = dict(list(_chain(plan, name).items())[:-1])
    scenario = task.case.scenarios[name]
    scenarios = {key: scenario.model_copy(update={"interventions": items}) for key, items in variants.items()}
    steps = replace(task, case=task.case.model_copy(update={"scenarios": scenarios}), prepared=None)
    return Series(_StepTask(task, steps, name), draws if variants else 0)


def _gains(
    plan: CasePlan, keys: Sequence[str], replicates: Sequence[Replicate], steps: Sequence[Mapping[str, Costs]]
) -> dict[str, tuple[float, float]]:
    """Mean gain of each step: of the exclusion account within the horizon, and of everything."""
    valuation = plan.valuation
    excluded, everything = valuation.weights(valuation.end), valuation.weights(valuation.end, 0)
    gains = np.empty((len(steps), len(keys), 2))
    for index, costs in enumerate(steps):
        today = replicates[index].accounts[BASELINE]
        for column, key in enumerate(keys):
            after = Costs(*costs[key])
            gains[index, column] = (
                excluded @ _saved(today, after, whole=False)[:, 0],
                everything @ _saved(today, after, whole=True)[:, 0],
            )
    rows = gains.mean(axis=0) if len(steps) else gains.sum(axis=0)
    return {key: (float(row[0]), float(row[1])) for key, row in zip(keys, rows, strict=True)}


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


def _chain(plan: CasePlan, name: str) -> dict[str, tuple[Intervention, ...]]:
    """The scenario's interventions by step; none where the run has the assumed effect itself."""
    return {} if plan.preset == "optimistic" else _variants(plan.case, name)


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
