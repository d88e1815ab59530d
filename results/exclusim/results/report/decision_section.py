"""Sections *Beslutsunderlag* and *Rapporteringens checklista*, alike in the run report and the comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exclusim.results.document import RunDocument
from exclusim.results.labels import interval_mkr, label, mkr, number, percent, years
from exclusim.results.reporting.checklist import CITATION
from exclusim.results.reporting.document import ChecklistItem, DecisionRecord, Expected

from .parts import Cell, Section, Table, is_certain, table

__all__ = [
    "NOT_STATED",
    "checklist",
    "checklist_section",
    "decisions",
    "decisions_section",
    "in_unit",
    "named",
    "stated",
]

NOT_STATED = "ej angivet"
_STATUS = {"reported": "Redovisat", "partly": "Delvis", "missing": "Saknas"}
_INDICATORS = {
    "net": "Netto",
    "cost": "Insatsens kostnad",
    "reached": "Personer som nås",
    "avoided_exclusion_years": "Undvikna år i utanförskap",
    "excluded_share": "Andel i utanförskap",
    "working_share": "Andel i arbete",
}


def decisions(document: RunDocument) -> Section | None:
    """The record of every decision; left out where nothing is decided on."""
    labels = {name: scenario.label for name, scenario in document.scenarios.items()}
    return decisions_section(document.decisions, labels)


def checklist(document: RunDocument) -> Section | None:
    """CHEERS 2022, item by item."""
    return checklist_section(document.checklist)


def decisions_section(records: Sequence[DecisionRecord], labels: Mapping[str, str]) -> Section | None:
    """``labels``: scenario → Swedish name."""
    if not records:
        return None
    views = [
        {
            "title": ", ".join(labels.get(name, name) for name in record.scenarios) if len(records) > 1 else "",
            "facts": stated(record),
            "stated": _own(record),
            "expected": [_expected(record, name, labels) for name in record.scenarios],
        }
        for record in records
    ]
    return Section("beslut", "Beslutsunderlag", "decision.html", {"records": views})


def checklist_section(items: Sequence[ChecklistItem]) -> Section | None:
    """The checklist as one table."""
    if not items:
        return None
    rows: list[list[Cell | str]] = [
        [
            str(item.number),
            Cell(item.topic, item.group),
            item.answer,
            item.where or "–",
            Cell(_STATUS[item.status], tone="loss" if item.status == "missing" else ""),
        ]
        for item in items
    ]
    found = table(
        "Vad en ekonomisk utvärdering ska redovisa, och var det står",
        ["Nr", "Fråga", "Svar", "Var", "Läge"],
        rows,
        text=5,
        foot=f"Efter {CITATION}. Frågorna är våra ord för standardens 28 punkter; svaren är hämtade ur beräkningen.",
    )
    missing = sum(item.status == "missing" for item in items)
    return Section(
        "checklista",
        "Checklista för rapporteringen",
        "checklist.html",
        {"table": found, "missing": missing},
        appendix=True,
    )


def named(row: Expected) -> str:
    """The indicator in Swedish."""
    return _INDICATORS[row.indicator]


def in_unit(row: Expected) -> tuple[str, str]:
    """The expectation and its interval in words."""
    match row.unit:
        case "SEK":
            return mkr(row.mean), interval_mkr(row.p5, row.p95)
        case "share":
            return percent(row.mean, 1), f"{percent(row.p5, 1)}–{percent(row.p95, 1)}"
        case "persons":
            return number(row.mean), f"{number(row.p5)}–{number(row.p95)}"
        case "years":
            return years(row.mean, 1), f"{number(row.p5, 1)} till {years(row.p95, 1)}"


def stated(record: DecisionRecord) -> list[tuple[str, str]]:
    """Every field of the record; one that nobody has filled in says so."""
    rule = record.rule
    limits = (
        f"{label(rule.actor)}: laga om risken för förlust är över {percent(rule.mend_above)}, stoppa om det som "
        f"återstår förlorar med mer än {percent(rule.stop_above)} sannolikhet"
        if rule
        else ""
    )
    pairs = [
        ("Vem frågar", record.asked_by),
        ("Fråga", record.question),
        ("Övervägda alternativ", "; ".join(record.alternatives)),
        ("Underlag", "; ".join(record.basis)),
        ("Beslutat av", record.decided_by),
        ("Beslutsdatum", record.decided),
        ("Uppföljning", ", ".join(record.reviews)),
        ("Vem följer upp", record.followed_up_by),
        ("Gränser för fortsatt arbete", limits),
        ("Analysplan på förhand", record.plan),
        ("Berördas medverkan", record.engagement),
        ("Vad medverkan ändrade", record.engagement_effect),
        ("Finansiär", record.funding),
        ("Intressen och jäv", record.interests),
    ]
    return [(name, value or NOT_STATED) for name, value in pairs]


def _own(record: DecisionRecord) -> Table | None:
    if not record.stated:
        return None
    rows: list[list[Cell | str]] = [[e.indicator, e.value, e.by, e.source or NOT_STATED] for e in record.stated]
    return table("Förväntan som beslutet anger", ["Indikator", "Värde", "Senast", "Källa"], rows, text=4)


def _expected(record: DecisionRecord, name: str, labels: Mapping[str, str]) -> Table:
    """One scenario: a row by indicator and payer, a column by month."""
    own = [row for row in record.expected if row.scenario == name]
    months = list(dict.fromkeys(row.by for row in own))
    cells = {(row.indicator, row.actor, row.by): row for row in own}
    rows: list[list[Cell | str]] = []
    for indicator, actor in dict.fromkeys((row.indicator, row.actor) for row in own):
        found = [cells.get((indicator, actor, by)) for by in months]
        name_of = _INDICATORS[indicator] if actor is None else f"{_INDICATORS[indicator]}, {label(actor)}"
        rows.append([name_of, *(Cell("–") if row is None else _cell(row) for row in found)])
    assumed = (
        " Inga datum för uppföljning är angivna; månaderna är valda av rapporten." if record.reviews_assumed else ""
    )
    return table(
        f"Modellens egen förväntan: {labels.get(name, name)}",
        ["Till och med", *months],
        rows,
        foot="Att jämföra med utfallet. Netto är nuvärde från starten till och med månaden, vinst minus kostnad. "
        f"Insatsens kostnad är odiskonterad. Under medelvärdet står 5:e och 95:e percentilen.{assumed}",
    )


def _cell(row: Expected) -> Cell:
    value, spread = in_unit(row)
    return Cell(value, "" if is_certain(row) else spread)
