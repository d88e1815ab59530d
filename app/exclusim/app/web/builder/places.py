"""Where in a scenario file something is wrong, in the words of the builder's forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from exclusim.app.web.builder.draft import Draft
from exclusim.app.web.builder.fields import Field
from exclusim.app.web.builder.forms import (
    AFTER,
    APPRAISAL,
    COHORT,
    COST,
    DECISION,
    EFFECT,
    IDEA,
    NEWCOMERS,
    PLACE,
    REACH,
    RISK,
    TARGET,
    TIMING,
    WORDS,
)
from exclusim.app.web.builder.levers import MEASURES
from exclusim.results.language import _
from exclusim.scenarios.issues import ScenarioError

__all__ = ["draft_of", "in_words"]

_IDEA = re.compile(r"scenarios\.(?P<idea>[^.\[\]]+)(?:\.(?P<rest>.+))?")
_FIRST = "interventions[0]"
_EFFECT = re.compile(r"effects\.(?:published|optimistic)\[(\d+)\]\.?(.*)")
_COST = re.compile(r"costs?(?:\[(\d+)\])?(?:$|\.(.*))")
_RISK = re.compile(r"risks\[(\d+)\]\.?(.*)")
_INDEX = re.compile(r"\[\d+\]$")


def draft_of(text: str | bytes) -> Draft | None:
    """What can be read of a scenario file, to find names in; None where it is no data at all."""
    try:
        return Draft.of(text.decode() if isinstance(text, bytes) else text)
    except (ScenarioError, UnicodeDecodeError):
        return None


def in_words(place: str, draft: Draft | None = None) -> str:
    """A place of a scenario file by the labels of the forms, in the language spoken; what has none stays as it is.

    Args:
        place: such as ``scenarios.ips.interventions[0].reach``.
        draft: the file, to call ideas by their labels.
    """
    idea = _IDEA.fullmatch(place)
    if idea is None:
        return _decision(place) or _label(place, (*PLACE, *_people(draft), *APPRAISAL))
    title = draft.at(("scenarios", idea["idea"], "label")) if draft else None
    name = _(title) if isinstance(title, str) and title else idea["idea"]
    rest = _below(idea["rest"] or "", draft.at(("scenarios", idea["idea"], *_PARTED)) if draft else None)
    return f"{name}: {rest}" if rest else name


_PARTED = ("interventions", 0, "cost")


def _people(draft: Draft | None) -> tuple[Field, ...]:
    """Of a cohort where a file does not say."""
    return NEWCOMERS if draft and draft.at(("population", "kind")) == "newcomers" else (*NEWCOMERS, *COHORT)


def _decision(place: str) -> str:
    head, _dot, rest = place.partition(".")
    return _("Beslutet: {field}").format(field=_label(rest, DECISION)) if head == "decision" and rest else ""


def _below(place: str, single_cost: object) -> str:
    """A place below an idea, without the intervention that the forms take for the idea itself."""
    if risk := _RISK.fullmatch(place):
        return _numbered(_("Risk {n}").format(n=int(risk[1]) + 1), risk[2], RISK)
    if place == _FIRST:
        return ""
    own = place.removeprefix(f"{_FIRST}.")
    if effect := _EFFECT.fullmatch(own):
        return _numbered(_("Effekt {n}").format(n=int(effect[1]) + 1), effect[2], EFFECT, MEASURES)
    if cost := _COST.fullmatch(own):
        before = 1 if single_cost and cost[1] is not None else 0
        payers = {"payer": _("Vem som betalar")}
        return _numbered(_("Kostnad {n}").format(n=int(cost[1] or 0) + 1 + before), cost[2] or "", COST, payers)
    return _label(own, (*IDEA, *TARGET, *REACH, *TIMING, *AFTER, *WORDS))


def _numbered(part: str, place: str, fields: Iterable[Field], more: Mapping[str, str] | None = None) -> str:
    return f"{part}: {_label(place, fields, more)}" if place else part


def _label(place: str, fields: Iterable[Field], more: Mapping[str, str] | None = None) -> str:
    known = {field.name: field.label for field in fields} | dict(more or {})
    return _(known.get(place) or known.get(_INDEX.sub("", place)) or place)
