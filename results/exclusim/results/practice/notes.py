"""What to remember when the figures of a roll-out are read, in Swedish."""

from __future__ import annotations

from exclusim.results.language import _, both
from exclusim.results.practice.options import PracticeOptions
from exclusim.results.practice.variants import Study

__all__ = ["notes"]

_FEW = 50


def notes(study: Study, options: PracticeOptions) -> list[str]:
    """Warnings that belong to this study."""
    found = []
    if study.plan.cohorts == 1:
        found.append(
            _(
                "Alla vågor tas ur samma kull, som blir äldre: senare vågor möter äldre personer. "
                "Nya kullar räknas bara om fallet har dem."
            )
        )
    if study.parameters("voltage_drop"):
        found.append(
            _(
                "Effekten i ordinarie drift är osäkrare än pilotens. Den största källan är mätt för "
                "läxhjälp, inte för arbetsmarknadsinsatser."
            )
        )
    if study.parameters("closure_lot"):
        found.append(_("Risken för nedläggning är lika stor varje månad. Avveckling kostar ingenting i modellen."))
    if any(item.rollout is not None and item.rollout.enrolment == "monthly" for item in study.own):
        found.append(
            _(
                "De som kommer in månad för månad räknas årsvis tillsammans: effektens slut och "
                "kostnadens fördelning över året är ett genomsnitt."
            )
        )
    if study.risk_lots:
        found.append(
            _(
                "Risker slår in oberoende av varandra och med den sannolikhet som planeraren angett. "
                "Att alla åtgärder vidtas räknas som att riskerna inte slår in; åtgärdernas egen "
                "kostnad ingår inte."
            )
        )
    if options.replicates < _FEW:
        found.append(
            both(
                lambda: _("Bara {replicates} dragningar: intervallen är grova. Använd minst 200 för beslut.").format(
                    replicates=options.replicates
                )
            )
        )
    return found
