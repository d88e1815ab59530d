"""Section *Regler*: what each scenario changes, on what grounds, what introducing it costs, who helps and who waits."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.results.document import RunDocument
from exclusim.results.labels import NBSP, number, percent, unit
from exclusim.results.rules import AgencyRow, RemovedFault, RuleChange, ScenarioReform, ScenarioRules, is_switch

from .parts import Cell, Section, Table, table

__all__ = ["rules", "value_in_words"]

_WITHOUT_LIMIT = 1e4  # a capacity, budget or time limit from here on is none


@dataclass(frozen=True)
class _Change:
    title: str
    changes: Table | None
    without: Table | None
    reform: str
    agencies: Table
    learns: str


def rules(document: RunDocument) -> Section | None:
    """Left out where agencies do not act."""
    if not document.rules:
        return None
    today = document.rules["baseline"]
    changed = [
        _change(document.scenarios[name].label, found, document.rules[document.differences[name].baseline])
        for name, found in document.rules.items()
        if name != "baseline"
    ]
    every = [change for found in document.rules.values() for change in found.changes]
    assumed = {change.parameter for change in every if change.assumption or change.today_assumption}
    return Section(
        "regler",
        "Regler som ändras",
        "rules.html",
        {
            "changes": changed,
            "today": _agencies("Dagens regler: personer en genomsnittlig månad", today, None),
            "assumed": len(assumed),
            "all": len({change.parameter for change in every}),
        },
    )


def _change(title: str, found: ScenarioRules, before: ScenarioRules) -> _Change:
    return _Change(
        title,
        _changes(found.changes),
        _without(found.without),
        _reform(found.reform),
        _agencies("Personer en genomsnittlig månad", found, before),
        _learns(found),
    )


def value_in_words(parameter: str, value: float, unit_name: str) -> str:
    """A rule's value with its unit; a share or probability in per cent, a switch as yes or no.

    >>> value_in_words("case.not_ours", 0.25, "probability").replace(NBSP, " ")
    '25 %'
    >>> value_in_words("case.joint_budget", 1, "share")
    'ja'
    """
    if is_switch(parameter):
        return "ja" if value > 0 else "nej"
    if value >= _WITHOUT_LIMIT:
        return "ingen gräns"
    if unit_name in ("share", "probability"):
        return percent(value, 0 if value == 0 or value >= 0.1 else 1)
    return f"{number(value, 0 if value == round(value) else 2)}{NBSP}{unit(unit_name)}"


def _start(month: int) -> str:
    return "från början" if month == 0 else f"från månad {month}"


def _changes(changes: list[RuleChange]) -> Table | None:
    if not changes:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(change.label, change.note),
            Cell(
                value_in_words(change.parameter, change.today, change.unit),
                "antagande" if change.today_assumption else "",
            ),
            Cell(value_in_words(change.parameter, change.value, change.unit), _start(change.starts)),
            Cell(
                "Antagande" if change.assumption else change.source,
                "" if change.source_text in (change.source, "assumption") else change.source_text,
                "assumed" if change.assumption else "",
            ),
        ]
        for change in changes
    ]
    return table("Ändrade regler", ["Regel", "I dag", "Ändrad till", "Källa"], rows, text=4)


def _without(faults: list[RemovedFault]) -> Table | None:
    if not faults:
        return None
    rows: list[list[Cell | str]] = [[fault.label, fault.rule, _start(fault.starts)] for fault in faults]
    return table("Systemfel vars regler tas bort", ["Systemfel", "Regeln som skapar det", "När"], rows, text=3)


def _reform(reform: ScenarioReform | None) -> str:
    if reform is None:
        return "Ändringen antas gå att införa utan att något går sämre under tiden."
    source = "ett antagande" if reform.source == "assumption" else f"{reform.source_text} ({reform.source})"
    slower = percent(1 - reform.performance)
    return (
        f"Ändringen kostar först: i omkring {number(reform.months)} månader {_start(reform.starts)} lämnar {slower} "
        f"färre utanförskapet. Källa: {source}. Hur mycket sämre är alltid ett antagande."
    )


def _learns(found: ScenarioRules) -> str:
    if found.strength.p5 > 0.999:
        return ""
    return (
        f"Synliga köer nöter på reglerna: vid körningens slut är nej och felhänvisningar "
        f"{percent(found.strength.mean)} så vanliga som i dag ({percent(found.strength.p5)} till "
        f"{percent(found.strength.p95)})."
    )


def _agencies(title: str, found: ScenarioRules, before: ScenarioRules | None) -> Table:
    known = {row.agency: row for row in before.agencies} if before is not None else {}
    rows: list[list[Cell | str]] = [
        [
            row.label,
            Cell(number(row.helped.mean, 1), _against(row, known.get(row.agency), "helped")),
            Cell(number(row.waiting.mean, 1), _against(row, known.get(row.agency), "waiting")),
        ]
        for row in found.agencies
    ]
    return table(title, ["Myndighet", "Får hjälp", "Väntar"], rows)


def _against(row: AgencyRow, before: AgencyRow | None, column: str) -> str:
    """The change against the scenario's baseline, where it shows."""
    if before is None:
        return ""
    change = getattr(row, column).mean - getattr(before, column).mean
    return "" if abs(change) < 0.05 else f"{'+' if change > 0 else ''}{number(change, 1)}"
