"""The same idea as ordinary practice: everybody who is eligible, at the project's cost per person, with less effect."""

from __future__ import annotations

from dataclasses import dataclass, replace

from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan, displacement_name
from exclusim.scenarios.interventions import Effect, Intervention, ProjectCost
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.schema import Case, Cohort

__all__ = ["WIDE", "Idea", "prepare"]

WIDE = "ordinary practice"
"""Name of the widened scenario; the space keeps it apart from every name a case file can have."""


@dataclass(frozen=True)
class Idea:
    """A scenario of a case beside itself as ordinary practice, in one plan on common random numbers.

    Args:
        plan: one cohort; its scenarios are the idea, those it builds on, and :data:`WIDE`.
        scenario: name of the idea.
    """

    plan: CasePlan
    scenario: str

    @property
    def own(self) -> tuple[Intervention, ...]:
        """The idea's interventions, without those of its baseline."""
        return self.plan.case.scenarios[self.scenario].interventions

    def tied(self, draw: Draw) -> Draw:
        """The draw with one value for each effect, displacement and reform, in the project and in ordinary practice."""
        project, practice = self.plan.treatments[self.scenario], self.plan.treatments[WIDE]
        pairs = [(a[3], b[3]) for a, b in zip(project.effects, practice.effects, strict=True)]
        pairs += [
            (displacement_name(self.scenario, a), displacement_name(WIDE, b))
            for a, b in zip(project.interventions, practice.interventions, strict=True)
        ]
        mine, wide = (f"reform.{name}.".replace("-", "_") for name in (self.scenario, WIDE))
        pairs += [(mine + name.removeprefix(wide), name) for name in draw.values if name.startswith(wide)]
        same = {theirs: draw[ours] for ours, theirs in pairs if ours in draw.values}
        return Draw(draw.index, {**draw.values, **same})

    def scaled(self, left: float) -> CasePlan:
        """The plan in which ``left`` of each log effect remains in ordinary practice, 0 to 1."""
        practice = self.plan.treatments[WIDE]
        names = {intervention.name for intervention in self.own}
        effects = tuple(
            (_scaled(effect, left) if intervention.name in names else effect, intervention, bit, name)
            for effect, intervention, bit, name in practice.effects
        )
        return replace(self.plan, treatments={**self.plan.treatments, WIDE: replace(practice, effects=effects)})

    def carried(self) -> list[Effect]:
        """Effects that already carry a loss at scale."""
        return [effect for i in self.own for effect in i.effects_under("published") if not _is_full(effect)]


def _is_full(effect: Effect) -> bool:
    return effect.scale == 1.0


def _scaled(effect: Effect, left: float) -> Effect:
    return effect.model_copy(update={"scale": left}) if _is_full(effect) else effect


def prepare(case: Case, scenario: str | None, persons: int | None) -> Idea:
    """Plan ``scenario`` (the case's first one by default) with its own form as ordinary practice.

    Raises:
        ExclusimError: the case has no such scenario, or an intervention reaches nobody.
    """
    name = _chosen(case, scenario)
    chain = {name: case.scenarios[name]}
    while (below := next(iter(chain.values())).baseline) != BASELINE:
        chain = {below: case.scenarios[below], **chain}
    idea = case.scenarios[name]
    wide = idea.model_copy(update={"interventions": tuple(_widened(case, i) for i in idea.interventions)})
    population = case.population
    if isinstance(population, Cohort):
        population = population.model_copy(update={"cohorts": 1})
    both = case.model_copy(update={"population": population, "scenarios": {**chain, WIDE: wide}})
    return Idea(case_plan(both, "published", persons), name)


def _chosen(case: Case, scenario: str | None) -> str:
    if not case.scenarios:
        raise ExclusimError(f"case {case.case} has no scenario", hint="describe the idea under scenarios: in a file")
    if scenario is None:
        return next(iter(case.scenarios))
    if scenario not in case.scenarios:
        known = ", ".join(case.scenarios)
        raise ExclusimError(
            f"case {case.case} has no scenario {scenario!r}{did_you_mean(scenario, list(case.scenarios))}",
            hint=f"it has {known}",
        )
    return scenario


def _widened(case: Case, intervention: Intervention) -> Intervention:
    """Reach everybody eligible; a cost per project becomes the same cost per person reached, for all of them."""
    if intervention.reach == 0:
        raise ExclusimError(f"case {case.case}: intervention {intervention.name!r} reaches nobody (reach: 0 %)")
    cost = None if intervention.cost is None else _per_person(intervention.cost, intervention.reach)
    costs = tuple(_per_person(part, intervention.reach) for part in intervention.costs)
    return intervention.model_copy(update={"reach": 1.0, "cost": cost, "costs": costs})


def _per_person(cost: ProjectCost, reach: float) -> ProjectCost:
    return cost.model_copy(update={"amount": cost.amount / reach}) if cost.per == "project" else cost
