"""The answer of the structures in Swedish sentences."""

from __future__ import annotations

from exclusim.results.labels import NBSP, duration, mkr, number, percent
from exclusim.results.structures.document import Pooled, StructuresDocument, Weighting

__all__ = ["FIT_LABELS", "WEIGHTING_LABELS", "headline", "meaning", "payback_words"]

WEIGHTING_LABELS: dict[Weighting, str] = {"equal": "Lika vikter", "agreement": "Vikt efter överensstämmelse"}
FIT_LABELS = {
    "own": "egen",
    "borrowed": "lånad av standardmodellen",
    "unaffected": "standardmodellens",
}


def headline(document: StructuresDocument) -> str:
    """The answer in two or three sentences."""
    equal = document.ensembles[0]
    count = len(document.structures)
    if document.scenario is None:
        means = [item.cost["society"].mean for item in document.structures]
        return (
            f"Utanförskapet kostar samhället {mkr(means[0])} i standardmodellen och mellan {mkr(min(means))} och "
            f"{mkr(max(means))} i {number(count)} strukturer. {_share(equal.cost['society'])}"
        )
    found = document.conclusions["society"]
    means = [item.net["society"].mean for item in document.structures]
    spread = f"mellan {mkr(min(means))} och {mkr(max(means))} över alla strukturer"
    if not found.clear:
        gaining = sum(mean > 0 for mean in means)
        return (
            f"Om {document.label} lönar sig för samhället går inte att avgöra ens i standardmodellen: nettot är "
            f"{mkr(means[0])}, så nära noll att tecknet kan vara slump i dragningarna. {number(gaining)} av "
            f"{number(count)} strukturer visar vinst; nettot är {spread}. {_share(equal.net['society'])}"
        )
    verdict = "lönar sig" if found.gains else "inte lönar sig"
    unclear = (
        f" I {number(found.unclear)} av dem är tecknet osäkert med så här många dragningar." if found.unclear else ""
    )
    return (
        f"Slutsatsen att {document.label} {verdict} för samhället håller i {number(found.holds)} av {number(found.of)} "
        f"strukturer.{_fails(document)} Nettot är {mkr(means[0])} i standardmodellen och {spread}.{unclear} "
        f"{_share(equal.net['society'])}"
    )


def _fails(document: StructuresDocument) -> str:
    """The structures under which the standard model's conclusion does not hold, if any."""
    gains = document.conclusions["society"].gains
    names = [f"”{item.label}”" for item in document.structures if (item.net["society"].mean > 0) != gains]
    return f" Den håller inte i {', '.join(names)}." if names else ""


def _share(found: Pooled) -> str:
    chance = (
        ", inte tydligt mer än slumpen i dragningarna ger"
        if found.chance_share > 0 and found.between_share <= 2 * found.chance_share
        else ""
    )
    return (
        f"Valet av struktur står för {percent(found.between_share)} av osäkerheten{chance}; resten finns inom varje "
        "struktur."
    )


def meaning(document: StructuresDocument) -> str:
    """What every interval means."""
    return (
        f"90{NBSP}%-intervall över {number(document.draws)} dragningar, med samma slumptal, kostnader och effekter i "
        "alla strukturer."
    )


def payback_words(month: int | None) -> str:
    """``6,5 år``; ``aldrig`` where it never pays within the horizon."""
    return "aldrig" if month is None else duration(month)
