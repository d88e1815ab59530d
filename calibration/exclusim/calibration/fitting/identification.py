"""What the statistics taught: contraction from prior to posterior, trade-offs, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from exclusim.calibration.fitting.posterior import Posterior
from exclusim.calibration.phrase import Phrase
from exclusim.model.declared import default_world
from exclusim.model.world import FAMILIES

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FAMILY_NAMES",
    "at_prior",
    "contraction",
    "family",
    "informed",
    "known_families",
    "sentence",
    "trade_offs",
    "unknown_families",
]

_INFORMED, _UNTOUCHED = 0.20, 0.05

# What a reader would ask for data about; names of families as in the declared world.
FAMILY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "population": "befolkningens sammansättning och spridning",
        "grade9_eligibility": "gymnasiebehörighet",
        "school_completion": "gymnasieexamen",
        "school_dropout": "avhopp från gymnasiet",
        "school": "vägar genom gymnasiet",
        "leave": "vägar från gymnasiet",
        "graduate": "vägar efter examen",
        "study_entry": "övergång till studier",
        "study_exit": "avslut av studier",
        "higher_education": "avslut av studier",
        "adult_education": "vuxnas studier",
        "folk_high_school": "vuxnas studier",
        "adult_study": "vuxnas studier",
        "adult_study_entry": "vuxnas återgång till studier",
        "job_finding": "hur snabbt personer utan arbete får jobb",
        "job_upgrade": "vägen från tillfälligt till fast arbete",
        "job_loss": "förlust av arbete",
        "labour_force_exit": "steget ut ur arbetskraften",
        "labour_force_entry": "steget tillbaka till arbetskraften",
        "programme_entry": "start i arbetsmarknadsprogram",
        "subsidised_job_entry": "start i subventionerat arbete",
        "subsidy_ends": "vad som följer på subventionerat arbete",
        "insurance": "arbetslöshetsförsäkringens täckning",
        "insurance_ends": "vad som följer på arbetslöshetsförsäkringen",
        "sickness_entry": "sjukskrivning och återgång",
        "sickness_exit": "sjukskrivning och återgång",
        "sickness_ends": "sjukskrivning och återgång",
        "disability_entry": "aktivitets- och sjukersättning",
        "disability_from_school": "aktivitetsersättning direkt efter skolan",
        "compensation_ends": "vad som följer på aktivitetsersättningen",
        "establishment_ends": "nyanländas väg efter etableringen",
        "parental_entry": "föräldraledighet",
        "parental_exit": "föräldraledighet",
        "care": "placering utanför hemmet",
        "care_entry": "placering utanför hemmet",
        "care_exit": "placering utanför hemmet",
        "prison": "fängelse",
        "prison_entry": "fängelse",
        "prison_exit": "fängelse",
        "assistance_entry": "nya hushåll med försörjningsstöd",
        "assistance_exit": "hur försörjningsstöd tar slut",
        "pushed_to_assistance": "försörjningsstöd när en annan ersättning tar slut",
        "benefit_gap": "glapp mellan ersättningar",
        "mental_onset": "uppkomsten av psykisk ohälsa",
        "mental_recovery": "återhämtning från psykisk ohälsa",
        "misuse_onset": "uppkomsten av missbruk",
        "misuse_recovery": "återhämtning från missbruk",
        "crime_onset": "brottsdebut",
        "crime_recovery": "vägen ut ur kriminalitet",
        "homelessness_onset": "hemlöshet",
        "homelessness_recovery": "hemlöshet",
        "scar_onset": "ärr efter lång arbetslöshet",
        "scar_recovery": "ärr efter lång arbetslöshet",
        "mortality": "dödlighet",
        "mortality_hump": "dödlighet i unga år",
        "emigration": "utvandring",
    }
)


@cache
def _families() -> Mapping[str, str]:
    """Family of each parameter that a hazard or an outcome uses."""
    world = default_world()
    found: dict[str, str] = {}
    for hazard in world.hazards:
        for name in (hazard.rate, *hazard.factors):
            found.setdefault(name.removeprefix("1-"), str(hazard.family))
    for occasion in world.occasions:
        for outcome in occasion.outcomes:
            if outcome.weight is not None and outcome.family is not None:
                found.setdefault(outcome.weight, str(outcome.family))
    return MappingProxyType(found)


def contraction(posterior: Posterior) -> pd.DataFrame:
    """One row per fitted parameter, the most informed first.

    Columns: ``name``, ``mean`` and ``sd`` on the scale of the prior (0 and 1 before), ``contraction`` = 1 − sd²,
    ``centre`` of the prior, ``p5``, ``p50``, ``p95`` of the posterior, ``prior``.
    """
    import pandas as pd  # slow to load, and no run needs it

    table = pd.DataFrame([item.model_dump() for item in posterior.document.parameters])
    table["contraction"] = 1 - table["sd"] ** 2
    columns = ["name", "contraction", "mean", "sd", "centre", "p5", "p50", "p95", "prior"]
    return table[columns].sort_values("contraction", ascending=False, kind="stable", ignore_index=True)


def informed(posterior: Posterior, least: float = _INFORMED) -> tuple[str, ...]:
    """Names of parameters of whose prior variance at least ``least`` is gone."""
    return tuple(item.name for item in posterior.document.parameters if 1 - item.sd**2 >= least)


def at_prior(posterior: Posterior, most: float = _UNTOUCHED) -> tuple[str, ...]:
    """Names of parameters about which the statistics said nearly nothing."""
    return tuple(item.name for item in posterior.document.parameters if 1 - item.sd**2 < most)


def trade_offs(posterior: Posterior, least: float = 0.2) -> pd.DataFrame:
    """Pairs with a posterior correlation of at least ``least``: columns ``first``, ``second``, ``correlation``."""
    import pandas as pd  # slow to load, and no run needs it

    pairs = [item.model_dump() for item in posterior.document.trade_offs if abs(item.correlation) >= least]
    return pd.DataFrame(pairs, columns=["first", "second", "correlation"])


def unknown_families(posterior: Posterior, outcome: str = "society_cost") -> dict[str, float]:
    """Shares of an outcome's remaining variance by part of life, the largest first.

    Without the outcome: shares of the prior variance that is left.
    """
    for found in posterior.document.outcomes:
        if found.name == outcome:
            return _by_family(found.left)
    return _shares({item.name: item.sd**2 for item in posterior.document.parameters})


def known_families(posterior: Posterior, outcome: str = "society_cost") -> dict[str, float]:
    """Shares of what the statistics took away from an outcome's variance by part of life, the largest first.

    Without the outcome: shares of the prior variance that is gone.
    """
    for found in posterior.document.outcomes:
        if found.name == outcome:
            return _by_family(found.learnt)
    return _shares({item.name: max(1 - item.sd**2, 0.0) for item in posterior.document.parameters})


def sentence(posterior: Posterior) -> Phrase:
    """What is known, what is not, and what data would help most: a sentence for planners."""
    document = posterior.document
    return Phrase(
        "Modellen är anpassad till {rows} svenska statistikuppgifter i {groups} oberoende grupper. Av det som avgör "
        "samhällets kostnad säger de mest om {known}. Störst osäkerhet om kostnaden finns kvar i fråga om {unknown}; "
        "där skulle nya uppgifter hjälpa mest. Om {silent} av {numbers} osäkra tal säger statistiken nästan ingenting: "
        "dem känner vi bara genom enskilda källor och antaganden. Om de som varit utanför länge har svårare att komma "
        "tillbaka för att tiden tär, eller för att de hade det svårare från början, kan statistiken inte avgöra; "
        "svaren visas därför under båda förklaringarna.",
        rows=len(document.rows),
        groups=len(document.groups),
        known=_list(_in_words(known_families(posterior))[:3]),
        unknown=_list(_in_words(unknown_families(posterior))[:3]),
        silent=len(at_prior(posterior)),
        numbers=len(document.parameters),
    )


def _shares(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values()) or 1.0
    return _by_family({name: value / total for name, value in values.items()})


def _by_family(values: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in values.items():
        found[family(name)] = found.get(family(name), 0.0) + float(value)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def family(name: str) -> str:
    """Part of life that a parameter belongs to: a family of hazards, or the first word of its name."""
    first = name.partition(".")[0]
    if first in FAMILIES:
        return first
    return _families().get(name, first)


def _in_words(shares: Mapping[str, float]) -> list[str]:
    """What families are called, the largest share first; some share a name."""
    found: dict[str, float] = {}
    for name, value in shares.items():
        words = FAMILY_NAMES.get(name, name.replace("_", " "))
        found[words] = found.get(words, 0.0) + value
    return sorted(found, key=lambda words: -found[words])


def _list(words: list[str]) -> Phrase:
    named = [Phrase(word) for word in words]
    return named[0] if len(named) < 2 else Phrase("{first} samt {last}", first=named[:-1], last=named[-1])
