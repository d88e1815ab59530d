"""The appendix of a run: per payer, assumptions and sources, validation, checklist, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from exclusim.model.money import REPORTED
from exclusim.results.document import Difference, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.paper.blocks import Block, Facts, Heading, Items, Paragraph, from_section, rows
from exclusim.results.paper.pictures import picture
from exclusim.results.report.decision_section import checklist, decisions, stated
from exclusim.results.report.figures import FIGURES
from exclusim.results.report.parts import Cell, Table, amount, table
from exclusim.results.report.trust_sections import assumptions, provenance, published
from exclusim.results.report.validation_section import validation
from exclusim.results.report.words import baseline, command, facts

__all__ = ["CHECKLIST", "annex"]

_PENSION = 65
CHECKLIST = (0.3, 2.0, 3.4, 1.3, 0.8)
"""Shares of the width for the columns of the checklist."""
_WIDTHS = {"costs": (2.4, 1.6, 1.5, 1.2, 1.0, 0.9), "parameters": (2.4, 0.9, 1.8, 2.2)}
_ACTORS = ("society", *(actor for actor in REPORTED if actor != "society"))


def annex(document: RunDocument, best: str) -> list[Block]:
    """Everything behind the two pages, the longest tables last; ``best`` is the scenario they are about."""
    found: list[Block] = [Heading(_("Vad beloppen gäller")), Facts(tuple(facts(document)))]
    if document.description:
        found.append(Paragraph(_(document.description)))
    base = baseline(document)
    found += [Heading(_("Per betalare")), rows(_costs(base, document.horizon_years))]
    found += [rows(_nets(difference, document.horizon_years)) for difference in document.differences.values()]
    found += picture(FIGURES["actors_over_time"](document, best), wide=True) if best else ()
    if document.warnings:
        found += [Heading(_("Varningar")), Items(tuple(_(text) for text in document.warnings))]
    if decisions(document) is not None:
        found.append(Heading(_("Beslutet")))
        found += [Facts(tuple(stated(record))) for record in document.decisions]
    compared = from_section(published(document), "compared", "corrected")
    if compared:
        found += [Heading(_("Publicerade siffror och våra")), *compared]
    if document.calibration is not None:
        found += [Heading(_("Hur väl modellen stämmer")), Paragraph(_(document.calibration.sentence))]
        found += from_section(validation(document), "summary", "misses", "variants")
    found += _origin(document)
    listed = from_section(checklist(document), "table", dense=True, widths={"table": CHECKLIST})
    if listed:
        found += [Heading(_("Checklista för rapporteringen (CHEERS 2022)")), *listed]
    sources = from_section(assumptions(document), *_WIDTHS, dense=True, widths=_WIDTHS)
    if sources:
        found += [Heading(_("Alla antaganden och källor")), *sources]
    return found


def _origin(document: RunDocument) -> list[Block]:
    section = provenance(document)
    pairs = section.content["facts"] if section else []
    assert isinstance(pairs, list)
    return [Heading(_("Om körningen")), Facts((*pairs, (_("Kommando"), command(document))))]


def _costs(scenario: ScenarioResult, years: int) -> Table:
    caption = _("Kostnad för utanförskap per betalare, Mkr: {name}").format(name=_(scenario.label))
    return _by_horizon(caption, scenario.horizons, years, scenario.total)


def _nets(difference: Difference, years: int) -> Table:
    caption = _("Netto per betalare, Mkr: {name}").format(name=_(difference.label))
    return _by_horizon(caption, difference.horizons, years, difference.net)


def _horizon(years: int) -> str:
    return _("till 65 års ålder") if years == _PENSION else _("{n} år").format(n=years)


def _by_horizon(
    caption: str, horizons: Mapping[str, Mapping[str, Interval]], years: int, whole: Mapping[str, Interval]
) -> Table:
    """One row by payer, one column by horizon, the shortest first."""
    by_year = {int(key): values for key, values in horizons.items()} | {years: whole}
    columns = [by_year[year] for year in sorted(by_year)]
    actors = [actor for actor in _ACTORS if any(actor in values for values in columns)]
    body: list[list[Cell | str]] = [
        [label(actor), *(amount(values.get(actor), unit=False) for values in columns)] for actor in actors
    ]
    strong = frozenset(i for i, actor in enumerate(actors) if actor in ("society", "public"))
    foot = _("Nuvärde i miljoner kronor, medelvärde med 5:e och 95:e percentilen.")
    return table(caption, [_("Mkr"), *map(_horizon, sorted(by_year))], body, strong=strong, foot=foot)
