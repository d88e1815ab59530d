"""The model's own words in both languages."""

from __future__ import annotations

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.faults import FAULTS
from exclusim.results.documentation.markdown import code, table
from exclusim.results.labels import ACTIVITIES, ACTORS, BURDENS, SUPPORTS

__all__ = ["glossary_text"]

_GROUPS = (
    ("Actors", ACTORS),
    ("Activities", ACTIVITIES),
    ("Sources of support", SUPPORTS),
    ("Burdens", BURDENS),
    ("Agencies", {agency.name: agency.label for agency in AGENCIES}),
    ("System faults", {fault.name: fault.label for fault in FAULTS}),
)


def glossary_text() -> str:
    """One table a group: the name in data and on the command line, and the Swedish name in reports."""
    parts = (
        f"## {title}\n\n" + table(("in data", "in reports"), ((code(key), name) for key, name in words.items()))
        for title, words in _GROUPS
    )
    return "# The model's words\n\n" + "\n\n".join(parts) + "\n"
