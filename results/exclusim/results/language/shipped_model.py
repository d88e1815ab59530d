"""Texts that the model, its cost book and its calibration declare: institutions, faults, services, notes, rules."""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.calibration import measures
from exclusim.calibration.costs import LEFT_OUT, cost_book, cost_parameters, statement
from exclusim.calibration.fitting.identification import FAMILY_NAMES
from exclusim.calibration.local.key_figures import KEY_FIGURES, UNUSED
from exclusim.calibration.prices import price_index
from exclusim.model.declared import default_world
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import FAULTS
from exclusim.results.language.swedish import is_swedish
from exclusim.results.rules import rule_label
from exclusim.scenarios.rules import rule_parameters

__all__ = ["model_texts"]


def model_texts() -> Iterator[str]:
    """Every Swedish text that is declared with the model, the cost book, the measures and local figures."""
    for agency in AGENCIES:
        yield agency.label
    for fault in FAULTS:
        yield from (fault.label, fault.rule, fault.definition)
    agencies = {agency.name: agency.label for agency in AGENCIES}
    for name in rule_parameters():
        if name.startswith(("agency.", "case.", "limit.")):
            yield rule_label(name, agencies)
    yield from _costs()
    for parameters in (default_world().parameters, cost_parameters(), case_parameters()):
        yield from (item.note for item in parameters.values() if is_swedish(item.note))
    yield from (measures.UVAS_DEFINITION, measures.LONG_TERM_DEFINITION, measures.NEWCOMER_DEFINITION)
    yield from FAMILY_NAMES.values()
    for figure in KEY_FIGURES.values():
        yield from (figure.label, figure.trap)
    yield from UNUSED.values()
    yield price_index().name


def _costs() -> Iterator[str]:
    for line in cost_book(cost_parameters().central(), _PRICES):
        yield line.service
        if is_swedish(line.note):
            yield line.note
    yield from LEFT_OUT
    for foundation in statement():
        yield from (foundation.title, foundation.explanation)


_PRICES = 2024  # of any year: names do not depend on it
