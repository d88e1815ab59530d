"""From changed rules and what agencies did to their part of the result document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.parameters import ASSUMPTION
from exclusim.results.interval import Interval
from exclusim.results.language import _, both
from exclusim.results.rules import (
    AgencyRow,
    RemovedFault,
    RuleChange,
    ScenarioReform,
    ScenarioRules,
    rule_label,
)
from exclusim.results.run.agencies import Help
from exclusim.results.run.heading import cited
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.rules import reform_of
from exclusim.results.run.sample import Replicate

__all__ = ["rule_results", "rule_warnings"]

_AGENCIES = {agency.name: agency.label for agency in AGENCIES}


def rule_results(plan: CasePlan, replicates: Sequence[Replicate]) -> dict[str, ScenarioRules]:
    """Rules and agencies of each scenario, the baseline's first; empty where no agency acts."""
    if plan.rules is None:
        return {}
    return {
        name: ScenarioRules(
            changes=list(_changes(plan, name)),
            without=list(_removed(plan, name)),
            reform=_reform(plan, name),
            agencies=_agencies(helps := [_help(replicate, name) for replicate in replicates]),
            strength=Interval.of([one.strength for one in helps]),
        )
        for name in plan.treatments
    }


def _help(replicate: Replicate, scenario: str) -> Help:
    found = replicate.accounts[scenario].help
    assert found is not None  # agencies act in every scenario or in none
    return found


def _changes(plan: CasePlan, scenario: str) -> Iterator[RuleChange]:
    """The scenario's own rules and its baseline's, one row for each that is still in force at the end."""
    links = [plan.case.scenarios[name] for name in plan.case.chain(scenario)]
    last = {name: link for link in links for name in link.own_changes}
    for name, link in last.items():
        if name not in link.rules:
            continue  # it belongs to a removed fault
        rule, today = link.rules[name], plan.parameters[name]
        yield RuleChange(
            parameter=name,
            label=rule_label(name, _AGENCIES),
            value=rule.in_unit(today.unit),
            today=today.value,
            unit=today.unit,
            starts=link.starts,
            source=rule.source,
            source_text=cited(rule.source),
            assumption=rule.source == ASSUMPTION,
            today_assumption=today.is_assumption,
            note=rule.note,
        )


def _removed(plan: CasePlan, scenario: str) -> Iterator[RemovedFault]:
    faults = {fault.name: fault for fault in FAULTS}
    starts: dict[str, int] = {}
    for name in plan.case.chain(scenario):
        for fault in plan.case.scenarios[name].without:
            starts.setdefault(fault, plan.case.scenarios[name].starts)
    for fault, month in starts.items():
        yield RemovedFault(fault=fault, label=faults[fault].label, rule=faults[fault].rule, starts=month)


def _reform(plan: CasePlan, scenario: str) -> ScenarioReform | None:
    if plan.rules is None or scenario not in plan.rules.reforms:
        return None
    source, month = plan.rules.reforms[scenario]
    reform = reform_of(plan.case, source)
    return ScenarioReform(
        starts=month,
        months=reform.months,
        performance=reform.performance,
        source=reform.source,
        source_text=cited(reform.source),
        note=reform.note,
    )


def _agencies(helps: Sequence[Help]) -> list[AgencyRow]:
    """Those with somebody to help or waiting."""
    helped, waiting = np.array([one.helped for one in helps]), np.array([one.waiting for one in helps])
    return [
        AgencyRow(
            agency=agency.name,
            label=agency.label,
            helped=Interval.of(helped[:, a]),
            waiting=Interval.of(waiting[:, a]),
        )
        for a, agency in enumerate(AGENCIES)
        if helped[:, a].any() or waiting[:, a].any()
    ]


def rule_warnings(plan: CasePlan) -> Iterator[str]:
    """What a reader must know before comparing rules."""
    if plan.rules is None:
        return
    acting = [p for p in plan.rules.parameters.values() if p.name.startswith(("agency.", "case."))]
    assumed = sum(p.is_assumption for p in acting)
    yield both(
        lambda: _(
            "Myndigheter agerar i den här körningen. Av deras {acting} regeltal är {assumed} antaganden utan "
            "publicerad källa: ingen räknar hur ofta en myndighet svarar ”inte vårt”. De har vida fördelningar. Läs "
            "skillnader mellan regler som riktning och storleksordning."
        ).format(acting=len(acting), assumed=assumed)
    )
    if any(month == 0 for _scenario, month in plan.rules.reforms.values()) and plan.is_cohort:
        yield both(
            lambda: _(
                "Att införa nya regler kostar först: under införandet lämnar färre utanförskapet. En kull som är 16 "
                "år när reglerna ändras märker lite av det; vad införandet kostar äldre kullar ingår inte."
            )
        )
    if plan.cohorts > 1:
        yield both(lambda: _("Varje årskull har sina egna köer och platser; kullarna tävlar inte med varandra."))
