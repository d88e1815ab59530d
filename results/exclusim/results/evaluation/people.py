"""One draw of a trial: the pool to take people from, and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Run
from exclusim.model.errors import ExclusimError
from exclusim.results.evaluation.assumptions import PARAMETERS
from exclusim.results.evaluation.known import known_columns, robustness
from exclusim.results.evaluation.lives import status_at
from exclusim.results.evaluation.options import EvaluationOptions
from exclusim.results.evaluation.outcomes import OUTCOMES
from exclusim.results.evaluation.pool import Attrition, Pool, prognosis, standardised, volunteering
from exclusim.results.evaluation.trial import Planned, enrolled, spells_of
from exclusim.results.evaluation.truth import Prices, Truth, excluded_months, lasting
from exclusim.results.run.sample import replicate_seed

__all__ = ["FEWEST", "RECENT", "Drawn", "choose_enrolment", "one_draw"]

RECENT = 6
"""Months within which somebody who is newly excluded became so."""
FEWEST = 300
"""People below which a group is too small to stand for a population."""


@dataclass(frozen=True)
class Drawn:
    """One draw: its people and the truth about those of them who take part."""

    pool: Pool
    truth: Truth


def _wanted(planned: Planned, run: Run, enrolment: str) -> NDArray[np.bool_]:
    """Who would be enrolled, shape (persons,)."""
    spells, month = spells_of(run), planned.enrolment
    excluded = np.array([status.excluded for status in planned.base.world.statuses])
    now = excluded[status_at(spells, month)]
    if enrolment == "target":
        return enrolled(run, spells, np.ones_like(now), planned)
    if enrolment == "newly-excluded":
        now = now & ~excluded[status_at(spells, max(month - RECENT, 0))]
    return enrolled(run, spells, now, planned)


def choose_enrolment(planned: Planned, options: EvaluationOptions) -> str:
    """Who takes part, settled for all draws by the people at central values.

    Raises:
        ExclusimError: there are too few of them.
    """
    draw = planned.plan.central()
    seed = replicate_seed(options.seed, 0)
    run = planned.run(draw, seed, frozenset(), planned.base.compile(draw))
    ways = ("newly-excluded", "excluded", "target") if options.enrolment == "auto" else (options.enrolment,)
    found = {way: int(_wanted(planned, run, way).sum()) for way in ways}
    for way, people in found.items():
        if people >= FEWEST:
            return way
    (way, people) = list(found.items())[-1]
    raise ExclusimError(
        f"only {people} of {options.persons} simulated people can be enrolled ({way}), too few to stand for a group",
        hint=f"more --persons, so that there are {FEWEST}, or another --enrol",
    )


def one_draw(planned: Planned, options: EvaluationOptions, enrolment: str, index: int) -> Drawn:
    """Simulate draw ``index``: lives without and with the programme, elsewhere, and earlier."""
    draw, seed = planned.plan.draw(index, options.seed), replicate_seed(options.seed, index)
    drawn = PARAMETERS.draw(index, options.seed).values
    statuses, tables = planned.base.world.statuses, planned.base.compile(draw)
    everything = frozenset(component.name for component in planned.components)
    without, treated = (planned.run(draw, seed, names, tables) for names in (frozenset[str](), everything))
    people = _wanted(planned, without, enrolment)
    if people.sum() < 2:
        raise ExclusimError("a draw has nobody to enrol", hint="more --persons, or another --enrol")
    outcome, month = OUTCOMES[options.outcome], planned.enrolment
    at = month + options.follow_up
    one, other = spells_of(without), spells_of(treated)
    y0, y1 = (outcome.measure(spells, statuses, month + 1, at)[people] for spells in (one, other))
    scale = options.follow_up if outcome.count else 1
    good = outcome.flags(statuses)
    known = known_columns(without, one, statuses, people, month)
    volunteer = volunteering(prognosis(known, y0), standardised(robustness(without, people)), drawn)
    others = []
    for place, name in enumerate(("elsewhere", "earlier"), start=1):
        run = planned.elsewhere(draw, seed, drawn[f"evaluation.labour_market_{name}"], place * planned.plan.persons)
        chosen = _wanted(planned, run, enrolment)
        others.append(outcome.measure(spells_of(run), statuses, month + 1, at)[chosen])
    if min(group.size for group in others) < 2:
        raise ExclusimError("another place or year has nobody to compare with", hint="more --persons")
    pool = Pool(
        without=y0,
        treated=y1,
        before=scale * good[status_at(one, month)][people].astype(np.float64),
        year_before=scale * outcome.year(one, statuses, month + 1)[people],
        columns=known,
        volunteer=volunteer,
        elsewhere=others[0],
        earlier=others[1],
        attrition=Attrition(
            options.drop_out, drawn["evaluation.drop_out_worse"], options.lost, drawn["evaluation.lost_worse"]
        ),
    )
    prices = Prices(planned, draw)

    def mean(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
        return float(pool.share @ (a - b)[people])

    long = lasting(planned, other, good), lasting(planned, one, good)
    ends = at + 1, planned.base.months
    truth = Truth(
        follow_up=pool.truth,
        long_term=None if long[0] is None or long[1] is None else mean(long[0], long[1]),
        without=float(pool.share @ y0),
        treated=float(pool.share @ y1),
        spread=float(np.sqrt(pool.share @ (y0 - pool.share @ y0) ** 2)),
        months=(
            mean(excluded_months(planned, one, ends[0]), excluded_months(planned, other, ends[0])),
            mean(excluded_months(planned, one, ends[1]), excluded_months(planned, other, ends[1])),
        ),
        gain=(
            mean(prices.cost(one, ends[0]), prices.cost(other, ends[0])),
            mean(prices.cost(one, ends[1]), prices.cost(other, ends[1])),
        ),
    )
    return Drawn(pool, truth)
