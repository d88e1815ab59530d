"""The page of a sensitivity analysis: one self-contained HTML file in Swedish."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.compare.information import GROUPS
from exclusim.results.files import write_text
from exclusim.results.labels import number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, KeyFigure, Table, table
from exclusim.results.report.shell import render
from exclusim.results.sensitivity.document import OutcomeSpread, SensitivityDocument
from exclusim.results.sensitivity.figures import convergence, ranking, tornado
from exclusim.results.sensitivity.words import (
    amount_of,
    headline,
    index_names,
    index_value,
    parameter_label,
    parameter_value,
    ranked,
)

__all__ = ["METHODS", "render_sensitivity", "write_sensitivity"]

METHODS = {"morris": "Morris", "sobol": "Sobol", "pawn": "PAWN", "shapley": "Shapley"}


def _origins() -> dict[str, str]:
    return {"priors": _("oberoende, före anpassningen"), "posterior": _("efter anpassningen, korrelerade")}


_ROWS = 40


@telling
def render_sensitivity(document: SensitivityDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.sensitivity",
        "sensitivity.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        first=tornado(document, document.outcomes[0]) or ranking(document, document.outcomes[0]),
        outcomes=[
            (_(item.label), ranking(document, item), tornado(document, item) if item.name != document.outcomes[0].name
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
        (_("Plats"), _(document.place)),
        (_("Scenario"), _(document.label)),
        (_("Metod"), METHODS[document.method]),
        (_("Parametrar"), f"{number(document.parameters)}, {_origins()[document.origin]}"),
        (
            _("Körningar"),
            _("{runs} med {persons} personer").format(runs=number(document.runs), persons=number(document.persons)),
        ),
        (_("Horisont"), _("{horizon_years}\N{NO-BREAK SPACE}år").format(horizon_years=document.horizon_years)),
    ]


def _keys(document: SensitivityDocument) -> list[KeyFigure]:
    keys = []
    for item in document.outcomes[:2]:
        low, high = amount_of(item.spread.p5, item), amount_of(item.spread.p95, item)
        keys.append(
            KeyFigure(
                _(item.label),
                amount_of(item.spread.mean, item),
                _("90\N{NO-BREAK SPACE}% av körningarna {low} till {high}").format(low=low, high=high),
                _(
                    "{replicate_noise_share} av spridningen är slumpen i enskilda liv, resten beror på parametrar."
                ).format(replicate_noise_share=percent(item.replicate_noise_share)),
            )
        )
    top = ranked(document, document.outcomes[0].name)
    if top and top[0].value > 0:
        row, item = top[0], document.outcomes[0]
        low, high = index_value(row, row.ci_low, item), index_value(row, row.ci_high, item)
        keys.append(
            KeyFigure(
                _("Betyder mest: {parameter}").format(parameter=parameter_label(row.parameter)),
                index_value(row, row.value, item),
                _("90\N{NO-BREAK SPACE}%-intervall {low} till {high}").format(low=low, high=high),
                f"{index_names()[row.index]}, {METHODS[document.method]}.",
            )
        )
    done = all(row.converged for row in document.convergence)
    widest = max(row.widest for row in document.convergence)
    keys.append(
        KeyFigure(
            _("Har indexen stannat?"),
            _("ja") if done else _("inte alla"),
            _("vidaste intervall ±{widest}").format(widest=number(widest, 3)),
            _("Efter {runs} körningar på {seconds}\N{NO-BREAK SPACE}minuter.").format(
                runs=number(document.runs), seconds=number(document.seconds / 60, 1)
            ),
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
        cells: list[Cell | str] = [Cell(parameter_label(name), _(GROUPS.get(by[name, kinds[0]].group, "")))]
        for kind in kinds:
            row = by[name, kind]
            ends = _("{low} till {high}").format(
                low=index_value(row, row.ci_low, item), high=index_value(row, row.ci_high, item)
            )
            cells.append(Cell(index_value(row, row.value, item), ends))
        body.append(cells)
    return table(
        _("Index med 90\N{NO-BREAK SPACE}%-intervall: {label}").format(label=_(item.label)),
        [_("Parameter"), *(index_names()[kind] for kind in kinds)],
        body,
        foot=_("De {n} största; alla finns i tabellfilen.").format(n=len(order)) if len(order) == _ROWS else "",
    )


def _assumptions(document: SensitivityDocument) -> Table | None:
    if not document.assumptions:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(parameter_label(row.name), _(row.note)),
            parameter_value(row.value, row.unit),
            row.prior,
            _("antagande") if row.assumption else row.source_text or row.source,
        ]
        for row in document.assumptions
    ]
    return table(
        _("Parametrarna i tornadon: värde, osäkerhet och källa"),
        [_("Parameter"), _("Värde"), _("Osäkerhet"), _("Källa")],
        rows,
        text=4,
    )
