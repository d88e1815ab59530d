"""The outcomes that a run counts beside money: their keys, Swedish names, units and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["NOT_MEASURED", "OUTCOMES", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of the first cohort within the horizon, summed over the real group.

    Args:
        key: name in documents.
        label: Swedish name in reports.
        unit: what is counted.
        better: +1 more is better, −1 less is better, 0 neither by itself.
        explanation: how it is counted, in Swedish.
    """

    key: str
    label: str
    unit: Literal["persons", "months", "times"]
    better: Literal[-1, 0, 1]
    explanation: str


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("in_work_at_end", "I arbete vid horisontens slut", "persons", 1, "Osubventionerat arbete, sista månaden."),
    Outcome("work_months", "Tid i arbete", "months", 1, "Osubventionerat arbete."),
    Outcome(
        "partial_support_months",
        "Tid med delvis egen försörjning",
        "months",
        1,
        "Arbete medan en myndighet har ärendet: subventionerad anställning.",
    ),
    Outcome(
        "stable_support_months",
        "Tid med stabilt stöd utan arbete",
        "months",
        0,
        "Minst tolv månader i följd i samma tillstånd med ersättning eller bistånd.",
    ),
    Outcome("long_term_excluded", "Varaktigt utanför", "persons", -1, "Mätt över hela den följda tiden."),
    Outcome("excluded_months", "Tid i utanförskap", "months", -1, "Alla tillstånd som räknas som utanförskap."),
    Outcome("spells", "Perioder i utanförskap", "times", -1, "Sammanhängande månader räknas som en period."),
    Outcome("returns", "Återkomster till utanförskap", "times", -1, "Perioder efter den första."),
    Outcome("agency_moves", "Byten mellan myndigheter", "times", -1, "En myndighet lämnar över till en annan."),
    Outcome(
        "nobody_months", "Tid utan någon som har ansvaret", "months", -1, "Varken arbete, studier, stöd eller ärende."
    ),
    Outcome("institution_months", "Tid på institution", "months", -1, "Placering utanför hemmet och fängelse."),
    Outcome(
        "burdened_months",
        "Tid med ohälsa eller social utsatthet",
        "months",
        -1,
        "Psykisk ohälsa, missbruk, kriminalitet eller hemlöshet: ett närmevärde för livskvalitet.",
    ),
    Outcome(
        "mental_months", "Därav tid med psykisk ohälsa", "months", -1, "Bördan psykisk ohälsa, med andra eller ensam."
    ),
)
"""In the order in which reports show them."""

NOT_MEASURED = (
    "Nätverk, framtidstro, självtillit och personalens arbetsglädje ingår inte i modellen och saknas därför i tabellen."
)
