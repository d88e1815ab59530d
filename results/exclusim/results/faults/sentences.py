"""The page's and the terminal's sentences: what the faults cost, who pays, how they play together."""

from __future__ import annotations

from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, interval_mkr, mkr, number, percent, years
from exclusim.results.report.parts import KeyFigure, is_certain

from .document import FaultDocument
from .figures import most_costly

__all__ = ["group", "headline", "interplay", "key_figures", "studied"]


def group(document: FaultDocument) -> str:
    """The people the amounts are about."""
    if document.start_age is None:
        return f"{number(document.cohort)}{NBSP}nyanlända"
    return f"en årskull på {number(document.cohort)}{NBSP}personer"


def _span(value: Interval) -> str:
    return "" if is_certain(value) else f" ({interval_mkr(value.p5, value.p95)})"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"


def _sure(document: FaultDocument) -> str:
    if document.draws < 2:
        return ""
    first = document.faults[0].probability_rank.first
    return f" (det första är dyrast i {percent(first)} av dragningarna)"


def studied(document: FaultDocument) -> str:
    """Which faults the totals are about."""
    count = len(document.faults)
    return "systemfelet" if count == 1 else f"de {number(count)} systemfelen"


def headline(document: FaultDocument) -> str:
    """The answer first."""
    joint = document.joint["society"]
    top = [f"”{row.label}”" for row in most_costly(document)]
    if joint.mean <= 0:
        return (
            f"Att ta bort {studied(document)} ger samhället ingen vinst över {years(document.horizon_years)} för "
            f"{group(document)}: {mkr(joint.mean)}{_span(joint)}."
        )
    found = (
        f"{studied(document).capitalize()} kostar samhället {mkr(joint.mean)}{_span(joint)} över "
        f"{years(document.horizon_years)} för {group(document)}."
    )
    if joint.p5 < 0 < joint.p95:
        found += " Intervallet rymmer noll."
    if document.joint_share.mean > 0:
        found += f" Utan dem vore utanförskapets kostnad {percent(document.joint_share.mean)} lägre."
    if len(document.faults) > 1 and top:
        found += f" Dyrast {'är' if len(top) == 1 else 'är i tur och ordning'} {_listed(top)}{_sure(document)}."
    others = document.paid_by_others
    if others.mean > 0:
        found += (
            f" Den som betalar är sällan den vars svar står i akten: {percent(others.mean)} av den offentliga "
            "merkostnaden faller på någon annan."
            if others.mean >= 0.5
            else f" {percent(others.mean)} av den offentliga merkostnaden faller på någon annan än den vars svar står "
            "i akten."
        )
    return found


def interplay(document: FaultDocument) -> str:
    """How the faults play together; empty for a single one."""
    if len(document.faults) < 2:
        return ""
    joint, both = document.joint["society"].mean, document.interaction["society"].mean
    amounts = f"Ett i taget tar bort sammanlagt {mkr(joint - both)}, alla på en gång {mkr(joint)}."
    if both > 0:
        return (
            f"{amounts} Felen täcker för varandra: när ett tas bort tar ett annat över, och platserna som "
            "krävs möter nästa gräns."
        )
    return f"{amounts} Felen slår ofta mot samma person: samma kostnad försvinner vilket av dem som än tas bort."


def key_figures(document: FaultDocument) -> list[KeyFigure]:
    """Four figures at the top."""

    def money(name: str, value: Interval, why: str) -> KeyFigure:
        return KeyFigure(name, mkr(value.mean), _span(value).strip(" ()"), why)

    gone, others = document.joint_exclusion_years, document.paid_by_others
    dash = "–" if gone.p5 >= 0 else f"{NBSP}till{NBSP}"
    certain = is_certain(gone)
    return [
        money("Samhället", document.joint["society"], "Resurser och produktion, när alla felen tas bort."),
        money("Offentlig sektor", document.joint["public"], "Även bidrag och skatter; de sex aktörerna tillsammans."),
        KeyFigure(
            "Personår i utanförskap",
            number(gone.mean),
            "" if certain else f"{number(gone.p5)}{dash}{number(gone.p95)}",
            "Försvinner när alla felen tas bort, i hela gruppen.",
        ),
        KeyFigure(
            "Betalas av någon annan",
            percent(others.mean),
            "" if is_certain(others) else f"{number(100 * others.p5)}–{percent(others.p95)}",
            "Del av de offentliga aktörernas merkostnad som faller på andra än den vars svar står i akten.",
        ),
    ]
