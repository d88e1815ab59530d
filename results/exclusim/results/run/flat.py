"""The published worked examples: a constant yearly cost, nobody leaves (preset ``flat-annuity``).

These accounts add transfers to lost production, which counts support twice. The preset reproduces the published sum as
``society``, says so among the warnings, and gives the corrected figure as a range.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import anchors, corrected_flat_share, cost_parameters
from exclusim.model.errors import ExclusimError
from exclusim.model.money import PUBLIC, REPORTED, Convention, discount_factors
from exclusim.results.amounts import AmountRow, Amounts, Price
from exclusim.results.document import Band, Cumulative, Difference, Excluded, Interval, ScenarioResult
from exclusim.results.labels import number
from exclusim.results.language import _, both
from exclusim.results.run.plan import BASELINE
from exclusim.results.run.summary import payback_month
from exclusim.results.yearly_net import YearlyNet, yearly_net
from exclusim.scenarios.published import FlatAnnuity
from exclusim.scenarios.schema import Case

__all__ = ["Flat", "flat_annuity"]


class Flat:
    """One case's annuity as arrays: cost by month and actor for each scenario."""

    def __init__(self, case: Case, annuity: FlatAnnuity, replicates: int, seed: int) -> None:
        self.case, self.annuity = case, annuity
        self.years = annuity.years
        months = 12 * self.years
        rate = case.appraisal.discount_rate if annuity.discounted else 0.0
        self.convention = Convention(case.appraisal.convention)
        self.factors = discount_factors(months, 0, rate, self.convention)
        self.rate = rate
        parameters = cost_parameters()
        self.draws = [parameters.draw(index, seed) for index in range(max(replicates, 1))]
        self.real_share = np.array([corrected_flat_share(draw) for draw in self.draws])

    def yearly_cost(self) -> NDArray[np.float64]:
        """SEK per person-year by draw and reported actor; only the split of an unpublished remainder varies."""
        cost = self.annuity.cost_per_person_year
        table = np.zeros((len(self.draws), len(REPORTED)))
        for row, draw in enumerate(self.draws):
            met = {actor: anchor.met for actor, anchor in anchors(draw, self.case.appraisal.price_year).items()}
            kommun = cost.public * met["kommun"] / sum(met.values()) if cost.kommun is None else cost.kommun
            rest = {actor: met[actor] for actor in PUBLIC if actor != "kommun"}
            amounts = {actor: (cost.public - kommun) * share / sum(rest.values()) for actor, share in rest.items()}
            amounts |= {"kommun": kommun, "public": cost.public, "production": cost.production, "society": cost.total}
            table[row] = [amounts[actor] for actor in REPORTED]
        return table

    def months(self, people: float, years: float) -> NDArray[np.float64]:
        """Person-years by month of ``people`` excluded for ``years``, shape (months,)."""
        month = np.arange(self.factors.size)
        return np.where(month < 12 * years, people / 12, 0.0)

    def exposure(self, scenario: str) -> NDArray[np.float64]:
        people, years = float(self.annuity.excluded), float(self.years)
        for intervention in self.case.interventions(scenario):
            if intervention.flat is None:
                raise ExclusimError(
                    f"case {self.case.case}: scenarios.{scenario}: {intervention.name!r} has no flat effect",
                    hint="add `flat: {prevents: …}` or leave the preset flat-annuity",
                )
            if intervention.flat.prevents is not None:
                people *= 1.0 - intervention.flat.prevents
            if intervention.flat.shortens_to is not None:
                years = min(years, float(intervention.flat.shortens_to))
        return self.months(people, years)

    def project(self, scenario: str) -> NDArray[np.float64]:
        """Cost of the interventions by actor, as published: once, undiscounted, at the start."""
        cost = np.zeros(len(REPORTED))
        for intervention in self.case.interventions(scenario):
            for part in intervention.all_costs:
                times = {"project": 1.0, "person": float(self.annuity.excluded)}.get(part.per)
                if times is None:
                    times = float(self.annuity.excluded) * intervention.months_attended
                for payer, share in part.payer.items():
                    for actor in (payer.partition(".")[0], "public", "society"):
                        cost[REPORTED.index(actor)] += part.amount * times * share
        return cost


def flat_annuity(case: Case, replicates: int, seed: int) -> Flat:
    """The annuity of a case.

    Raises:
        ExclusimError: the case has none, or changes rules of agencies, which the annuity does not know.
    """
    if case.changes_rules:
        raise ExclusimError(
            f"case {case.case} changes rules of agencies, and nobody acts in a flat annuity",
            hint="run it with the preset published or optimistic",
        )
    if case.flat_annuity is None:
        raise ExclusimError(
            f"case {case.case} has no flat_annuity", hint="run it with the preset published or optimistic"
        )
    return Flat(case, case.flat_annuity, replicates, seed)


def _by_actor(values: NDArray[np.float64]) -> dict[str, Interval]:
    return {actor: Interval.of(values[:, column]) for column, actor in enumerate(REPORTED)}


def _horizons(flat: Flat) -> dict[str, int]:
    spans = sorted({1, 4, 8, 20, flat.years})
    return {str(years): 12 * years for years in spans if years <= flat.years}


def flat_scenario(flat: Flat, name: str) -> ScenarioResult:
    """One scenario of the annuity."""
    case, cost, exposure = flat.case, flat.yearly_cost(), flat.exposure(name)
    scenario = case.scenarios.get(name)

    def until(months: int) -> NDArray[np.float64]:
        return np.asarray(cost * float((flat.factors * exposure)[:months].sum()))

    total = until(flat.factors.size)
    transfers = 1.0 - flat.real_share
    public = total[:, REPORTED.index("public")]
    kinds = {
        "real": public * flat.real_share,
        "transfer": public * transfers,
        "revenue": np.zeros_like(public),
        "production": total[:, REPORTED.index("production")],
    }
    start = case.appraisal.from_age or 0
    yearly = exposure.reshape(-1, 12).sum(axis=1)
    zero = np.zeros((len(flat.draws), len(REPORTED)))
    share = float(exposure[0]) * 12 / case.size
    return ScenarioResult(
        label=both(lambda: _("Dagens läge")) if scenario is None else scenario.label,
        description=both(lambda: _("Ingen insats")) if scenario is None else scenario.description,
        total=_by_actor(total),
        term=_by_actor(until(12 * case.appraisal.term_years)),
        horizons={key: _by_actor(until(end)) for key, end in _horizons(flat).items()},
        by_kind={kind: Interval.of(values) for kind, values in kinds.items()},
        before=_by_actor(zero),
        ordinary=_by_actor(zero),
        intervention=_by_actor(zero + flat.project(name)),
        years=[start + year for year in range(flat.years)],
        yearly={actor: Band.of(np.outer(cost[:, column], yearly)) for column, actor in enumerate(REPORTED)},
        services=[],
        ages=[],
        activity_by_age={},
        burden_by_age={},
        flows=[],
        excluded=Excluded(
            definition=both(lambda: _("Räkneexemplets eget antal, konstant under hela perioden")),
            long_term_share=Interval(mean=share, p5=share, p95=share),
            by_age={},
        ),
    )


def flat_difference(flat: Flat, name: str) -> Difference:
    """A scenario of the annuity against its baseline."""
    scenario = flat.case.scenarios[name]
    cost, end = flat.yearly_cost(), flat.factors.size
    saved = flat.exposure(scenario.baseline) - flat.exposure(name)
    project = flat.project(name) - flat.project(scenario.baseline)

    def gain(months: int) -> NDArray[np.float64]:
        return np.asarray(cost * float((flat.factors * saved)[:months].sum()))

    curve = cost[:, None, :] * np.cumsum(flat.factors * saved)[None, :, None] - project
    mean = curve.mean(axis=0)
    lowest = mean.argmin(axis=0)
    net = gain(end) - project
    zero = dict.fromkeys(REPORTED, 0.0)
    people = float(saved.max()) * 12 if saved.max() > 0 else 0.0
    years = float(saved.sum())
    helped = flat.annuity.excluded - 12 * float(flat.exposure(name)[0]) or float(flat.annuity.excluded if people else 0)
    return Difference(
        baseline=scenario.baseline,
        label=scenario.label,
        net=_by_actor(net),
        gain=_by_actor(gain(end)),
        term=_by_actor(gain(12 * flat.case.appraisal.term_years)),
        horizons={key: _by_actor(gain(to) - project) for key, to in _horizons(flat).items()},
        parts={
            "exclusion": {actor: float(gain(end)[:, c].mean()) for c, actor in enumerate(REPORTED)},
            "ordinary": zero,
            "before": zero,
            "intervention": {actor: -float(project[c]) for c, actor in enumerate(REPORTED)},
            "displacement": zero,
        },
        payback_month={actor: payback_month(mean[:, c]) for c, actor in enumerate(REPORTED)},
        probability_loss={actor: float((net[:, c] < 0).mean()) for c, actor in enumerate(REPORTED)},
        deepest_deficit={
            actor: {"amount": float(min(mean[lowest[c], c], 0.0)), "month": float(lowest[c])}
            for c, actor in enumerate(REPORTED)
        },
        cumulative=Cumulative(
            months=list(range(1, end + 1)), net={actor: Band.of(curve[:, :, c]) for c, actor in enumerate(REPORTED)}
        ),
        avoided_exclusion_years=Interval(mean=years, p5=years, p95=years),
        persons_helped=Interval(mean=helped, p5=helped, p95=helped),
        persons_harmed=Interval(mean=0, p5=0, p95=0),
        by_year=_yearly(flat, saved, project),
    )


def _yearly(flat: Flat, saved: NDArray[np.float64], project: NDArray[np.float64]) -> YearlyNet:
    """The project is paid in the first year; the source does not say which that is."""
    values = flat.yearly_cost()[:, None, :] * saved.reshape(-1, 12).sum(axis=1)[None, :, None]
    values[:, 0] -= project
    start = flat.case.appraisal.from_age or 0
    return yearly_net(values, [start + year for year in range(flat.years)], None)


def flat_amounts(flat: Flat) -> Amounts:
    """What the annuity's totals are made of: a yearly cost per person and actor, and the project as published."""
    case, cost = flat.case, flat.yearly_cost().mean(axis=0)
    payers = [actor for actor in (*PUBLIC, "production") if cost[REPORTED.index(actor)]]
    rest = cost[REPORTED.index("society")] - cost[[REPORTED.index(actor) for actor in payers]].sum()

    def rows(name: str) -> list[AmountRow]:
        people = flat.exposure(name).reshape(-1, 12).sum(axis=1)
        found = [
            AmountRow(account="exclusion", price=n, actor=actor, society=True, by_year=(people * amount).tolist())
            for n, actor in enumerate(payers)
            for amount in [cost[REPORTED.index(actor)]]
        ]
        if abs(rest) > 1e-9 * cost.max():  # the source's sum for society is not that of its payers
            found.append(
                AmountRow(account="exclusion", price=None, actor="", society=True, by_year=(people * rest).tolist())
            )
        once = np.zeros(flat.years)
        for actor in (*PUBLIC, "production"):
            once[0] = flat.project(name)[REPORTED.index(actor)]
            if once[0]:
                found.append(
                    AmountRow(account="intervention", price=None, actor=actor, society=True, by_year=once.tolist())
                )
        return found

    start = case.appraisal.from_age or 0
    return Amounts(
        years=[start + year for year in range(flat.years)],
        start=0,
        horizons={key: months // 12 for key, months in _horizons(flat).items()},
        main=str(flat.years),
        term=case.appraisal.term_years,
        rate=flat.rate,
        convention=flat.convention,
        undiscounted=["intervention"],
        prices=[
            Price(
                service=both(lambda: _("Publicerad årskostnad")),
                triggers=[],
                actor=actor,
                payee=None,
                kind="production" if actor == "production" else "real",
                scope="exclusion",
                per="year",
                amount=float(cost[REPORTED.index(actor)]),
                basis="measured",
            )
            for actor in payers
        ],
        scenarios={name: rows(name) for name in (BASELINE, *case.scenarios)},
    )


def corrected_society(flat: Flat) -> dict[str, Interval]:
    """Society without transfers counted twice, by scenario: production + the real share of the public cost."""
    cost = flat.annuity.cost_per_person_year
    yearly = cost.production + cost.public * flat.real_share
    return {
        name: Interval.of(yearly * float((flat.factors * flat.exposure(name)).sum()))
        for name in (BASELINE, *flat.case.scenarios)
    }


def flat_warnings(flat: Flat) -> list[str]:
    """What a reader must know about the published sums."""
    found = [
        both(
            lambda: _(
                "Den publicerade summan för samhället lägger ihop bidrag och produktionsbortfall och räknar därmed "
                "försörjningen två gånger. Den återges här som den är publicerad; den rättade siffran visas som ett "
                "intervall."
            )
        )
    ]
    if flat.rate > 0:
        term = 12 * flat.case.appraisal.term_years
        ratio = float(flat.factors.sum() / flat.factors[:term].sum())
        found.append(
            both(
                lambda: _(
                    "Kvoten mellan 20-årssumman och första mandatperioden är densamma ({ratio}) med betalning i årets "
                    "slut och i årets början, så de publicerade siffrorna kan inte skilja dem åt. Här används årets "
                    "slut, som ger den årskostnad källans rader är härledda med."
                ).format(ratio=number(ratio, 3))
            )
        )
    found.append(
        both(
            lambda: _(
                "Fördelningen mellan andra offentliga aktörer än kommunen saknas i den tillgängliga källan och är ett "
                "antagande."
            )
        )
    )
    return found
