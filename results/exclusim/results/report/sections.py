"""The report's sections, in order. One without data is left out, and the contents with it."""

from __future__ import annotations

from collections.abc import Callable

from exclusim.results.document import RunDocument
from exclusim.results.language import _

from . import (
    channels_section,
    decision_section,
    lives,
    logic_section,
    missions_section,
    money_sections,
    people,
    project_bridge_section,
    rules_section,
    trust_sections,
    validation_section,
)
from .parts import Section
from .sankey import after_school, sankey
from .words import baseline

__all__ = ["sections"]


def sections(document: RunDocument) -> list[Section]:
    """Every section this document has data for."""
    makers: tuple[Callable[[RunDocument], Section | None], ...] = (
        money_sections.costs,
        money_sections.term,
        money_sections.differences,
        missions_section.missions,
        channels_section.channels,
        rules_section.rules,
        logic_section.logic,
        decision_section.decisions,
        trust_sections.published,
        trust_sections.bridge,
        project_bridge_section.project_bridges,
        _flows,
        _lives,
        validation_section.validation,
        trust_sections.knowledge,
        trust_sections.assumptions,
        decision_section.checklist,
        trust_sections.provenance,
    )
    return [made for make in makers if (made := make(document)) is not None]


def _flows(document: RunDocument) -> Section | None:
    base = baseline(document)
    found = (after_school(base), sankey(base), people.states(base), people.burdens(base))
    figures = [figure for figure in found if figure is not None]
    if not figures:
        return None
    return Section("floden", _("Hur människor rör sig"), "figures.html", {"figures": figures})


def _lives(document: RunDocument) -> Section | None:
    views = [v for life in document.lives if (v := lives.view(document, life)) is not None]
    if not views:
        return None
    return Section("typfall", _("Några liv"), "lives.html", {"lives": views})
