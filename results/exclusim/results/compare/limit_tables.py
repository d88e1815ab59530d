"""Tables of what was allowed and taken for granted: budgets, and conventions about money and agreements."""

from __future__ import annotations

from exclusim.results.compare.document import BudgetLimit, CompareDocument
from exclusim.results.compare.page_tables import Rows
from exclusim.results.compare.set_figure import set_label
from exclusim.results.labels import NBSP, label, mkr, number, percent
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, table

__all__ = ["conventions", "limits", "who_of"]


def conventions(document: CompareDocument) -> Table:
    """What the comparison takes for granted about money and agreements."""
    found = document.conventions
    rows: Rows = [
        [_("Tjänster som köps"), ", ".join(map(_, found.bought)) or _("inga"), "--bought"],
        [_("Fondens andel vid riskdelning"), percent(found.fund_share), "--fund-share"],
        [_("Säkerhet i det säkra avtalet"), percent(found.sure), "--sure"],
        [_("Finansiärens avkastningskrav om året"), percent(found.required_return, 1), "--required-return"],
        [_("Tak för utfallskontraktet, gånger utlägget"), number(found.cap, 1), "--cap"],
    ]
    return table(_("Antaganden om pengar och avtal"), [_("Antagande"), _("Värde"), _("Ändras med")], rows, text=3)


def limits(document: CompareDocument) -> Table | None:
    """Every budget: what is used, whether it binds, what more of it is worth; None without budgets."""
    found = document.portfolio
    if found is None or not found.limits:
        return None
    rows: Rows = [
        [
            Cell(who_of(limit.who), _("hela tiden, nuvärde") if limit.year is None else str(limit.year)),
            _of_limit(limit, limit.limit),
            _of_limit(limit, limit.used),
            Cell(_("ja"), "", "loss") if limit.binding else _("nej"),
            _worth(limit, limit.worth_of_1_percent),
            _worth(limit, limit.worth_of_10_percent),
            "–"
            if limit.opens_at is None or limit.opens_gain is None
            else Cell(
                _of_limit(limit, limit.opens_at),
                _("ger {amount} mer: {names}").format(
                    amount=mkr(limit.opens_gain), names=set_label(document, limit.opens)
                ),
            ),
        ]
        for limit in found.limits
    ]
    staff = [_(document.scenarios[name].label) for name in found.without_staff]
    unseen = (
        " " + _("Anger ingen personal och syns därför inte i den gränsen: {names}.").format(names=", ".join(staff))
        if staff
        else ""
    )
    return table(
        _("Vilken budget som begränsar"),
        [
            _("Budget"), _("Tak"), _("Används"), _("Begränsar"), _("1 % mer"), _("10 % mer"), _("Nästa steg"),
        ],
        rows,
        foot=_(
            "1 och 10 % mer: vinst per krona (eller årsarbetare) som taket höjs. En insats är hel eller ingen, så en "
            "liten höjning kan vara värd noll. Nästa steg: det lägsta tak som släpper in en bättre uppsättning, de "
            "andra taken oförändrade. Belopp för ett år är odiskonterade."
        )
        + unseen,
    )  # fmt: skip


def who_of(who: str) -> str:
    """A payer, a department, all of them, or staff."""
    return {"all": _("Alla betalare"), "staff": _("Personal")}.get(who) or label(who)


def _of_limit(limit: BudgetLimit, value: float) -> str:
    return f"{number(value, 1)}{NBSP}{_('årsarbetare')}" if limit.unit == "FTE" else mkr(value)


def _worth(limit: BudgetLimit, value: float | None) -> str:
    if value is None:
        return "–"
    return mkr(value) if limit.unit == "FTE" else f"{number(value, 2)}{NBSP}{_('kr')}"
