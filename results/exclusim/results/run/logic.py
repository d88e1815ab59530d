"""The logic models that a case describes, for the result document."""

from __future__ import annotations

from typing import Literal

from exclusim.results.logic import LogicModel
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.schema import Case

__all__ = ["logic_models"]


def logic_models(case: Case, preset: Literal["published", "optimistic"]) -> list[LogicModel]:
    """Interventions that say more than a target, a cost and a ratio, scenario by scenario."""
    found = [
        _logic_model(name, item, preset) for name, scenario in case.scenarios.items() for item in scenario.interventions
    ]
    return [model for model in found if _says_more(model)]


def _logic_model(scenario: str, item: Intervention, preset: Literal["published", "optimistic"]) -> LogicModel:
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
    )


def _says_more(model: LogicModel) -> bool:
    texts = model.conversions or model.indicators or model.assumptions or model.threats
    return bool(texts) or model.take_up < 1 or model.delivered < 1
