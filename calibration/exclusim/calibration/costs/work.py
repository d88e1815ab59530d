"""Lost production and the taxes lost with it, month by month without ordinary work; wage subsidies.

A month in an excluded status loses what the person would have made at work. That they might not have found
work is simulated, so it is not also deducted here. No production is lost in out-of-home care: placements end
before the age at which the counterfactual is work.
"""

from __future__ import annotations

from exclusim.calibration.costs.taxes import lost_taxes
from exclusim.calibration.costs.terms import Amount, Line, assumed_share, published_price
from exclusim.calibration.costs.wages import EMPLOYER_FEE, FULL_TIME_WAGE, RELATIVE_OUTPUT
from exclusim.model.money import Actor, Basis, Kind, Scope
from exclusim.model.parameters import Parameter

__all__ = ["LINES"]

NO_WORK = (
    "unemployed",
    "labour_market_programme",
    "sickness_benefit",
    "activity_compensation",
    "disability_pension",
    "establishment_programme",
    "outside",
    "prison",
)

SUBSIDISED_OUTPUT = assumed_share(
    "production.subsidised_share",
    0.55,
    0.6,
    "output over that of the same person in an ordinary job; subsidies cover 63–85 % of the wage",
)
STUDENT_FORGONE = assumed_share(
    "production.forgone_share_of_study",
    0.7,
    0.6,
    "share of full time that a student from about 20 does not work",
)
PARENT_FORGONE = assumed_share(
    "production.forgone_share_of_leave",
    0.9,
    0.6,
    "share of full time not worked in a month of parental leave",
)
SUBSIDY = published_price(
    "wage_subsidy_month",
    "UC034",
    note="other subsidies cost 13 825 at most (UC033) and 17 900 on average (UC035)",
)


def _production(
    trigger: str, scope: Scope, *times: Parameter, rest: tuple[Parameter, ...] = (), note: str = ""
) -> Line:
    amount = Amount(FULL_TIME_WAGE, times=(RELATIVE_OUTPUT, *times), rest=rest, added=(EMPLOYER_FEE,))
    return Line(
        trigger,
        Actor.PRODUCTION,
        Kind.PRODUCTION,
        "Produktionsbortfall",
        amount,
        Basis.DERIVED,
        None,
        scope,
        note,
    )


LINES: tuple[Line, ...] = (
    *(_production(f"activity:{activity}", Scope.EXCLUSION) for activity in NO_WORK),
    *(line for activity in NO_WORK for line in lost_taxes(f"activity:{activity}", Scope.EXCLUSION)),
    _production(
        "activity:subsidised_job",
        Scope.EXCLUSION,
        rest=(SUBSIDISED_OUTPUT,),
        note="the part of the output that is missing; the wage is paid and taxed, so no tax is lost",
    ),
    Line(
        "activity:subsidised_job",
        Actor.ARBETSFORMEDLINGEN,
        Kind.TRANSFER,
        "Lönesubvention",
        Amount(SUBSIDY),
        Basis.DERIVED,
        Actor.ARBETSGIVARE,
        note="one kind of subsidy stands for all",
    ),
    *(
        line
        for activity, forgone in (
            ("higher_education", STUDENT_FORGONE),
            ("adult_education", STUDENT_FORGONE),
            ("folk_high_school", STUDENT_FORGONE),
            ("parental_leave", PARENT_FORGONE),
        )
        for line in (
            _production(f"activity:{activity}", Scope.ORDINARY, forgone),
            *lost_taxes(f"activity:{activity}", Scope.ORDINARY, forgone),
        )
    ),
)
