"""The fault page: one self-contained HTML file, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.files import write_text
from exclusim.results.labels import label, mkr, number, percent, years
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Section
from exclusim.results.report.shell import render

from .document import FaultDocument
from .figures import FAULT_FIGURES, chance_words
from .life_figure import case_table
from .page_tables import (
    agencies_table,
    assumptions_table,
    definitions_table,
    faults_table,
    kinds_table,
    payers_table,
    sensitivity_table,
)
from .sentences import group, headline, interplay, key_figures
from .switches_table import switches_table

__all__ = ["render_faults", "sections", "write_faults"]


@telling
def sections(document: FaultDocument) -> list[Section]:
    """The page's sections; their templates stand in this package's ``templates``."""
    found = [
        Section(
            "fel",
            _("Vilka fel kostar mest?"),
            "ranked.html",
            {
                "figure": FAULT_FIGURES["ranked"](document),
                "interplay": interplay(document),
                "table": faults_table(document),
                "switches": switches_table(document),
            },
        ),
        Section(
            "betalar",
            _("Vem orsakar, och vem betalar?"),
            "payers.html",
            {
                "matrix": FAULT_FIGURES["owner_payer"](document),
                "payers": payers_table(document),
                "kinds": kinds_table(document),
            },
        ),
    ]
    if document.life is not None:
        life = document.life
        content = {
            "life": life,
            "cost": mkr(life.society),
            "figure": FAULT_FIGURES["life"](document),
            "cases": case_table(life),
        }
        found.append(Section("liv", _("Felen i ett liv"), "life.html", content))
    check = document.anchor_check
    return [
        *found,
        Section(
            "myndigheter",
            _("Hjälp, väntan och avslag"),
            "agencies.html",
            {"agencies": agencies_table(document), "collaboration": FAULT_FIGURES["collaboration"](document)},
        ),
        Section(
            "definitioner", _("Så är felen definierade"), "definitions.html", {"table": definitions_table(document)}
        ),
        Section(
            "metod",
            _("Så är det räknat"),
            "method.html",
            {
                "exact": document.orders == 0,
                "orders": number(document.orders),
                "today": number(check.today.mean),
                "calibrated": number(check.calibrated.mean),
                "off": percent(check.difference.mean, 1),
                "rate": percent(document.discount_rate, 1).replace(",0", "").replace(".0", ""),
                "convention": label(document.convention),
            },
        ),
        Section(
            "antaganden",
            _("Antaganden om reglerna"),
            "rules.html",
            {
                "sensitivity": sensitivity_table(document),
                "looked": document.sensitivity_pairs > 0,
                "table": assumptions_table(document),
            },
            appendix=True,
        ),
    ]


def _facts(document: FaultDocument) -> list[tuple[str, str]]:
    horizon = years(document.horizon_years)
    if document.start_age is not None:
        horizon = _("{years} från {age} års ålder").format(years=horizon, age=document.start_age)
    lives = _("{persons} × {draws}\u00a0dragningar").format(
        persons=number(document.persons), draws=number(document.draws)
    )
    return [
        (_("Plats"), _(document.place)),
        (_("Grupp"), group(document)),
        (_("Horisont"), horizon),
        (_("Prisår"), str(document.price_year)),
        (_("Simulerade liv"), lives),
        (_("Läge"), _("Nuläget, utan insatser")),
    ]


@telling
def render_faults(document: FaultDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.faults",
        "faults.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=key_figures(document),
        warnings=[_(warning) for warning in document.warnings],
        chance=chance_words(document),
        sections=sections(document),
    )


def write_faults(document: FaultDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_faults(document))
