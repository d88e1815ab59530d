"""Section *Så är insatserna tänkta*: what is delivered, what is assumed, and how effects were converted."""

from __future__ import annotations

from exclusim.results.document import RunDocument
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.logic import LogicModel

from .parts import Section
from .risk_matrix import risk_matrix

__all__ = ["logic"]


def logic(document: RunDocument) -> Section | None:
    """Left out where no intervention says more than a target, a cost and a ratio."""
    if not document.logic_models:
        return None
    views = [
        {
            "title": _(model.label),
            "scenario": _(document.scenarios[model.scenario].label),
            "delivery": _delivery(model),
            "lists": [
                (title, [_(text) for text in texts])
                for title, texts in (
                    (_("Från pilot till ordinarie drift"), model.rollout),
                    (_("Indikatorer"), model.indicators),
                    (_("Antaganden"), model.assumptions),
                    (_("Hot"), model.threats),
                    (_("Omräkning av publicerad effekt"), model.conversions),
                )
                if texts
            ],
            "matrix": risk_matrix(model.risks) if model.risks else None,
        }
        for model in document.logic_models
    ]
    return Section("logikmodeller", _("Så är insatserna tänkta"), "logic.html", {"models": views})


def _delivery(model: LogicModel) -> str:
    offered = (
        _("{reach} av målgruppen erbjuds insatsen i {months} månader, och {take_up} av dem tackar ja.")
        if model.take_up < 1
        else _("{reach} av målgruppen erbjuds insatsen i {months} månader.")
    )
    words = offered.format(reach=percent(model.reach), months=number(model.months), take_up=percent(model.take_up))
    if model.months_attended < model.months:
        stay = _("En deltagare stannar i snitt {months} månader.")
        words += " " + stay.format(months=number(model.months_attended, 1))
    if model.delivered < 1:
        left = _("Av effekten (logaritmen) blir {share} kvar efter bortfall, dos och programtrohet.")
        words += " " + left.format(share=percent(model.delivered))
    return words
