"""Outcomes that a study can ask for, read from one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.results.compare.draws import outcomes, starts
from exclusim.results.labels import label
from exclusim.results.language import _, both
from exclusim.results.run.plan import BASELINE, CasePlan
from exclusim.results.run.sample import Replicate
from exclusim.results.run.summary import payback_month
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.schema import Case

__all__ = ["KNOWN", "Measured", "check", "measured", "only", "read"]

KNOWN = (*REPORTED, "payback", "excluded", "long_term")
"""Names of outcomes: money of an actor, pay-back years, shares excluded."""

_NAMES = ("arbetsformedlingen", "forsakringskassan")  # keep their capital within a sentence


@dataclass(frozen=True, slots=True)
class Measured:
    """An outcome of one scenario: its name, Swedish label, unit, and whether more is better (+1) or worse (−1)."""

    name: str
    label: str
    unit: Literal["SEK", "years", "share"]
    better: Literal[-1, 1]


def measured(name: str, scenario: str) -> Measured:
    """The outcome ``name`` of a scenario, or of the baseline.

    In a scenario: an actor's net gain (present value over the horizon), years until society's cumulated net stays
    positive (the horizon where it never does), and by how much the share excluded falls. In the baseline: what
    exclusion costs an actor, and the shares themselves.

    Raises:
        ExclusimError: there is no such outcome, or the baseline has none.
    """
    base = scenario == BASELINE
    if name in REPORTED:
        text = both(
            lambda: (_("Kostnad för utanförskap, {who}") if base else _("Nettovinst, {who}")).format(who=_within(name))
        )
        return Measured(name, text, "SEK", -1 if base else 1)
    if name == "payback" and not base:
        return Measured(name, _("Återbetalningstid för samhället"), "years", -1)
    if name == "excluded":
        text = _("Andel av tiden i utanförskap") if base else _("Minskad andel av tiden i utanförskap")
        return Measured(name, text, "share", -1 if base else 1)
    if name == "long_term":
        text = _("Andel varaktigt utanför") if base else _("Minskad andel varaktigt utanför")
        return Measured(name, text, "share", -1 if base else 1)
    if name == "payback":
        raise ExclusimError("the outcome payback belongs to a scenario", hint="name one with --scenario")
    raise ExclusimError(
        f"there is no outcome {name!r}{did_you_mean(name, KNOWN)}", hint=f"there are {', '.join(KNOWN)}"
    )


def _within(actor: str) -> str:
    """An actor's name within a sentence."""
    who = label(actor)
    return who if actor in _NAMES else who[:1].lower() + who[1:]


def only(case: Case, scenario: str) -> Case:
    """The case with one scenario and what it builds on; without any for the baseline.

    Raises:
        ExclusimError: the case has no such scenario.
    """
    return case.model_copy(update={"scenarios": {name: case.scenarios[name] for name in case.chain(scenario)}})


def check(case: Case, scenario: str, names: tuple[str, ...]) -> None:
    """Refuse a scenario or outcome that does not exist, before anything is simulated.

    Raises:
        ExclusimError: there is none.
    """
    case.chain(scenario)
    for name in names:
        measured(name, scenario)


def read(plan: CasePlan, found: Replicate, scenario: str, wanted: tuple[Measured, ...]) -> list[float]:
    """The outcomes of one run, in order."""
    if scenario == BASELINE:
        return [_of_baseline(plan, found, item) for item in wanted]
    before = found.accounts[plan.case.scenarios[scenario].baseline]
    after = found.accounts[scenario]
    monthly = outcomes(plan, found).outcomes[scenario].monthly
    answers = []
    for item in wanted:
        if item.name in REPORTED:
            answers.append(float(monthly[:, REPORTED.index(item.name)].sum()))
        elif item.name == "payback":
            first = starts(plan, scenario)
            month = payback_month(np.cumsum(monthly[first : plan.valuation.end, 0]))
            answers.append((plan.valuation.end - first if month is None else month) / 12)
        elif item.name == "excluded":
            answers.append((before.excluded_years - after.excluded_years) / _person_years(plan))
        else:
            answers.append(before.long_term - after.long_term)
    return answers


def _of_baseline(plan: CasePlan, found: Replicate, item: Measured) -> float:
    base = found.accounts[BASELINE]
    if item.name in REPORTED:
        weights = plan.valuation.weights(plan.valuation.end)
        return float(weights @ base.exclusion[:, REPORTED.index(item.name)])
    return base.excluded_years / _person_years(plan) if item.name == "excluded" else base.long_term


def _person_years(plan: CasePlan) -> float:
    """Years that everybody of the first cohort, and so each cohort, has within the horizon."""
    months = int((plan.valuation.weights(plan.valuation.end) > 0).sum())
    return plan.case.size * plan.cohorts * months / 12
