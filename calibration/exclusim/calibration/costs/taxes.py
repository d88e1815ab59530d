"""Taxes: lost on work not done, collected on taxable benefits. Revenue cancels for society.

Not counted, for want of a published rate: consumption taxes, and state income tax, paid above these wages.
"""

from __future__ import annotations

from dataclasses import replace

from exclusim.calibration.costs.terms import Line, assumed_share, published_rate
from exclusim.calibration.costs.wages import EMPLOYER_FEE, LOST_WAGE
from exclusim.model.money import Actor, Basis, Kind, Scope
from exclusim.model.parameters import Parameter

__all__ = ["lost_taxes", "taxed"]

MUNICIPAL_TAX = published_rate("municipal", "UC112")
REGIONAL_TAX = published_rate("regional", "UC113")
TAXABLE_WAGE = assumed_share(
    "tax.taxable_share_of_wage",
    0.93,
    0.3,
    "share of a wage left after the basic deduction, which falls with income",
)
TAXABLE_BENEFIT = assumed_share(
    "tax.taxable_share_of_benefit",
    0.78,
    0.3,
    "share of a benefit left after the basic deduction, larger at low income",
)
WORK_CREDIT = assumed_share(
    "tax.earned_income_credit", 0.08, 0.3, "earned-income tax credit over the gross wage; borne by the state"
)


def _income_tax(line: Line, base: Parameter, *, sign: int, service: str) -> tuple[Line, ...]:
    return tuple(
        replace(
            line,
            payer=payer,
            kind=Kind.REVENUE,
            service=f"{service}, {whose}",
            amount=line.amount.by(base, rate, scale=sign),
            basis=Basis.DERIVED,
            payee=Actor.INDIVID,
        )
        for payer, whose, rate in (
            (Actor.KOMMUN_SKATT, "kommun", MUNICIPAL_TAX),
            (Actor.REGION, "region", REGIONAL_TAX),
        )
    )


def taxed(benefit: Line) -> tuple[Line, ...]:
    """Income tax on a taxable benefit: revenue gained, so negative amounts."""
    name = benefit.service[0].lower() + benefit.service[1:]
    return _income_tax(replace(benefit, note=""), TAXABLE_BENEFIT, sign=-1, service=f"Skatt på {name}")


def lost_taxes(trigger: str, scope: Scope, *times: Parameter) -> tuple[Line, ...]:
    """Taxes not paid in a month without work: income tax, employer fee, less the earned-income credit.

    Args:
        times: further factors, such as the share of full time that is not worked.
    """
    wage = Line(trigger, Actor.OVRIGA, Kind.REVENUE, "", LOST_WAGE.by(*times), Basis.DERIVED, Actor.INDIVID, scope)
    return (
        *_income_tax(wage, TAXABLE_WAGE, sign=1, service="Skattebortfall"),
        replace(
            wage,
            service="Bortfall av arbetsgivaravgift",
            amount=wage.amount.by(EMPLOYER_FEE),
            payee=Actor.ARBETSGIVARE,
        ),
        replace(wage, service="Uteblivet jobbskatteavdrag", amount=wage.amount.by(WORK_CREDIT, scale=-1)),
    )
