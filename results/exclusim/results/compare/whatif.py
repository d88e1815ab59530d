"""One line to one scenario: what if something that costs this much prevented that share of a problem?

What the share is of, and how it becomes an effect on hazards, depends on the problem. School failure and long-term
exclusion are counted in the model, and the effect is searched for that lowers the count by the share, on the same
lives under the central draw. For a burden or an event, the hazard of new cases is lowered by the share: while few
have it, the number of new cases falls by the same share.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from exclusim.calibration.measures import ANY_AGE, LONG_TERM_AGES, long_term_excluded
from exclusim.model.engine import Run, simulate
from exclusim.model.errors import ExclusimError
from exclusim.model.vocabulary import RECORDS
from exclusim.results.language import SWEDISH, _, both, speaking, spoken
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate_seed
from exclusim.scenarios.issues import did_you_mean
from exclusim.scenarios.schema import Case, Effects, Intervention, Scenario

__all__ = ["PROBLEMS", "Problem", "said_again", "what_if"]

SCENARIO = "what-if"
_PERSONS = 4_000  # a share of a few hundred cases, known to a few per cent
_STEPS = 12
_MARK = "0000"  # stands for a share
_STRONGEST = 50.0  # largest ratio tried


@dataclass(frozen=True)
class Problem:
    """Something to prevent.

    Args:
        label: gives its name in the language spoken, in the definite plural.
        levers: families or levers of hazards, and the power of the ratio each is changed by: −1 raises it.
        counted: cases in a run, or None where the hazard itself is lowered by the share.
        months: length of the run in which cases are counted; None: the whole.
        effect_months: how long the effect holds beyond the work; None: it lasts.
        starts: month in which the work starts.
    """

    label: Callable[[], str]
    levers: tuple[tuple[str, float], ...]
    counted: Callable[[CasePlan, Run], float] | None = None
    months: int | None = None
    effect_months: int | None = 0
    starts: int = 0


def _without_diploma(plan: CasePlan, run: Run) -> float:
    """People who have no upper-secondary diploma at the end of the run."""
    return float((run.people.record < RECORDS.index("diploma")).sum())


def _long_term(plan: CasePlan, run: Run) -> float:
    return float(long_term_excluded(run, None, LONG_TERM_AGES if plan.is_cohort else ANY_AGE).sum())


PROBLEMS = {
    # Month 7 is August of the year of turning 16; at month 60 those who took a fourth year are done.
    "school-failure": Problem(
        lambda: _("skolmisslyckandena"),
        (("school_completion", -1.0), ("school_dropout", 1.0)),
        _without_diploma,
        60,
        12,
        7,
    ),
    "long-term-exclusion": Problem(
        lambda: _("fallen av långvarigt utanförskap"), (("entry_to_exclusion", 1.0),), _long_term, None, None
    ),
    "mental-ill-health": Problem(lambda: _("nya fall av psykisk ohälsa"), (("mental_onset", 1.0),)),
    "substance-misuse": Problem(lambda: _("nya fall av missbruk"), (("misuse_onset", 1.0),)),
    "crime": Problem(lambda: _("nya fall av kriminalitet"), (("crime_onset", 1.0),)),
    "homelessness": Problem(lambda: _("nya fall av hemlöshet"), (("homelessness_onset", 1.0),)),
    "care-placement": Problem(lambda: _("placeringarna"), (("care_entry", 1.0),)),
    "disability-pension": Problem(
        lambda: _("nya fall av aktivitets- eller sjukersättning"), (("disability_entry", 1.0),)
    ),
}
"""Problems that ``exclusim whatif --of`` knows."""


def what_if(
    case: Case,
    problem: str,
    prevents: float,
    cost: float,
    *,
    months: int = 36,
    payer: str = "kommun",
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Case, float]:
    """The case with one scenario, and the hazard or odds ratio that prevents the share.

    Args:
        case: place and appraisal; its own scenarios are left out.
        problem: a key of :data:`PROBLEMS`.
        prevents: share of the cases, above 0 and below 1.
        cost: SEK in the case's price year, paid in equal parts over ``months``.
        months: how long the work lasts.
        payer: who pays.
        progress: told what share of the search is done.

    Raises:
        ExclusimError: an unknown problem, a number out of range, or a share that no effect reaches.
    """
    known = PROBLEMS.get(problem)
    if known is None:
        raise ExclusimError(
            f"--of: there is no problem {problem!r}{did_you_mean(problem, PROBLEMS)}",
            hint=f"there are {', '.join(PROBLEMS)}",
        )
    if not 0 < prevents < 1:
        raise ExclusimError(f"--prevents must be a share above 0 and below 1, such as 0.25 or '25 %', got {prevents:g}")
    if not 0 <= cost < float("inf"):
        raise ExclusimError(f"--cost must be an amount of zero or more, such as 5e6 or '5 Mkr', got {cost:g}")
    if case.population.kind != "cohort" and problem == "school-failure":
        raise ExclusimError(f"--of {problem}: the people of case {case.case} have left school when they arrive")

    def with_ratio(ratio: float) -> Case:
        return _with_scenario(case, known, ratio, prevents, cost, months, payer)

    ratio = 1.0 - prevents if known.counted is None else _searched(known, with_ratio, prevents, progress)
    return with_ratio(ratio), ratio


def _label(problem: Problem, share: str) -> str:
    point = "," if spoken() == SWEDISH else "."
    return _("Förebygga {share} % av {cases}").format(share=share.replace(".", point), cases=problem.label())


def _note(problem: Problem, share: str) -> str:
    return _("Vad om {share} % av {cases} förebyggs?").format(share=share, cases=problem.label())


def said_again(case: Case) -> None:
    """Let a recorder hear the labels that :func:`what_if` gave, of a case that may have been stored since."""
    with speaking(SWEDISH):
        labels = {name: re.escape(_label(problem, _MARK)) for name, problem in PROBLEMS.items()}
    for scenario in case.scenarios.values():
        for name, label in labels.items():
            if found := re.fullmatch(label.replace(_MARK, r"(\d+(?:,\d+)?)"), scenario.label):
                both(partial(_label, PROBLEMS[name], found[1].replace(",", ".")))


def _with_scenario(
    case: Case, problem: Problem, ratio: float, prevents: float, cost: float, months: int, payer: str
) -> Case:
    lasting = problem.effect_months is None
    effects = [
        {
            "on": lever,
            "hazard_ratio": ratio**power,
            "lasting": lasting,
            **({} if lasting else {"duration": f"{months + (problem.effect_months or 0)} mån"}),
            "source": "assumption",
            "note": both(lambda: _note(problem, f"{100 * prevents:.3g}")),
        }
        for lever, power in problem.levers
    ]
    intervention = Intervention.model_validate(
        {
            "name": SCENARIO,
            "label": both(lambda: _("Insatsen")),
            "starts": f"{problem.starts} mån",
            "lasts": f"{months} mån",
            "cost": {
                "amount": f"{cost:.2f} kr",
                "per": "project",
                "payer": {payer: "100 %"},
                "spread": f"{months} mån",
            },
            "effects": Effects.model_validate({"published": effects, "optimistic": effects}),
            "source": ["assumption"],
        }
    )
    scenario = Scenario(label=both(lambda: _label(problem, f"{100 * prevents:.3g}")), interventions=(intervention,))
    return case.model_copy(update={"scenarios": {SCENARIO: scenario}})


def _searched(
    problem: Problem, with_ratio: Callable[[float], Case], prevents: float, progress: Callable[[float], None]
) -> float:
    """The ratio below one that lowers the counted cases by the share, by bisection on its logarithm."""
    assert problem.counted is not None
    before = _cases(problem, with_ratio(1.0))
    if before == 0:
        raise ExclusimError(f"nobody is among {problem.label()} in this case, so nothing can be prevented")
    low, high = -np.log(_STRONGEST), 0.0
    if (most := 1 - _cases(problem, with_ratio(float(np.exp(low)))) / before) < prevents:
        raise ExclusimError(
            f"--prevents {prevents:g}: work of this kind and length prevents at most {most:.0%} here",
            hint="ask for less, or let it last longer with --years",
        )
    for step in range(_STEPS):
        progress((step + 2) / (_STEPS + 2))
        middle = (low + high) / 2
        fallen = 1 - _cases(problem, with_ratio(float(np.exp(middle)))) / before
        low, high = (middle, high) if fallen > prevents else (low, middle)
    return float(np.exp((low + high) / 2))


def _cases(problem: Problem, case: Case) -> float:
    plan = case_plan(case, "published", _PERSONS)
    treatment, draw = plan.treatments[SCENARIO], plan.central()
    months = plan.base.months if problem.months is None else min(problem.months, plan.base.months)
    market = plan.base.labour_market
    run = simulate(
        replace(
            plan.base,
            months=months,
            labour_market=None if market is None else market[:months],
            modifiers=treatment.modifiers(draw, months),
            reaches=treatment.reaches,
        ),
        draw,
        replicate_seed(1, 0),
        histories=True,
    )
    assert problem.counted is not None
    return problem.counted(plan, run)
