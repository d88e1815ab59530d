"""The checklist's facts from a run's document, and the document with both parts filled in."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, RunDocument
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, number, percent
from exclusim.results.reporting.checklist import checklist
from exclusim.results.reporting.document import DecisionRecord
from exclusim.results.reporting.expectations import Expect
from exclusim.results.reporting.facts import Facts, Place
from exclusim.results.reporting.record import records
from exclusim.scenarios.schema import Case

__all__ = ["facts_of_run", "first_month", "reported"]


def first_month(case: Case, scenario: str) -> int:
    """First month of what a scenario itself does."""
    found = case.scenarios[scenario]
    months = [intervention.starts for intervention in found.interventions]
    months += [found.starts] if found.changes_rules else []
    return min(months, default=0)


def reported(document: RunDocument, case: Case, expect: Expect) -> RunDocument:
    """The document with the record of the decision and the checklist."""
    names = list(document.differences)
    found = records(case, names, {name: first_month(case, name) for name in names}, expect)
    with_records = document.model_copy(update={"decisions": found})
    return with_records.model_copy(update={"checklist": checklist(facts_of_run(with_records, found))})


def facts_of_run(document: RunDocument, found: Sequence[DecisionRecord]) -> Facts:
    """What the run's document says of each item."""
    example = document.preset == "flat-annuity"
    labels = {name: scenario.label for name, scenario in document.scenarios.items()}
    known = document.assumptions
    return Facts(
        title=document.title,
        description=document.description,
        place=document.place,
        cohort=document.cohort,
        comparisons=tuple(
            f"{d.label} jämförs med {labels.get(d.baseline, label(d.baseline))}" for d in document.differences.values()
        ),
        price_year=document.price_year,
        discount_rate=document.discount_rate,
        convention=label(document.convention),
        horizon_years=document.horizon_years,
        start=_start(document, example),
        draws=document.replicates,
        worked_example=example,
        results=tuple(_result(d) for d in document.differences.values()),
        uncertainty=_uncertainty(document),
        heterogeneity="",
        distribution=" ".join(_distribution(d) for d in document.differences.values()),
        assumptions=(len(known), sum(a.assumption for a in known)) if known else None,
        fitted="" if document.calibration is None else document.calibration.sentence,
        limits=tuple(document.warnings),
        version=document.code_version,
        records=tuple(found),
        where=Place(
            summary="Sammanfattning",
            costs="Kostnad per aktör",
            outcomes="Om körningen" if example else "Hur människor rör sig",
            parameters="Alla antaganden och källor",
            model="Om körningen" if document.calibration is None else "Hur väl modellen stämmer",
            uncertainty="Vad vi vet och inte vet" if document.uncertainty else "Sammanfattning",
            groups="Sammanfattning",
        ),
    )


def _start(document: RunDocument, example: bool) -> str:
    if document.start_age is None:
        return "från ankomsten"
    return "från räkneexemplets första år" if example else f"från det år gruppen fyller {document.start_age}"


def _result(difference: Difference) -> str:
    parts = []
    for actor in ("society", "public"):
        net = difference.net[actor]
        parts.append(f"{label(actor)} {mkr(net.mean)} ({interval_mkr(net.p5, net.p95)})")
    return f"{difference.label}: netto {', '.join(parts)}."


def _uncertainty(document: RunDocument) -> str:
    if document.replicates < 2:
        return ""
    spread = f"90{NBSP}%-intervall vid varje belopp."
    if document.uncertainty:
        parts = ", ".join(f"{label(k).lower()} {percent(v)}" for k, v in document.uncertainty.items())
        spread += f" Varians i samhällets summa: {parts}."
    if document.variants:
        spread += " Svaret visas också under två andra förklaringar till långa tider."
    return spread


def _distribution(difference: Difference) -> str:
    def named(sign: int) -> str:
        found = [label(a) for a in PUBLIC if a in difference.net and sign * difference.net[a].mean > 1_000]
        return ", ".join(found) or "ingen"

    helped, harmed = difference.persons_helped.mean, difference.persons_harmed.mean
    return (
        f"{difference.label}: vinner {named(1)}; förlorar {named(-1)}. I modellen går det bättre för "
        f"{number(helped)} personer och sämre för {number(harmed)}. Grupper jämförs med exclusim compare."
    )
