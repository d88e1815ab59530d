"""What a reader of the degrees must know, in Swedish."""

from __future__ import annotations

from exclusim.results.degrees.mended import MOST
from exclusim.results.degrees.options import DegreesOptions
from exclusim.results.degrees.widen import Idea
from exclusim.results.language import _, both

__all__ = ["notes"]

_FEW = 50


def notes(idea: Idea, options: DegreesOptions) -> list[str]:
    """Limits of this computation, the weightiest first."""
    found = [
        _(
            "Sannolikheterna att gå från en grad till nästa är antaganden: ingen svensk uppgift "
            "har hittats om hur många projekt som lever vidare. Räkna med egna."
        ),
        _(
            "Att bara informera om ett resultat ändrar inte arbetssätt (M25). Budgeten för nästa "
            "grad gäller ett försök att göra metoden till ordinarie arbete eller att rätta "
            "systemet, oavsett om det lyckas."
        ),
    ]
    if not options.mends:
        found.append(
            both(
                lambda: _(
                    "Att idén pekar på just de {most} fel som dess målgrupp möter mest är ett antagande. "
                    "Välj andra med --mends."
                ).format(most=MOST)
            )
        )
    found.append(
        _(
            "Vad felen gör med människor vilar nästan helt på antaganden om myndigheternas "
            "regler och om vad hjälp är värd. Läs storleksordningen, inte kronorna."
        )
    )
    found.append(
        _(
            "Andra och tredje graden läggs ihop. Att ordinarie arbete får färre att hjälpa när "
            "felen är rättade räknas inte av, och inte heller jobb som andra kan gå miste om när "
            "felen är rättade."
        )
    )
    found.append(
        both(
            lambda: _(
                "Varje ny kull antas vara som den första, lika stor, i {cohorts} år. Varje "
                "omläggning ger först ett till två år av sämre resultat (M23)."
            ).format(cohorts=options.cohorts)
        )
    )
    if idea.carried():
        found.append(
            _(
                "Insatsens effekt är redan nedräknad för stor skala i fallet och räknas inte ned en "
                "gång till. Det gör också den första graden försiktig."
            )
        )
    if any(part.per == "project" for i in idea.own for part in i.all_costs):
        found.append(
            _("Projektets kostnad har gjorts om till en kostnad per person som nås, lika stor i varje ny kull.")
        )
    if idea.plan.case.environment.labour_market:
        found.append(
            _("Alla kullar möter samma arbetsmarknad som den första; fallets konjunktur följer inte kalendern.")
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
