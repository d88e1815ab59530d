"""A scenario made ready for a trial: everybody it is for takes part, so that both lives of each person are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.model.compiled import Modifier, Tables
from exclusim.model.compiling import with_modifiers
from exclusim.model.engine import Run, RunPlan, Spells, simulate
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.scenarios.interventions import Effect, Intervention
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.schema import Case, Cohort

__all__ = ["HORIZON", "Component", "Planned", "enrolled", "planned", "spells_of"]

HORIZON = 240
"""Months after enrolment over which the lasting effect is counted, where the case is followed that long."""


@dataclass(frozen=True)
class Component:
    """One effect of one of the scenario's own interventions.

    Args:
        name: of its parameter.
        effect, intervention: what it is and belongs to.
    """

    name: str
    effect: Effect
    intervention: Intervention


@dataclass(frozen=True)
class Planned:
    """One scenario of a case with full reach, from simulation month 0 to the end of the horizon.

    Args:
        plan: of the case; ``base``: its first group's run, with the reaches and without any effect.
        scenario: its name.
        start: month in which the first effect or its announcement begins; people are enrolled just before it.
        end: month in which the last of the scenario's own interventions is over.
    """

    plan: CasePlan
    base: RunPlan
    scenario: str
    start: int
    end: int

    @property
    def own(self) -> tuple[Intervention, ...]:
        return self.plan.case.scenarios[self.scenario].interventions

    @property
    def _effects(self) -> tuple[tuple[Effect, Intervention, int, str], ...]:
        return self.plan.treatments[self.scenario].effects

    @property
    def components(self) -> tuple[Component, ...]:
        """The scenario's own effects, in the order of the file."""
        names = {intervention.name for intervention in self.own}
        return tuple(Component(name, e, i) for e, i, _, name in self._effects if i.name in names)

    @property
    def enrolment(self) -> int:
        """Month at whose end people are enrolled."""
        return max(self.start - 1, 0)

    @property
    def horizon(self) -> int:
        """Months from the start to the end of the run."""
        return self.base.months - self.start

    def modifiers(self, draw: Draw, components: frozenset[str]) -> tuple[Modifier, ...]:
        """Effects of the scenario's baseline, and those of its own that are named."""
        own = {component.name for component in self.components}
        found = self.plan.treatments[self.scenario].modifiers(draw, self.base.months)
        names = [name for *_, name in self._effects]
        return tuple(m for m, name in zip(found, names, strict=True) if name not in own or name in components)

    def run(self, draw: Draw, seed: int, components: frozenset[str], tables: Tables) -> Run:
        """Everybody's life with some components in force; the same people and luck whatever they are."""
        modifiers = self.modifiers(draw, components)
        base = replace(self.base, modifiers=modifiers)
        ready = with_modifiers(tables, base.world, draw, base.labour_market, modifiers, base.months)
        return simulate(base, draw, seed, histories=True, tables=ready)

    def elsewhere(self, draw: Draw, seed: int, level: float, first_person: int) -> Run:
        """Other people where the labour market stands at ``level`` times this one, without the programme."""
        market = np.ones(self.base.months) if self.base.labour_market is None else self.base.labour_market
        (group,) = self.base.groups
        base = replace(self.base, groups=(replace(group, first_person=first_person),), labour_market=level * market)
        base = replace(base, modifiers=self.modifiers(draw, frozenset()))
        return simulate(base, draw, seed, histories=True)

    def meant(self, run: Run) -> NDArray[np.bool_]:
        """For whom the scenario's own interventions are, shape (persons,)."""
        mask = self.plan.own_mask(self.scenario)
        return np.asarray(run.people.reached & mask > 0)


def enrolled(run: Run, spells: Spells, which: NDArray[np.bool_], planned: Planned) -> NDArray[np.bool_]:
    """Those in the target group among ``which``, alive and in the country, shape (persons,)."""
    rows = (spells.month <= planned.enrolment) & (spells.until() > planned.enrolment)
    absorbing = np.array([status.absorbing for status in planned.base.world.statuses])
    return np.asarray(planned.meant(run) & which & ~absorbing[spells.status[rows]])


def spells_of(run: Run) -> Spells:
    """The histories of a run that keeps them."""
    assert run.spells is not None  # every run of a trial keeps them
    return run.spells


def planned(case: Case, scenario: str | None, preset: str, persons: int) -> Planned:
    """Plan one scenario with everybody in its target group taking part.

    Raises:
        ExclusimError: the case has no such scenario, or the scenario is not one that people can be enrolled in.
    """
    name = _chosen(case, scenario)
    chosen = case.scenarios[name]
    if not chosen.interventions:
        raise ExclusimError(
            f"case {case.case}: scenario {name!r} has no intervention, so nobody can be enrolled in it",
            hint="choose a scenario with interventions; rules are tried with `exclusim run`",
        )
    if any(case.scenarios[link].changes_rules for link in case.chain(name)):
        raise ExclusimError(
            f"case {case.case}: scenario {name!r} changes rules for everybody; an evaluation needs people without it",
            hint="choose a scenario with interventions alone",
        )
    everybody_at_once = {"reach": 1.0, "take_up": 1.0, "rollout": None}
    full = tuple(i.model_copy(update=everybody_at_once) for i in chosen.interventions)
    links = {link: case.scenarios[link] for link in case.chain(name)}
    links[name] = chosen.model_copy(update={"interventions": full})
    population = case.population
    if isinstance(population, Cohort):
        population = population.model_copy(update={"cohorts": 1})
    plan = case_plan(case.model_copy(update={"scenarios": links, "population": population}), preset, persons)
    own = {intervention.name for intervention in full}
    begins = [i.starts - e.announcement for e, i, *_ in plan.treatments[name].effects if i.name in own]
    if not begins:
        raise ExclusimError(
            f"case {case.case}: scenario {name!r} has no effect under {preset}, so there is nothing to find",
            hint="give an intervention effects, or choose another --preset",
        )
    start, end = min(begins), max(i.starts + i.lasts for i in full)
    months = min(plan.base.months, start + HORIZON)
    market = None if plan.base.labour_market is None else plan.base.labour_market[:months]
    base = replace(plan.base, months=months, labour_market=market, reaches=plan.treatments[name].reaches)
    return Planned(plan, base, name, start, end)


def _chosen(case: Case, scenario: str | None) -> str:
    if not case.scenarios:
        raise ExclusimError(f"case {case.case} has no scenario", hint="describe the idea under scenarios: in a file")
    if scenario is None:
        return next(iter(case.scenarios))
    if scenario == BASELINE or scenario not in case.scenarios:
        guess = did_you_mean(scenario, list(case.scenarios))
        raise ExclusimError(
            f"case {case.case} has no scenario {scenario!r}{guess}", hint=f"it has {', '.join(case.scenarios)}"
        )
    return scenario
