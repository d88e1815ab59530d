"""What a planned evaluation looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from exclusim.model.errors import ExclusimError
from exclusim.results.evaluation.outcomes import OUTCOMES
from exclusim.scenarios.issues import did_you_mean

__all__ = ["DESIGNS", "Enrolment", "EvaluationOptions", "chosen_designs"]

DESIGNS: tuple[str, ...] = (
    "rct",
    "rct-adjusted",
    "matching",
    "similar-group",
    "earlier-example",
    "before-after",
    "difference-in-differences",
)
"""Every design, the most trustworthy first."""

Enrolment = Literal["auto", "newly-excluded", "excluded", "target"]


def chosen_designs(word: str) -> tuple[str, ...]:
    """Designs that ``--design`` names: ``all``, or one; ``rct`` includes its adjusted form.

    Raises:
        ExclusimError: there is no such design.

    >>> chosen_designs("rct")
    ('rct', 'rct-adjusted')
    """
    if word == "all":
        return DESIGNS
    if word not in DESIGNS:
        known = ("all", *DESIGNS)
        raise ExclusimError(
            f"there is no design {word!r}{did_you_mean(word, known)}", hint=f"one of {', '.join(known)}"
        )
    return ("rct", "rct-adjusted") if word == "rct" else (word,)


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """The plan that is tried out.

    Args:
        scenario: of the case; None: its first one.
        design: ``all`` or one of :data:`DESIGNS`.
        participants: people in the programme; a comparison group is as large.
        drop_out: share of the participants who leave the programme early.
        lost: share of those who are asked at follow-up and do not answer.
        follow_up: months from enrolment to follow-up.
        outcome: one of :data:`~exclusim.results.evaluation.outcomes.OUTCOMES`.
        enrolment: who of the target group takes part: those who became excluded in the last half-year, all who are
            excluded, or everybody; ``auto`` is the first of these that has people enough.
        replicates: evaluations carried out, over all draws.
        power: wanted probability of finding the effect.
        draws: joint draws of all uncertain parameters.
        persons: simulated people per draw.
        preset: ``published`` or ``optimistic`` effects.
        seed: of draws, lives and samples.
        threads: 0 for every core; they change nothing but the time.

    Raises:
        ExclusimError: a number or a word is not one of those allowed.
    """

    scenario: str | None = None
    design: str = "all"
    participants: int = 200
    drop_out: float = 0.2
    lost: float = 0.1
    follow_up: int = 12
    outcome: str = "excluded"
    enrolment: Enrolment = "auto"
    replicates: int = 500
    power: float = 0.8
    draws: int = 10
    persons: int = 60_000
    preset: Literal["published", "optimistic"] = "published"
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("participants", self.participants, 20, 5_000),
            ("drop_out", self.drop_out, 0.0, 0.8),
            ("lost", self.lost, 0.0, 0.5),
            ("follow_up", self.follow_up, 1, 240),
            ("replicates", self.replicates, 2 * self.draws, 100_000),
            ("power", self.power, 0.5, 0.99),
            ("draws", self.draws, 1, 1_000),
            ("persons", self.persons, 100, 1_000_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low:g} and {high:g}, got {value:g}")
        chosen_designs(self.design)
        for word, known, what in (
            (self.outcome, tuple(OUTCOMES), "outcome"),
            (self.enrolment, get_args(Enrolment), "enrolment"),
        ):
            if word not in known:
                guess = did_you_mean(word, known)
                raise ExclusimError(f"there is no {what} {word!r}{guess}", hint=f"one of {', '.join(known)}")
