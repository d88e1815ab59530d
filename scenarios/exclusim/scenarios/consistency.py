"""Rules that tie the parts of a case together; each problem comes with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exclusim.model.money import REPORTED
from exclusim.scenarios.issues import Path, did_you_mean
from exclusim.scenarios.rules import wrong_rules

if TYPE_CHECKING:
    from exclusim.scenarios.interventions import Intervention
    from exclusim.scenarios.schema import Case, Scenario

__all__ = ["check"]

Found = Iterator[tuple[Path, str]]

_BY_ACTOR = {"scenarios": ("total", "term"), "differences": ("gain", "net", "term")}


def check(case: Case) -> list[tuple[Path, str]]:
    """Every contradiction between parts of the case, as (path, what was expected)."""
    return [*_appraisal(case), *_flat(case), *_scenarios(case), *_published(case)]


def _appraisal(case: Case) -> Found:
    appraisal = case.appraisal
    if case.population.kind == "newcomers" and appraisal.from_age is not None:
        yield ("appraisal", "from_age"), "no age for newcomers, who are counted from their arrival"
    elif appraisal.end_month > case.months:
        start, years = appraisal.start_month // 12, case.months // 12
        yield (
            ("appraisal", "years"),
            f"a horizon within the {years} years followed, of which {start} pass before it starts",
        )
    if appraisal.term_years > appraisal.years:
        yield ("appraisal", "term_years"), f"at most the horizon of {appraisal.years} år"


def _flat(case: Case) -> Found:
    flat = case.flat_annuity
    if flat is not None and flat.excluded > case.size:
        yield ("flat_annuity", "excluded"), f"at most the {case.size} people of the population"
    for name, scenario in case.scenarios.items():
        for index, intervention in enumerate(scenario.interventions):
            at: Path = ("scenarios", name, "interventions", index, "flat")
            effect = intervention.flat
            if effect is not None and flat is None:
                yield at, "no flat effect in a case without flat_annuity"
            elif effect is not None and flat is not None and (effect.shortens_to or 0) > flat.years:
                yield (*at, "shortens_to"), f"at most the {flat.years} år of flat_annuity"


def _scenarios(case: Case) -> Found:
    known = ("baseline", *case.scenarios)
    for name, scenario in case.scenarios.items():
        at: Path = ("scenarios", name)
        if name == "baseline":
            yield (*at, "[key]"), "another name: 'baseline' is the case without interventions"
            continue
        if scenario.baseline not in known:
            guess = did_you_mean(scenario.baseline, known)
            yield (*at, "baseline"), f"the name of a scenario: {', '.join(known)}{guess}"
            continue
        ancestors = _ancestors(case, name)
        if ancestors is None:
            yield (*at, "baseline"), "a baseline that does not lead back to the scenario itself"
            continue
        inherits = any(case.scenarios[other].changes_rules for other in ancestors)
        for path, wrong in wrong_rules(scenario, months=case.months, inherits=inherits):
            yield (*at, *path), wrong
        taken = {item.name for other in ancestors for item in case.scenarios[other].interventions}
        known_here = taken | {item.name for item in scenario.interventions}
        for index, item in enumerate(scenario.interventions):
            here: Path = (*at, "interventions", index)
            if item.name in taken:
                yield (*here, "name"), "a name used once in the scenario and its baselines"
            taken.add(item.name)
            if item.ends > case.months:
                field = "lasts" if item.rollout is None else "rollout"
                yield (*here, field), f"an end within the {case.months} months followed"
            for path, wrong in _rollout(case, item, known_here):
                yield (*here, "rollout", *path), wrong
        for path, wrong in _risks(scenario):
            yield (*at, "risks", *path), wrong


def _rollout(case: Case, item: Intervention, known: set[str]) -> Found:
    """What is wrong with a roll-out. ``known``: names of the interventions of the scenario and its baselines."""
    rollout = item.rollout
    if rollout is None:
        return
    named: list[tuple[Path, str]] = [(("competes_with", i), name) for i, name in enumerate(rollout.competes_with)]
    named += [
        (("replaces", i, "intervention"), replaced.intervention)
        for i, replaced in enumerate(rollout.replaces)
        if replaced.intervention is not None
    ]
    others = sorted(known - {item.name})
    for path, name in named:
        if name not in others:
            there = ", ".join(others) or "there is none"
            yield path, f"another intervention of the scenario or its baselines: {there}{did_you_mean(name, others)}"
    if getattr(case.population, "cohorts", 1) > 1:
        if rollout.capacity is not None:
            yield ("capacity",), "no capacity where several cohorts are followed, each by itself"
        if rollout.steps[0].people is not None:
            yield ("waves", 0, "people"), "a share where several cohorts are followed, each by itself"


def _risks(scenario: Scenario) -> Found:
    own = [item.name for item in scenario.interventions]
    for index, risk in enumerate(scenario.risks):
        if any(other.name == risk.name for other in scenario.risks[:index]):
            yield (index, "name"), "a name used once among the risks"
        event = risk.event
        if event is not None and not own:
            yield (index, "event"), "no event in a scenario without interventions of its own"
        elif event is not None and event.intervention is not None and event.intervention not in own:
            guess = did_you_mean(event.intervention, own)
            yield (index, "event", "intervention"), f"one of the scenario's interventions: {', '.join(own)}{guess}"


def _ancestors(case: Case, name: str) -> list[str] | None:
    """The scenarios a scenario builds on; None where they form a circle or an unknown name ends them."""
    chain: list[str] = []
    step = case.scenarios[name].baseline
    while step != "baseline":
        if step == name or step in chain or step not in case.scenarios:
            return None
        chain.append(step)
        step = case.scenarios[step].baseline
    return chain


def _published(case: Case) -> Found:
    for index, item in enumerate(case.published):
        at: Path = ("published", index, "measure")
        kind, name, measure, *rest = (*item.measure.split("."), "")
        names = ("baseline", *case.scenarios) if kind == "scenarios" else tuple(case.scenarios)
        by_actor = _BY_ACTOR[kind]
        actors = REPORTED
        if name not in names:
            yield at, f"{kind} followed by {' or '.join(names) or 'no name'}{did_you_mean(name, names)}"
        elif measure in by_actor and rest[0] not in actors:
            yield at, f"an actor after {measure}: {', '.join(actors)}{did_you_mean(rest[0], actors)}"
        elif measure in by_actor and item.value.dimension != "money":
            yield ("published", index, "value"), "an amount with its unit, such as 600 Mkr"
