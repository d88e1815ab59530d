"""Sentences and names of the practice page and terminal, in Swedish."""

from __future__ import annotations

from exclusim.results.labels import NBSP, mkr, number, percent
from exclusim.results.practice.document import PracticeDocument, PracticeYear

__all__ = ["ALTERNATIVES", "PHASES", "headline", "meaning", "running"]

PHASES = {"pilot": "Pilot", "waves": "Införande", "practice": "Ordinarie drift", "after": "Efteråt"}
ALTERNATIVES = {
    "pilot_only": ("Bara piloten", "inget införande"),
    "no_loss": ("Hela pilotens effekt i ordinarie drift", "ingen förlust i stor skala"),
    "never_closed": ("Läggs aldrig ned i förtid", "årlig nedläggningsrisk 0 %"),
    "no_risks": ("Alla riskåtgärder vidtagna", "ingen simulerad risk slår in"),
}


def running(year: PracticeYear) -> str:
    """The chance that it still runs; nothing once the plan is carried out."""
    return "–" if year.phase == "after" else percent(year.running)


def headline(document: PracticeDocument) -> str:
    """The answer in two sentences."""
    net, lost = document.net["society"], document.probability_loss["society"]
    word = "ger" if net.mean >= 0 else "kostar"
    text = (
        f"{document.label} {word} samhället {mkr(abs(net.mean))} netto över {document.horizon_years}{NBSP}år, "
        f"med {percent(lost)} sannolikhet för förlust."
    )
    found = document.break_even
    if found is None:
        return text
    share = found.share["society"]
    if share is None:
        return f"{text} Inte ens hela pilotens effekt räcker för att det ska gå jämnt ut."
    if share == 0:
        return f"{text} Det går ihop också om ordinarie drift inte har någon effekt alls."
    return (
        f"{text} {percent(share)} av pilotens effekt måste finnas kvar i ordinarie drift för att det ska gå jämnt ut; "
        f"{percent(found.assumed)} antas göra det."
    )


def meaning(document: PracticeDocument) -> str:
    """What every interval means."""
    return (
        f"90{NBSP}%-intervall över {number(document.replicates)} dragningar: osäkra indata, slumpen i en grupp av den "
        "här storleken, nedläggning och risker tillsammans."
    )
