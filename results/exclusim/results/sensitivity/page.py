"""The page of a sensitivity analysis: one self-contained HTML file in Swedish."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.compare.information import GROUPS
from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, number, percent
from exclusim.results.report.parts import Cell, KeyFigure, Table, table
from exclusim.results.report.shell import render
from exclusim.results.sensitivity.document import OutcomeSpread, SensitivityDocument
from exclusim.results.sensitivity.figures import convergence, ranking, tornado
from exclusim.results.sensitivity.words import (
    INDEX_LABELS,
    amount_of,
    headline,
    index_value,
    parameter_label,
    parameter_value,
    ranked,
)

__all__ = ["METHODS", "render_sensitivity", "write_sensitivity"]

METHODS = {"morris": "Morris", "sobol": "Sobol", "pawn": "PAWN", "shapley": "Shapley"}
_ORIGINS = {"priors": "oberoende, före anpassningen", "posterior": "efter anpassningen, korrelerade"}
_ROWS = 40


def render_sensitivity(document: SensitivityDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.sensitivity",
        "sensitivity.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=document.notes,
        first=tornado(document, document.outcomes[0]) or ranking(document, document.outcomes[0]),
        outcomes=[
            (item.label, ranking(document, item), tornado(document, item) if item.name != document.outcomes[0].name
             else None, _table(document, item))
            for item in document.outcomes
        ],
        convergence=[convergence(document, row) for row in document.convergence],
        assumptions=_assumptions(document),
    )  # fmt: skip


def write_sensitivity(document: SensitivityDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_sensitivity(document))


def _facts(document: SensitivityDocument) -> list[tuple[str, str]]:
    return [
        ("Plats", document.place),
        ("Scenario", document.label),
        ("Metod", METHODS[document.method]),
        ("Parametrar", f"{number(document.parameters)}, {_ORIGINS[document.origin]}"),
        ("Körningar", f"{number(document.runs)} med {number(document.persons)} personer"),
        ("Horisont", f"{document.horizon_years}{NBSP}år"),
    ]


def _keys(document: SensitivityDocument) -> list[KeyFigure]:
    keys = []
    for item in document.outcomes[:2]:
        low, high = amount_of(item.spread.p5, item), amount_of(item.spread.p95, item)
        keys.append(
            KeyFigure(
                item.label,
                amount_of(item.spread.mean, item),
                f"90{NBSP}% av körningarna {low} till {high}",
                f"{percent(item.replicate_noise_share)} av spridningen är slumpen i enskilda liv, "
                "resten beror på parametrar.",
            )
        )
    top = ranked(document, document.outcomes[0].name)
    if top and top[0].value > 0:
        row, item = top[0], document.outcomes[0]
        low, high = index_value(row, row.ci_low, item), index_value(row, row.ci_high, item)
        keys.append(
            KeyFigure(
                f"Betyder mest: {parameter_label(row.parameter)}",
                index_value(row, row.value, item),
                f"90{NBSP}%-intervall {low} till {high}",
                f"{INDEX_LABELS[row.index]}, {METHODS[document.method]}.",
            )
        )
    done = all(row.converged for row in document.convergence)
    widest = max(row.widest for row in document.convergence)
    keys.append(
        KeyFigure(
            "Har indexen stannat?",
            "ja" if done else "inte alla",
            f"vidaste intervall ±{number(widest, 3)}",
            f"Efter {number(document.runs)} körningar på {number(document.seconds / 60, 1)}{NBSP}minuter.",
        )
    )
    return keys


def _table(document: SensitivityDocument, item: OutcomeSpread) -> Table:
    order = [row.parameter for row in ranked(document, item.name)][:_ROWS]
    rows = [row for row in document.indices if row.outcome == item.name]
    kinds = list(dict.fromkeys(row.index for row in rows))
    by = {(row.parameter, row.index): row for row in rows}
    body: list[list[Cell | str]] = []
    for name in order:
        cells: list[Cell | str] = [Cell(parameter_label(name), GROUPS.get(by[name, kinds[0]].group, ""))]
        for kind in kinds:
            row = by[name, kind]
            ends = f"{index_value(row, row.ci_low, item)} till {index_value(row, row.ci_high, item)}"
            cells.append(Cell(index_value(row, row.value, item), ends))
        body.append(cells)
    return table(
        f"Index med 90{NBSP}%-intervall: {item.label}",
        ["Parameter", *(INDEX_LABELS[kind] for kind in kinds)],
        body,
        foot=f"De {len(order)} största; alla finns i tabellfilen." if len(order) == _ROWS else "",
    )


def _assumptions(document: SensitivityDocument) -> Table | None:
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
    return table("Parametrarna i tornadon: värde, osäkerhet och källa", ["Parameter", "Värde", "Osäkerhet", "Källa"],
                 rows, text=4)  # fmt: skip
