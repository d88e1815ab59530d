"""How well the calibrated model agrees with published statistics, misses as plainly as hits."""

from __future__ import annotations

from exclusim.results.document import Calibration, RunDocument, ValidationRow
from exclusim.results.labels import NBSP, number, percent
from exclusim.results.language import _

from .parts import Cell, Section, Table, amount, table

__all__ = ["validation"]

_MOST_MISSES = 12
_RARE = 0.05  # a yearly rate below this reads better per 100 000


def _role(role: str) -> str:
    return {
        "calibration": _("Använd för anpassningen"),
        "validation": _("Undanhållen: modellen har inte sett den"),
        "context": _("Bakgrund"),
    }[role]


def validation(document: RunDocument) -> Section | None:
    found = document.calibration
    if found is None:
        return None
    misses = [row for row in found.rows if not row.inside]
    return Section(
        "giltighet",
        _("Hur väl modellen stämmer"),
        "validation.html",
        {
            "calibration": found,
            "summary": _summary(found),
            "misses": _rows(_("Störst avvikelser"), misses[:_MOST_MISSES]) if misses else None,
            "all": _rows(_("Alla jämförda statistikrader"), found.rows) if found.rows else None,
            "variants": _variants(document) if document.variants else None,
        },
    )


def _variants(document: RunDocument) -> Table:
    base = document.scenarios["baseline"]
    scenarios = [name for name in document.differences if all(name in v.net_society for v in document.variants)]
    head = [_("Förklaring"), _("Samhällets kostnad"), _("Varaktigt utanför")]
    head += [_("Netto: {scenario}").format(scenario=_(document.differences[name].label)) for name in scenarios]
    rows: list[list[Cell | str]] = [
        [
            _("Båda samtidigt (huvudberäkningen)"),
            amount(base.total["society"]),
            percent(base.excluded.long_term_share.mean, 1),
            *(amount(document.differences[name].net["society"], gain=True) for name in scenarios),
        ]
    ]
    for answer in document.variants:
        rows.append(
            [
                _(answer.label),
                amount(answer.total_society),
                percent(answer.long_term_share.mean, 1),
                *(amount(answer.net_society[name], gain=True) for name in scenarios),
            ]
        )
    return table(_("Samma fråga under andra förklaringar till långa perioder"), head, rows)


def _summary(found: Calibration) -> Table:
    return table(
        _("Andel publicerad statistik som modellen återger"),
        [_("Statistik"), _("Rader"), _("Inom"), _("Oberoende grupper"), _("Inom")],
        [
            [
                _role(role),
                number(summary.rows),
                percent(summary.inside_share),
                number(summary.groups),
                percent(summary.groups_inside_share),
            ]
            for role, summary in found.summary.items()
            if summary.rows
        ],
        foot=_("Inom: det publicerade värdet ligger i modellens 90 %-intervall, vidgat med radens egen osäkerhet."),
    )


def _value(row: ValidationRow, value: float) -> str:
    if row.unit in ("share", "probability"):
        return percent(value, 1)
    if abs(value) < _RARE:
        return _("{n} per {of}").format(n=number(100_000 * value), of=number(100_000))
    return number(value, 2 if abs(value) < 100 else 0)


def _rows(caption: str, rows: list[ValidationRow]) -> Table:
    return table(
        caption,
        [_("Statistik"), _("Publicerat"), _("Modellen"), _("Inom")],
        [
            [
                Cell(_(row.label), f"{row.id}{NBSP}· {_role(row.role).partition(':')[0].lower()}"),
                _value(row, row.published),
                Cell(_value(row, row.mean), f"{_value(row, row.p5)}–{_value(row, row.p95)}"),
                Cell(_("ja") if row.inside else _("nej"), "", "gain" if row.inside else "loss"),
            ]
            for row in rows
        ],
    )
