"""The comparison's record of decisions and checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from exclusim.model.money import PUBLIC
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.expectations import from_comparison
from exclusim.results.compare.words import listed
from exclusim.results.labels import interval_mkr, label, mkr, percent
from exclusim.results.language import _, both
from exclusim.results.reporting.checklist import checklist
from exclusim.results.reporting.document import DecisionRecord
from exclusim.results.reporting.facts import Facts, Place
from exclusim.results.reporting.record import records
from exclusim.results.run.plan import CasePlan

__all__ = ["reported"]


def reported(document: CompareDocument, plans: Sequence[CasePlan]) -> CompareDocument:
    """The document with a record for every decision and the checklist.

    Args:
        document: complete but for the two.
        plans: one for each case, in the document's order.
    """
    found: list[DecisionRecord] = []
    for plan in plans:
        case = plan.case
        keys = {name: name if name in document.scenarios else f"{case.case}/{name}" for name in case.scenarios}
        own = {name: document.scenarios[key] for name, key in keys.items()}
        expect = from_comparison(own, case.population.start_year, plan.valuation.end)
        starts = {name: scenario.starts_month for name, scenario in own.items()}
        for record in records(case, list(own), starts, expect):
            rows = [row.model_copy(update={"scenario": keys[row.scenario]}) for row in record.expected]
            names = [keys[name] for name in record.scenarios]
            found.append(record.model_copy(update={"scenarios": names, "expected": rows}))
    facts = _facts(document, plans[0], found)
    if len(plans) > 1:
        facts = replace(facts, description=_together([plan.case.summary for plan in plans]))
    return document.model_copy(update={"decisions": found, "checklist": checklist(facts)})


def _facts(document: CompareDocument, plan: CasePlan, found: list[DecisionRecord]) -> Facts:
    scenarios = document.scenarios
    labels = {name.rpartition("/")[2]: scenario.label for name, scenario in scenarios.items()}
    known = list(plan.parameters.values())
    return Facts(
        title=document.title,
        description=plan.case.summary,
        place=document.place,
        cohort=document.cohort,
        comparisons=tuple(_compared(s, labels.get(s.against, label(s.against))) for s in scenarios.values()),
        price_year=document.price_year,
        discount_rate=document.discount_rate,
        convention=label(str(plan.case.appraisal.convention.value)),
        horizon_years=document.horizon_years,
        start=both(
            lambda: (
                _("från ankomsten")
                if plan.start_age is None
                else _("från det år gruppen fyller {age}").format(age=plan.start_age)
            )
        ),
        draws=document.replicates,
        worked_example=False,
        results=tuple(both(partial(_result, s)) for s in scenarios.values()),
        uncertainty=both(
            lambda: _(
                "{share}-intervall, risk för förlust, känslighet per indata, hur liten effekten får vara och värdet av "
                "att veta mer."
            ).format(share=percent(0.9))
        ),
        heterogeneity=both(
            lambda: _("Vilka som nås och har nytta redovisas efter kön, ursprung och föräldrars utbildning.")
        ),
        distribution=_together([both(partial(_distribution, s)) for s in scenarios.values()]),
        assumptions=(len(known), sum(parameter.is_assumption for parameter in known)),
        fitted=plan.uncalibrated if plan.posterior is None else _fitted(plan),
        limits=tuple(document.notes),
        version=document.code_version,
        records=tuple(found),
        where=Place(
            summary="Sammanfattning",
            costs="Vem vinner, vem förlorar",
            outcomes="Hur säkert",
            parameters="exclusim parameters",
            model="Sammanfattning",
            uncertainty="Hur säkert",
            groups="Vilka nås",
        ),
    )


def _fitted(plan: CasePlan) -> str:
    assert plan.posterior is not None
    about = plan.posterior.posterior
    return both(
        lambda: _(
            "{parameters} parametrar är anpassade till {rows} statistikuppgifter. Kontrollen mot undanhållen statistik "
            "skrivs av exclusim check och exclusim run."
        ).format(parameters=len(about.names), rows=len(about.document.rows))
    )


def _compared(scenario: ScenarioComparison, other: str) -> str:
    return both(lambda: _("{name} jämförs med {other}").format(name=_(scenario.label), other=_(other)))


def _together(texts: Sequence[str]) -> str:
    """Different texts after each other."""
    return both(lambda: " ".join(map(_, dict.fromkeys(texts))))


def _result(scenario: ScenarioComparison) -> str:
    society, public = scenario.net["society"], scenario.net["public"]
    return _(
        "{name}: netto Samhället {society} ({society_interval}), Offentlig sektor {public} ({public_interval}), risk "
        "för förlust för samhället {risk}."
    ).format(
        name=_(scenario.label),
        society=mkr(society.mean),
        society_interval=interval_mkr(society.p5, society.p95),
        public=mkr(public.mean),
        public_interval=interval_mkr(public.p5, public.p95),
        risk=percent(society.probability_loss),
    )


def _distribution(scenario: ScenarioComparison) -> str:
    def named(sign: int) -> str:
        found = [listed(actor) for actor in PUBLIC if sign * scenario.net[actor].mean > 1_000]
        return ", ".join(found) or _("ingen")

    return _("{name}: vinner {winners}; förlorar {losers}.").format(
        name=_(scenario.label), winners=named(1), losers=named(-1)
    )
