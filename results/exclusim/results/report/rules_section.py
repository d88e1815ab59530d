"""Section *Regler*: what each scenario changes, on what grounds, what introducing it costs, who helps and who waits."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.results.document import RunDocument
from exclusim.results.labels import NBSP, number, percent, unit
from exclusim.results.language import _
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
        _change(_(document.scenarios[name].label), found, document.rules[document.differences[name].baseline])
        for name, found in document.rules.items()
        if name != "baseline"
    ]
    every = [change for found in document.rules.values() for change in found.changes]
    assumed = {change.parameter for change in every if change.assumption or change.today_assumption}
    return Section(
        "regler",
        _("Regler som ändras"),
        "rules.html",
        {
            "changes": changed,
            "today": _agencies(_("Dagens regler: personer en genomsnittlig månad"), today, None),
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
        _agencies(_("Personer en genomsnittlig månad"), found, before),
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
        return _("ja") if value > 0 else _("nej")
    if value >= _WITHOUT_LIMIT:
        return _("ingen gräns")
    if unit_name in ("share", "probability"):
        return percent(value, 0 if value == 0 or value >= 0.1 else 1)
    return f"{number(value, 0 if value == round(value) else 2)}{NBSP}{unit(unit_name)}"


def _start(month: int) -> str:
    return _("från början") if month == 0 else _("från månad {month}").format(month=month)


def _changes(changes: list[RuleChange]) -> Table | None:
    if not changes:
        return None
    rows: list[list[Cell | str]] = [
        [
            Cell(_(change.label), _(change.note)),
            Cell(
                value_in_words(change.parameter, change.today, change.unit),
                _("antagande") if change.today_assumption else "",
            ),
            Cell(value_in_words(change.parameter, change.value, change.unit), _start(change.starts)),
            Cell(
                _("Antagande") if change.assumption else change.source,
                "" if change.source_text in (change.source, "assumption") else _(change.source_text),
                "assumed" if change.assumption else "",
            ),
        ]
        for change in changes
    ]
    return table(_("Ändrade regler"), [_("Regel"), _("I dag"), _("Ändrad till"), _("Källa")], rows, text=4)


def _without(faults: list[RemovedFault]) -> Table | None:
    if not faults:
        return None
    rows: list[list[Cell | str]] = [[_(fault.label), _(fault.rule), _start(fault.starts)] for fault in faults]
    head = [_("Systemfel"), _("Regeln som skapar det"), _("När")]
    return table(_("Systemfel vars regler tas bort"), head, rows, text=3)


def _reform(reform: ScenarioReform | None) -> str:
    if reform is None:
        return _("Ändringen antas gå att införa utan att något går sämre under tiden.")
    source = _("ett antagande") if reform.source == "assumption" else f"{_(reform.source_text)} ({reform.source})"
    return _(
        "Ändringen kostar först: i omkring {months} månader {start} lämnar {slower} färre utanförskapet. Källa: "
        "{source}. Hur mycket sämre är alltid ett antagande."
    ).format(
        months=number(reform.months),
        start=_start(reform.starts),
        slower=percent(1 - reform.performance),
        source=source,
    )


def _learns(found: ScenarioRules) -> str:
    if found.strength.p5 > 0.999:
        return ""
    return _(
        "Synliga köer nöter på reglerna: vid körningens slut är nej och felhänvisningar {mean} så vanliga som i dag "
        "({low} till {high})."
    ).format(mean=percent(found.strength.mean), low=percent(found.strength.p5), high=percent(found.strength.p95))


def _agencies(title: str, found: ScenarioRules, before: ScenarioRules | None) -> Table:
    known = {row.agency: row for row in before.agencies} if before is not None else {}
    rows: list[list[Cell | str]] = [
        [
            _(row.label),
            Cell(number(row.helped.mean, 1), _against(row, known.get(row.agency), "helped")),
            Cell(number(row.waiting.mean, 1), _against(row, known.get(row.agency), "waiting")),
        ]
        for row in found.agencies
    ]
    return table(title, [_("Myndighet"), _("Får hjälp"), _("Väntar")], rows)


def _against(row: AgencyRow, before: AgencyRow | None, column: str) -> str:
    """The change against the scenario's baseline, where it shows."""
    if before is None:
        return ""
    change = getattr(row, column).mean - getattr(before, column).mean
    return "" if abs(change) < 0.05 else f"{'+' if change > 0 else ''}{number(change, 1)}"
