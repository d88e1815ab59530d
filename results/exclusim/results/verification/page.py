"""The report as one self-contained HTML file in Swedish, with the look of the run report."""

from __future__ import annotations

from pathlib import Path

from exclusim.calibration.checking.document import CheckDocument
from exclusim.results.files import write_text
from exclusim.results.labels import NBSP, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, Figure, KeyFigure, Table, table
from exclusim.results.report.shell import render
from exclusim.results.verification.document import CheckResult, VerificationDocument
from exclusim.results.verification.figures import curves_figure, role_names, statistics_figure
from exclusim.results.verification.words import group_names, headline, result, tolerance, verdict

__all__ = ["render_verification", "write_verification"]

_RARE = 0.05  # a yearly rate below this reads better per 100 000


def _verdicts() -> dict[str, str]:
    return {"agrees": _("Inom"), "model too high": _("Modellen för hög"), "model too low": _("Modellen för låg")}


@telling
def render_verification(document: VerificationDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    groups = []
    for group, (name, about) in group_names().items():
        checks = [check for check in document.checks if check.group == group]
        if checks:
            groups.append((group, name, about, _checks(name, checks), _figure(document, group, checks)))
    return render(
        "exclusim.results.verification",
        "verification.html",
        document=document,
        facts=[
            (_("Gjord"), document.created[:16].replace("T", " ")),
            (_("Tid"), f"{number(document.seconds)}{NBSP}s"),
            (_("Programkod"), document.code_hash[:12]),
            (_("Underlag"), document.data_hash[:12]),
            (_("Frö"), str(document.seed)),
        ],
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        groups=groups,
        rows=None if document.statistics is None else _rows(document.statistics),
    )


def write_verification(document: VerificationDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_verification(document))


def _keys(document: VerificationDocument) -> list[KeyFigure]:
    passed = sum(check.passed for check in document.checks)
    keys = [
        KeyFigure(
            _("Godkända prövningar"),
            _("{passed} av {checks}").format(passed=number(passed), checks=number(len(document.checks))),
            "",
            _("Alla gjordes när rapporten skrevs."),
        )
    ]
    held_out = None if document.statistics is None else document.statistics.summary.get("validation")
    if held_out is not None:
        keys.append(
            KeyFigure(
                _("Undanhållen statistik inom"),
                percent(held_out.inside_share),
                _("{rows} rader i {groups} oberoende grupper").format(
                    rows=number(held_out.rows), groups=number(held_out.groups)
                ),
                _("Modellen har inte sett den."),
            )
        )
    return keys


def _checks(name: str, checks: list[CheckResult]) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(_(check.title), _(check.failure)),
            _(check.against),
            result(check),
            tolerance(check),
            Cell(verdict(check), tone="gain" if check.passed else "loss"),
        ]
        for check in checks
    ]
    failed = frozenset(number for number, check in enumerate(checks) if not check.passed)
    head = [_("Vad som prövas"), _("Mot"), _("Resultat"), _("Gräns"), _("Utfall")]
    reasons = "; ".join(dict.fromkeys(_(check.tolerance_from) for check in checks))
    return table(name, head, rows, text=2, strong=failed, foot=_("Gränser: {reasons}.").format(reasons=reasons))


def _figure(document: VerificationDocument, group: str, checks: list[CheckResult]) -> Figure | None:
    curves = [curve for check in checks for curve in check.curves]
    if curves:
        return curves_figure(curves)
    if group == "statistics" and document.statistics is not None:
        return statistics_figure(document.statistics)
    return None


def _rows(statistics: CheckDocument) -> Table:
    def told(value: float, unit: str) -> str:
        if unit == "share":
            return percent(value, 1)
        if unit == "per person-year" and abs(value) < _RARE:
            return _("{value} per 100\N{NO-BREAK SPACE}000").format(value=number(1e5 * value))
        return number(value, 2)

    rows: list[list[Cell | str]] = [
        [
            Cell(_(row.label), row.id),
            role_names().get(row.role, row.role),
            told(row.published, row.unit),
            Cell(
                told(row.simulated.mean, row.unit),
                f"{told(row.simulated.p5, row.unit)} – {told(row.simulated.p95, row.unit)}",
            ),
            Cell(_verdicts()[row.verdict], tone="" if row.inside else "loss"),
        ]
        for row in statistics.rows
    ]
    return table(
        _("Alla jämförda rader, de största avvikelserna först"),
        [_("Statistik"), _("Roll"), _("Publicerad"), _("Modellen"), _("Utfall")],
        rows,
        text=2,
    )
