"""Sections *Beslutsunderlag* and *Rapporteringens checklista*, alike in the run report and the comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exclusim.results.document import RunDocument
from exclusim.results.labels import interval_mkr, label, mkr, number, percent, years
from exclusim.results.language import _
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
"""What stands where nobody has said anything; :func:`stated` gives it as spoken."""


def _status(status: str) -> str:
    return {"reported": _("Redovisat"), "partly": _("Delvis"), "missing": _("Saknas")}[status]


def _indicator(indicator: str) -> str:
    return {
        "net": _("Netto"),
        "cost": _("Insatsens kostnad"),
        "reached": _("Personer som nås"),
        "avoided_exclusion_years": _("Undvikna år i utanförskap"),
        "excluded_share": _("Andel i utanförskap"),
        "working_share": _("Andel i arbete"),
    }[indicator]


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
            "title": ", ".join(_(labels.get(name, name)) for name in record.scenarios) if len(records) > 1 else "",
            "facts": stated(record),
            "stated": _own(record),
            "expected": [_expected(record, name, labels) for name in record.scenarios],
        }
        for record in records
    ]
    return Section("beslut", _("Beslutsunderlag"), "decision.html", {"records": views})


def checklist_section(items: Sequence[ChecklistItem]) -> Section | None:
    """The checklist as one table."""
    if not items:
        return None
    rows: list[list[Cell | str]] = [
        [
            str(item.number),
            Cell(_(item.topic), _(item.group)),
            _(item.answer),
            _(item.where) or "–",
            Cell(_status(item.status), tone="loss" if item.status == "missing" else ""),
        ]
        for item in items
    ]
    found = table(
        _("Vad en ekonomisk utvärdering ska redovisa, och var det står"),
        [_("Nr"), _("Fråga"), _("Svar"), _("Var"), _("Läge")],
        rows,
        text=5,
        foot=_(
            "Efter {citation}. Frågorna är våra ord för standardens 28 punkter; svaren är hämtade ur beräkningen."
        ).format(citation=_(CITATION)),
    )
    missing = sum(item.status == "missing" for item in items)
    return Section(
        "checklista",
        _("Checklista för rapporteringen"),
        "checklist.html",
        {"table": found, "missing": missing},
        appendix=True,
    )


def named(row: Expected) -> str:
    """The indicator's name as spoken."""
    return _indicator(row.indicator)


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
            return years(row.mean, 1), f"{number(row.p5, 1)} {_('till')} {years(row.p95, 1)}"


def stated(record: DecisionRecord) -> list[tuple[str, str]]:
    """Every field of the record; one that nobody has filled in says so."""
    rule = record.rule
    limits = (
        _(
            "{actor}: laga om risken för förlust är över {mend}, stoppa om det som återstår förlorar med mer än {stop} "
            "sannolikhet"
        ).format(actor=label(rule.actor), mend=percent(rule.mend_above), stop=percent(rule.stop_above))
        if rule
        else ""
    )
    pairs = [
        (_("Vem frågar"), record.asked_by),
        (_("Fråga"), record.question),
        (_("Övervägda alternativ"), "; ".join(map(_, record.alternatives))),
        (_("Underlag"), "; ".join(map(_, record.basis))),
        (_("Beslutat av"), record.decided_by),
        (_("Beslutsdatum"), record.decided),
        (_("Uppföljning"), ", ".join(record.reviews)),
        (_("Vem följer upp"), record.followed_up_by),
        (_("Gränser för fortsatt arbete"), limits),
        (_("Analysplan på förhand"), record.plan),
        (_("Berördas medverkan"), record.engagement),
        (_("Vad medverkan ändrade"), record.engagement_effect),
        (_("Finansiär"), record.funding),
        (_("Intressen och jäv"), record.interests),
    ]
    return [(name, _(value) if value else _(NOT_STATED)) for name, value in pairs]


def _own(record: DecisionRecord) -> Table | None:
    if not record.stated:
        return None
    rows: list[list[Cell | str]] = [
        [_(e.indicator), _(e.value), e.by, _(e.source) if e.source else _(NOT_STATED)] for e in record.stated
    ]
    return table(_("Förväntan som beslutet anger"), [_("Indikator"), _("Värde"), _("Senast"), _("Källa")], rows, text=4)


def _expected(record: DecisionRecord, name: str, labels: Mapping[str, str]) -> Table:
    """One scenario: a row by indicator and payer, a column by month."""
    own = [row for row in record.expected if row.scenario == name]
    months = list(dict.fromkeys(row.by for row in own))
    cells = {(row.indicator, row.actor, row.by): row for row in own}
    rows: list[list[Cell | str]] = []
    for indicator, actor in dict.fromkeys((row.indicator, row.actor) for row in own):
        found = [cells.get((indicator, actor, by)) for by in months]
        name_of = _indicator(indicator) if actor is None else f"{_indicator(indicator)}, {label(actor)}"
        rows.append([name_of, *(Cell("–") if row is None else _cell(row) for row in found)])
    foot = _(
        "Att jämföra med utfallet. Netto är nuvärde från starten till och med månaden, vinst minus kostnad. "
        "Insatsens kostnad är odiskonterad. Under medelvärdet står 5:e och 95:e percentilen."
    )
    if record.reviews_assumed:
        foot += " " + _("Inga datum för uppföljning är angivna; månaderna är valda av rapporten.")
    title = _("Modellens egen förväntan: {scenario}").format(scenario=_(labels.get(name, name)))
    return table(title, [_("Till och med"), *months], rows, foot=foot)


def _cell(row: Expected) -> Cell:
    value, spread = in_unit(row)
    return Cell(value, "" if is_certain(row) else spread)
