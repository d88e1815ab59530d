"""What a reader must know before the figures of a follow-up are used."""

from __future__ import annotations

from exclusim.results.followup.document import FollowDocument
from exclusim.results.labels import number, percent
from exclusim.results.language import _, both

__all__ = ["notes"]


def notes(document: FollowDocument) -> list[str]:
    """Swedish, most important first."""
    found: list[str] = []
    if not any(row.use != "shown" for row in document.indicators):
        return [_("Inga observationer ändrar prognosen: den är som före starten.")]
    if document.tempering < 1:
        found.append(
            both(
                lambda: _(
                    "Observationerna säger mer än dragningarna kan följa, eller något annat än modellen "
                    "väntar sig: bara {tempering} av deras vikt är använd. Läs prognosen med "
                    "försiktighet och kontrollera siffrorna och planen; fler dragningar ges med --most."
                ).format(tempering=percent(document.tempering))
            )
        )
    if document.effective < 0.99 * document.enough:  # tempering meets the wish to a rounding
        found.append(
            both(
                lambda: _(
                    "Bara {effective} av {replicates_after} dragningar bär vikten efter observationerna; "
                    "{enough} är önskvärt."
                ).format(
                    effective=number(document.effective),
                    replicates_after=number(document.replicates_after),
                    enough=number(document.enough),
                )
            )
        )
    if document.preset == "optimistic":
        found.append(_("Prognosen före observationerna bygger på källtexternas optimistiska antaganden."))
    found += [
        _(
            "Uppföljningen säger hur det går, inte varför. Utan jämförelsegrupp kan ett gott "
            "utfall bero på annat än insatsen; modellens jämförelse med nuläget gäller bara om "
            "modellen stämmer."
        ),
        _(
            "Planens egna tal väger som 20 observerade personer och kostnaden får avvika med "
            "omkring 20 procent innan något är observerat. Båda är antaganden."
        ),
        _(
            "Vinsten av det som återstår räknar även med det som redan gjort arbete ger senare. "
            "Den är därför en övre gräns för vad man vinner på att fortsätta."
        ),
    ]
    if any(row.kind == "context" for row in document.indicators):
        found.append(_("Personal visas men ändrar inget: modellen vet inte vad mer eller mindre personal betyder."))
    return found
