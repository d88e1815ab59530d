"""What a reader must know before believing a fault study."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.model.institutions.faults import FAULTS
from exclusim.results.labels import number, percent
from exclusim.results.language import _, both

from .document import AnchorCheck, FaultRow
from .draw import FaultPlan
from .sensitivity import FEWEST_DRAWS

__all__ = ["caveats"]

_FEW_DRAWS = 20
_OFF = 0.02  # share by which today's system may miss the calibrated model


def caveats(
    planned: FaultPlan, rows: Sequence[FaultRow], anchored: AnchorCheck, backfiring: Sequence[str]
) -> list[str]:
    """Warnings of one study, the weightiest first. ``backfiring`` are labels of faults whose removal alone costs."""
    plan, options = planned.plan, planned.options
    rules = list(planned.rules.values())
    assumed = sum(rule.is_assumption for rule in rules)
    found = [
        both(
            lambda: _(
                "{assumed} av {all} tal om myndigheternas regler och om vad hjälp är värd saknar "
                "publicerad källa. De är antaganden med vida gränser, och hela bredden finns i intervallen: läs "
                "ordningen mellan felen snarare än kronorna."
            ).format(assumed=number(assumed), all=number(len(rules)))
        )
    ]
    if plan.posterior is None:
        found.append(
            both(lambda: _("Indata är inte anpassade till statistiken: {why}").format(why=_(plan.uncalibrated)))
        )
    if options.draws < _FEW_DRAWS:
        found.append(both(lambda: _("Bara {n} dragningar: intervallen är grova.").format(n=number(options.draws))))
    if options.draws < FEWEST_DRAWS:
        found.append(both(lambda: _("För få dragningar för att visa vilka antaganden som styr vilka fel.")))
    if abs(anchored.difference.mean) > _OFF:
        found.append(both(lambda: _off(anchored)))
    uncertain = [row.label for row in rows if row.shapley["society"].se > max(0.25 * _top(rows), 1.0)]
    if uncertain:
        found.append(
            both(
                lambda: _(
                    "Fler ordningar (--orders) behövs för att skilja dessa fel åt: {faults}. Medelfelet är "
                    "större än 25\u00a0% av det dyraste felets andel."
                ).format(faults=", ".join(map(_, uncertain)))
            )
        )
    if backfiring:
        found.append(
            both(
                lambda: _(
                    "Att ta bort bara ett av dessa fel kostar mer än det ger: {faults}. Andra fel tar över, "
                    "eller så upptar fler platser som andra behöver."
                ).format(faults=", ".join(map(_, backfiring)))
            )
        )
    if len(rows) < len(FAULTS):
        found.append(
            both(
                lambda: _("Bara {n} av {all} systemfel studeras; de andra finns kvar.").format(
                    n=number(len(rows)), all=number(len(FAULTS))
                )
            )
        )
    if plan.cohorts > 1:
        found.append(both(lambda: _("Bara den första årskullen studeras.")))
    return found


def _off(anchored: AnchorCheck) -> str:
    share = percent(abs(anchored.difference.mean), 1)
    if anchored.difference.mean > 0:
        return _(
            "Dagens system ger {share} fler personår i utanförskap än den anpassade modellen; "
            "jämförelser mellan fel påverkas mindre än nivån."
        ).format(share=share)
    return _(
        "Dagens system ger {share} färre personår i utanförskap än den anpassade modellen; "
        "jämförelser mellan fel påverkas mindre än nivån."
    ).format(share=share)


def _top(rows: Sequence[FaultRow]) -> float:
    return max(abs(row.shapley["society"].mean) for row in rows)
