"""The fault page: one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, label, mkr, number, percent, years
from exclusim.results.report.parts import Section
from exclusim.results.report.shell import render

from .document import FaultDocument
from .figures import chance_words, collaboration, owner_payer_figure, ranked
from .life_figure import case_table, life_figure
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

__all__ = ["render_faults", "sections", "write_faults"]


def sections(document: FaultDocument) -> list[Section]:
    """The page's sections; their templates stand in this package's ``templates``."""
    found = [
        Section(
            "fel",
            "Vilka fel kostar mest?",
            "ranked.html",
            {"figure": ranked(document), "interplay": interplay(document), "table": faults_table(document)},
        ),
        Section(
            "betalar",
            "Vem orsakar, och vem betalar?",
            "payers.html",
            {
                "matrix": owner_payer_figure(document),
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
            "figure": life_figure(document, life),
            "cases": case_table(life),
        }
        found.append(Section("liv", "Felen i ett liv", "life.html", content))
    check = document.anchor_check
    return [
        *found,
        Section(
            "myndigheter",
            "Hjälp, väntan och avslag",
            "agencies.html",
            {"agencies": agencies_table(document), "collaboration": collaboration(document)},
        ),
        Section("definitioner", "Så är felen definierade", "definitions.html", {"table": definitions_table(document)}),
        Section(
            "metod",
            "Så är det räknat",
            "method.html",
            {
                "exact": document.orders == 0,
                "orders": number(document.orders),
                "today": number(check.today.mean),
                "calibrated": number(check.calibrated.mean),
                "off": percent(check.difference.mean, 1),
                "rate": percent(document.discount_rate, 1).replace(",0", ""),
                "convention": label(document.convention),
            },
        ),
        Section(
            "antaganden",
            "Antaganden om reglerna",
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
        horizon += f" från {document.start_age} års ålder"
    return [
        ("Plats", document.place),
        ("Grupp", group(document)),
        ("Horisont", horizon),
        ("Prisår", str(document.price_year)),
        ("Simulerade liv", f"{number(document.persons)} × {number(document.draws)}{NBSP}dragningar"),
        ("Läge", "Nuläget, utan insatser"),
    ]


def render_faults(document: FaultDocument) -> str:
    """The page as one HTML document in Swedish: style and figures inside it, no script."""
    return render(
        "exclusim.results.faults",
        "faults.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=key_figures(document),
        warnings=document.warnings,
        chance=chance_words(document),
        sections=sections(document),
    )


def write_faults(document: FaultDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_faults(document))
