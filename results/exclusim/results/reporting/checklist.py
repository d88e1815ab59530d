"""A filled checklist after CHEERS 2022: every item answered from the document, or honestly missing.

The standard: Husereau D, Drummond M, Augustovski F, et al. Consolidated Health Economic Evaluation Reporting Standards
2022 (CHEERS 2022) statement. BMJ 2022;376:e067975, doi 10.1136/bmj-2021-067975. The topics are in our own words and
cover what its 28 items ask for. A report that is generated cannot answer for the people behind a decision: what only
they know comes from ``decision:`` in the case, or is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from exclusim.results.labels import number, years
from exclusim.results.language import SWEDISH, Language, _, both, speaking, spoken
from exclusim.results.reporting.answers import Row, compared, first, from_record, missing, rate, said, stated
from exclusim.results.reporting.document import ChecklistItem
from exclusim.results.reporting.facts import Facts

__all__ = ["CITATION", "checklist"]

CITATION = (
    "Husereau m.fl., Consolidated Health Economic Evaluation Reporting Standards 2022 (CHEERS 2022) statement, "
    "BMJ 2022;376:e067975, doi 10.1136/bmj-2021-067975"
)


def checklist(facts: Facts) -> list[ChecklistItem]:
    """All 28 items in the standard's order; their English is remembered by whoever is recording."""
    made: dict[Language, list[Row]] = {}

    def rows() -> list[Row]:
        if spoken() not in made:
            made[spoken()] = [
                *_opening(facts),
                *_framing(facts),
                *_methods(facts),
                *_results(facts),
                *_closing(facts),
            ]
        return made[spoken()]

    def text(index: int, column: Literal[0, 1, 2, 3]) -> str:
        return both(lambda: rows()[index][column]) if swedish[index][column] else ""

    with speaking(SWEDISH):
        swedish = rows()
    return [
        ChecklistItem(
            number=index + 1,
            group=text(index, 0),
            topic=text(index, 1),
            answer=text(index, 2),
            where=text(index, 3),
            status=row[4],
        )
        for index, row in enumerate(swedish)
    ]


def _opening(facts: Facts) -> Iterator[Row]:
    yield (
        _("Rubrik"),
        _("Rubriken säger vad som jämförs och att det är en ekonomisk utvärdering"),
        _("”{title}”. Ekonomisk simulering; {compared}.").format(title=_(facts.title), compared=compared(facts)),
        _("Rubriken"),
        "reported",
    )
    yield (
        _("Sammanfattning"),
        _("Sammanfattning av sammanhang, metod och svar"),
        first(facts),
        _(facts.where.summary),
        "reported",
    )
    question, description = stated(facts, "question"), _(facts.description)
    yield (
        _("Bakgrund"),
        _("Bakgrund, fråga och betydelse för beslutet"),
        question or description or missing(_("varken fallet eller beslutet anger någon fråga.")),
        _(facts.where.decision) if question else _("Ingressen") if description else "",
        "reported" if question else "partly" if description else "missing",
    )
    yield from_record(
        facts, _("Metod"), _("Analysplan gjord på förhand, och var den finns"), "plan", _("ingen plan är angiven.")
    )


def _framing(facts: Facts) -> Iterator[Row]:
    summary, time = _(facts.where.summary), years(facts.horizon_years)
    yield (
        _("Metod"),
        _("Vilka människor det gäller"),
        _("{n}\N{NO-BREAK SPACE}personer i {place}. {description}")
        .format(n=number(facts.cohort), place=_(facts.place), description=_(facts.description))
        .strip(),
        _("Ingressen"),
        "reported",
    )
    yield (
        _("Metod"),
        _("Plats och sammanhang som kan påverka svaret"),
        _("{place}, svensk lagstiftning och svenska aktörer.").format(place=_(facts.place)),
        summary,
        "reported",
    )
    if facts.comparisons:
        others = stated(facts, "alternatives")
        more = (
            _("Övervägda alternativ: {others}.").format(others=others)
            if others
            else _("Vilka andra alternativ som övervägts är ej angivet.")
        )
        yield (
            _("Metod"),
            _("Vad som jämförs, och varför just det"),
            f"{compared(facts)}. {more}",
            summary,
            "reported" if others else "partly",
        )
    else:
        yield (
            _("Metod"),
            _("Vad som jämförs, och varför just det"),
            _("Ingen insats: bara nuläget beskrivs."),
            summary,
            "partly",
        )
    yield (
        _("Metod"),
        _("Perspektiv: vems kostnader"),
        _(
            "Samhället, offentlig sektor och varje offentlig aktör för sig. Transfereringar och skatter flyttar pengar "
            "mellan aktörer och tar ut varandra i samhällets summa."
        ),
        _(facts.where.costs),
        "reported",
    )
    yield (
        _("Metod"),
        _("Tidshorisont, och varför"),
        _("{time} {start}. Fallets egen horisont; varför den valts är ej angivet.").format(
            time=time, start=_(facts.start)
        ),
        summary,
        "partly",
    )
    yield (
        _("Metod"),
        _("Kalkylränta, och varför"),
        _("{rate} {convention}; kostnader och nyttor lika. Fallets egen ränta; varför den valts är ej angivet.").format(
            rate=rate(facts.discount_rate), convention=_(facts.convention)
        ),
        summary,
        "partly",
    )
    yield (
        _("Metod"),
        _("Vilka utfall som mäts"),
        _("Kostnad och produktion i kronor; månader i utanförskap, i arbete och i stabil försörjning."),
        _(facts.where.outcomes),
        "reported",
    )


def _methods(facts: Facts) -> Iterator[Row]:
    where = facts.where
    example = facts.worked_example
    yield (
        _("Metod"),
        _("Hur utfallen mäts"),
        _("Ett publicerat antal personer, lika i alla år.")
        if example
        else _("Som svenska register skulle ha räknat dem, på simulerade månader."),
        _(where.outcomes),
        "reported",
    )
    yield (
        _("Metod"),
        _("Hur utfallen värderas"),
        _(
            "Samhällets kostnad är resurser och utebliven produktion. Livskvalitet värderas inte i pengar och inte i "
            "QALY."
        ),
        _(where.costs),
        "partly",
    )
    yield (
        _("Metod"),
        _("Hur resurser och kostnader mäts och värderas"),
        _("Publicerad årskostnad per person.")
        if example
        else _("Kostnadsbok: en rad per tjänst, med betalare, slag, källa och hur väl belagd den är."),
        _(where.parameters),
        "reported",
    )
    if facts.price_year is None:
        yield (
            _("Metod"),
            _("Valuta, prisår och omräkning"),
            _("Kronor. Källan anger inget prisår."),
            _(where.summary),
            "partly",
        )
    else:
        yield (
            _("Metod"),
            _("Valuta, prisår och omräkning"),
            _("Kronor i {year} års priser. Belopp från andra år räknas om med konsumentprisindex.").format(
                year=facts.price_year
            ),
            _(where.summary),
            "reported",
        )
    yield (
        _("Metod"),
        _("Vilken modell, varför, och om den är öppen"),
        _("Publicerat räkneexempel: samma kostnad varje år.")
        if example
        else _("Individbaserad simulering månad för månad, Exclusim {version}; källkoden är öppen.").format(
            version=facts.version
        ),
        _(where.model),
        "reported",
    )
    yield (
        _("Metod"),
        _("Analys och antaganden: extrapolering, anpassning, kontroll"),
        _(facts.fitted) or _("Räkneexemplet anpassas inte till statistik."),
        _(where.model),
        "reported" if facts.fitted else "partly",
    )
    yield said(
        _("Metod"),
        _("Hur skillnader mellan grupper hanteras"),
        _(facts.heterogeneity),
        _(where.groups),
        _("inga grupper särredovisas."),
    )
    yield said(
        _("Metod"),
        _("Fördelning: vem som vinner och förlorar"),
        _(facts.distribution),
        _(where.groups),
        _("ingen insats, ingen fördelning. Effekter viktas inte efter behov."),
    )
    yield (
        _("Metod"),
        _("Hur osäkerhet hanteras"),
        _(
            "{n} gemensamma dragningar av alla osäkra tal, i par mot jämförelsen på samma slumptal. Vilken modell som "
            "är rätt prövas bara delvis."
        ).format(n=number(facts.draws))
        if not example
        else _("Räkneexemplet har inget slumpmoment utom delningen mellan aktörer."),
        _(where.uncertainty),
        "partly" if example else "reported",
    )
    yield from_record(
        facts,
        _("Metod"),
        _("Hur deltagare, anhöriga, personal och andra berörda medverkat"),
        "engagement",
        _("ingen medverkan är angiven."),
    )


def _results(facts: Facts) -> Iterator[Row]:
    where = facts.where
    if facts.assumptions is None:
        yield (
            _("Resultat"),
            _("Alla indata med källa och fördelning"),
            _("Saknas i detta dokument: listan skrivs av exclusim run och exclusim parameters."),
            "",
            "missing",
        )
    else:
        total, unsourced = facts.assumptions
        yield (
            _("Resultat"),
            _("Alla indata med källa och fördelning"),
            _("{all} parametrar med värde, fördelning och källa; {unsourced} saknar källa och är antaganden.").format(
                all=number(total), unsourced=number(unsourced)
            ),
            _(where.parameters),
            "reported",
        )
    yield (
        _("Resultat"),
        _("Huvudresultat: kostnader och utfall, i medel och i skillnad"),
        " ".join(map(_, facts.results)) or first(facts),
        _(where.summary),
        "reported",
    )
    yield (
        _("Resultat"),
        _("Vad osäkerheten, horisonten och räntan betyder för svaret"),
        " ".join(
            (
                _(facts.uncertainty) or missing(_("bara en dragning.")),
                _("Andra räntor prövas med appraisal: i fallet."),
            )
        ),
        _(where.uncertainty) if facts.uncertainty else "",
        "partly" if facts.uncertainty else "missing",
    )
    yield from_record(
        facts, _("Resultat"), _("Vad de berördas medverkan ändrade"), "engagement_effect", _("inget är angivet.")
    )


def _closing(facts: Facts) -> Iterator[Row]:
    yield (
        _("Diskussion"),
        _("Begränsningar, etik, rättvisa och hur långt svaret räcker"),
        f"{' '.join(map(_, facts.limits))} {_('Etiska frågor bedöms inte av modellen.')}".strip(),
        _(facts.where.summary),
        "partly",
    )
    yield from_record(
        facts, _("Övrigt"), _("Vem som betalar analysen, och deras roll"), "funding", _("finansiären är ej angiven.")
    )
    yield from_record(
        facts,
        _("Övrigt"),
        _("Intressen och jäv"),
        "interests",
        _("inga intressen är redovisade, vilket inte betyder att det saknas några."),
    )
