"""What a reader of an evaluation must know."""

from __future__ import annotations

from exclusim.results.evaluation.options import EvaluationOptions
from exclusim.results.evaluation.people import RECENT
from exclusim.results.evaluation.trial import Planned
from exclusim.results.evaluation.words import enrolled
from exclusim.results.labels import number, percent
from exclusim.results.language import _, both

__all__ = ["notes"]

_FEW = 10


def notes(planned: Planned, options: EvaluationOptions, enrolment: str) -> list[str]:
    """Swedish, the most important first."""
    found = [
        _(
            "Sanningen är modellens egen: insatsens effekt är den som ärendefilen anger. "
            "Utvärderingen prövar mätmetoden, inte insatsen."
        ),
        both(
            lambda: _(
                "Deltar: {enrolled}, som själva vill. Vilka som vill, hoppar av och svarar är "
                "antaganden med vida spann."
            ).format(enrolled=enrolled()[enrolment])
        ),
        both(
            lambda: _(
                "Insatsgruppen är {participants} personer och jämförelsegruppen lika stor. Alla som "
                "börjar räknas (intention to treat); siffran för dem som fullföljer står bredvid."
            ).format(participants=number(options.participants))
        ),
    ]
    if enrolment == "newly-excluded":
        found.append(
            both(
                lambda: _(
                    "Nyligen i utanförskap: är det vid starten men var det inte {recent} månader tidigare."
                ).format(recent=RECENT)
            )
        )
    if any(intervention.drop_out is not None for intervention in planned.own):
        found.append(_("Ärendefilens eget avhopp minskar redan effekten för alla; avhoppet här ändrar vem som räknas."))
    if options.follow_up < planned.end - planned.start:
        found.append(_("Uppföljningen kommer medan insatsen pågår: effekten efteråt kan vara en annan."))
    if options.draws < _FEW:
        found.append(
            both(lambda: _("Bara {draws} dragningar: sanningens intervall är grovt.").format(draws=options.draws))
        )
    if options.lost:
        found.append(
            both(
                lambda: _(
                    "{lost} svarar inte vid uppföljningen. Det gäller deltagare och lottad "
                    "kontrollgrupp; andra jämförelsegrupper följs i register."
                ).format(lost=percent(options.lost))
            )
        )
    if planned.plan.uncalibrated:
        found.append(
            both(
                lambda: _("Modellens takter är inte anpassade till statistiken ({uncalibrated}).").format(
                    uncalibrated=planned.plan.uncalibrated
                )
            )
        )
    return found
