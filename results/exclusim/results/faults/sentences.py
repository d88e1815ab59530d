"""The page's and the terminal's sentences: what the faults cost, who pays, how they play together."""

from __future__ import annotations

from exclusim.results.interval import Interval
from exclusim.results.labels import interval_mkr, mkr, number, percent, years
from exclusim.results.language import _
from exclusim.results.report.parts import KeyFigure, is_certain

from .document import FaultDocument
from .figures import most_costly

__all__ = ["between", "group", "headline", "interplay", "key_figures", "studied"]


def group(document: FaultDocument) -> str:
    """The people the amounts are about."""
    people = number(document.cohort)
    if document.start_age is None:
        return _("{n}\u00a0nyanlända").format(n=people)
    return _("en årskull på {n}\u00a0personer").format(n=people)


def _span(value: Interval) -> str:
    return "" if is_certain(value) else f" ({interval_mkr(value.p5, value.p95)})"


def studied(document: FaultDocument) -> str:
    """Which faults the totals are about."""
    count = len(document.faults)
    return _("systemfelet") if count == 1 else _("de {n} systemfelen").format(n=number(count))


def headline(document: FaultDocument) -> str:
    """The answer first."""
    joint = document.joint["society"]
    told = {
        "faults": studied(document),
        "amount": f"{mkr(joint.mean)}{_span(joint)}",
        "years": years(document.horizon_years),
        "group": group(document),
    }
    if joint.mean <= 0:
        useless = _("Att ta bort {faults} ger samhället ingen vinst över {years} för {group}: {amount}.")
        return useless.format(**told)
    found = [_capital(_("{faults} kostar samhället {amount} över {years} för {group}.").format(**told))]
    if joint.p5 < 0 < joint.p95:
        found.append(_("Intervallet rymmer noll."))
    if document.joint_share.mean > 0:
        share = percent(document.joint_share.mean)
        found.append(_("Utan dem vore utanförskapets kostnad {share} lägre.").format(share=share))
    dearest = _dearest(document)
    if len(document.faults) > 1 and dearest:
        found.append(dearest)
    others = document.paid_by_others
    if others.mean > 0:
        who = (
            _(
                "Den som betalar är sällan den vars svar står i akten: {share} av den offentliga merkostnaden faller "
                "på någon annan."
            )
            if others.mean >= 0.5
            else _("{share} av den offentliga merkostnaden faller på någon annan än den vars svar står i akten.")
        )
        found.append(who.format(share=percent(others.mean)))
    return " ".join(found)


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}"


def _dearest(document: FaultDocument) -> str:
    """Which faults are the dearest, and how sure the first place is; empty where none costs anything."""
    top = [_("”{name}”").format(name=_(row.label)) for row in most_costly(document)]
    if not top:
        return ""
    first = percent(document.faults[0].probability_rank.first)
    if len(top) == 1:
        if document.draws < 2:
            return _("Dyrast är {fault}.").format(fault=top[0])
        return _("Dyrast är {fault} (det första är dyrast i {share} av dragningarna).").format(
            fault=top[0], share=first
        )
    names = {"faults": ", ".join(top[:-1]), "last": top[-1], "share": first}
    if document.draws < 2:
        return _("Dyrast är i tur och ordning {faults} och {last}.").format(**names)
    return _(
        "Dyrast är i tur och ordning {faults} och {last} (det första är dyrast i {share} av dragningarna)."
    ).format(**names)


def interplay(document: FaultDocument) -> str:
    """How the faults play together; empty for a single one."""
    if len(document.faults) < 2:
        return ""
    joint, both = document.joint["society"].mean, document.interaction["society"].mean
    amounts = _("Ett i taget tar bort sammanlagt {alone}, alla på en gång {together}.").format(
        alone=mkr(joint - both), together=mkr(joint)
    )
    why = (
        _("Felen täcker för varandra: när ett tas bort tar ett annat över, och platserna som krävs möter nästa gräns.")
        if both > 0
        else _("Felen slår ofta mot samma person: samma kostnad försvinner vilket av dem som än tas bort.")
    )
    return f"{amounts} {why}"


def key_figures(document: FaultDocument) -> list[KeyFigure]:
    """Four figures at the top."""

    def money(name: str, value: Interval, why: str) -> KeyFigure:
        return KeyFigure(name, mkr(value.mean), _span(value).strip(" ()"), why)

    gone, others = document.joint_exclusion_years, document.paid_by_others
    society, public = document.joint["society"], document.joint["public"]
    return [
        money(_("Samhället"), society, _("Resurser och produktion, när alla felen tas bort.")),
        money(_("Offentlig sektor"), public, _("Även bidrag och skatter; de sex aktörerna tillsammans.")),
        KeyFigure(
            _("Personår i utanförskap"),
            number(gone.mean),
            "" if is_certain(gone) else between(gone),
            _("Försvinner när alla felen tas bort, i hela gruppen."),
        ),
        KeyFigure(
            _("Betalas av någon annan"),
            percent(others.mean),
            "" if is_certain(others) else f"{number(100 * others.p5)}–{percent(others.p95)}",
            _("Del av de offentliga aktörernas merkostnad som faller på andra än den vars svar står i akten."),
        ),
    ]


def between(value: Interval, decimals: int = 0) -> str:
    """The ends of an interval; in words where a minus sign would make the dash unreadable."""
    low, high = number(value.p5, decimals), number(value.p95, decimals)
    return f"{low}–{high}" if value.p5 >= 0 else _("{low}\u00a0till\u00a0{high}").format(low=low, high=high)
