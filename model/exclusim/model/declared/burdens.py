"""Burdens: onset and recovery of mental ill-health, substance misuse, crime, homelessness, and scarring."""

from __future__ import annotations

from exclusim.model.declared.common import effect, elasticity, rate
from exclusim.model.parameters import Parameter
from exclusim.model.vocabulary import STATUSES
from exclusim.model.world import Family, Hazard, Occasion

PARAMETERS: tuple[Parameter, ...] = (
    # Mental ill-health
    rate("rate.mental_onset", 0.00027, "S0370", "17.6 % had a major depression by a mean age of 35"),
    rate("rate.mental_recovery", 0.035),
    effect("mental_onset.sex.woman", 1.7),
    effect("mental_onset.neuropsychiatric.yes", 3.0),
    effect(
        "mental_onset.record.none", 1.5, "S0365 S0367", "31.5 % not started against 14.8 % finished; both directions"
    ),
    effect("mental_onset.record.eligible", 1.4, "S0366 S0367", "25.4 % against 14.8 %; both directions"),
    effect("mental_onset.excluded", 1.8),
    effect("mental_onset.burden.substance_misuse", 2.0),
    elasticity("mental_onset.frailty", 0.6, 0.2),
    effect("mental_recovery.excluded", 0.7, "M5", "health scars outlast labour-market scars"),
    effect("mental_recovery.neuropsychiatric.yes", 0.7),
    # Substance misuse
    rate("rate.misuse_onset", 0.00011, "S0397 S0406", "alcohol 3.8 % and drugs 5.5 % by a mean age of 35"),
    rate("rate.misuse_recovery", 0.014),
    effect("misuse_onset.sex.woman", 0.5),
    effect("misuse_onset.neuropsychiatric.yes", 2.0),
    effect(
        "misuse_onset.record.none",
        2.6,
        "S0401 S0403",
        "drugs 16.6 % not started against 3.1 % finished; both directions",
    ),
    effect("misuse_onset.record.eligible", 2.0, "S0402 S0403", "12.2 % against 3.1 %; both directions"),
    effect("misuse_onset.excluded", 1.5, "S0415", "alcohol use disorder 1.3 for those without work or study"),
    effect("misuse_onset.burden.crime", 2.5),
    effect("misuse_onset.age.16_17", 1.2),
    effect("misuse_onset.age.18_19", 1.8),
    effect("misuse_onset.age.20_21", 1.6),
    effect("misuse_onset.age.35_39", 0.6),
    effect("misuse_onset.age.40_44", 0.5),
    elasticity("misuse_onset.frailty", 0.7, 0.2),
    effect("misuse_recovery.excluded", 0.8),
    effect("misuse_recovery.burden.homelessness", 0.5),
    # Crime: a period of repeated offending
    rate("rate.crime_onset", 0.0001),
    rate("rate.crime_recovery", 0.030, "S0347", "25 % convicted again within a year"),
    effect("crime_onset.sex.woman", 0.15, "S0422", "odds of conviction 9.4 times as high for men at 15–19"),
    effect("crime_onset.neuropsychiatric.yes", 2.0, "M30", "treatment lowers convictions by a third to two fifths"),
    effect(
        "crime_onset.record.none",
        4.0,
        "S0335",
        "serious crime 8–10 times as common with low grades, not all causal",
        sd=0.25,
    ),
    effect("crime_onset.record.eligible", 2.0),
    effect("crime_onset.excluded", 2.0),
    effect("crime_onset.burden.substance_misuse", 4.0),
    effect("crime_onset.age.16_17", 3.0),
    effect("crime_onset.age.18_19", 3.0),
    effect("crime_onset.age.20_21", 2.0),
    effect("crime_onset.age.22_24", 1.4),
    effect("crime_onset.age.30_34", 0.7),
    effect("crime_onset.age.35_39", 0.5),
    effect("crime_onset.age.40_44", 0.4),
    elasticity("crime_onset.frailty", 0.8, 0.2),
    effect("crime_recovery.excluded", 0.7),
    effect("crime_recovery.burden.substance_misuse", 0.5),
    # Homelessness
    rate("rate.homelessness_onset", 4e-05),
    rate("rate.homelessness_recovery", 0.05),
    effect("homelessness_onset.excluded", 5.0),
    effect("homelessness_onset.burden.substance_misuse", 6.0),
    effect("homelessness_onset.burden.crime", 2.0),
    effect("homelessness_onset.age.16_17", 0.1),
    effect("homelessness_recovery.excluded", 0.7),
    effect("homelessness_recovery.burden.substance_misuse", 0.5),
    # Scarring by half a year or more without work, fading over five years
    rate("rate.scar_onset", 0.10),
    rate("rate.scar_recovery", 1 / 60, "M5", "raised risk for at least five years, then gone"),
)

_COURSES: tuple[tuple[str, Family, Family], ...] = (
    ("mental_ill_health", "mental_onset", "mental_recovery"),
    ("substance_misuse", "misuse_onset", "misuse_recovery"),
    ("crime", "crime_onset", "crime_recovery"),
    ("homelessness", "homelessness_onset", "homelessness_recovery"),
)
_LIVING = tuple(status for status in STATUSES if not status.absorbing)
_INSTITUTIONS = {"prison/care", "out_of_home_care/care"}
_MONTHS_BEFORE_SCAR = 6

HAZARDS: tuple[Hazard, ...] = (
    *(
        Hazard(status.name, f"+{burden}", onset, f"rate.{onset}")
        for burden, onset, _ in _COURSES
        for status in _LIVING
        if burden != "homelessness" or status.name not in _INSTITUTIONS
    ),
    *(
        Hazard(status.name, f"-{burden}", recovery, f"rate.{recovery}")
        for burden, _, recovery in _COURSES
        for status in _LIVING
    ),
    *(
        Hazard(status.name, "+scarring", "scar_onset", "rate.scar_onset", min_months=_MONTHS_BEFORE_SCAR)
        for status in _LIVING
        if status.activity in ("unemployed", "outside")
    ),
    *(Hazard(status.name, "-scarring", "scar_recovery", "rate.scar_recovery") for status in _LIVING),
)

OCCASIONS: tuple[Occasion, ...] = ()
