"""A filled checklist after CHEERS 2022: every item answered from the document, or honestly missing.

The standard: Husereau D, Drummond M, Augustovski F, et al. Consolidated Health Economic Evaluation Reporting Standards
2022 (CHEERS 2022) statement. BMJ 2022;376:e067975, doi 10.1136/bmj-2021-067975. The topics are in our own words and
cover what its 28 items ask for. A report that is generated cannot answer for the people behind a decision: what only
they know comes from ``decision:`` in the case, or is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.results.labels import NBSP, number
from exclusim.results.reporting.answers import MISSING, Row, compared, first, from_record, rate, said, stated
from exclusim.results.reporting.document import ChecklistItem
from exclusim.results.reporting.facts import Facts

__all__ = ["CITATION", "checklist"]

CITATION = (
    "Husereau m.fl., Consolidated Health Economic Evaluation Reporting Standards 2022 (CHEERS 2022) statement, "
    "BMJ 2022;376:e067975, doi 10.1136/bmj-2021-067975"
)


def checklist(facts: Facts) -> list[ChecklistItem]:
    """All 28 items in the standard's order."""
    rows = [*_opening(facts), *_framing(facts), *_methods(facts), *_results(facts), *_closing(facts)]
    return [
        ChecklistItem(number=index, group=group, topic=topic, answer=answer, where=where, status=status)
        for index, (group, topic, answer, where, status) in enumerate(rows, start=1)
    ]


def _opening(facts: Facts) -> Iterator[Row]:
    yield (
        "Rubrik",
        "Rubriken säger vad som jämförs och att det är en ekonomisk utvärdering",
        f"”{facts.title}”. Ekonomisk simulering; {compared(facts)}.",
        "Rubriken",
        "reported",
    )
    yield (
        "Sammanfattning",
        "Sammanfattning av sammanhang, metod och svar",
        first(facts),
        facts.where.summary,
        "reported",
    )
    question, description = stated(facts, "question"), facts.description
    yield (
        "Bakgrund",
        "Bakgrund, fråga och betydelse för beslutet",
        question or description or f"{MISSING}: varken fallet eller beslutet anger någon fråga.",
        facts.where.decision if question else "Ingressen" if description else "",
        "reported" if question else "partly" if description else "missing",
    )
    yield from_record(
        facts, "Metod", "Analysplan gjord på förhand, och var den finns", "plan", "ingen plan är angiven."
    )


def _framing(facts: Facts) -> Iterator[Row]:
    summary = facts.where.summary
    yield (
        "Metod",
        "Vilka människor det gäller",
        f"{number(facts.cohort)}{NBSP}personer i {facts.place}. {facts.description}".strip(),
        "Ingressen",
        "reported",
    )
    yield (
        "Metod",
        "Plats och sammanhang som kan påverka svaret",
        f"{facts.place}, svensk lagstiftning och svenska aktörer.",
        summary,
        "reported",
    )
    if facts.comparisons:
        others = stated(facts, "alternatives")
        more = f" Övervägda alternativ: {others}." if others else " Vilka andra alternativ som övervägts är ej angivet."
        yield (
            "Metod",
            "Vad som jämförs, och varför just det",
            f"{compared(facts)}.{more}",
            summary,
            "reported" if others else "partly",
        )
    else:
        yield "Metod", "Vad som jämförs, och varför just det", "Ingen insats: bara nuläget beskrivs.", summary, "partly"
    yield (
        "Metod",
        "Perspektiv: vems kostnader",
        "Samhället, offentlig sektor och varje offentlig aktör för sig. Transfereringar och skatter flyttar pengar "
        "mellan aktörer och tar ut varandra i samhällets summa.",
        facts.where.costs,
        "reported",
    )
    yield (
        "Metod",
        "Tidshorisont, och varför",
        f"{facts.horizon_years}{NBSP}år {facts.start}. Fallets egen horisont; varför den valts är ej angivet.",
        summary,
        "partly",
    )
    yield (
        "Metod",
        "Kalkylränta, och varför",
        f"{rate(facts.discount_rate)} {facts.convention}; kostnader och nyttor lika. Fallets egen ränta; varför den "
        "valts är ej angivet.",
        summary,
        "partly",
    )
    yield (
        "Metod",
        "Vilka utfall som mäts",
        "Kostnad och produktion i kronor; månader i utanförskap, i arbete och i stabil försörjning.",
        facts.where.outcomes,
        "reported",
    )


def _methods(facts: Facts) -> Iterator[Row]:
    where = facts.where
    example = facts.worked_example
    yield (
        "Metod",
        "Hur utfallen mäts",
        "Ett publicerat antal personer, lika i alla år."
        if example
        else "Som svenska register skulle ha räknat dem, på simulerade månader.",
        where.outcomes,
        "reported",
    )
    yield (
        "Metod",
        "Hur utfallen värderas",
        "Samhällets kostnad är resurser och utebliven produktion. Livskvalitet värderas inte i pengar och inte i QALY.",
        where.costs,
        "partly",
    )
    yield (
        "Metod",
        "Hur resurser och kostnader mäts och värderas",
        "Publicerad årskostnad per person."
        if example
        else "Kostnadsbok: en rad per tjänst, med betalare, slag, källa och hur väl belagd den är.",
        where.parameters,
        "reported",
    )
    if facts.price_year is None:
        yield "Metod", "Valuta, prisår och omräkning", "Kronor. Källan anger inget prisår.", where.summary, "partly"
    else:
        yield (
            "Metod",
            "Valuta, prisår och omräkning",
            f"Kronor i {facts.price_year} års priser. Belopp från andra år räknas om med konsumentprisindex.",
            where.summary,
            "reported",
        )
    yield (
        "Metod",
        "Vilken modell, varför, och om den är öppen",
        "Publicerat räkneexempel: samma kostnad varje år."
        if example
        else f"Individbaserad simulering månad för månad, Exclusim {facts.version}; källkoden är öppen.",
        where.model,
        "reported",
    )
    yield (
        "Metod",
        "Analys och antaganden: extrapolering, anpassning, kontroll",
        facts.fitted or "Räkneexemplet anpassas inte till statistik.",
        where.model,
        "reported" if facts.fitted else "partly",
    )
    yield said(
        "Metod",
        "Hur skillnader mellan grupper hanteras",
        facts.heterogeneity,
        where.groups,
        "inga grupper särredovisas.",
    )
    yield said(
        "Metod",
        "Fördelning: vem som vinner och förlorar",
        facts.distribution,
        where.groups,
        "ingen insats, ingen fördelning. Effekter viktas inte efter behov.",
    )
    yield (
        "Metod",
        "Hur osäkerhet hanteras",
        f"{number(facts.draws)} gemensamma dragningar av alla osäkra tal, i par mot jämförelsen på samma slumptal. "
        "Vilken modell som är rätt prövas bara delvis."
        if not example
        else "Räkneexemplet har inget slumpmoment utom delningen mellan aktörer.",
        where.uncertainty,
        "partly" if example else "reported",
    )
    yield from_record(
        facts,
        "Metod",
        "Hur deltagare, anhöriga, personal och andra berörda medverkat",
        "engagement",
        "ingen medverkan är angiven.",
    )


def _results(facts: Facts) -> Iterator[Row]:
    where = facts.where
    if facts.assumptions is None:
        yield (
            "Resultat",
            "Alla indata med källa och fördelning",
            f"{MISSING} i detta dokument: listan skrivs av exclusim run och exclusim parameters.",
            "",
            "missing",
        )
    else:
        total, unsourced = facts.assumptions
        yield (
            "Resultat",
            "Alla indata med källa och fördelning",
            f"{number(total)} parametrar med värde, fördelning och källa; {number(unsourced)} saknar källa och är "
            "antaganden.",
            where.parameters,
            "reported",
        )
    yield (
        "Resultat",
        "Huvudresultat: kostnader och utfall, i medel och i skillnad",
        " ".join(facts.results) or first(facts),
        where.summary,
        "reported",
    )
    yield (
        "Resultat",
        "Vad osäkerheten, horisonten och räntan betyder för svaret",
        f"{facts.uncertainty or f'{MISSING}: bara en dragning.'} Andra räntor prövas med appraisal: i fallet.",
        where.uncertainty if facts.uncertainty else "",
        "partly" if facts.uncertainty else "missing",
    )
    yield from_record(facts, "Resultat", "Vad de berördas medverkan ändrade", "engagement_effect", "inget är angivet.")


def _closing(facts: Facts) -> Iterator[Row]:
    yield (
        "Diskussion",
        "Begränsningar, etik, rättvisa och hur långt svaret räcker",
        f"{' '.join(facts.limits)} Etiska frågor bedöms inte av modellen.".strip(),
        facts.where.summary,
        "partly",
    )
    yield from_record(
        facts, "Övrigt", "Vem som betalar analysen, och deras roll", "funding", "finansiären är ej angiven."
    )
    yield from_record(
        facts,
        "Övrigt",
        "Intressen och jäv",
        "interests",
        "inga intressen är redovisade, vilket inte betyder att det saknas några.",
    )
