"""One small document of each study of methods, made once for the tests that show them in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.results.evaluation_pools import idea
from tests.results.test_degrees import _idea
from tests.results.test_practice import short

from exclusim.calibration.checking.shipped import shipped_check
from exclusim.calibration.fitting.posterior import shipped
from exclusim.results.degrees import DegreesDocument, DegreesOptions, run_degrees
from exclusim.results.discovery import DiscoveryDocument, DiscoveryOptions, run_discovery
from exclusim.results.evaluation import EvaluationDocument, EvaluationOptions, run_evaluation
from exclusim.results.followup import FollowDocument, FollowOptions, read_observed, run_follow
from exclusim.results.language import recording
from exclusim.results.practice import PracticeDocument, PracticeOptions, run_practice
from exclusim.results.sensitivity import SensitivityDocument, SensitivityOptions, run_sensitivity
from exclusim.results.structures import StructuresDocument, StructuresOptions, run_structures
from exclusim.results.verification import VerificationDocument, VerificationOptions, run_verification
from exclusim.results.verification.run import shipped_checks
from exclusim.results.verification.statistics import statistics_checks
from exclusim.scenarios.library import load

__all__ = [
    "degrees_of",
    "discovery",
    "evaluation",
    "followed",
    "practice",
    "sensitivity",
    "structures",
    "verified",
]

_FOLLOWED = Path(__file__).parent / "followup_example"


@cache
def evaluation() -> EvaluationDocument:
    """A made-up idea of two parts, with follow-up while it goes on."""
    options = EvaluationOptions(
        scenario="ide", persons=6_000, draws=2, replicates=20, participants=60, threads=1, enrolment="excluded"
    )
    return run_evaluation(idea(2.0, components=2), options)


@cache
def practice() -> PracticeDocument:
    """A roll-out with risks."""
    return run_practice(short(), PracticeOptions(replicates=6, persons=150, threads=1))


@cache
def followed() -> FollowDocument:
    """A started project with observed figures of every kind."""
    file = _FOLLOWED / "invented_figures.csv"
    options = FollowOptions("jobbstod", draws=8, most_draws=8, enough=2, persons=100, threads=1)
    return run_follow(load(str(_FOLLOWED / "case.yaml")), options, read_observed(file), file)


@cache
def degrees_of() -> DegreesDocument:
    """A project that is spread and given to every cohort."""
    return run_degrees(_idea(), DegreesOptions(replicates=2, threads=1))


@cache
def structures() -> StructuresDocument:
    """The same question under every structure of the model."""
    return run_structures(load("newcomers"), StructuresOptions(draws=2, persons=150, threads=1, check_draws=1))


@cache
def sensitivity(method: str, *, groups: bool = False) -> SensitivityDocument:
    """What a case's result depends on."""
    origin = "posterior" if method == "shapley" else "priors"
    options = SensitivityOptions(method=method, groups=groups, origin=origin, runs=80, persons=60, threads=1)  # type: ignore[arg-type]
    return run_sensitivity(load("trelleborg"), options)


@cache
def discovery() -> DiscoveryDocument:
    """Futures in which a project loses money."""
    options = DiscoveryOptions(runs=100, persons=100, threads=1, fails="society<-5 Mkr", scenario="prevention")
    return run_discovery(load("trelleborg"), options)


@cache
def verified() -> VerificationDocument:
    """Every yardstick that takes no time, and the statistics of the shipped fit."""
    posterior = shipped()
    assert posterior is not None
    found = shipped_check(posterior)
    assert found is not None
    quick = ("closed_form", "plain_program", "conservation", "published")
    with recording() as english:
        checks = [check for check in shipped_checks(1) if check.group in quick]
        checks += statistics_checks(lambda: found)
    document = run_verification(VerificationOptions(threads=1), checks=checks)
    return document.model_copy(update={"statistics": found, "english": english | document.english})
