"""Income support: what feeds a person, who pays it, and the tax it carries.

Levels are published; how far above the guaranteed or lowest level people lie is not, and is assumed. Not
counted, for want of a unit cost: housing allowance, child allowance, supplements other than the one for
children in the establishment programme.
"""

from __future__ import annotations

from exclusim.calibration.costs.taxes import taxed
from exclusim.calibration.costs.terms import (
    BENEFIT_DAYS_PER_MONTH,
    DAYS_PER_MONTH,
    MONTHS_PER_YEAR,
    Amount,
    Line,
    assumed,
    assumed_price,
    assumed_share,
    published_price,
)
from exclusim.calibration.costs.wages import FULL_TIME_WAGE
from exclusim.model.money import Actor, Basis, Kind, Scope
from exclusim.model.parameters import LogNormal, Parameter

__all__ = ["LINES"]

ASSISTANCE = published_price(
    "social_assistance_household_year",
    "UC020",
    note="average over households with any assistance in the year; UC019 agrees, UC021 is 17 % lower (real)",
)
ASSISTANCE_MONTHS = Parameter(
    "cost.benefit.assistance_months_a_year",
    7.0,
    "months",
    LogNormal(0.12),
    note="mean months with assistance of a household with any in the year; 40 % of adult recipients have 10 "
    "months or more (S0251, UC021): 0.4 × 11.5 + 0.6 × 4",
)
ASSISTANCE_ADULTS = assumed(
    "benefit.assistance_adults_a_household", 1.2, 0.08, "adults who share a household's assistance"
)

INSURANCE_MINIMUM = published_price(
    "insured_day_minimum", "UC032", note="lowest full-time daily amount of the insured; the range is 365–910"
)
INSURANCE_OVER_MINIMUM = assumed(
    "benefit.insured_day_over_minimum",
    1.75,
    0.2,
    "mean daily amount of the insured over the lowest; 1.75 × 365 = 639 SEK, near the middle of 365–910",
)
ACTIVITY_SUPPORT_BASE = published_price("activity_support_day_uninsured", "UC031")
DEVELOPMENT_ALLOWANCE = published_price("development_allowance_day", "UC029", note="57 SEK without diploma (UC028)")
YOUNG_SHARE = assumed_share(
    "benefit.development_allowance_share",
    0.15,
    0.7,
    "share of programme months on development allowance (below 25)",
)
INSURED_SHARE = assumed_share(
    "benefit.insured_share_of_programme",
    0.35,
    0.6,
    "share of the other programme months at an insured person's level",
)

SICKNESS_MAXIMUM = published_price("sickness_benefit_day_maximum", "UC026")
SICKNESS_OF_MAXIMUM = assumed_share(
    "benefit.sickness_share_of_maximum",
    0.6,
    0.4,
    "mean sickness benefit over the maximum; job seekers have at most 543 of 1 116 SEK (UC027), a "
    "full-time worker about 790",
)
ACTIVITY_COMPENSATION = published_price(
    "activity_compensation_guarantee",
    "UC022",
    note="the guarantee rises with age; UC024 is the level at 21–22",
)
ACTIVITY_OVER_GUARANTEE = assumed(
    "benefit.activity_compensation_over_guarantee",
    1.06,
    0.05,
    "older and partly insured recipients lie above it",
)
DISABILITY_PENSION = published_price("disability_pension_guarantee", "UC023", note="the maximum is 21 230 (UC025)")
PENSION_OVER_GUARANTEE = assumed(
    "benefit.disability_pension_over_guarantee",
    1.1,
    0.08,
    "recipients with earlier income lie above the guarantee",
)

ESTABLISHMENT = published_price(
    "establishment_allowance_day", "UC042", nominal=True, note="the same amount of SEK since it was set"
)
ESTABLISHMENT_CHILD = published_price("establishment_child_supplement", "UC045", nominal=True)
ESTABLISHMENT_CHILDREN = assumed(
    "benefit.establishment_children", 0.5, 0.5, "children entitling to the supplement per participant"
)

STUDY_AID_YOUTH = assumed_price(
    "study_aid_upper_secondary", 1_050, 0.15, "study allowance per calendar month, paid ten months a year"
)
STUDY_AID_ADULT = assumed_price(
    "study_grant_adult", 3_000, 0.3, "grant part of student finance per calendar month; the loan is repaid"
)
PARENTAL_REPLACEMENT = assumed_share(
    "benefit.parental_share_of_wage",
    0.5,
    0.4,
    "benefit over a full-time wage: 77.6 % for the insured, less with the basic level and days spared",
)


def _benefit(
    trigger: str,
    payer: Actor,
    service: str,
    amount: Amount,
    *,
    taxable: bool,
    basis: Basis = Basis.DERIVED,
    scope: Scope = Scope.EXCLUSION,
    note: str = "",
) -> list[Line]:
    line = Line(trigger, payer, Kind.TRANSFER, service, amount, basis, Actor.INDIVID, scope, note)
    return [line, *taxed(line)] if taxable else [line]


_FK = Actor.FORSAKRINGSKASSAN
_INSURED_MONTH = Amount(INSURANCE_MINIMUM, times=(INSURANCE_OVER_MINIMUM,), scale=BENEFIT_DAYS_PER_MONTH)

LINES: tuple[Line, ...] = (
    *_benefit(
        "support:social_assistance",
        Actor.KOMMUN_SOCIALTJANST,
        "Ekonomiskt bistånd",
        Amount(ASSISTANCE, over=(ASSISTANCE_MONTHS, ASSISTANCE_ADULTS), scale=MONTHS_PER_YEAR),
        taxable=False,
        note="household-year average over months with assistance and adults in the household",
    ),
    *_benefit(
        "support:unemployment_insurance",
        Actor.OVRIGA,
        "Arbetslöshetsersättning",
        _INSURED_MONTH,
        taxable=True,
    ),
    *_benefit(
        "support:activity_support",
        _FK,
        "Utvecklingsersättning",
        Amount(DEVELOPMENT_ALLOWANCE, times=(YOUNG_SHARE,), scale=BENEFIT_DAYS_PER_MONTH),
        taxable=False,
        note="paid by Försäkringskassan, budgeted as labour-market policy",
    ),
    *_benefit(
        "support:activity_support",
        _FK,
        "Aktivitetsstöd (grundnivå)",
        Amount(ACTIVITY_SUPPORT_BASE, rest=(YOUNG_SHARE, INSURED_SHARE), scale=BENEFIT_DAYS_PER_MONTH),
        taxable=True,
    ),
    *_benefit(
        "support:activity_support",
        _FK,
        "Aktivitetsstöd (a-kassenivå)",
        Amount(
            INSURANCE_MINIMUM,
            times=(INSURANCE_OVER_MINIMUM, INSURED_SHARE),
            rest=(YOUNG_SHARE,),
            scale=BENEFIT_DAYS_PER_MONTH,
        ),
        taxable=True,
    ),
    *_benefit(
        "support:sickness_benefit",
        _FK,
        "Sjukpenning",
        Amount(SICKNESS_MAXIMUM, times=(SICKNESS_OF_MAXIMUM,), scale=DAYS_PER_MONTH),
        taxable=True,
    ),
    *_benefit(
        "activity:activity_compensation",
        _FK,
        "Aktivitetsersättning",
        Amount(ACTIVITY_COMPENSATION, times=(ACTIVITY_OVER_GUARANTEE,)),
        taxable=True,
    ),
    *_benefit(
        "activity:disability_pension",
        _FK,
        "Sjukersättning",
        Amount(DISABILITY_PENSION, times=(PENSION_OVER_GUARANTEE,)),
        taxable=True,
    ),
    *_benefit(
        "support:establishment_allowance",
        _FK,
        "Etableringsersättning",
        Amount(ESTABLISHMENT, scale=BENEFIT_DAYS_PER_MONTH),
        taxable=False,
        basis=Basis.MEASURED,
    ),
    *_benefit(
        "support:establishment_allowance",
        _FK,
        "Etableringstillägg",
        Amount(ESTABLISHMENT_CHILD, times=(ESTABLISHMENT_CHILDREN,)),
        taxable=False,
    ),
    *(
        line
        for activity in ("upper_secondary", "introduction_programme")
        for line in _benefit(
            f"activity:{activity}",
            Actor.OVRIGA,
            "Studiehjälp",
            Amount(STUDY_AID_YOUTH),
            taxable=False,
            basis=Basis.ASSUMED,
            scope=Scope.ORDINARY,
        )
    ),
    *(
        line
        for activity in ("adult_education", "folk_high_school", "higher_education")
        for line in _benefit(
            f"activity:{activity}",
            Actor.OVRIGA,
            "Studiemedel, bidragsdel",
            Amount(STUDY_AID_ADULT),
            taxable=False,
            basis=Basis.ASSUMED,
            scope=Scope.ORDINARY,
        )
    ),
    *_benefit(
        "support:parental_benefit",
        _FK,
        "Föräldrapenning",
        Amount(FULL_TIME_WAGE, times=(PARENTAL_REPLACEMENT,)),
        taxable=True,
        scope=Scope.ORDINARY,
    ),
)
