"""The logic models that a case describes, for the result document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from exclusim.results.labels import NBSP, label, number, percent
from exclusim.results.logic import LogicModel
from exclusim.results.risks import listed
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.risks import Risk
from exclusim.scenarios.schema import Case

__all__ = ["logic_models"]


def logic_models(case: Case, preset: Literal["published", "optimistic"]) -> list[LogicModel]:
    """Interventions that say more than a target, a cost and a ratio, scenario by scenario."""
    found = [
        _logic_model(name, item, preset, () if index else scenario.risks)
        for name, scenario in case.scenarios.items()
        for index, item in enumerate(scenario.interventions)
    ]
    return [model for model in found if _says_more(model)]


def _logic_model(
    scenario: str, item: Intervention, preset: Literal["published", "optimistic"], risks: Sequence[Risk]
) -> LogicModel:
    return LogicModel(
        scenario=scenario,
        intervention=item.name,
        label=item.label,
        reach=item.reach,
        take_up=item.take_up,
        months=item.lasts,
        months_attended=item.months_attended,
        delivered=item.delivered,
        conversions=[f"{e.on}: {e.conversion}" for e in item.effects_under(preset) if e.conversion],
        indicators=list(item.indicators),
        assumptions=list(item.assumptions),
        threats=list(item.threats),
        rollout=_rollout(item),
        risks=[listed(risk) for risk in risks],
    )


def _rollout(item: Intervention) -> list[str]:
    """How the intervention goes on, in Swedish."""
    rollout = item.rollout
    if rollout is None:
        return []
    found = []
    for index, wave in enumerate(rollout.steps if rollout.waves else (), start=1):
        size = percent(wave.share) if wave.share is not None else f"{number(wave.people or 0)}{NBSP}personer"
        phase = "ordinarie drift" if rollout.practice is not None and wave.starts >= rollout.practice else "pilot"
        place = f", {wave.place}" if wave.place else ""
        found.append(f"Våg {index} ({phase}{place}): {size} från månad {number(wave.starts)}")
    if rollout.open is not None:
        often = "varje månad" if rollout.enrolment == "monthly" else "varje år"
        found.append(f"Nya deltagare tas in {often} under {number(rollout.open)}{NBSP}månader")
    if rollout.capacity is not None:
        found.append(f"Högst {number(rollout.capacity)} deltagare samtidigt")
    if rollout.voltage_drop is not None:
        found.append(f"Effektförlust i ordinarie drift: {percent(rollout.voltage_drop.value)}")
    if rollout.context is not None:
        found.append(f"Effekt här mot där den mättes: {number(rollout.context.value, 2)}")
    if rollout.unit_cost is not None:
        found.append(f"Kostnad per person i ordinarie drift mot piloten: {number(rollout.unit_cost.value, 2)}")
    if rollout.then_paid_by:
        payers = ", ".join(f"{label(actor)} {percent(share)}" for actor, share in rollout.then_paid_by.items())
        found.append(f"Ordinarie drift betalas av {payers}")
    if rollout.discontinued is not None:
        found.append(f"Risk för nedläggning: {percent(rollout.discontinued.per_year)} per år")
    for replaced in rollout.replaces:
        what = replaced.service or replaced.intervention
        found.append(f"Ersätter {percent(replaced.share)} av {what} från månad {number(replaced.from_)}")
    if rollout.competes_with:
        found.append(f"Konkurrerar om deltagare med {', '.join(rollout.competes_with)}")
    return found


def _says_more(model: LogicModel) -> bool:
    texts = model.rollout or model.risks or model.conversions or model.indicators or model.assumptions or model.threats
    return bool(texts) or model.take_up < 1 or model.delivered < 1
