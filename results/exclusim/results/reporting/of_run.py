"""The checklist's facts from a run's document, and the document with both parts filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, RunDocument
from exclusim.results.labels import interval_mkr, label, mkr, number, percent
from exclusim.results.language import _, both
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
    known = document.assumptions
    return Facts(
        title=document.title,
        description=document.description,
        place=document.place,
        cohort=document.cohort,
        comparisons=tuple(_both(_compared, document, d) for d in document.differences.values()),
        price_year=document.price_year,
        discount_rate=document.discount_rate,
        convention=both(lambda: label(document.convention)),
        horizon_years=document.horizon_years,
        start=both(lambda: _start(document, example)),
        draws=document.replicates,
        worked_example=example,
        results=tuple(_both(_result, document, d) for d in document.differences.values()),
        uncertainty=both(lambda: _uncertainty(document)) if document.replicates > 1 else "",
        heterogeneity="",
        distribution=both(lambda: " ".join(map(_distribution, document.differences.values())))
        if document.differences
        else "",
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


def _both(say: Callable[[RunDocument, Difference], str], document: RunDocument, difference: Difference) -> str:
    return both(lambda: say(document, difference))


def _compared(document: RunDocument, difference: Difference) -> str:
    baseline = document.scenarios.get(difference.baseline)
    return _("{scenario} jämförs med {baseline}").format(
        scenario=_(difference.label), baseline=_(baseline.label) if baseline else label(difference.baseline)
    )


def _start(document: RunDocument, example: bool) -> str:
    if document.start_age is None:
        return _("från ankomsten")
    if example:
        return _("från räkneexemplets första år")
    return _("från det år gruppen fyller {age}").format(age=document.start_age)


def _result(_document: RunDocument, difference: Difference) -> str:
    parts = []
    for actor in ("society", "public"):
        net = difference.net[actor]
        parts.append(f"{label(actor)} {mkr(net.mean)} ({interval_mkr(net.p5, net.p95)})")
    return _("{scenario}: netto {amounts}.").format(scenario=_(difference.label), amounts=", ".join(parts))


def _uncertainty(document: RunDocument) -> str:
    spread = _("90\N{NO-BREAK SPACE}%-intervall vid varje belopp.")
    if document.uncertainty:
        parts = ", ".join(f"{label(k).lower()} {percent(v)}" for k, v in document.uncertainty.items())
        spread += " " + _("Varians i samhällets summa: {parts}.").format(parts=parts)
    if document.variants:
        spread += " " + _("Svaret visas också under två andra förklaringar till långa tider.")
    return spread


def _distribution(difference: Difference) -> str:
    def named(sign: int) -> str:
        found = [label(a) for a in PUBLIC if a in difference.net and sign * difference.net[a].mean > 1_000]
        return ", ".join(found) or _("ingen")

    helped, harmed = difference.persons_helped.mean, difference.persons_harmed.mean
    return _(
        "{scenario}: vinner {winners}; förlorar {losers}. I modellen går det bättre för {helped} personer och sämre "
        "för {harmed}. Grupper jämförs med exclusim compare."
    ).format(
        scenario=_(difference.label),
        winners=named(1),
        losers=named(-1),
        helped=number(helped),
        harmed=number(harmed),
    )
