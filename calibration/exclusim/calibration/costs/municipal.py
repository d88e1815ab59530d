"""What the municipality spends on assistance, support, housing and placements.

Unit costs are published, use is not (see ``use``). Placements are used in full by definition; their mix is
assumed.
"""

from __future__ import annotations

from exclusim.calibration.costs.terms import (
    DAYS_PER_MONTH,
    Amount,
    Line,
    assumed_price,
    assumed_share,
    assumed_year,
    published_price,
)
from exclusim.calibration.costs.use import USE_SIGMA, anchored, service_use
from exclusim.model.money import Actor, Basis, Kind
from exclusim.model.parameters import LogitNormal, Parameter

__all__ = ["LINES"]

_SOC = Actor.KOMMUN_SOCIALTJANST
_WORK = Actor.KOMMUN_ARBETSMARKNAD

PRE_ASSESSMENT = published_price("pre_assessment", "UC093", note="a child's case; stands for opening any case")
INVESTIGATION = published_price("investigation", "UC091", note="a child's case; stands for an adult's")
SUPPORT = published_price("everyday_support_month", "UC094", note="support in leisure time; stands for housing support")
SUPPORTED_WORK = published_price("supported_work_year", "UC036")
MISUSE_HOUSING = published_price("misuse_housing_year", "UC074")
COMPULSORY_CARE = published_price(
    "compulsory_misuse_care_day",
    "UC070",
    note="the split with the state is not given; booked on the municipality",
)
# The average of all housing solutions (UC072) contains the misuse housing above, so its parts are used.
SECONDARY_HOUSING = published_price("secondary_housing_year", "UC073")
EMERGENCY_HOUSING = published_price("emergency_housing_day", "UC076")

YOUTH_HOME = published_price("state_youth_home_day", "UC066", note="full cost, fees and state grant together")
YOUTH_HOME_STATE = Parameter(
    "cost.share.state_of_youth_home",
    1 / 3,
    "share",
    LogitNormal(0.1),
    "UC066",
    "one third state grant, two thirds fees",
)
CARE_HOME = published_price(
    "care_home_day",
    "UC069",
    year=assumed_year("care_home", 2024, 2022, 2024, "a 2025 price list; the price index ends in 2024"),
    note="one provider's price to its member municipalities",
)
FOSTER_HOME = published_price(
    "foster_home_day",
    "UC067",
    year=assumed_year("foster_home", 2014, 2008, 2020, "the source states no year"),
    note="lowest municipal cost of institutions, standing for a foster home (no unit cost found)",
)
YOUTH_HOME_SHARE = assumed_share("use.youth_home_share", 0.05, 0.6, "share of placements in state youth homes")
CARE_HOME_SHARE = assumed_share("use.care_home_share", 0.25, 0.5, "share of the other placements in care homes")


def _placement(payer: Actor, service: str, amount: Amount) -> Line:
    return Line("activity:out_of_home_care", payer, Kind.REAL, service, amount, Basis.DERIVED, note="mix assumed")


def _open_care(trigger: str, monthly: float) -> Line:
    name = f"open_care.{trigger.partition(':')[2]}"
    price = assumed_price(name, monthly, USE_SIGMA, "contact person, treatment and family support")
    return Line(trigger, _SOC, Kind.REAL, "Öppna insatser, socialtjänst", Amount(price), Basis.ANCHORED)


LINES: tuple[Line, ...] = (
    _open_care("support:social_assistance", 3_000),
    _open_care("support:compensation", 3_000),
    _open_care("burden:crime", 6_000),
    Line(
        "support:social_assistance",
        _SOC,
        Kind.REAL,
        "Handläggning av ekonomiskt bistånd",
        Amount(assumed_price("assistance_case", 2_000, USE_SIGMA, "monthly reassessment by a social worker")),
        Basis.ANCHORED,
    ),
    Line(
        "event:case_opening",
        _SOC,
        Kind.REAL,
        "Förhandsbedömning",
        Amount(PRE_ASSESSMENT),
        Basis.DERIVED,
    ),
    anchored(
        "support:social_assistance",
        _WORK,
        "Kommunal arbetsmarknadsinsats",
        SUPPORTED_WORK,
        service_use("municipal_activation.social_assistance", 0.5, "share of a place"),
    ),
    anchored(
        "support:compensation",
        _SOC,
        "Sysselsättning",
        SUPPORTED_WORK,
        service_use(
            "daily_occupation.compensation",
            0.5,
            "share of a place; about a third have no activity at all (M17)",
        ),
    ),
    anchored(
        "burden:mental_ill_health",
        _SOC,
        "Boendestöd",
        SUPPORT,
        service_use("everyday_support.mental_ill_health", 0.4),
    ),
    anchored(
        "burden:substance_misuse",
        _SOC,
        "Utredning, socialtjänst",
        INVESTIGATION,
        service_use("investigation.misuse", 0.04),
    ),
    anchored(
        "burden:substance_misuse",
        _SOC,
        "Boende inom missbruksvård",
        MISUSE_HOUSING,
        service_use("misuse_housing.misuse", 0.2),
    ),
    anchored(
        "burden:substance_misuse",
        _SOC,
        "Tvångsvård (LVM)",
        COMPULSORY_CARE,
        service_use("compulsory_care_days.misuse", 0.3),
    ),
    anchored(
        "burden:homelessness",
        _SOC,
        "Boendelösning, sociala kontrakt",
        SECONDARY_HOUSING,
        service_use("secondary_housing.homelessness", 0.35),
    ),
    anchored(
        "burden:homelessness",
        _SOC,
        "Akutboende",
        EMERGENCY_HOUSING,
        service_use("emergency_nights.homelessness", 5.0),
    ),
    _placement(
        _SOC,
        "Placering, SiS-hem (avgift)",
        Amount(YOUTH_HOME, (YOUTH_HOME_SHARE,), rest=(YOUTH_HOME_STATE,), scale=DAYS_PER_MONTH),
    ),
    _placement(
        Actor.OVRIGA,
        "Placering, SiS-hem (statsbidrag)",
        Amount(YOUTH_HOME, (YOUTH_HOME_SHARE, YOUTH_HOME_STATE), scale=DAYS_PER_MONTH),
    ),
    _placement(
        _SOC,
        "Placering, HVB-hem",
        Amount(CARE_HOME, (CARE_HOME_SHARE,), rest=(YOUTH_HOME_SHARE,), scale=DAYS_PER_MONTH),
    ),
    _placement(
        _SOC,
        "Placering, familjehem",
        Amount(FOSTER_HOME, rest=(YOUTH_HOME_SHARE, CARE_HOME_SHARE), scale=DAYS_PER_MONTH),
    ),
)
