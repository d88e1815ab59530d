"""The reference year: twelve months of a young adult who stays excluded, and what they are published to cost.

The composition follows the published one of young people who neither work nor study (VC104), read as shares
of months. It decides how a published yearly total per person is spread over statuses and burdens.
"""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.calibration.costs.terms import assumed_share, assumed_year
from exclusim.calibration.evidence import statistics, unit_costs, validation_cases
from exclusim.model.parameters import Fixed, LogitNormal, LogNormal, Parameter

__all__ = [
    "ANCHOR_YEAR",
    "BURDENS",
    "LEAST_FACTOR",
    "MUNICIPAL_SHARE",
    "PUBLIC_TOTAL",
    "REMAINDER",
    "STATUSES",
    "Part",
    "Prevalence",
]


@dataclass(frozen=True, slots=True)
class Part:
    """A status and its weight: weight × Π times × Π (1 − rest), before all are normed to 1."""

    status: str
    weight: Parameter
    times: tuple[Parameter, ...] = ()
    rest: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Prevalence:
    """A burden and the share of reference months with it."""

    burden: str
    share: Parameter


def _published_weight(name: str, persons: int) -> Parameter:
    return Parameter(
        f"cost.reference.weight.{name}",
        persons / validation_cases()["VC104"].value,
        "ratio",
        LogNormal(0.3),
        source="VC104",
        note=f"{persons} of 138 000 aged 16–29 in 2021, groups overlapping; long exclusion may differ",
    )


def _assumed_weight(name: str, value: float, note: str) -> Parameter:
    return Parameter(f"cost.reference.weight.{name}", value, "ratio", LogNormal(0.6), note=note)


ASSISTANCE = _published_weight("social_assistance", 19_000)
PROGRAMME = _published_weight("labour_market_programme", 42_700)
COMPENSATION = _published_weight("compensation", 30_000)
UNKNOWN = _published_weight("unknown", 51_000)
INSURED = _assumed_weight("unemployment_insurance", 0.05, "the open unemployed are not a group of their own in VC104")
UNINSURED = _assumed_weight("unemployed_without_support", 0.05, "as above")
SICK = _assumed_weight("sickness_benefit", 0.04, "VC104 counts sickness and activity compensation only")
PRISON = _assumed_weight("prison", 0.015, "not counted in VC104")

REGISTERED = assumed_share(
    "reference.share.assistance_registered",
    0.5,
    0.5,
    "recipients of assistance who are registered unemployed",
)
PROGRAMME_ASSISTED = assumed_share(
    "reference.share.programme_assisted", 0.25, 0.5, "programme participants who live on social assistance"
)
BELOW_30 = assumed_share(
    "reference.share.compensation_below_30",
    0.5,
    0.5,
    "compensation months below 30; the year spans ages 23–42",
)

STATUSES: tuple[Part, ...] = (
    Part("unemployed/social_assistance", ASSISTANCE, times=(REGISTERED,)),
    Part("outside/social_assistance", ASSISTANCE, rest=(REGISTERED,)),
    Part("labour_market_programme/social_assistance", PROGRAMME, times=(PROGRAMME_ASSISTED,)),
    Part("labour_market_programme/activity_support", PROGRAMME, rest=(PROGRAMME_ASSISTED,)),
    Part("activity_compensation/compensation", COMPENSATION, times=(BELOW_30,)),
    Part("disability_pension/compensation", COMPENSATION, rest=(BELOW_30,)),
    Part("outside/none", UNKNOWN),
    Part("unemployed/unemployment_insurance", INSURED),
    Part("unemployed/none", UNINSURED),
    Part("sickness_benefit/sickness_benefit", SICK),
    Part("prison/care", PRISON),
)


def _published_prevalence(burden: str, row: str, sources: str, note: str) -> Prevalence:
    value = statistics()[row].value
    if value is None:
        raise ValueError(f"{row} prints no single number")
    return Prevalence(
        burden,
        Parameter(
            f"cost.reference.burden.{burden}",
            value / 100,
            "share",
            LogitNormal(0.5),
            source=sources,
            note=note,
        ),
    )


BURDENS: tuple[Prevalence, ...] = (
    _published_prevalence(
        "mental_ill_health",
        "S0365",
        "S0365",
        "depression by mean age 35 among those who did not start upper secondary; cumulative, hence too high "
        "for a month, but one diagnosis of several, hence too low",
    ),
    _published_prevalence(
        "substance_misuse",
        "S0401",
        "S0401 S0392",
        "drug use disorder 16.6 %, alcohol 11.1 %, overlapping and cumulative by mean age 35, same group",
    ),
    Prevalence("crime", assumed_share("reference.burden.crime", 0.1, 0.6, "share of months active in crime")),
    Prevalence("homelessness", assumed_share("reference.burden.homelessness", 0.04, 0.6, "share of months homeless")),
)

PUBLIC_TOTAL = Parameter(
    "cost.anchor.public",
    unit_costs()["UC116"].amount_sek,
    "SEK/year",
    LogNormal(0.2),
    source="UC116 UC037 UC038 VC033 VC106 §10",
    note="public cost of a person-year in long exclusion, transfers included. Others: 300 000 (UC037 × 12), "
    "340 000 (UC038, VC106), 250 000 for newcomers (VC033); half of 440 000 (§10). They mix kinds and partly "
    "count taxes",
)
MUNICIPAL_SHARE = Parameter(
    "cost.anchor.municipal_share",
    unit_costs()["UC118"].amount_sek / unit_costs()["UC116"].amount_sek,
    "share",
    LogitNormal(0.6),
    source="UC118 UC116 VC052 VC053 VC066",
    note="147 000 of 344 000; Värmdö's account puts 34 % of 760 000 = 257 000 on the municipality",
)
ANCHOR_YEAR = assumed_year(
    "anchor", 2014, 2010, 2018, "the source of the public and municipal totals states no price year"
)
REMAINDER: dict[str, Parameter] = {
    actor: Parameter(
        f"cost.anchor.weight.{actor}",
        weight,
        "ratio",
        LogNormal(0.5),
        note="weight in the service use outside the municipality; the source's digits per actor are missing",
    )
    for actor, weight in (
        ("arbetsformedlingen", 0.29),
        ("forsakringskassan", 0.04),
        ("region", 0.33),
        ("rattsvasende", 0.26),
        ("ovriga", 0.08),
    )
}
LEAST_FACTOR = Parameter(
    "cost.anchor.least_factor",
    0.1,
    "ratio",
    Fixed(),
    note="use is never scaled below this share of the assumed one, even if transfers already fill the anchor",
)
