"""Section *Så är insatserna tänkta*: what is delivered, what is assumed, and how effects were converted."""

from __future__ import annotations

from exclusim.results.document import RunDocument
from exclusim.results.labels import number, percent
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
            "title": model.label,
            "scenario": document.scenarios[model.scenario].label,
            "delivery": _delivery(model),
            "lists": [
                (title, texts)
                for title, texts in (
                    ("Från pilot till ordinarie drift", model.rollout),
                    ("Indikatorer", model.indicators),
                    ("Antaganden", model.assumptions),
                    ("Hot", model.threats),
                    ("Omräkning av publicerad effekt", model.conversions),
                )
                if texts
            ],
            "matrix": risk_matrix(model.risks) if model.risks else None,
        }
        for model in document.logic_models
    ]
    return Section("logikmodeller", "Så är insatserna tänkta", "logic.html", {"models": views})


def _delivery(model: LogicModel) -> str:
    words = f"{percent(model.reach)} av målgruppen erbjuds insatsen i {number(model.months)} månader"
    if model.take_up < 1:
        words += f", och {percent(model.take_up)} av dem tackar ja"
    if model.months_attended < model.months:
        words += f". En deltagare stannar i snitt {number(model.months_attended, 1)} månader"
    if model.delivered < 1:
        left = percent(model.delivered)
        words += f". Av effekten (logaritmen) blir {left} kvar efter bortfall, dos och programtrohet"
    return f"{words}."
