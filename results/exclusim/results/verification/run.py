"""All checks, one after another, and the document they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from time import perf_counter

from exclusim.calibration.checking.document import CheckDocument
from exclusim.calibration.evidence import data_hash
from exclusim.model.errors import ExclusimError
from exclusim.results.ensemble import code_hash
from exclusim.results.language import SWEDISH, _, recording, speaking
from exclusim.results.run import Progress
from exclusim.results.verification.checks import Check, made
from exclusim.results.verification.closed_forms import closed_form_checks
from exclusim.results.verification.conservation import conservation_checks
from exclusim.results.verification.document import CheckResult, Group, VerificationDocument
from exclusim.results.verification.lives import life_checks
from exclusim.results.verification.money import money_checks
from exclusim.results.verification.published import published_checks
from exclusim.results.verification.solvers import solver_checks
from exclusim.results.verification.statistics import simulated_statistics, statistics_checks

__all__ = ["VerificationOptions", "run_verification", "shipped_checks"]

_EXACT = 0.4  # share of the time that everything but the statistics takes, about


def _notes() -> list[str]:
    return [
        _(
            "Prövningarna visar att programmet räknar som modellen är beskriven, och hur väl "
            "modellen återger publicerad statistik. De visar inte att antagandena är riktiga, "
            "eller att en åtgärd har den verkan som källan anger."
        ),
        _(
            "En rad som hamnar utanför sitt intervall är en avvikelse att känna till; bara "
            "andelen prövas, eftersom en av tio rader ska hamna utanför även när modellen är "
            "riktig."
        ),
        _("Bakgrundsrader mäter något annat än modellen gör. De visas men prövas inte."),
    ]


@dataclass(frozen=True, slots=True)
class VerificationOptions:
    """How the model is verified.

    Args:
        draws: joint draws that statistics are compared over.
        persons: simulated people in each of them.
        seed: of everything that is simulated.
        threads: 0 for every core; they change nothing but the time.

    Raises:
        ExclusimError: a number is out of range.
    """

    draws: int = 20
    persons: int = 20_000
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, low, high in (("draws", 2, 1_000), ("persons", 1_000, 1_000_000), ("seed", 0, 2**31 - 1)):
            if not low <= getattr(self, name) <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {getattr(self, name)}")


def shipped_checks(seed: int) -> list[Check]:
    """Every check but those of statistics, in the order of the report."""
    return [
        *closed_form_checks(seed),
        *solver_checks(seed),
        *life_checks(seed),
        *conservation_checks(seed),
        *money_checks(seed),
        *published_checks(),
    ]


def run_verification(
    options: VerificationOptions,
    progress: Progress = lambda stage, done: None,
    *,
    checks: Sequence[Check] | None = None,
) -> VerificationDocument:
    """Make every check now.

    Args:
        options: how.
        progress: told the stage at work and the share done.
        checks: others than the shipped ones, and no statistics; for testing the test.
    """
    with recording() as english, speaking(SWEDISH):
        return _made(options, progress, checks).model_copy(update={"english": english})


def _made(options: VerificationOptions, progress: Progress, checks: Sequence[Check] | None) -> VerificationDocument:
    begun = perf_counter()
    exact = shipped_checks(options.seed) if checks is None else list(checks)
    results: list[CheckResult] = []
    for number, check in enumerate(exact):
        progress(_stage(check.group), _EXACT * number / len(exact))
        results.append(made(check))
    statistics: CheckDocument | None = None
    if checks is None:
        progress("statistics", _EXACT)

        @cache
        def simulated() -> CheckDocument:
            return simulated_statistics(
                options.draws,
                options.persons,
                options.seed,
                options.threads,
                lambda share: progress("statistics", _EXACT + (1 - _EXACT) * share),
            )

        judged = [made(check) for check in statistics_checks(simulated)]
        results += judged
        if not any(result.failure for result in judged):
            statistics = simulated()
    return VerificationDocument(
        code_version=version("exclusim"),
        code_hash=code_hash(),
        data_hash=data_hash(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=options.seed,
        draws=options.draws,
        persons=options.persons,
        seconds=perf_counter() - begun,
        passed=bool(results) and all(result.passed for result in results),
        checks=results,
        statistics=statistics,
        notes=_notes(),
    )


def _stage(group: Group) -> str:
    return group.replace("_", " ")
