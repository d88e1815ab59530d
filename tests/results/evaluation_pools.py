"""Pools for tests: people made up by hand, and people of a simulated case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import expit

from exclusim.results.evaluation.options import EvaluationOptions
from exclusim.results.evaluation.people import Drawn, one_draw
from exclusim.results.evaluation.pool import Attrition, Pool, prognosis, standardised, volunteering
from exclusim.results.evaluation.trial import Planned, planned
from exclusim.scenarios.interventions import Intervention
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case, Scenario

__all__ = ["idea", "made_up", "no_attrition", "simulated"]


def made_up(
    *, people: int = 20_000, effect: float = 0.1, observed: float = 1.0, unobserved: float = 1.0, seed: int = 3
) -> Pool:
    """Shares with a known effect; ``observed``, ``unobserved``: odds ratios of taking part per standard deviation.

    The chance of a good outcome follows two columns that are known and a trait that is not, on the log odds.
    """
    rng = np.random.default_rng(seed)
    known, hidden = rng.normal(size=(people, 2)), rng.normal(size=people)
    score = 0.8 * known[:, 0] + 0.6 * known[:, 1] + 0.8 * hidden
    luck = rng.random(people)
    without = (luck < expit(score)).astype(float)
    treated = (luck < np.minimum(expit(score) + effect, 1.0)).astype(float)
    drawn = {
        "evaluation.volunteers": 0.5,
        "evaluation.selection_observed": observed,
        "evaluation.selection_unobserved": unobserved,
    }
    before = (rng.random(people) < expit(score)).astype(float)
    return Pool(
        without=without,
        treated=treated,
        before=before,
        year_before=before,
        columns=known,
        volunteer=volunteering(prognosis(known, without), standardised(hidden), drawn),
        elsewhere=without,
        earlier=without,
    )


def idea(ratio: float, components: int = 1, **fields: Any) -> Case:
    """A shipped case with one idea of ``components`` equal effects on finding work."""
    effects = [
        {"on": "job_finding", "name": f"del{k}", "hazard_ratio": ratio, "lasting": True, "source": "SE-SE-DP"}
        for k in range(components)
    ]
    item = Intervention.model_validate(
        {"name": "stod", "label": "Stöd", "starts": "60 mån", "lasts": "24 mån", "effects": {"published": effects}}
        | fields
    )
    scenario = Scenario(label="Idén", interventions=(item,))
    return load("genomsnittskommun").model_copy(update={"scenarios": {"ide": scenario}, "published": ()})


def no_attrition(pool: Pool) -> Pool:
    """The same people, none of whom leaves."""
    return replace(pool, attrition=Attrition())


def simulated(ratio: float, options: EvaluationOptions, enrolment: str) -> tuple[Planned, Drawn]:
    """One draw of a simulated idea."""
    plan = planned(idea(ratio), "ide", "published", options.persons)
    return plan, one_draw(plan, options, enrolment, 0)
