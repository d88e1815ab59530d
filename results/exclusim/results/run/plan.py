"""From a case and a preset to what is simulated: groups, interventions as modifiers of hazards, parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_parameters
from exclusim.calibration.fitting.posterior import Calibrated, calibrated
from exclusim.calibration.fitting.variants import Variant
from exclusim.calibration.prices import price_index
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan
from exclusim.model.errors import ExclusimError
from exclusim.model.money import Convention, discount_factors
from exclusim.model.parameters import ASSUMPTION, Draw, Fixed, LogitNormal, LogNormal, Parameter, Parameters
from exclusim.model.population import COHORT_AGE, Group
from exclusim.results.language import _, both
from exclusim.results.run.delivery import project_parameters
from exclusim.results.run.events import risk_parameters, threats_of
from exclusim.results.run.pieces import rollout_parameters
from exclusim.results.run.replaced import check_replaced
from exclusim.results.run.rules import RulePlan, rule_plan
from exclusim.results.run.treatment import Treatment, treatment_of
from exclusim.scenarios.interventions import Effect, Intervention
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.population import Cohort
from exclusim.scenarios.schema import Case

__all__ = ["BASELINE", "CasePlan", "Treatment", "Valuation", "case_plan"]

BASELINE = "baseline"
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

    @property
    def timing(self) -> NDArray[np.float64] | None:
        """Factor of each month relative to the mean of its year; None where the months of a year weigh the same."""
        by_year = self.factors.reshape(-1, 12)
        if (by_year == by_year[:, :1]).all():
            return None
        return np.asarray((by_year / by_year.mean(axis=1, keepdims=True)).ravel())


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

    def under(self, draw: Draw) -> CasePlan:
        """The plan as it turns out in one draw: risks that come true in it have happened, projects are closed."""
        found = {name: treatment.under(draw) for name, treatment in self.treatments.items()}
        if all(found[name] is treatment for name, treatment in self.treatments.items()):
            return self
        return replace(self, treatments=found)

    def own_mask(self, scenario: str) -> int:
        """Bits of those whom a scenario's own interventions reach, without those of its baseline."""
        own = [item.name for item in self.case.scenarios[scenario].interventions]
        return self.treatments[scenario].mask(own)

    @property
    def scale(self) -> float:
        """Real people per simulated person."""
        return self.case.size / self.persons

    @property
    def months(self) -> int:
        """Months of the whole run, the last cohort's included."""
        return self.base.months + 12 * (self.cohorts - 1)

    @property
    def years(self) -> list[int]:
        """The years from the first month to the end of the horizon: ages for one cohort, else years passed."""
        first = COHORT_AGE if self.is_cohort and self.cohorts == 1 else 0
        return [first + year for year in range(-(-self.valuation.end // 12))]

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
    names, rolled = rollout_parameters(case)
    treatments = {BASELINE: Treatment(())}
    for name in (link for scenario in case.scenarios for link in case.chain(scenario)):  # a baseline comes first
        treatments[name] = treatment_of(
            name,
            case.interventions(name),
            optimistic=preset == "optimistic",
            names=names[name],
            threats=threats_of(case, name),
            scale=case.size / size,
        )
    declared = world.parameters | cost_parameters()
    parameters = _with_local_values(case, declared if rules is None else declared | rules.parameters)
    parameters = parameters | Parameters(_effect_parameters(treatments, preset))
    parameters = parameters | Parameters(project_parameters(treatments.values()))
    parameters = parameters | Parameters([*rolled, *risk_parameters(case)])
    check_replaced(case, parameters.central())
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


def displacement_name(scenario: str, intervention: Intervention) -> str:
    """Name of the parameter with the share of gained jobs that is taken from others."""
    return f"displacement.{scenario}.{intervention.name}".replace("-", "_")


def _effect_parameters(treatments: dict[str, Treatment], preset: str) -> list[Parameter]:
    found: list[Parameter] = []
    for scenario, treatment in treatments.items():
        for name, effect in {name: effect for effect, *_rest, name in treatment.effects}.items():
            sd = effect.log_sd
            prior = Fixed() if sd is None or effect.scale == 0 else LogNormal(sd / effect.scale)
            found.append(Parameter(name, effect.ratio, "ratio", prior, effect.source, _note(effect)))
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


def _note(effect: Effect) -> str:
    """How the ratio follows from the published figure, and what the case says of it."""

    def said() -> str:
        note = _(effect.note) or "the source states no interval"
        return f"{effect.conversion}. {note}" if effect.conversion else note

    return both(said)


def _local(source: str) -> str:
    return both(lambda: _("lokal: {source}").format(source=_(source)))


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
            source=_local(local.source),
            note=local.note or declared.note,
        )
    return parameters.with_values(changes)
