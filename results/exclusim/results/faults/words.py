"""Words of the case file, shared by document, page and terminal."""

from __future__ import annotations

from exclusim.model.institutions.agencies import AGENCIES, NOBODY
from exclusim.model.institutions.vocabulary import NEEDS, Answer, CaseState
from exclusim.results.language import _

__all__ = ["NOBODY_KEY", "agency_label", "case_text", "need_label", "needs_of", "owner_label", "owners", "removal_text"]

NOBODY_KEY = "nobody"


def _answers() -> dict[Answer, str]:
    return {
        Answer.UNASKED: _("har inte frågat någon"),
        Answer.LEFT_SCHOOL: _("ingen har tagit vid efter skolan"),
        Answer.NO_CAPACITY: _("ingen plats är ledig"),
        Answer.TOO_YOUNG: _("för ung"),
        Answer.TOO_EARLY: _("för tidigt"),
        Answer.NO_DIAGNOSIS: _("diagnos saknas"),
        Answer.NOT_OURS: _("inte vårt"),
        Answer.NO_MONEY: _("årets pengar är slut"),
        Answer.PUSHED: _("skickad vidare"),
        Answer.WRONG_DOOR: _("fel dörr"),
        Answer.TIME_LIMIT: _("avslutad på tid, med behovet kvar"),
        Answer.PROJECT_ENDED: _("projektet har tagit slut"),
        Answer.LOST: _("tappad i överlämningen"),
        Answer.RELEASED: _("utskriven utan att någon tar vid"),
    }


def _removed() -> dict[str, str]:
    return {
        "case.contact_unasked": _("den som inte frågar söks upp genast"),
        "case.not_ours": _("ingen svarar ”inte vårt”"),
        "case.no_diagnosis": _("ingen diagnos krävs"),
        "agency.*.time_limit": _("insatsen varar så länge behovet finns"),
        "case.push_to_municipality": _("staten skickar ingen vidare till kommunen"),
        "case.push_to_state": _("kommunen skickar ingen vidare till staten"),
        "case.always_joint": _("sammansatta behov möts alltid gemensamt"),
        "agency.*.age_gate": _("inga åldersgränser"),
        "agency.*.months_gate": _("ingen tid utanför krävs"),
        "case.contact_left_school": _("den som slutar skolan söks upp genast"),
        "case.followed": _("stödet följer med ut"),
        "agency.*.capacity": _("plats för alla"),
        "case.passive_programme": _("alla program har innehåll"),
        "case.passive_compensation": _("alla ersättningar har aktivitet"),
        "case.passive_establishment": _("all etablering har innehåll"),
        "case.wrong_door": _("ingen hamnar fel"),
        "case.unseen": _("hela behovet ses"),
        "case.handover_months": _("mottagaren tar vid genast"),
        "case.lost_in_handover": _("inget ärende tappas"),
        "case.project_pause": _("inget uppehåll mellan projekt"),
        "case.project_starting": _("metoden glöms inte"),
        "agency.*.budget": _("pengar till alla som tas in"),
    }


def removal_text(parameter: str) -> str:
    """What taking a rule away means; the parameter's own name where it has no words.

    >>> removal_text("agency.*.capacity")
    'plats för alla'
    """
    return _removed().get(parameter, parameter)


def agency_label(code: int) -> str:
    """Name of an agency by its code.

    >>> agency_label(NOBODY)
    'Ingen'
    """
    return _("Ingen") if code == NOBODY else _(AGENCIES[code].label)


def owners() -> list[str]:
    """Who can stand behind a fault: agencies, then nobody."""
    return [*(agency.name for agency in AGENCIES), NOBODY_KEY]


def owner_label(name: str) -> str:
    """Name of an owner.

    >>> owner_label("nobody")
    'Ingen tillfrågad'
    """
    return next((_(agency.label) for agency in AGENCIES if agency.name == name), _("Ingen tillfrågad"))


def need_label(name: str) -> str:
    """Name of a need."""
    words = {
        "work": _("arbete"),
        "health": _("hälsa"),
        "school": _("skola"),
        "housing": _("bostad"),
        "support": _("stöd"),
    }
    return words.get(name, name)


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
        CaseState.ALONE: _("Ingen arbetar med personen"),
        CaseState.WAITING: _("I kö: {agency}"),
        CaseState.HELPED: _("Får hjälp: {agency}"),
        CaseState.BETWEEN: _("På väg till: {agency}"),
    }[CaseState(state)].format(agency=agency_label(agency))
    said = _answers().get(Answer(answer))
    own = state == CaseState.WAITING and answer == Answer.NO_CAPACITY and by in (agency, NOBODY)
    if said is None or own:
        return where
    return f"{where}. {said[0].upper()}{said[1:]}" if by == NOBODY else f"{where}. {agency_label(by)}: {said}"
