"""Which costs are measured, derived, anchored and assumed, in words a planner can read."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.calibration.costs.book import LINES
from exclusim.model.money import Basis

__all__ = ["LEFT_OUT", "Foundation", "statement"]

_WORDS = {
    Basis.MEASURED: (
        "Uppmätt",
        "Ett publicerat belopp för just denna insats, som per definition används fullt ut i tillståndet.",
    ),
    Basis.DERIVED: (
        "Härledd",
        "Räknad ur publicerade belopp, skattesatser och löner, med antaganden om nivå eller fördelning där "
        "källan inte ger dem.",
    ),
    Basis.ANCHORED: (
        "Förankrad",
        "Hur mycket en person i varje tillstånd använder är inte publicerat. Användningen är antagen "
        "och skalas med en faktor per aktör, så att ett år i varaktigt utanförskap kostar vad "
        "publicerade totalbelopp anger: omkring 344 000 kr för det offentliga, varav 147 000 kr för "
        "kommunen, i 2014 års priser (prisåret är antaget). Uppdelningen på övriga aktörer är "
        "antagen, eftersom siffrorna per aktör saknas i källan. Förlorade skatter ligger utanför "
        "förankringen, eftersom källan i stället räknar produktionsvärde.",
    ),
    Basis.ASSUMED: (
        "Antagen",
        "Ingen källa har hittats. Beloppet är ett antagande med vid osäkerhet.",
    ),
}

LEFT_OUT: tuple[str, ...] = (
    "Bostadsbidrag, barnbidrag och merkostnadsersättning",
    "Moms och andra konsumtionsskatter",
    "Brottsoffers kostnader och förlorade inkomster",
    "Anhörigas tid och förlorad livskvalitet",
    "Arbetsgivares kostnader för sjuklön och rekrytering",
    "Kommunens aktivitetsansvar för unga under 20 år",
)
"""What the book leaves out: no unit cost of one kind was found, or the cost falls on others."""


@dataclass(frozen=True, slots=True)
class Foundation:
    """How well founded a group of costs is; ``services`` are named as the cost book names them."""

    basis: Basis
    title: str
    explanation: str
    services: tuple[str, ...]


def statement() -> list[Foundation]:
    """One entry per basis, best founded first, with the services that rest on it."""
    return [
        Foundation(basis, title, explanation, tuple(dict.fromkeys(x.service for x in LINES if x.basis is basis)))
        for basis, (title, explanation) in _WORDS.items()
    ]
