"""From a case to its trajectories document: simulate draws, look at the lives, find types."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from exclusim.calibration.measures import LONG_TERM_DEFINITION, NEWCOMER_DEFINITION
from exclusim.model.errors import ExclusimError
from exclusim.model.population import COHORT_AGE
from exclusim.results.document import Interval
from exclusim.results.labels import percent
from exclusim.results.language import _, both, recording
from exclusim.results.run.options import Progress
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.scenarios.schema import Case

from .activities import GROUPS
from .distribution import bands, shares
from .document import StateDistribution, TrajectoriesDocument, TypologyResult
from .lives import Lives, lives_of
from .network import agency_network, place_shares
from .sequences import HALF_YEAR, sample_months
from .switches import NOBODY, OWN_FOOTING
from .types_of_lives import typology_and_lines

__all__ = ["TrajectoryOptions", "trajectories"]

_FEW_DRAWS = 20
_WEAK = 0.25  # a mean silhouette below which types shade into each other (Kaufman & Rousseeuw 1990)


@dataclass(frozen=True, slots=True)
class TrajectoryOptions:
    """How trajectories are simulated.

    Args:
        persons: simulated people per draw.
        draws: joint draws of all uncertain parameters.
        seed: the same seed gives the same document.
        threads: worker threads; 0 for all cores.

    Raises:
        ExclusimError: a number is out of range.
    """

    persons: int = 5_000
    draws: int = 40
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("persons", self.persons, 200, 200_000),
            ("draws", self.draws, 1, 1_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")


def trajectories(
    case: Case, options: TrajectoryOptions, progress: Progress = lambda stage, done: None
) -> TrajectoriesDocument:
    """Simulate the baseline of ``case``, with today's agencies, and describe its lives.

    Raises:
        ExclusimError: the case cannot be run, or too few people remain to find types among.
    """
    progress("preparing", 0.0)
    plan = case_plan(case, "published", options.persons)
    lives: list[Lives] = []
    with ThreadPoolExecutor(options.threads or os.cpu_count() or 1) as pool:
        pending = [pool.submit(lives_of, plan, index, options.seed) for index in range(options.draws)]
        try:
            for done, future in enumerate(pending, start=1):
                lives.append(future.result())
                progress("simulating", 0.35 * done / options.draws)
        finally:
            for future in pending:
                future.cancel()
    progress("finding types of lives", 0.35)
    with recording() as english:
        typology, lines = typology_and_lines(lives, options.seed)
        warnings = _warnings(plan, options, typology)
    progress("counting moves between agencies", 0.95)
    until = lives[0].until
    start = COHORT_AGE if plan.is_cohort else 0
    return TrajectoriesDocument(
        case=case.case,
        title=case.title,
        code_version=version("exclusim"),
        posterior="" if plan.posterior is None else plan.posterior.posterior.document.draws_sha256,
        persons=options.persons,
        draws=options.draws,
        seed=options.seed,
        months=until,
        step=HALF_YEAR,
        start_age=COHORT_AGE if plan.is_cohort else None,
        times=[round(start + month / 12, 3) for month in sample_months(until).tolist()],
        long_term_definition=LONG_TERM_DEFINITION if plan.is_cohort else NEWCOMER_DEFINITION,
        long_term=Interval.of([one.long_term.mean() for one in lives]),
        excluded_months=Interval.of([one.excluded_months.mean() for one in lives]),
        distribution=_distribution(lives),
        typology=typology,
        lines=lines,
        agencies=agency_network([one.switches for one in lives], [one.places for one in lives]),
        payers=place_shares((NOBODY, *lives[0].payer_names, OWN_FOOTING), [one.payers for one in lives]),
        warnings=warnings,
        english=english,
    )


def _distribution(lives: Sequence[Lives]) -> StateDistribution:
    mean_months = np.stack([one.months.mean(axis=0) for one in lives])
    return StateDistribution(
        share=bands([shares(one.grid) for one in lives]),
        months={
            group.key: Interval.of(mean_months[:, index])
            for index, group in enumerate(GROUPS)
            if mean_months[:, index].any()
        },
    )


def _warnings(plan: CasePlan, options: TrajectoryOptions, typology: TypologyResult) -> list[str]:
    found = []
    if plan.posterior is None:
        found.append(
            both(lambda: _("Indata är inte anpassade till statistiken: {why}").format(why=_(plan.uncalibrated)))
        )
    if options.draws == 1:
        found.append(both(lambda: _("Bara en dragning: osäkerheten visas inte.")))
    elif options.draws < _FEW_DRAWS:
        found.append(both(lambda: _("Bara {n} dragningar: intervallen är grova.").format(n=options.draws)))
    if typology.silhouette[typology.chosen] < _WEAK:
        found.append(both(lambda: _simplified(typology.agreement)))
    return found


def _simplified(agreement: float | None) -> str:
    text = _("Typerna är en förenkling: liven övergår gradvis i varandra, och många ligger mellan två typer.")
    if agreement is None:
        return text
    again = _("Med ett annat slumpmässigt urval hamnar {share} av liven i samma typ.")
    return f"{text} {again.format(share=percent(agreement))}"
