"""What a comparison says when it is judged on one measure: what is measured can crowd out what matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from exclusim.results.compare.document import ScenarioComparison
from exclusim.results.compare.words import inside
from exclusim.results.language import _, both
from exclusim.results.reporting.record import decision_of
from exclusim.results.run.plan import CasePlan

__all__ = ["leaders", "one_measure"]

type Score = Callable[[ScenarioComparison], float]


def _measures(actor: str) -> dict[str, Score]:
    """Measures by key, larger is better."""
    return {
        "net": lambda s: s.net[actor].mean,
        "public": lambda s: s.net["public"].mean,
        "term": lambda s: s.term["public"].mean,
        "avoided": lambda s: s.avoided_years.mean,
        "risk": lambda s: -s.net[actor].probability_loss,
    }


def leaders(scenarios: Mapping[str, ScenarioComparison], actor: str) -> dict[str, str]:
    """Measure → the scenario that leads by it; measures by which several lead are left out."""
    found = {}
    for measure, score in _measures(actor).items():
        values = {name: score(scenario) for name, scenario in scenarios.items()}
        best = [name for name, value in values.items() if value == max(values.values())]
        if len(best) == 1:
            found[measure] = best[0]
    return found


def one_measure(plans: Sequence[CasePlan], scenarios: Mapping[str, ScenarioComparison], actor: str) -> Iterator[str]:
    """Warnings where the measure decides the order, and where a decision states a single one."""
    if len(plans) == 1 and len(scenarios) > 1:
        first = leaders(scenarios, actor)
        if len(set(first.values())) > 1:
            yield both(lambda: _order(scenarios, first, actor))
    for plan in plans:
        for expectation, names in _single(plan).items():
            labels = [plan.case.scenarios[name].label for name in names]
            yield both(partial(_alone, labels, expectation))


def _alone(labels: Sequence[str], measure: str) -> str:
    return _(
        "Beslutet om {names} anger ett enda mått: {measure}. Det som mäts kan tränga undan det som är viktigt; följ "
        "flera mått."
    ).format(names=", ".join(map(_, labels)), measure=_(measure))


def _order(scenarios: Mapping[str, ScenarioComparison], first: Mapping[str, str], actor: str) -> str:
    names = {
        "net": _("netto för {actor}").format(actor=inside(actor)),
        "public": _("netto för offentlig sektor"),
        "term": _("första mandatperioden"),
        "avoided": _("undvikna år i utanförskap"),
        "risk": _("lägst risk för förlust"),
    }
    if actor == "public":
        del names["public"]
    listed = [f"{names[key]}: {_(scenarios[name].label)}" for key, name in first.items() if key in names]
    return _("Vilken insats som är bäst beror på måttet ({measures}). Döm inte efter ett enda mått.").format(
        measures="; ".join(listed)
    )


def _single(plan: CasePlan) -> dict[str, list[str]]:
    """The only indicator that a decision states → its scenarios."""
    found: dict[str, list[str]] = {}
    for name in plan.case.scenarios:
        stated = {expectation.indicator for expectation in decision_of(plan.case, name).expectations}
        if len(stated) == 1:
            found.setdefault(stated.pop(), []).append(name)
    return found
