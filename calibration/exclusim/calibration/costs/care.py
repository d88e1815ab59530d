"""What the region spends on care and the justice system on crime.

Unit costs are published, use is not (see ``use``); a prison place is used in full by definition.
"""

from __future__ import annotations

from exclusim.calibration.costs.terms import DAYS_PER_MONTH, Amount, Line, assumed_price, published_price
from exclusim.calibration.costs.use import USE_SIGMA, anchored, service_use
from exclusim.model.money import Actor, Basis, Kind

__all__ = ["LINES"]

_REGION = Actor.REGION
_JUSTICE = Actor.RATTSVASENDE

DOCTOR = published_price("doctor_visit", "UC082")
OTHER_VISIT = published_price("other_care_visit", "UC083")
BED_DAY = published_price("bed_day", "UC081", note="tariff for a patient ready to leave: a floor for a bed-day")

PRISON = published_price("prison_day", "UC050")
REMAND = published_price("remand_day", "UC051")
PROBATION = published_price("probation_day", "UC052")


def _visits(trigger: str, doctor: float) -> Line:
    use = service_use(f"doctor_visits.{trigger.partition(':')[2]}", doctor, "visits a month above a working person's")
    return anchored(trigger, _REGION, "Primärvård, läkarbesök", DOCTOR, use)


HEALTH: tuple[Line, ...] = (
    _visits("activity:unemployed", 0.05),
    _visits("activity:labour_market_programme", 0.05),
    _visits("activity:outside", 0.03),
    _visits("activity:establishment_programme", 0.08),
    _visits("support:sickness_benefit", 0.4),
    _visits("support:compensation", 0.15),
    anchored(
        "burden:mental_ill_health",
        _REGION,
        "Psykiatrisk öppenvård, läkare",
        DOCTOR,
        service_use("psychiatric_doctor.mental_ill_health", 0.15),
    ),
    anchored(
        "burden:mental_ill_health",
        _REGION,
        "Psykiatrisk öppenvård, övriga",
        OTHER_VISIT,
        service_use("psychiatric_other.mental_ill_health", 1.0),
    ),
    anchored(
        "burden:mental_ill_health",
        _REGION,
        "Psykiatrisk slutenvård",
        BED_DAY,
        service_use("psychiatric_bed_days.mental_ill_health", 0.25),
    ),
    anchored(
        "burden:substance_misuse",
        _REGION,
        "Beroendevård, öppen",
        OTHER_VISIT,
        service_use("misuse_visits.misuse", 1.0),
    ),
    anchored(
        "burden:substance_misuse",
        _REGION,
        "Beroendevård, sluten",
        BED_DAY,
        service_use("misuse_bed_days.misuse", 0.3),
    ),
    anchored(
        "burden:homelessness",
        _REGION,
        "Akutsjukvård",
        DOCTOR,
        service_use("emergency_visits.homelessness", 0.2),
    ),
)

JUSTICE: tuple[Line, ...] = (
    Line(
        "activity:prison",
        _JUSTICE,
        Kind.REAL,
        "Anstalt",
        Amount(PRISON, scale=DAYS_PER_MONTH),
        Basis.MEASURED,
    ),
    anchored(
        "burden:crime",
        _JUSTICE,
        "Frivård",
        PROBATION,
        service_use("probation.crime", 0.2, "share of months under supervision"),
        DAYS_PER_MONTH,
    ),
    anchored("burden:crime", _JUSTICE, "Häkte", REMAND, service_use("remand_days.crime", 0.3)),
    Line(
        "burden:crime",
        _JUSTICE,
        Kind.REAL,
        "Polis, åklagare och domstol",
        Amount(
            assumed_price(
                "police_and_courts_month",
                15_000,
                USE_SIGMA,
                "published costs per crime (UC098–UC102) mix kinds and cannot serve",
            )
        ),
        Basis.ANCHORED,
    ),
)

LINES: tuple[Line, ...] = (*HEALTH, *JUSTICE)
