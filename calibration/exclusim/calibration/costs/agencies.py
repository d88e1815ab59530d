"""What the state's agencies spend on a person's case: no unit cost is published, so service use is anchored.

Amounts are the assumed weights between statuses; the anchor decides their common level (see ``anchoring``).
"""

from __future__ import annotations

from exclusim.calibration.costs.terms import Amount, Line, assumed_price, published_price
from exclusim.calibration.costs.use import USE_SIGMA
from exclusim.model.money import Actor, Basis, Kind

__all__ = ["LINES"]

_PROGRAMME_NOTE = "bought courses, coaching and places; realised activity is a quarter of the nominal (M16)"
OTHER_AGENCIES = assumed_price(
    "other_agencies_month",
    350,
    USE_SIGMA,
    "enforcement authority, debt relief, state grants outside the agencies named",
)


def _handling(trigger: str, payer: Actor, service: str, name: str, monthly: float, note: str) -> Line:
    price = assumed_price(name, monthly, USE_SIGMA, note)
    return Line(trigger, payer, Kind.REAL, service, Amount(price), Basis.ANCHORED)


_AF = Actor.ARBETSFORMEDLINGEN
_FK = Actor.FORSAKRINGSKASSAN
_AF_CASE = "Arbetsförmedlingens handläggning"
_FK_CASE = "Försäkringskassans handläggning"
_PROGRAMME = "Arbetsmarknadspolitiskt program"

LINES: tuple[Line, ...] = (
    _handling("activity:unemployed", _AF, _AF_CASE, "af_case_unemployed", 1_000, "an hour or two of a case worker"),
    _handling("activity:labour_market_programme", _AF, _AF_CASE, "af_case_programme", 1_000, "as for the unemployed"),
    _handling(
        "activity:establishment_programme",
        _AF,
        _AF_CASE,
        "af_case_establishment",
        1_500,
        "more frequent plans",
    ),
    _handling("activity:subsidised_job", _AF, _AF_CASE, "af_case_subsidised_job", 500, "follow-up of the employer"),
    _handling("activity:labour_market_programme", _AF, _PROGRAMME, "af_programme", 6_000, _PROGRAMME_NOTE),
    _handling(
        "activity:establishment_programme",
        _AF,
        _PROGRAMME,
        "af_establishment_measures",
        4_000,
        _PROGRAMME_NOTE,
    ),
    _handling(
        "support:activity_support",
        _FK,
        _FK_CASE,
        "fk_case_activity_support",
        250,
        "monthly payment and control",
    ),
    _handling("support:sickness_benefit", _FK, _FK_CASE, "fk_case_sickness", 1_500, "assessments by day in the case"),
    _handling(
        "support:compensation",
        _FK,
        _FK_CASE,
        "fk_case_compensation",
        800,
        "assessment, follow-up, coordination",
    ),
    _handling(
        "support:establishment_allowance",
        _FK,
        _FK_CASE,
        "fk_case_establishment",
        300,
        "monthly payment and control",
    ),
    _handling(
        "support:unemployment_insurance",
        Actor.OVRIGA,
        "A-kassans handläggning",
        "insurance_fund_case",
        400,
        "administration of the unemployment insurance funds and their supervision",
    ),
    *(
        Line(
            trigger,
            Actor.OVRIGA,
            Kind.REAL,
            "Övriga statliga myndigheter",
            Amount(OTHER_AGENCIES),
            Basis.ANCHORED,
        )
        for trigger in (
            "activity:unemployed",
            "activity:labour_market_programme",
            "activity:outside",
            "support:compensation",
            "support:sickness_benefit",
        )
    ),
    Line(
        "event:establishment_programme",
        Actor.OVRIGA,
        Kind.TRANSFER,
        "Schablonersättning för nyanlända",
        Amount(published_price("newcomer_grant", "UC046")),
        Basis.MEASURED,
        Actor.KOMMUN_SOCIALTJANST,
        note="state to municipality, once per person; paid in parts over two years, booked at the start",
    ),
)
