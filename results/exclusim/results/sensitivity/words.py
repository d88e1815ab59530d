"""Parameters, outcomes and the answer in Swedish words."""

from __future__ import annotations

from exclusim.results.compare.information import GROUPS
from exclusim.results.labels import NBSP, mkr, number, percent, unit
from exclusim.results.language import _
from exclusim.results.sensitivity.document import Index, OutcomeSpread, SensitivityDocument
from exclusim.results.sensitivity.methods import LEADING, REST

__all__ = ["amount_of", "headline", "index_names", "index_value", "parameter_label", "parameter_value", "ranked"]


def index_names() -> dict[str, str]:
    return {
        "mu_star": "μ*",
        "mu": "μ",
        "sigma": "σ",
        "first": _("Första ordningen"),
        "total": _("Totalt"),
        "pawn": "PAWN",
        "excess": _("Över slumpen"),
        "shapley": _("Shapley"),
        "main": _("Ensam"),
        "unique": _("Unikt"),
    }


def _heads() -> dict[str, str]:
    return {
        "effect": _("Effekt"),
        "displacement": _("Undanträngning"),
        "project_cost": _("Insatsens kostnad"),
        "design_discount": _("Avdrag för studiens upplägg"),
        "rollout": _("Spridning"),
        "risk": _("Risk"),
    }


def parameter_label(name: str) -> str:
    """Swedish words for what belongs to a case's insatser; other parameters keep their name, a group its label."""
    if name == REST:
        return _("Alla övriga parametrar")
    if name in GROUPS:
        return _(GROUPS[name])
    head, _dot, rest = name.partition(".")
    if head not in _heads():
        return name
    words = [word for word in rest.split(".") if not word.isdigit()]
    return f"{_heads()[head]} ({words[-1].replace('_', ' ')})" if words else _heads()[head]


def amount_of(value: float, outcome: OutcomeSpread, *, size: bool = False) -> str:
    """A value of an outcome, or a difference between two of them, with its unit."""
    if outcome.unit == "SEK":
        return mkr(value)
    if outcome.unit == "years":
        return _("{value}\N{NO-BREAK SPACE}år").format(value=number(value, 1))
    return (
        _("{value}\N{NO-BREAK SPACE}procentenheter").format(value=number(100 * value, 1)) if size else percent(value, 1)
    )


def parameter_value(value: float, of: str) -> str:
    """A parameter's value with its unit, about three figures."""
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.01 else 5
    words = "" if of in ("ratio", "share", "probability") else unit(of)
    text = number(value, decimals)
    return f"{text}{NBSP}{words}" if words else text


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
    what = _(outcome.label)[:1].lower() + _(outcome.label)[1:]
    if not clear:
        return _(
            "Ingen enskild parameter går att skilja från slumpen för {what}: slumpen i enskilda "
            "liv är {replicate_noise_share} av spridningen mellan körningar."
        ).format(what=what, replicate_noise_share=percent(outcome.replicate_noise_share))
    names = [f"{parameter_label(row.parameter)} ({index_value(row, row.value, outcome)})" for row in clear[:3]]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" {_('och')} " + names[-1]
    answer = _("{label} beror mest på {listed}.").format(label=_(outcome.label), listed=listed)
    return f"{answer} {_rest(document, rows, clear, outcome)}"


def _rest(document: SensitivityDocument, rows: list[Index], clear: list[Index], outcome: OutcomeSpread) -> str:
    sentence = (
        _("{clear} av {all} grupper går att skilja från slumpen; slumpen i enskilda liv är {share} av spridningen.")
        if document.grouped
        else _(
            "{clear} av {all} parametrar går att skilja från slumpen; slumpen i enskilda liv är {share} av spridningen."
        )
    )
    return sentence.format(
        clear=number(len(clear)),
        all=number(len(rows) if document.grouped else document.parameters),
        share=percent(outcome.replicate_noise_share),
    )
