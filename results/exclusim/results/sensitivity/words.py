"""Parameters, outcomes and the answer in Swedish words."""

from __future__ import annotations

from exclusim.results.compare.information import GROUPS
from exclusim.results.labels import NBSP, mkr, number, percent, unit
from exclusim.results.sensitivity.document import Index, OutcomeSpread, SensitivityDocument
from exclusim.results.sensitivity.methods import LEADING, REST

__all__ = ["INDEX_LABELS", "amount_of", "headline", "index_value", "parameter_label", "parameter_value", "ranked"]

INDEX_LABELS = {
    "mu_star": "μ*",
    "mu": "μ",
    "sigma": "σ",
    "first": "Första ordningen",
    "total": "Totalt",
    "pawn": "PAWN",
    "excess": "Över slumpen",
    "shapley": "Shapley",
    "main": "Ensam",
    "unique": "Unikt",
}

_HEADS = {
    "effect": "Effekt",
    "displacement": "Undanträngning",
    "project_cost": "Insatsens kostnad",
    "design_discount": "Avdrag för studiens upplägg",
    "rollout": "Spridning",
    "risk": "Risk",
}


def parameter_label(name: str) -> str:
    """Swedish words for what belongs to a case's insatser; other parameters keep their name, a group its label."""
    if name == REST:
        return "Alla övriga parametrar"
    if name in GROUPS:
        return GROUPS[name]
    head, _, rest = name.partition(".")
    if head not in _HEADS:
        return name
    words = [word for word in rest.split(".") if not word.isdigit()]
    return f"{_HEADS[head]} ({words[-1].replace('_', ' ')})" if words else _HEADS[head]


def amount_of(value: float, outcome: OutcomeSpread, *, size: bool = False) -> str:
    """A value of an outcome, or a difference between two of them, with its unit."""
    if outcome.unit == "SEK":
        return mkr(value)
    if outcome.unit == "years":
        return f"{number(value, 1)}{NBSP}år"
    return f"{number(100 * value, 1)}{NBSP}procentenheter" if size else percent(value, 1)


def parameter_value(value: float, of: str) -> str:
    """A parameter's value with its unit, about three figures."""
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.01 else 5
    words = unit(of)
    return f"{number(value, decimals)}{NBSP}{words}" if words not in ("kvot", "andel", "sannolikhet") else number(
        value, decimals
    )  # fmt: skip


def index_value(row: Index, value: float, outcome: OutcomeSpread) -> str:
    """An index as it is shown: steps in the outcome's unit, shares in per cent, PAWN as a number."""
    if row.index in ("mu_star", "mu", "sigma"):
        return amount_of(value, outcome, size=True)
    return number(value, 2) if row.index in ("pawn", "excess") else percent(value, 1)


def ranked(document: SensitivityDocument, outcome: str) -> list[Index]:
    """Rows of the index that ranks, the largest first."""
    rows = [row for row in document.indices if row.outcome == outcome and row.index == LEADING[document.method]]
    return sorted(rows, key=lambda row: -row.value)


def headline(document: SensitivityDocument) -> str:
    """The answer in one or two sentences."""
    outcome = document.outcomes[0]
    rows = [row for row in ranked(document, outcome.name) if row.value > 0 and row.parameter != REST]
    clear = [row for row in rows if row.ci_low > 0]
    what = outcome.label[:1].lower() + outcome.label[1:]
    if not clear:
        return (
            f"Ingen enskild parameter går att skilja från slumpen för {what}: slumpen i enskilda liv är "
            f"{percent(outcome.replicate_noise_share)} av spridningen mellan körningar."
        )
    names = [f"{parameter_label(row.parameter)} ({index_value(row, row.value, outcome)})" for row in clear[:3]]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " och " + names[-1]
    return f"{outcome.label} beror mest på {listed}. {_rest(document, rows, clear, outcome)}"


def _rest(document: SensitivityDocument, rows: list[Index], clear: list[Index], outcome: OutcomeSpread) -> str:
    number_of = f"{number(len(clear))} av {number(document.parameters)} parametrar går att skilja från slumpen"
    if document.grouped:
        number_of = f"{number(len(clear))} av {number(len(rows))} grupper går att skilja från slumpen"
    return f"{number_of}; slumpen i enskilda liv är {percent(outcome.replicate_noise_share)} av spridningen."
