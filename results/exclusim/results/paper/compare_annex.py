"""The appendix of a comparison: payers and terms of office, key figures, what is taken for granted, the checklist."""

from __future__ import annotations

from exclusim.results.compare import economist_tables, limit_tables, page_tables
from exclusim.results.compare.document import CompareDocument
from exclusim.results.compare.figures import ranked
from exclusim.results.compare.words import answer, deal_in_words, meaning
from exclusim.results.labels import label, number, percent, years
from exclusim.results.language import _
from exclusim.results.paper.blocks import Block, Facts, Heading, Items, Paragraph, from_section, rows
from exclusim.results.paper.run_annex import CHECKLIST
from exclusim.results.report.decision_section import checklist_section, stated
from exclusim.results.report.parts import Table

__all__ = ["annex", "group"]


def annex(document: CompareDocument) -> list[Block]:
    """Everything behind the two pages, the longest tables last."""
    every = [document.scenarios[name] for name in ranked(document)]
    found: list[Block] = [
        Heading(_("Vad beloppen gäller")),
        Paragraph(group(document)),
        Paragraph(meaning(document)),
        Heading(_("Per betalare")),
        rows(page_tables.ranking(document)),
        rows(page_tables.by_actor(document), dense=True),
        *(rows(page_tables.terms(scenario, document.term_years), dense=True) for scenario in every),
        Heading(_("Insats för insats")),
    ]
    for scenario in every:
        found += [Heading(_(scenario.label), 2), Items(tuple(answer(document, scenario)))]
    found.append(Heading(_("Avtal och riskdelning")))
    for scenario in every:
        found += [Heading(_(scenario.label), 2), Items(tuple(deal_in_words(document, scenario)))]
        found.append(rows(page_tables.sharing(scenario), dense=True))
    found += [Heading(_("Nyckeltal och osäkerhet")), rows(economist_tables.economics(document))]
    found += [rows(economist_tables.effects(document)), rows(economist_tables.sources_of_spread(document), dense=True)]
    found += _present(economist_tables.knowledge(document), *map(economist_tables.swings, every))
    budgets = _present(limit_tables.limits(document), economist_tables.portfolio_sets(document))
    if budgets:
        found += [Heading(_("Uppsättningar och budgetar")), *budgets]
    found += [Heading(_("Antaganden")), rows(limit_tables.conventions(document))]
    found.append(Items(tuple(_(note) for note in document.notes)))
    if document.decisions:
        found.append(Heading(_("Beslutet")))
        found += [Facts(tuple(stated(record))) for record in document.decisions]
    found += [Heading(_("Om körningen")), Facts(_origin(document))]
    section = checklist_section(document.checklist)
    listed = from_section(section, "table", dense=True, widths={"table": CHECKLIST})
    if listed:
        found += [Heading(_("Checklista för rapporteringen (CHEERS 2022)")), *listed]
    return found


def group(document: CompareDocument) -> str:
    """The perspective of every amount, in one line."""
    return _(
        "{n} personer, {years} framåt, {price} års priser, kalkylränta {rate}, antaganden: {preset}. Nuvärden."
    ).format(
        n=number(document.cohort),
        years=years(document.horizon_years),
        price=document.price_year,
        rate=percent(document.discount_rate, 1),
        preset=label(document.preset).lower(),
    )


def _present(*tables: Table | None) -> list[Block]:
    return [rows(table) for table in tables if table is not None]


def _origin(document: CompareDocument) -> tuple[tuple[str, str], ...]:
    return (
        (_("Körning"), document.run_id),
        (_("Fall"), ", ".join(document.cases)),
        (_("Frö"), str(document.seed)),
        (_("Simulerade personer per dragning"), number(document.persons)),
        (_("Dragningar"), number(document.replicates)),
        (_("Programversion"), document.code_version),
        (_("Skapad"), document.created),
        (_("Dokumentschema"), str(document.schema_version)),
    )
