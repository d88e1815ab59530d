"""What a reader of an evaluation must know."""

from __future__ import annotations

from exclusim.results.evaluation.options import EvaluationOptions
from exclusim.results.evaluation.people import RECENT
from exclusim.results.evaluation.trial import Planned
from exclusim.results.evaluation.words import ENROLLED
from exclusim.results.labels import number, percent

__all__ = ["notes"]

_FEW = 10


def notes(planned: Planned, options: EvaluationOptions, enrolment: str) -> list[str]:
    """Swedish, the most important first."""
    found = [
        "Sanningen är modellens egen: insatsens effekt är den som ärendefilen anger. Utvärderingen prövar "
        "mätmetoden, inte insatsen.",
        f"Deltar: {ENROLLED[enrolment]}, som själva vill. Vilka som vill, hoppar av och svarar är antaganden med "
        "vida spann.",
        f"Insatsgruppen är {number(options.participants)} personer och jämförelsegruppen lika stor. Alla som börjar "
        "räknas (intention to treat); siffran för dem som fullföljer står bredvid.",
    ]
    if enrolment == "newly-excluded":
        found.append(f"Nyligen i utanförskap: är det vid starten men var det inte {RECENT} månader tidigare.")
    if any(intervention.drop_out is not None for intervention in planned.own):
        found.append("Ärendefilens eget avhopp minskar redan effekten för alla; avhoppet här ändrar vem som räknas.")
    if options.follow_up < planned.end - planned.start:
        found.append("Uppföljningen kommer medan insatsen pågår: effekten efteråt kan vara en annan.")
    if options.draws < _FEW:
        found.append(f"Bara {options.draws} dragningar: sanningens intervall är grovt.")
    if options.lost:
        found.append(
            f"{percent(options.lost)} svarar inte vid uppföljningen. Det gäller deltagare och lottad "
            "kontrollgrupp; andra jämförelsegrupper följs i register."
        )
    if planned.plan.uncalibrated:
        found.append(f"Modellens takter är inte anpassade till statistiken ({planned.plan.uncalibrated}).")
    return found
