"""The logic models that a case describes, for the result document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal

from exclusim.results.labels import label, number, percent
from exclusim.results.language import _, both
from exclusim.results.logic import LogicModel
from exclusim.results.risks import listed
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.interventions.rollout import Replaced, Rollout, Wave
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
    """How the intervention goes on, sentence by sentence."""
    rollout = item.rollout
    if rollout is None:
        return []
    steps = rollout.steps if rollout.waves else ()
    waves = [both(partial(_wave, rollout, index, wave)) for index, wave in enumerate(steps, start=1)]
    return waves + [both(sentence) for sentence in (*_intake(rollout), *_practice(rollout), *_others(rollout))]


def _wave(rollout: Rollout, index: int, wave: Wave) -> str:
    size = (
        percent(wave.share)
        if wave.share is not None
        else _("{n}\N{NO-BREAK SPACE}personer").format(n=number(wave.people or 0))
    )
    practice = rollout.practice is not None and wave.starts >= rollout.practice
    kind = [_("ordinarie drift") if practice else _("pilot"), *([_(wave.place)] if wave.place else [])]
    return _("Våg {index} ({kind}): {size} från månad {month}").format(
        index=index, kind=", ".join(kind), size=size, month=number(wave.starts)
    )


def _intake(rollout: Rollout) -> Iterator[Callable[[], str]]:
    """Who is let in and when."""
    months, places = rollout.open, rollout.capacity
    if months is not None and rollout.enrolment == "monthly":
        yield lambda: _("Nya deltagare tas in varje månad under {n}\N{NO-BREAK SPACE}månader").format(n=number(months))
    elif months is not None:
        yield lambda: _("Nya deltagare tas in varje år under {n}\N{NO-BREAK SPACE}månader").format(n=number(months))
    if places is not None:
        yield lambda: _("Högst {n} deltagare samtidigt").format(n=number(places))


def _practice(rollout: Rollout) -> Iterator[Callable[[], str]]:
    """What becomes of it in ordinary practice."""
    drop, context, unit_cost = rollout.voltage_drop, rollout.context, rollout.unit_cost
    if drop is not None:
        yield lambda: _("Effektförlust i ordinarie drift: {share}").format(share=percent(drop.value))
    if context is not None:
        yield lambda: _("Effekt här mot där den mättes: {ratio}").format(ratio=number(context.value, 2))
    if unit_cost is not None:
        yield lambda: _("Kostnad per person i ordinarie drift mot piloten: {ratio}").format(
            ratio=number(unit_cost.value, 2)
        )


def _others(rollout: Rollout) -> Iterator[Callable[[], str]]:
    """Who pays later, what ends it, and what it takes the place of."""
    payers, end = rollout.then_paid_by, rollout.discontinued
    if payers:
        yield lambda: _("Ordinarie drift betalas av {payers}").format(
            payers=", ".join(f"{label(actor)} {percent(share)}" for actor, share in payers.items())
        )
    if end is not None:
        yield lambda: _("Risk för nedläggning: {share} per år").format(share=percent(end.per_year))
    for replaced in rollout.replaces:
        yield partial(_replaced, replaced)
    if rollout.competes_with:
        yield lambda: _("Konkurrerar om deltagare med {names}").format(names=", ".join(rollout.competes_with))


def _replaced(replaced: Replaced) -> str:
    return _("Ersätter {share} av {what} från månad {month}").format(
        share=percent(replaced.share),
        what=_(replaced.service) if replaced.service else replaced.intervention,
        month=number(replaced.from_),
    )


def _says_more(model: LogicModel) -> bool:
    texts = model.rollout or model.risks or model.conversions or model.indicators or model.assumptions or model.threats
    return bool(texts) or model.take_up < 1 or model.delivered < 1
