"""Sentences and names of the practice page and terminal, in Swedish."""

from __future__ import annotations

from exclusim.results.labels import mkr, number, percent, years
from exclusim.results.language import _
from exclusim.results.practice.document import PracticeDocument, PracticeYear

__all__ = ["alternative_names", "headline", "meaning", "phase_names", "running"]


def phase_names() -> dict[str, str]:
    return {"pilot": _("Pilot"), "waves": _("Införande"), "practice": _("Ordinarie drift"), "after": _("Efteråt")}


def alternative_names() -> dict[str, tuple[str, str]]:
    return {
        "pilot_only": (_("Bara piloten"), _("inget införande")),
        "no_loss": (_("Hela pilotens effekt i ordinarie drift"), _("ingen förlust i stor skala")),
        "never_closed": (_("Läggs aldrig ned i förtid"), _("årlig nedläggningsrisk 0 %")),
        "no_risks": (_("Alla riskåtgärder vidtagna"), _("ingen simulerad risk slår in")),
    }


def running(year: PracticeYear) -> str:
    """The chance that it still runs; nothing once the plan is carried out."""
    return "–" if year.phase == "after" else percent(year.running)


def headline(document: PracticeDocument) -> str:
    """The answer in two sentences."""
    net, lost = document.net["society"], document.probability_loss["society"]
    sentence = (
        _("{label} ger samhället {net} netto över {years}, med {lost} sannolikhet för förlust.")
        if net.mean >= 0
        else _("{label} kostar samhället {net} netto över {years}, med {lost} sannolikhet för förlust.")
    )
    text = sentence.format(
        label=_(document.label), net=mkr(abs(net.mean)), years=years(document.horizon_years), lost=percent(lost)
    )
    found = document.break_even
    if found is None:
        return text
    share = found.share["society"]
    if share is None:
        return f"{text} {_('Inte ens hela pilotens effekt räcker för att det ska gå jämnt ut.')}"
    if share == 0:
        return f"{text} {_('Det går ihop också om ordinarie drift inte har någon effekt alls.')}"
    needed = _(
        "{share} av pilotens effekt måste finnas kvar i ordinarie drift för att det "
        "ska gå jämnt ut; {assumed} antas göra det."
    ).format(share=percent(share), assumed=percent(found.assumed))
    return f"{text} {needed}"


def meaning(document: PracticeDocument) -> str:
    """What every interval means."""
    return _(
        "90\N{NO-BREAK SPACE}%-intervall över {replicates} dragningar: osäkra indata, slumpen i en grupp av "
        "den här storleken, nedläggning och risker tillsammans."
    ).format(replicates=number(document.replicates))
