"""The page of a discovery: one self-contained HTML file in Swedish."""

from __future__ import annotations

from pathlib import Path

from exclusim.results.compare.information import GROUPS
from exclusim.results.discovery.document import DiscoveryDocument, FailureBox
from exclusim.results.discovery.figures import scatter, trajectory
from exclusim.results.discovery.words import headline, limit_words
from exclusim.results.files import write_text
from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, KeyFigure, Table, table
from exclusim.results.report.shell import render
from exclusim.results.sensitivity.words import parameter_label, parameter_value

__all__ = ["render_discovery", "write_discovery"]


def _methods() -> dict[str, str]:
    return {"prim": "PRIM", "cart": _("Klassificeringsträd")}


@telling
def render_discovery(document: DiscoveryDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    return render(
        "exclusim.results.discovery",
        "discover.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        scatter=scatter(document),
        boxes=[(_methods()[box.method], box, _limits(box)) for box in document.boxes],
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
    origin = _("före anpassningen") if document.origin == "priors" else _("efter anpassningen")
    return [
        (_("Plats"), _(document.place)),
        (_("Insats"), _(document.label)),
        (_("Misslyckas"), _(document.fails_words)),
        (
            _("Framtider"),
            _("{runs} med {persons} personer").format(runs=number(document.runs), persons=number(document.persons)),
        ),
        (_("Osäkra parametrar"), f"{number(document.parameters)}, {origin}"),
        (_("Horisont"), _("{horizon_years}\N{NO-BREAK SPACE}år").format(horizon_years=document.horizon_years)),
    ]


def _amount(document: DiscoveryDocument, value: float) -> str:
    if document.unit == "SEK":
        return mkr(value)
    return (
        _("{value}\N{NO-BREAK SPACE}år").format(value=number(value, 1))
        if document.unit == "years"
        else percent(value, 1)
    )


def _keys(document: DiscoveryDocument) -> list[KeyFigure]:
    spread = document.spread
    keys = [
        KeyFigure(_("Misslyckas i"), percent(document.failing), _("av framtiderna"), f"{_(document.fails_words)}."),
        KeyFigure(
            _(document.outcome_label),
            _amount(document, spread.mean),
            _("90\N{NO-BREAK SPACE}% av framtiderna {low} till {high}").format(
                low=_amount(document, spread.p5), high=_amount(document, spread.p95)
            ),
            _("{replicate_noise_share} av spridningen är slumpen i enskilda liv.").format(
                replicate_noise_share=percent(document.replicate_noise_share)
            ),
        ),
    ]
    if document.box is not None:
        box = document.box
        keys += [
            KeyFigure(
                _("Täckning"), percent(box.coverage), _("{mass} av framtiderna").format(mass=percent(box.mass)),
                _("Så stor del av alla misslyckanden ligger i rutan.")
            ),
            KeyFigure(
                _("Träffsäkerhet"), percent(box.density),
                _("mot {failing} av alla").format(failing=percent(document.failing)),
                _("Så stor del av framtiderna i rutan misslyckas.")
            ),
        ]  # fmt: skip
    return keys


def _limits(box: FailureBox) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(_(limit.label), _(GROUPS.get(limit.group, limit.group))),
            limit_words(limit),
            f"< {number(0.001, 3)}" if limit.quasi_p < 0.001 else number(limit.quasi_p, 3),
            percent(limit.reproduced),
        ]
        for limit in box.limits
    ]
    return table(
        _(box.rule),
        [_("Parameter"), _("Gräns"), _("Kvasi-p"), _("Återkommer")],
        rows,
        text=2,
        foot=_(
            "Kvasi-p: sannolikheten att få så många misslyckanden i rutan om gränsen inte "
            "betydde något. Återkommer: andel av omtagningar där sökningen begränsar samma "
            "parameter igen."
        ),
    )


def _boxes(document: DiscoveryDocument) -> Table | None:
    if not document.boxes:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(_methods()[box.method], _(box.rule)),
            percent(box.coverage),
            percent(box.density),
            percent(box.mass),
            f"{percent(box.coverage_found)}, {percent(box.density_found)}",
        ]
        for box in document.boxes
    ]
    return table(
        _("Rutor, prövade på den hälft som inte valde dem"),
        [_("Ruta"), _("Täckning"), _("Träffsäkerhet"), _("Andel av framtiderna"), _("I den andra hälften")],
        rows,
    )


def _assumptions(document: DiscoveryDocument) -> Table | None:
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
    return table(_("Parametrarna i reglerna"), [_("Parameter"), _("Värde"), _("Osäkerhet"), _("Källa")], rows, text=4)
