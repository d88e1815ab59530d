"""The page of a discovery: one self-contained HTML file in Swedish."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.compare.information import GROUPS
from exclusim.results.discovery.document import DiscoveryDocument, FailureBox
from exclusim.results.discovery.figures import scatter, trajectory
from exclusim.results.discovery.words import headline, limit_words
from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, mkr, number, percent
from exclusim.results.report.parts import Cell, KeyFigure, Table, table
from exclusim.results.report.shell import render
from exclusim.results.sensitivity.words import parameter_label, parameter_value

__all__ = ["render_discovery", "write_discovery"]

_METHODS = {"prim": "PRIM", "cart": "Klassificeringsträd"}


def render_discovery(document: DiscoveryDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.discovery",
        "discover.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=document.notes,
        scatter=scatter(document),
        boxes=[(_METHODS[box.method], box, _limits(box)) for box in document.boxes],
        summary=_boxes(document),
        trajectory=trajectory(document),
        searched=", ".join(parameter_label(name) for name in document.candidates),
        assumptions=_assumptions(document),
    )


def write_discovery(document: DiscoveryDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_discovery(document))


def _facts(document: DiscoveryDocument) -> list[tuple[str, str]]:
    origin = "före anpassningen" if document.origin == "priors" else "efter anpassningen"
    return [
        ("Plats", document.place),
        ("Insats", document.label),
        ("Misslyckas", document.fails_words),
        ("Framtider", f"{number(document.runs)} med {number(document.persons)} personer"),
        ("Osäkra parametrar", f"{number(document.parameters)}, {origin}"),
        ("Horisont", f"{document.horizon_years}{NBSP}år"),
    ]


def _amount(document: DiscoveryDocument, value: float) -> str:
    if document.unit == "SEK":
        return mkr(value)
    return f"{number(value, 1)}{NBSP}år" if document.unit == "years" else percent(value, 1)


def _keys(document: DiscoveryDocument) -> list[KeyFigure]:
    spread = document.spread
    keys = [
        KeyFigure("Misslyckas i", percent(document.failing), "av framtiderna", f"{document.fails_words}."),
        KeyFigure(
            document.outcome_label,
            _amount(document, spread.mean),
            f"90{NBSP}% av framtiderna {_amount(document, spread.p5)} till {_amount(document, spread.p95)}",
            f"{percent(document.replicate_noise_share)} av spridningen är slumpen i enskilda liv.",
        ),
    ]
    if document.box is not None:
        box = document.box
        keys += [
            KeyFigure(
                "Täckning", percent(box.coverage), f"{percent(box.mass)} av framtiderna", "Så stor del av alla "
                "misslyckanden ligger i rutan."
            ),
            KeyFigure(
                "Träffsäkerhet", percent(box.density), f"mot {percent(document.failing)} av alla",
                "Så stor del av framtiderna i rutan misslyckas."
            ),
        ]  # fmt: skip
    return keys


def _limits(box: FailureBox) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(limit.label, GROUPS.get(limit.group, limit.group)),
            limit_words(limit),
            "< 0,001" if limit.quasi_p < 0.001 else number(limit.quasi_p, 3),
            percent(limit.reproduced),
        ]
        for limit in box.limits
    ]
    return table(
        box.rule,
        ["Parameter", "Gräns", "Kvasi-p", "Återkommer"],
        rows,
        text=2,
        foot="Kvasi-p: sannolikheten att få så många misslyckanden i rutan om gränsen inte betydde något. Återkommer: "
        "andel av omtagningar där sökningen begränsar samma parameter igen.",
    )


def _boxes(document: DiscoveryDocument) -> Table | None:
    if not document.boxes:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(_METHODS[box.method], box.rule),
            percent(box.coverage),
            percent(box.density),
            percent(box.mass),
            f"{percent(box.coverage_found)}, {percent(box.density_found)}",
        ]
        for box in document.boxes
    ]
    return table(
        "Rutor, prövade på den hälft som inte valde dem",
        ["Ruta", "Täckning", "Träffsäkerhet", "Andel av framtiderna", "I den andra hälften"],
        rows,
    )


def _assumptions(document: DiscoveryDocument) -> Table | None:
    if not document.assumptions:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(parameter_label(row.name), row.note),
            parameter_value(row.value, row.unit),
            row.prior,
            "antagande" if row.assumption else row.source_text or row.source,
        ]
        for row in document.assumptions
    ]
    return table("Parametrarna i reglerna", ["Parameter", "Värde", "Osäkerhet", "Källa"], rows, text=4)
