"""What can be observed of a project, and how each figure is written and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exclusim.model.money import PUBLIC
from exclusim.results.labels import label

__all__ = ["INDICATORS", "OUTCOME_SCOPES", "Indicator", "indicator_label", "is_outcome"]

Kind = Literal["share", "count", "months", "money", "context"]


@dataclass(frozen=True)
class Indicator:
    """``better``: whether more (1) or less (−1) is better, 0 where neither is."""

    key: str
    label: str
    kind: Kind
    better: int


OUTCOME_SCOPES = {"participants": "deltagare", "municipality": "kommunens grupp"}
"""Among whom an outcome is observed: those whom the scenario reaches, or everybody in the case's group."""

_STATES = {
    "work": ("Andel i arbete", 1),
    "studies": ("Andel i studier", 1),
    "excluded": ("Andel i utanförskap", -1),
    "supported": ("Andel med stöd från det offentliga", 0),
}

_PROCESS = (
    Indicator("offered", "Erbjudna", "count", 1),
    Indicator("participants", "Deltagare", "count", 1),
    Indicator("take_up", "Andel som tackar ja", "share", 1),
    Indicator("drop_out", "Andel deltagare som slutat", "share", -1),
    Indicator("mean_months", "Månader som deltagare stannat", "months", 1),
    Indicator("fidelity", "Programtrohet", "share", 1),
    Indicator("dose", "Dos", "share", 1),
    Indicator("staff", "Personal", "context", 0),
    Indicator("cost", "Insatsens kostnad hittills", "money", -1),
    *(Indicator(f"cost.{a}", f"Insatsens kostnad hittills, {label(a)}", "money", -1) for a in PUBLIC),
)

_OUTCOMES = tuple(
    Indicator(f"{scope}.{state}", f"{text}, {who}", "share", better)
    for scope, who in OUTCOME_SCOPES.items()
    for state, (text, better) in _STATES.items()
)

INDICATORS: dict[str, Indicator] = {item.key: item for item in (*_PROCESS, *_OUTCOMES)}
"""By the name used in the file."""


def is_outcome(key: str) -> bool:
    """Whether the figure says how people fare, not how the project is run."""
    scope, dot, _ = key.partition(".")
    return bool(dot) and scope in OUTCOME_SCOPES


def indicator_label(key: str) -> str:
    """Swedish name."""
    return INDICATORS[key].label
