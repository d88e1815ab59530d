"""Swedish words of the case file, shared by document, page and terminal."""

from __future__ import annotations

from exclusim.model.institutions.agencies import AGENCIES, NOBODY
from exclusim.model.institutions.vocabulary import NEEDS, Answer, CaseState

__all__ = ["NOBODY_KEY", "agency_label", "case_text", "need_label", "needs_of", "owner_label", "owners", "removal_text"]

NOBODY_KEY = "nobody"

_NEEDS = {"work": "arbete", "health": "hälsa", "school": "skola", "housing": "bostad", "support": "stöd"}
_ANSWERS = {
    Answer.UNASKED: "har inte frågat någon",
    Answer.LEFT_SCHOOL: "ingen har tagit vid efter skolan",
    Answer.NO_CAPACITY: "ingen plats är ledig",
    Answer.TOO_YOUNG: "för ung",
    Answer.TOO_EARLY: "för tidigt",
    Answer.NO_DIAGNOSIS: "diagnos saknas",
    Answer.NOT_OURS: "inte vårt",
    Answer.NO_MONEY: "årets pengar är slut",
    Answer.PUSHED: "skickad vidare",
    Answer.WRONG_DOOR: "fel dörr",
    Answer.TIME_LIMIT: "avslutad på tid, med behovet kvar",
    Answer.PROJECT_ENDED: "projektet har tagit slut",
    Answer.LOST: "tappad i överlämningen",
    Answer.RELEASED: "utskriven utan att någon tar vid",
}
_REMOVED = {
    "case.contact_unasked": "den som inte frågar söks upp genast",
    "case.not_ours": "ingen svarar ”inte vårt”",
    "case.no_diagnosis": "ingen diagnos krävs",
    "agency.*.time_limit": "insatsen varar så länge behovet finns",
    "case.push_to_municipality": "staten skickar ingen vidare till kommunen",
    "case.push_to_state": "kommunen skickar ingen vidare till staten",
    "case.always_joint": "sammansatta behov möts alltid gemensamt",
    "agency.*.age_gate": "inga åldersgränser",
    "agency.*.months_gate": "ingen tid utanför krävs",
    "case.contact_left_school": "den som slutar skolan söks upp genast",
    "case.followed": "stödet följer med ut",
    "agency.*.capacity": "plats för alla",
    "case.passive_programme": "alla program har innehåll",
    "case.passive_compensation": "alla ersättningar har aktivitet",
    "case.passive_establishment": "all etablering har innehåll",
    "case.wrong_door": "ingen hamnar fel",
    "case.unseen": "hela behovet ses",
    "case.handover_months": "mottagaren tar vid genast",
    "case.lost_in_handover": "inget ärende tappas",
    "case.project_pause": "inget uppehåll mellan projekt",
    "case.project_starting": "metoden glöms inte",
    "agency.*.budget": "pengar till alla som tas in",
}


def removal_text(parameter: str) -> str:
    """What taking a rule away means; the parameter's own name where it has no words.

    >>> removal_text("agency.*.capacity")
    'plats för alla'
    """
    return _REMOVED.get(parameter, parameter)


def agency_label(code: int) -> str:
    """Swedish name of an agency by its code.

    >>> agency_label(NOBODY)
    'Ingen'
    """
    return "Ingen" if code == NOBODY else AGENCIES[code].label


def owners() -> list[str]:
    """Who can stand behind a fault: agencies, then nobody."""
    return [*(agency.name for agency in AGENCIES), NOBODY_KEY]


def owner_label(name: str) -> str:
    """Swedish name of an owner.

    >>> owner_label("nobody")
    'Ingen tillfrågad'
    """
    return next((agency.label for agency in AGENCIES if agency.name == name), "Ingen tillfrågad")


def need_label(name: str) -> str:
    """Swedish name of a need."""
    return _NEEDS.get(name, name)


def needs_of(mask: int) -> list[str]:
    """Names of the needs in a mask.

    >>> needs_of(5)
    ['work', 'school']
    """
    return [name for bit, name in enumerate(NEEDS) if mask >> bit & 1]


def case_text(state: int, agency: int, answer: int, by: int) -> str:
    """What stands in the case file, in words.

    >>> case_text(int(CaseState.ALONE), NOBODY, int(Answer.NOT_OURS), 5)
    'Ingen arbetar med personen. Primärvården: inte vårt'
    """
    where = {
        CaseState.ALONE: "Ingen arbetar med personen",
        CaseState.WAITING: f"I kö: {agency_label(agency)}",
        CaseState.HELPED: f"Får hjälp: {agency_label(agency)}",
        CaseState.BETWEEN: f"På väg till: {agency_label(agency)}",
    }[CaseState(state)]
    said = _ANSWERS.get(Answer(answer))
    own = state == CaseState.WAITING and answer == Answer.NO_CAPACITY and by in (agency, NOBODY)
    if said is None or own:
        return where
    return f"{where}. {said[0].upper()}{said[1:]}" if by == NOBODY else f"{where}. {agency_label(by)}: {said}"
