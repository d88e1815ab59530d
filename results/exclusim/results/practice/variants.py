"""One draw of a roll-out, and the same draw with one thing otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.model.parameters import Draw
from exclusim.results.run.events import lot_name, risks_of, spared
from exclusim.results.run.pieces import Piece
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import Replicate, replicate_seed, with_draw
from exclusim.scenarios.interventions import Intervention, UncertainShare
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.schema import Case

__all__ = ["HALF", "Sample", "Study", "prepare", "sample"]

HALF = 0.5
"""The share of the effect between none and all at which the net is computed."""


@dataclass(frozen=True)
class Study:
    """A scenario's plan, and the plan of its pilot alone (None where there is nothing but a pilot)."""

    plan: CasePlan
    pilot: CasePlan | None
    scenario: str

    @property
    def own(self) -> tuple[Intervention, ...]:
        return self.plan.case.scenarios[self.scenario].interventions

    @property
    def start(self) -> int:
        """First month of what the scenario itself does."""
        return min((item.starts for item in self.own), default=0)

    @property
    def end(self) -> int:
        """First month after what it has planned."""
        return max((item.ends for item in self.own), default=self.start)

    def pieces(self, plan: CasePlan) -> list[Piece]:
        """The pieces of the scenario's own interventions."""
        names = {item.name for item in self.own}
        return [p for p in plan.treatments[self.scenario].pieces if p.intervention.name in names]

    def parameters(self, what: str) -> list[str]:
        """Names of one kind of parameter of the scenario's own roll-outs."""
        return sorted({name for piece in self.pieces(self.plan) for key, name in piece.names if key == what})

    @property
    def risk_lots(self) -> dict[str, str]:
        """Simulated risk → its lot."""
        listed = risks_of(self.plan.case, self.scenario)
        return {risk.name: lot_name(risk) for _, risk in listed if risk.event is not None}


@dataclass(frozen=True)
class Sample:
    """One draw. Arrays by actor have shape (V,), by month (months, V).

    Args:
        net: present value as it turns out.
        gain, cost: by month, undiscounted.
        enrolled: people who begin, by month, shape (months,).
        reached: people reached, first cohort.
        closes: months from the start until all is closed; None for never.
        survives: mean share of the log effect left in practice.
        others: key of an alternative → net; ``none`` and ``half`` are the shares of the effect in practice.
        spared: risk that happened → net without it.
    """

    net: NDArray[np.float64]
    gain: NDArray[np.float64]
    cost: NDArray[np.float64]
    enrolled: NDArray[np.float64]
    reached: float
    closes: int | None
    survives: float
    others: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    spared: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


def prepare(case: Case, scenario: str | None, persons: int | None) -> Study:
    """Plan the scenario (the first with a roll-out or risks by default), without the case's other scenarios.

    Raises:
        ExclusimError: no such scenario, or it has neither roll-out nor risks.
    """
    name = _chosen(case, scenario)
    links = {link: case.scenarios[link] for link in case.chain(name)}
    own = links[name]
    whole = own.model_copy(update={"interventions": tuple(_with_loss(item) for item in own.interventions)})
    plan = case_plan(case.model_copy(update={"scenarios": {**links, name: whole}}), "published", persons)
    pilots = tuple(_pilot(item) for item in whole.interventions)
    if pilots == whole.interventions:
        return Study(plan, None, name)
    alone = whole.model_copy(update={"interventions": pilots})
    return Study(
        plan, case_plan(case.model_copy(update={"scenarios": {**links, name: alone}}), "published", persons), name
    )


def _chosen(case: Case, scenario: str | None) -> str:
    fitting = [
        name
        for name, found in case.scenarios.items()
        if found.risks or any(item.rollout is not None for item in found.interventions)
    ]
    if scenario is not None and scenario not in case.scenarios:
        raise ExclusimError(
            f"case {case.case} has no scenario {scenario!r}{did_you_mean(scenario, list(case.scenarios))}",
            hint=f"it has {', '.join(case.scenarios) or 'none'}",
        )
    if scenario is None and fitting:
        return fitting[0]
    if scenario in fitting:
        return scenario
    where = f"case {case.case}" if scenario is None else f"case {case.case}: scenario {scenario!r}"
    raise ExclusimError(
        f"{where} has neither a rollout: nor risks:", hint="see docs/practice.md, or try the case inforande"
    )


def _with_loss(item: Intervention) -> Intervention:
    """A roll-out that says nothing of a loss at scale has one of 0 %, which the study can then change."""
    if item.rollout is None or item.rollout.practice is None or item.rollout.voltage_drop is not None:
        return item
    none = UncertainShare.model_validate({"value": "0 %"})
    return item.model_copy(update={"rollout": item.rollout.model_copy(update={"voltage_drop": none})})


def _pilot(item: Intervention) -> Intervention:
    """Only what happens before ordinary practice begins; nothing is replaced by a pilot that goes no further."""
    rollout = item.rollout
    if rollout is None or rollout.practice is None:
        return item
    waves = tuple(wave for wave in rollout.steps if wave.starts < rollout.practice) or rollout.steps[:1]
    left = None if rollout.open is None else min(rollout.open, max(rollout.practice - waves[-1].starts, 1))
    return item.model_copy(
        update={"rollout": rollout.model_copy(update={"waves": waves, "open": left, "replaces": ()})}
    )


def sample(study: Study, index: int, seed: int) -> Sample:
    """Everything that is asked of one draw."""
    plan, name = study.plan, study.scenario
    draw, life = plan.draw(index, seed), replicate_seed(seed, index)

    def run(other: Draw, among: CasePlan = plan) -> Replicate:
        return with_draw(among, other, life)

    base = run(draw)
    found = _measured(study, plan, draw, base)
    happened = plan.under(draw)
    closures, lots = study.parameters("closure_lot"), study.risk_lots
    fired = {threat.lot for threat in plan.treatments[name].threats if threat.happens(draw)}
    true = {risk: lot for risk, lot in lots.items() if lot in fired}
    losses = study.parameters("voltage_drop")

    def net(other: Draw, among: CasePlan = plan) -> NDArray[np.float64]:
        return _net(among, name, run(other, among))[0]

    closed = happened is not plan and bool(closures)
    others = {
        "never_closed": net(spared(draw, closures)) if closed else found.net,
        "no_risks": net(spared(draw, lots.values())) if true else found.net,
    }
    if study.pilot is not None:
        others["pilot_only"] = net(study.pilot.draw(index, seed), study.pilot)
    if losses:
        for key, lost in (("no_loss", 0.0), ("half", HALF), ("none", 1.0)):
            others[key] = net(Draw(draw.index, {**draw.values, **dict.fromkeys(losses, lost)}))
    return replace(found, others=others, spared={risk: net(spared(draw, [lot])) for risk, lot in true.items()})


def _measured(study: Study, plan: CasePlan, draw: Draw, base: Replicate) -> Sample:
    name = study.scenario
    net, gain, cost = _net(plan, name, base)
    pieces = study.pieces(plan.under(draw))
    closes = [piece.closes - piece.first for piece in pieces if piece.closes is not None]
    practice = [piece.carried(draw) for piece in pieces if piece.practice]
    before = base.accounts[plan.case.scenarios[name].baseline].enrolled
    return Sample(
        net=net,
        gain=gain,
        cost=cost,
        enrolled=base.accounts[name].enrolled - before,
        reached=base.reached[name],
        closes=max(closes) if closes and len(closes) == len(pieces) else None,
        survives=float(np.mean(practice)) if practice else 1.0,
    )


def _net(
    plan: CasePlan, name: str, found: Replicate
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Net present value, and undiscounted gain and cost by month within the horizon."""
    before, after = found.accounts[plan.case.scenarios[name].baseline], found.accounts[name]
    weights = plan.valuation.weights(plan.valuation.end, 0)
    within = (weights > 0)[:, None]
    saved = (before.exclusion - after.exclusion) + (before.ordinary - after.ordinary) - found.displaced[name]
    work = after.intervention - before.intervention
    for account, sign in ((after, 1), (before, -1)):
        if account.help is not None:
            work = work + sign * account.help.cost
    assert saved.shape[1] == len(REPORTED)
    return weights @ (saved - work), saved * within, work * within
