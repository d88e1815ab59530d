"""Texts that stand in tables and are looked up when they are shown; the catalogues are brought up to date from here."""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.app.web.builder import forms, levers
from exclusim.app.web.builder.fields import Field
from exclusim.app.web.pages.questions import OUTCOMES
from exclusim.app.web.studies import KINDS

__all__ = ["table_texts"]

_FORMS = (
    forms.PLACE,
    forms.COHORT,
    forms.NEWCOMERS,
    forms.APPRAISAL,
    forms.IDEA,
    forms.TARGET,
    forms.REACH,
    forms.TIMING,
    forms.AFTER,
    forms.EFFECT,
    forms.COST,
    forms.RISK,
    forms.WORDS,
    forms.DECISION,
)


def table_texts() -> Iterator[str]:
    """Every Swedish text of the web app's tables."""
    for fields in _FORMS:
        for field in fields:
            yield from _of(field)
    for table in (levers.LEVERS, levers.MEASURES, levers.DESIGNS, OUTCOMES):
        yield from table.values()
    for kind in KINDS.values():
        yield from (kind.label, kind.question, *(file.label for file in kind.downloads))


def _of(field: Field) -> Iterator[str]:
    yield from (field.label, field.hint, *field.choices.values())
