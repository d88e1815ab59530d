"""System faults: each a definition on case histories, the rule that produces it, and what removes the rule.

A definition reads what stands in the case files and never a switch; what removing one rule does to the other faults is
therefore a result. Adding a fault is one entry in :data:`FAULTS`; ``tests/model/test_faults.py`` then shows that
removing its rule empties it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.agencies import AGENCIES, NOBODY
from exclusim.model.institutions.declared import EVERYTHING, NEVER_ENDS
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.vocabulary import Answer, CaseState, Mark

__all__ = ["FAULTS", "Fault", "FaultMeasure", "measure_faults", "removing"]

type Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Fault:
    """One system fault.

    Args:
        name: as in data and on the command line.
        label: Swedish name.
        rule: the rule that produces it, in Swedish.
        definition: how it is seen in a case file, in Swedish.
        holds: which rows of the case histories it covers; months are counted from them.
        removed: rule parameters and the values that take the rule away.
    """

    name: str
    label: str
    rule: str
    definition: str
    holds: Callable[[CaseHistories], Rows]
    removed: Mapping[str, float]


def _every(rule: str, value: float) -> dict[str, float]:
    return {f"agency.{agency.name}.{rule}": value for agency in AGENCIES}


def _alone(cases: CaseHistories, *answers: Answer) -> Rows:
    return np.asarray((cases.state == CaseState.ALONE) & np.isin(cases.answer, answers))


def _held(cases: CaseHistories) -> Rows:
    return np.asarray((cases.state == CaseState.WAITING) | (cases.state == CaseState.HELPED))


def _partly(cases: CaseHistories, *answers: Answer) -> Rows:
    """Helped with a part of a composite need, after such an answer to the rest of it."""
    return np.asarray(_uncoordinated(cases) & np.isin(cases.answer, answers))


def _uncoordinated(cases: CaseHistories) -> Rows:
    part, rest = cases.known() & cases.mandate() > 0, cases.known() & ~cases.mandate() > 0
    return np.asarray((cases.state == CaseState.HELPED) & cases.composite() & part & rest & ~cases.has(Mark.JOINT))


def _pushed(cases: CaseHistories, mark: Mark) -> Rows:
    return np.asarray((_held(cases) | (cases.state == CaseState.BETWEEN)) & cases.has(mark))


def _wrong(cases: CaseHistories) -> Rows:
    wrong_agency = _held(cases) & (cases.needs > 0) & (cases.mandate() & cases.needs == 0) & ~cases.has(Mark.JOINT)
    return np.asarray(wrong_agency | (_held(cases) & (cases.unseen > 0)))


FAULTS: tuple[Fault, ...] = (
    Fault(
        "between_chairs",
        "Faller mellan stolarna",
        "Ingen myndighet äger hela behovet: den som tillfrågas får svara att det inte är deras, eller kräva en "
        "diagnos; den som inte frågar söks inte upp.",
        "Ingen arbetar med personen; ingen har frågat, eller svaret blev ”inte vårt” eller ”diagnos saknas”.",
        lambda cases: _alone(cases, Answer.UNASKED, Answer.NOT_OURS, Answer.NO_DIAGNOSIS),
        {"case.contact_unasked": 1.0, "case.not_ours": 0.0, "case.no_diagnosis": 0.0},
    ),
    Fault(
        "revolving_door",
        "Rundgång",
        "Insatser avslutas efter en bestämd tid även när behovet finns kvar.",
        "Ingen arbetar med personen sedan ärendet stängts på tid med behovet kvar, tills någon tar upp det igen.",
        lambda cases: _alone(cases, Answer.TIME_LIMIT),
        _every("time_limit", NEVER_ENDS),
    ),
    Fault(
        "shift_to_municipality",
        "Övervältring från stat till kommun",
        "En statlig myndighet får skicka vidare den som har sammansatta behov fast uppdraget täcker en del av dem.",
        "Personen är hos, eller på väg till, en kommunal verksamhet dit en statlig myndighet skickat den vidare.",
        lambda cases: _pushed(cases, Mark.TO_MUNICIPALITY),
        {"case.push_to_municipality": 0.0},
    ),
    Fault(
        "shift_to_state",
        "Övervältring från kommun till stat",
        "En kommunal verksamhet får skicka vidare den som har sammansatta behov fast uppdraget täcker en del av dem.",
        "Personen är hos, eller på väg till, en statlig myndighet dit kommunen skickat den vidare.",
        lambda cases: _pushed(cases, Mark.TO_STATE),
        {"case.push_to_state": 0.0},
    ),
    Fault(
        "uncoordinated",
        "Osamordnade insatser",
        "Var och en sköter sin del; gemensamt arbete hänger på den svagaste länken.",
        "Personen får hjälp med en del av ett känt sammansatt behov medan ingen arbetar med resten.",
        _uncoordinated,
        {"case.always_joint": 1.0},
    ),
    Fault(
        "late_entry",
        "För sent in",
        "Ålders- och tidsgränser: hjälpen får börja först vid en viss ålder eller efter en viss tid.",
        "Ingen, eller bara en del, hjälper; svaret blev ”för ung” eller ”för tidigt”.",
        lambda cases: (
            _alone(cases, Answer.TOO_YOUNG, Answer.TOO_EARLY) | _partly(cases, Answer.TOO_YOUNG, Answer.TOO_EARLY)
        ),
        _every("age_gate", 0.0) | _every("months_gate", 0.0),
    ),
    Fault(
        "missing_bridge",
        "Bro saknas mellan skola och arbete",
        "Skolans ansvar slutar när eleven slutar, och ingen annans börjar förrän någon frågar.",
        "Ingen arbetar med personen, som kom direkt från studier och ännu inte haft kontakt med någon.",
        lambda cases: _alone(cases, Answer.LEFT_SCHOOL),
        {"case.contact_left_school": 1.0},
    ),
    Fault(
        "unsupported_transition",
        "Stöd saknas i övergången",
        "Den som skrivs ut från vård eller anstalt lämnas över till ingen.",
        "Personen har lämnat vård eller anstalt inom ett år, och ingen arbetar med den.",
        lambda cases: cases.has(Mark.RELEASED) & (cases.state != CaseState.HELPED) & (cases.state != CaseState.NONE),
        {"case.followed": 1.0},
    ),
    Fault(
        "waiting",
        "Väntan och blockerad kapacitet",
        "Kapaciteten är mindre än behovet, och den som sitter fel upptar en plats.",
        "Personen står i en myndighets kö, eller får bara en del av hjälpen för att resten är full.",
        lambda cases: (cases.state == CaseState.WAITING) | _partly(cases, Answer.NO_CAPACITY),
        _every("capacity", EVERYTHING),
    ),
    Fault(
        "passive_measures",
        "Passiva insatser och inlåsning",
        "En insats räknas även om den saknar innehåll.",
        "Personen är inskriven i en insats eller ersättning utan aktivitet.",
        lambda cases: (cases.state == CaseState.HELPED) & cases.has(Mark.PASSIVE),
        {"case.passive_programme": 0.0, "case.passive_compensation": 0.0, "case.passive_establishment": 0.0},
    ),
    Fault(
        "wrong_referral",
        "Fel hänvisning",
        "Bedömningen ser inte hela behovet, och myndigheterna känner inte varandras uppdrag.",
        "Personen är i kö hos eller får hjälp av någon som inte får göra något åt behoven, eller som inte sett alla.",
        _wrong,
        {"case.wrong_door": 0.0, "case.unseen": 0.0},
    ),
    Fault(
        "lost_handover",
        "Tappad i överlämningen",
        "Avsändaren släpper ärendet innan mottagaren har tagit emot det.",
        "En myndighet har släppt ärendet och ingen annan har börjat, eller det kom aldrig fram.",
        lambda cases: (cases.state == CaseState.BETWEEN) | _alone(cases, Answer.LOST),
        {"case.handover_months": 0.0, "case.lost_in_handover": 0.0},
    ),
    Fault(
        "project_sickness",
        "Projektsjuka och organisatorisk glömska",
        "Gemensamma insatser är projekt: de tar slut, glöms och börjar om från början.",
        "Ingen, eller bara en del, hjälper sedan ett projekt tagit slut, eller hjälpen kommer från ett projekt som "
        "ännu lär sig sin metod.",
        lambda cases: (
            _alone(cases, Answer.PROJECT_ENDED)
            | _partly(cases, Answer.PROJECT_ENDED)
            | ((cases.state == CaseState.HELPED) & cases.has(Mark.STARTING))
        ),
        {"case.project_pause": 0.0, "case.project_starting": 0.0},
    ),
    Fault(
        "short_termism",
        "Kortsiktiga budgetar",
        "Ettåriga budgetar: när årets pengar är slut tas ingen ny in med behov som tar tid.",
        "Ingen, eller bara en del, hjälper; årets pengar är slut.",
        lambda cases: _alone(cases, Answer.NO_MONEY) | _partly(cases, Answer.NO_MONEY),
        _every("budget", EVERYTHING),
    ),
)


def removing(names: Iterable[str]) -> dict[str, float]:
    """Rule parameters with the values that take away the rules behind some faults.

    Raises:
        ExclusimError: there is no such fault.
    """
    known = {fault.name: fault for fault in FAULTS}
    changes: dict[str, float] = {}
    for name in names:
        if name not in known:
            raise ExclusimError(f"there is no fault {name!r}", hint=f"there are {', '.join(known)}")
        changes |= known[name].removed
    return changes


@dataclass(frozen=True)
class FaultMeasure:
    """How much of a fault one run's case files hold.

    Args:
        months: months of it in each life, shape (persons,).
        episodes: times it begins in each life, shape (persons,).
        by: share of its months by the agency whose answer stands in the file, shape (agencies + 1,); nobody last.
    """

    months: NDArray[np.int64]
    episodes: NDArray[np.int64]
    by: NDArray[np.float64]


def measure_faults(cases: CaseHistories, start: int = 0, end: int | None = None) -> dict[str, FaultMeasure]:
    """Every fault in some case histories, between months ``start`` and ``end`` of the run."""
    persons, last = cases.first.size - 1, cases.months if end is None else end
    person = cases.person()
    begin = np.clip(cases.month.astype(np.int64), start, last)
    lasts = np.clip(cases.month + cases.lasts(), start, last) - begin
    agency = np.where(cases.by == NOBODY, len(AGENCIES), cases.by)
    found = {}
    for fault in FAULTS:
        holds = fault.holds(cases) & (lasts > 0)
        begins = holds.copy()
        begins[1:] &= ~(holds[:-1] & (person[1:] == person[:-1]))
        by = np.bincount(agency[holds], weights=lasts[holds], minlength=len(AGENCIES) + 1)
        found[fault.name] = FaultMeasure(
            months=np.bincount(person[holds], weights=lasts[holds], minlength=persons).astype(np.int64),
            episodes=np.bincount(person[begins], minlength=persons),
            by=by / max(by.sum(), 1.0),
        )
    return found
