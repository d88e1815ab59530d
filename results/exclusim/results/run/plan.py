"""From a case and a preset to what is simulated: groups, interventions as modifiers of hazards, parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_parameters
from exclusim.calibration.fitting.posterior import Calibrated, calibrated
from exclusim.calibration.fitting.variants import Variant
from exclusim.calibration.prices import price_index
from exclusim.model.compiled import Modifier
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan
from exclusim.model.errors import ExclusimError
from exclusim.model.money import Convention, discount_factors
from exclusim.model.parameters import ASSUMPTION, Draw, Fixed, LogitNormal, LogNormal, Parameter, Parameters
from exclusim.model.population import COHORT_AGE, Group, Reach
from exclusim.results.run.delivery import log_ratios, project_parameters
from exclusim.results.run.rules import RulePlan, rule_plan
from exclusim.scenarios.interventions import Effect, Intervention, Target
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.population import Cohort
from exclusim.scenarios.schema import Case

__all__ = ["BASELINE", "CasePlan", "Treatment", "Valuation", "case_plan"]

BASELINE = "baseline"
_MOST_BITS = 6  # the modifier table doubles with each
_ENOUGH = 1_500  # people whom agencies need: in a queue for ten, a place more or less is a tenth


@dataclass(frozen=True)
class Valuation:
    """Which months count, and for how much.

    Args:
        start: first month of the horizon, to whose beginning everything is discounted.
        horizons: name → first month after it; ``"20"`` is twenty years.
        main: name of the case's own horizon.
        term: first month after the first term.
        factors: present-value factor of every month of the run, shape (months,).
    """

    start: int
    horizons: dict[str, int]
    main: str
    term: int
    factors: NDArray[np.float64]

    @property
    def end(self) -> int:
        return self.horizons[self.main]

    def weights(self, end: int, start: int | None = None) -> NDArray[np.float64]:
        """Factors of the months from ``start`` (the horizon's, by default) to ``end``, zero elsewhere."""
        month = np.arange(self.factors.size)
        first = self.start if start is None else start
        return np.where((month >= first) & (month < end), self.factors, 0.0)


@dataclass(frozen=True)
class Treatment:
    """One scenario's interventions, with the bit that marks the people each effect reaches."""

    interventions: tuple[Intervention, ...]
    reaches: tuple[Reach, ...]
    effects: tuple[tuple[Effect, Intervention, int, str], ...]  # effect, its intervention, bit, parameter name
    main_bit: tuple[int, ...]  # by intervention: the bit of its own target

    def modifiers(self, draw: Draw, months: int) -> tuple[Modifier, ...]:
        """Changes of log hazards by month under one draw."""
        month = np.arange(months)
        return tuple(
            Modifier(effect.on, log_ratios(effect, intervention, draw, name, month - intervention.starts), bit)
            for effect, intervention, bit, name in self.effects
        )

    def reaches_from(self, month: int) -> tuple[Reach, ...]:
        """Whom the interventions reach in a cohort that joins in ``month``; those that are over reach nobody."""
        return tuple(
            reach if reach.month == 0 else replace(reach, month=max(reach.month - month, 0))
            for reach in self.reaches
            if self._still_running(reach.bit, month)
        )

    def _still_running(self, bit: int, month: int) -> bool:
        owners = [i for e, i, b, _ in self.effects if b == bit]
        owners += [i for i, b in zip(self.interventions, self.main_bit, strict=True) if b == bit]
        return any(month < intervention.starts + intervention.lasts for intervention in owners)


@dataclass(frozen=True)
class CasePlan:
    """Everything about a run that does not depend on the draw."""

    case: Case
    preset: str
    persons: int
    base: RunPlan  # one cohort or group, without interventions
    cohorts: int
    parameters: Parameters
    treatments: dict[str, Treatment]  # scenario → treatment; the baseline has an empty one
    valuation: Valuation
    posterior: Calibrated | None = None  # None: draws are from the priors
    uncalibrated: str = ""  # why there is no posterior
    rules: RulePlan | None = None  # agencies act where a scenario changes a rule

    def draw(self, index: int, seed: int) -> Draw:
        """Joint draw ``index`` of the stream ``seed``: from the posterior where there is one."""
        source = self.posterior or self.parameters
        return source.draw(index, seed)

    def central(self) -> Draw:
        """All parameters at the centre of what is known."""
        source = self.posterior or self.parameters
        return source.central()

    @property
    def scale(self) -> float:
        """Real people per simulated person."""
        return self.case.size / self.persons

    @property
    def months(self) -> int:
        """Months of the whole run, the last cohort's included."""
        return self.base.months + 12 * (self.cohorts - 1)

    @property
    def start_age(self) -> int | None:
        if not self.is_cohort:
            return None
        return COHORT_AGE + self.valuation.start // 12

    @property
    def is_cohort(self) -> bool:
        return isinstance(self.case.population, Cohort)

    def youth(self, draw: Draw) -> int:
        """Months before a cohort's lost work and taxes count."""
        if not self.is_cohort:
            return 0
        return 12 * (round(draw["population.production_from_age"]) - COHORT_AGE)

    def group(self, cohort: int) -> RunPlan:
        """The plan of one successive cohort: other people, the labour market of its own years."""
        if cohort == 0:
            return self.base
        (group,) = self.base.groups
        return replace(
            self.base,
            groups=(replace(group, first_person=cohort * self.persons),),
            labour_market=_labour_market(self.case, self.base.months, cohort),
        )


def _labour_market(case: Case, months: int, cohort: int) -> NDArray[np.float64] | None:
    if not case.environment.labour_market:
        return None
    return case.environment.labour_market_levels(case.population.start_year + cohort, months)


def case_plan(case: Case, preset: str, persons: int | None = None, variant: Variant = "mixed") -> CasePlan:
    """Plan the run of a case under ``published`` or ``optimistic``, and a structural variant of the posterior.

    Raises:
        ExclusimError: a local value names no parameter, the price index lacks the price year, or there are too many
            different target groups.
    """
    price_index().factor(case.appraisal.price_year, case.appraisal.price_year)
    world, rules = default_world(), rule_plan(case)
    size = persons or (case.size if rules is None else max(case.size, _ENOUGH))
    population = case.population
    cohorts = population.cohorts if isinstance(population, Cohort) else 1
    if isinstance(population, Cohort):
        group = Group("cohort", size)
    else:
        group = Group("newcomers", size, age_from=population.age_from, age_to=population.age_to)
    months = max(case.months, case.appraisal.end_month)
    treatments = {BASELINE: Treatment((), (), (), ())}
    for name in (link for scenario in case.scenarios for link in case.chain(scenario)):  # a baseline comes first
        treatments[name] = _treatment(name, case.interventions(name), preset)
    declared = world.parameters | cost_parameters()
    parameters = _with_local_values(case, declared if rules is None else declared | rules.parameters)
    parameters = parameters | Parameters(_effect_parameters(treatments, preset))
    parameters = parameters | Parameters(project_parameters(treatments.values()))
    base = RunPlan(
        replace(world, parameters=parameters), (group,), months, labour_market=_labour_market(case, months, 0)
    )
    posterior, reason = _posterior(parameters, variant)
    valuation = _valuation(case, months + 12 * (cohorts - 1))
    return CasePlan(case, preset, size, base, cohorts, parameters, treatments, valuation, posterior, reason, rules)


def _posterior(parameters: Parameters, variant: Variant) -> tuple[Calibrated | None, str]:
    try:
        return calibrated(parameters, variant), ""
    except ExclusimError as error:
        if variant != "mixed":
            raise
        return None, str(error)


def _valuation(case: Case, months: int) -> Valuation:
    appraisal = case.appraisal
    start = appraisal.start_month
    horizons = {str(years): start + 12 * years for years in (1, 4, 8, 20)}
    horizons[str(appraisal.years)] = appraisal.end_month
    if isinstance(case.population, Cohort) and case.population.follow_to_age == 65:
        horizons["65"] = case.months
    horizons = {name: end for name, end in horizons.items() if end <= months}
    factors = discount_factors(months, start, appraisal.discount_rate, Convention(appraisal.convention))
    return Valuation(start, horizons, str(appraisal.years), start + 12 * appraisal.term_years, factors)


def _treatment(scenario: str, interventions: Sequence[Intervention], preset: str) -> Treatment:
    bits: dict[tuple[int, Target], int] = {}
    reaches: list[Reach] = []
    effects: list[tuple[Effect, Intervention, int, str]] = []

    def bit(position: int, target: Target) -> int:
        key = (position, target)
        if key not in bits:
            bits[key] = len(bits)
            own = bits[position, interventions[position].target]
            reaches.append(_reach(bits[key], own, interventions[position], target, preset))
        return bits[key]

    main = []
    for position, intervention in enumerate(interventions):
        main.append(bit(position, intervention.target))
        chosen = intervention.effects_under("optimistic" if preset == "optimistic" else "published")
        for number, effect in enumerate(chosen):
            name = f"effect.{scenario}.{intervention.name}.{effect.name or number}".replace("-", "_")
            target = intervention.target if effect.target is None else effect.target
            effects.append((effect, intervention, bit(position, target), name))
    if len(bits) > _MOST_BITS:
        raise ExclusimError(
            f"scenario {scenario!r} has {len(bits)} different target groups",
            hint=f"at most {_MOST_BITS} can be combined",
        )
    return Treatment(tuple(interventions), tuple(reaches), tuple(effects), tuple(main))


def _reach(bit: int, own: int, intervention: Intervention, target: Target, preset: str) -> Reach:
    """Who carries ``bit``; the lots are those of the ``own`` bit, so that components reach the same people."""
    if target.eligible is None:
        return Reach(bit, intervention.joining, target.traits, lot=own)
    chosen = intervention.effects_under("optimistic" if preset == "optimistic" else "published")
    announced = max((effect.announcement for effect in chosen), default=0)
    month = intervention.starts - announced
    return Reach(bit, intervention.joining, target.traits, target.eligible, month, own)


def displacement_name(scenario: str, intervention: Intervention) -> str:
    """Name of the parameter with the share of gained jobs that is taken from others."""
    return f"displacement.{scenario}.{intervention.name}".replace("-", "_")


def _effect_parameters(treatments: dict[str, Treatment], preset: str) -> list[Parameter]:
    found: list[Parameter] = []
    for scenario, treatment in treatments.items():
        for effect, _, _, name in treatment.effects:
            sd = effect.log_sd
            prior = Fixed() if sd is None or effect.scale == 0 else LogNormal(sd / effect.scale)
            note = effect.note or "the source states no interval"
            note = f"{effect.conversion}. {note}" if effect.conversion else note
            found.append(Parameter(name, effect.ratio, "ratio", prior, effect.source, note))
        for intervention in treatment.interventions:
            if preset == "published" and intervention.displacement > 0:
                found.append(
                    Parameter(
                        displacement_name(scenario, intervention),
                        intervention.displacement,
                        "share",
                        LogitNormal(0.5),
                        " ".join(intervention.source) or ASSUMPTION,
                        "share of gained jobs that displaces somebody else's",
                    )
                )
    return found


def _with_local_values(case: Case, parameters: Parameters) -> Parameters:
    changes: dict[str, Parameter] = {}
    for name, local in case.parameters.items():
        if name not in parameters:
            raise ExclusimError(
                f"case {case.case}: parameters.{name}: no such parameter{did_you_mean(name, list(parameters))}",
                hint="see `exclusim parameters`",
            )
        declared = parameters[name]
        changes[name] = replace(
            declared,
            value=local.in_unit(declared.unit),
            source=f"lokal: {local.source}",
            note=local.note or declared.note,
        )
    return parameters.with_values(changes)
