"""Tables of agencies and faults."""

from __future__ import annotations

from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.institutions.faults import FAULTS
from exclusim.model.institutions.vocabulary import NEEDS, Answer, CaseState, Need
from exclusim.model.parameters import Parameter
from exclusim.results.documentation.markdown import code, table

__all__ = ["agencies", "faults", "lacks", "rules", "words"]


def agencies() -> str:
    """Each agency's mandate, payers and manner of taking people in."""
    return table(
        ("agency", "in Swedish", "sector", "may act on", "paid by", "first for", "queue", "remarks"),
        (
            (
                code(a.name),
                a.label,
                a.sector,
                ", ".join(str(need.name).lower() for need in Need if need & a.mandate),
                ", ".join(f"{code(payer.value)} {share:.0%}" for payer, share in a.payers.items()),
                code(*a.supports),
                a.discipline.replace("_", " "),
                ", ".join(
                    words
                    for words, holds in (
                        (f"nobody older than {a.until_age}", a.until_age < 200),
                        ("asks for a diagnosis", a.needs_diagnosis),
                        ("closed unless opened", a.opens),
                    )
                    if holds
                ),
            )
            for a in AGENCIES
        ),
    )


def words() -> str:
    """Needs, where a case can stand, and the answers that a case file can hold."""
    states = code(*(state.name.lower() for state in CaseState))
    answers = code(*(answer.name.lower() for answer in Answer))
    return f"Needs: {code(*NEEDS)}. A case stands: {states}. Answers: {answers}."


def faults() -> str:
    """Each fault with its definition on case files and the rules whose removal takes it away."""
    return table(
        ("fault", "in Swedish", "rule", "definition", "removed by"),
        (
            (
                code(fault.name),
                fault.label,
                fault.rule,
                fault.definition,
                "; ".join(f"{code(rule)} → {value:g}" for rule, value in fault.removed.items()),
            )
            for fault in FAULTS
        ),
    )


def rules() -> list[Parameter]:
    """The numbers of rules."""
    return [item for item in case_parameters().values() if item.name.startswith(("agency.", "case."))]


def lacks() -> list[Parameter]:
    """What a lack of help, and all else that casework does, means for hazards and odds."""
    return [item for item in case_parameters().values() if not item.name.startswith(("agency.", "case."))]
