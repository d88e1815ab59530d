"""From the source's gain to the run's: one waterfall for each project that a published example reckons with."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.results.document import DecompositionStep, RunDocument
from exclusim.results.labels import mkr
from exclusim.results.language import _

from .parts import Figure, Section
from .waterfall import Step, waterfall

__all__ = ["project_bridges"]

_ASSUMED = "account"


def project_bridges(document: RunDocument) -> Section | None:
    """None where no scenario has a published gain to begin from."""
    found = [
        (_(document.differences[name].label), _sentence(steps), _figure(steps), [_words(step) for step in steps])
        for name, steps in document.project_bridges.items()
    ]
    if not found:
        return None
    return Section("projektbro", _("Från källans vinst till vår"), "project_bridges.html", {"bridges": found})


def _figure(steps: Sequence[DecompositionStep]) -> Figure:
    columns: list[Step] = []
    for step in steps:
        columns.append(Step(_(step.label), step.amount, level=not columns, explanation=_(step.explanation)))
        if step.key == _ASSUMED and steps[-1].key not in (_ASSUMED, "project", "payment"):
            columns.append(Step(_("Källans effekt i modellen"), _until(steps, step), level=True))
    columns.append(Step(_("Netto här"), sum(step.amount for step in steps), level=True))
    title = _("Vad varje antagande betyder för vinsten")
    return waterfall(title, _("Samhället, nuvärde, medelvärde."), columns, gain=True)


def _until(steps: Sequence[DecompositionStep], last: DecompositionStep) -> float:
    return sum(step.amount for step in steps[: list(steps).index(last) + 1])


def _sentence(steps: Sequence[DecompositionStep]) -> str:
    """The answer: where it begins, where it ends, and the largest steps down."""
    down = sorted((step for step in steps[1:] if step.amount < 0), key=lambda step: step.amount)[:3]
    reasons = ", ".join(f"{_(step.label)[:1].lower()}{_(step.label)[1:]} ({mkr(step.amount)})" for step in down)
    total = sum(step.amount for step in steps)
    return _("Källan räknar med {source}. Här blir nettot {net}. Mest betyder: {reasons}.").format(
        source=mkr(steps[0].amount), net=mkr(total), reasons=reasons
    )


def _words(step: DecompositionStep) -> tuple[str, str, str]:
    sign = "+" if step.amount > 0 and step.key != "source" else ""
    return _(step.label), sign + mkr(step.amount), _(step.explanation)
