"""The records of a case's decisions, filled in with what its results let one expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exclusim.results.reporting.document import DecisionRecord, DecisionRule, Expected, StatedExpectation
from exclusim.scenarios.decision import Decision
from exclusim.scenarios.schema import Case

__all__ = ["Review", "decision_of", "records", "review_months"]

Review = tuple[str, int]
"""A calendar month as it is written, and the months from simulation month 0 to its end."""


def decision_of(case: Case, scenario: str) -> Decision:
    """What the scenario's record says, then the case's; an empty record where neither has one."""
    own = case.scenarios[scenario].decision
    return (own or Decision()).over(case.decision)


def _written(case: Case, month: int) -> str:
    year, within = divmod(month - 1, 12)
    return f"{case.population.start_year + year}-{within + 1:02d}"


def review_months(case: Case, scenario: str, starts: int) -> tuple[list[Review], bool]:
    """The months at whose end the scenario is reviewed, and whether the file leaves them to us.

    Left out, they are one year after the scenario's first month and the end of its first term of office. Months before
    its start or after the horizon have nothing to be compared with and are left out.
    """
    stated = decision_of(case, scenario).reviews
    end = case.appraisal.end_month
    if stated:
        first = 12 * case.population.start_year
        months = [12 * int(text[:4]) + int(text[5:]) - first for text in stated]
    else:
        months = [starts + 12, starts + 12 * case.appraisal.term_years]
    return [(_written(case, month), month) for month in months if starts < month <= end], not stated


def records(
    case: Case, scenarios: Sequence[str], starts: Mapping[str, int], expect: Callable[[str, Review], list[Expected]]
) -> list[DecisionRecord]:
    """One record for all scenarios that share it.

    Args:
        case: whose decisions are recorded.
        scenarios: those that were computed.
        starts: first month of each.
        expect: the model's expectation of a scenario at a month.
    """
    shared: list[tuple[Decision, list[str]]] = []
    for name in scenarios:
        decision = decision_of(case, name)
        for known, names in shared:
            if known == decision:
                names.append(name)
                break
        else:
            shared.append((decision, [name]))
    return [_record(case, decision, names, starts, expect) for decision, names in shared]


def _record(
    case: Case,
    decision: Decision,
    names: list[str],
    starts: Mapping[str, int],
    expect: Callable[[str, Review], list[Expected]],
) -> DecisionRecord:
    found: list[Expected] = []
    for name in names:
        reviews, _ = review_months(case, name, starts[name])
        end = case.appraisal.end_month
        for review in dict.fromkeys((*reviews, (_written(case, end), end))):
            found += expect(name, review)
    rule = decision.rule
    return DecisionRecord(
        scenarios=names,
        asked_by=decision.asked_by,
        question=decision.question,
        alternatives=list(decision.alternatives),
        basis=list(decision.basis),
        decided_by=decision.decided_by,
        decided=decision.decided,
        reviews=list(decision.reviews),
        followed_up_by=decision.followed_up_by,
        rule=None if rule is None else DecisionRule(**rule.model_dump()),
        plan=decision.plan,
        engagement=decision.engagement,
        engagement_effect=decision.engagement_effect,
        funding=decision.funding,
        interests=decision.interests,
        stated=[
            StatedExpectation(indicator=e.indicator, value=e.value, by=e.by, source=e.source)
            for e in decision.expectations
        ],
        expected=found,
        reviews_assumed=not decision.reviews,
    )
