"""The comparison's record of decisions and checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exclusim.model.money import PUBLIC
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.expectations import from_comparison
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, percent
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
        facts = replace(facts, description=" ".join(dict.fromkeys(plan.case.summary for plan in plans)))
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
        comparisons=tuple(
            f"{s.label} jämförs med {labels.get(s.against, label(s.against))}" for s in scenarios.values()
        ),
        price_year=document.price_year,
        discount_rate=document.discount_rate,
        convention=label(str(plan.case.appraisal.convention.value)),
        horizon_years=document.horizon_years,
        start="från ankomsten" if plan.start_age is None else f"från det år gruppen fyller {plan.start_age}",
        draws=document.replicates,
        worked_example=False,
        results=tuple(_result(s) for s in scenarios.values()),
        uncertainty=(
            f"90{NBSP}%-intervall, risk för förlust, känslighet per indata, hur liten effekten får vara och värdet av "
            "att veta mer."
        ),
        heterogeneity="Vilka som nås och har nytta redovisas efter kön, ursprung och föräldrars utbildning.",
        distribution=" ".join(_distribution(s) for s in scenarios.values()),
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
    return (
        f"{len(about.names)} parametrar är anpassade till {len(about.document.rows)} statistikuppgifter. "
        "Kontrollen mot undanhållen statistik skrivs av exclusim check och exclusim run."
    )


def _result(scenario: ScenarioComparison) -> str:
    parts = []
    for actor in ("society", "public"):
        net = scenario.net[actor]
        parts.append(f"{label(actor)} {mkr(net.mean)} ({interval_mkr(net.p5, net.p95)})")
    risk = percent(scenario.net["society"].probability_loss)
    return f"{scenario.label}: netto {', '.join(parts)}, risk för förlust för samhället {risk}."


def _distribution(scenario: ScenarioComparison) -> str:
    def named(sign: int) -> str:
        found = [label(actor) for actor in PUBLIC if sign * scenario.net[actor].mean > 1_000]
        return ", ".join(found) or "ingen"

    return f"{scenario.label}: vinner {named(1)}; förlorar {named(-1)}."
