"""What a reader must know before believing a fault study, in Swedish."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.model.institutions.faults import FAULTS
from exclusim.results.labels import NBSP, number, percent

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
        f"{number(assumed)} av {number(len(rules))} tal om myndigheternas regler och om vad hjälp är värd saknar "
        "publicerad källa. De är antaganden med vida gränser, och hela bredden finns i intervallen: läs "
        "ordningen mellan felen snarare än kronorna."
    ]
    if plan.posterior is None:
        found.append(f"Indata är inte anpassade till statistiken: {plan.uncalibrated}")
    if options.draws < _FEW_DRAWS:
        found.append(f"Bara {number(options.draws)} dragningar: intervallen är grova.")
    if options.draws < FEWEST_DRAWS:
        found.append("För få dragningar för att visa vilka antaganden som styr vilka fel.")
    if abs(anchored.difference.mean) > _OFF:
        found.append(
            f"Dagens system ger {percent(abs(anchored.difference.mean), 1)} "
            f"{'fler' if anchored.difference.mean > 0 else 'färre'} personår i utanförskap än den anpassade modellen; "
            "jämförelser mellan fel påverkas mindre än nivån."
        )
    uncertain = [row.label for row in rows if row.shapley["society"].se > max(0.25 * _top(rows), 1.0)]
    if uncertain:
        found.append(
            f"Fler ordningar (--orders) behövs för att skilja dessa fel åt: {', '.join(uncertain)}. Medelfelet är "
            f"större än 25{NBSP}% av det dyraste felets andel."
        )
    if backfiring:
        found.append(
            f"Att ta bort bara ett av dessa fel kostar mer än det ger: {', '.join(backfiring)}. Andra fel tar över, "
            "eller så upptar fler platser som andra behöver."
        )
    if len(rows) < len(FAULTS):
        found.append(f"Bara {number(len(rows))} av {number(len(FAULTS))} systemfel studeras; de andra finns kvar.")
    if plan.cohorts > 1:
        found.append("Bara den första årskullen studeras.")
    return found


def _top(rows: Sequence[FaultRow]) -> float:
    return max(abs(row.shapley["society"].mean) for row in rows)
