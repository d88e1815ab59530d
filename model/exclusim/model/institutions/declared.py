"""The numbers behind the agencies' rules, and what help is worth.

Most are assumptions: nobody publishes how often an agency says "not ours". They are therefore wide, and every answer
that rests on them carries their width. Names: ``agency.<agency>.<rule>``, ``case.<rule>`` for rules that belong to no
single agency, and ``<lack>.<family>`` for what a lack does to a family of hazards.
"""

from __future__ import annotations

from functools import cache

from exclusim.model.declared.common import effect, elasticity
from exclusim.model.institutions.agencies import AGENCIES
from exclusim.model.parameters import (
    ASSUMPTION,
    Fixed,
    LogitNormal,
    LogNormal,
    Parameter,
    Parameters,
    Prior,
    Uniform,
    Unit,
)

__all__ = ["EVERYTHING", "NEVER_ENDS", "case_parameters"]

EVERYTHING = 1e6
"""A capacity or budget without a limit."""
NEVER_ENDS = 1e4
"""A time limit, in months, that nobody reaches."""


def _chance(name: str, value: float, source: str = ASSUMPTION, note: str = "", *, sd: float = 0.8) -> Parameter:
    """A probability; ``sd`` in log-odds."""
    return Parameter(name, value, "probability", LogitNormal(sd), source, note)


def _between(name: str, low: float, high: float, unit: Unit, source: str = ASSUMPTION, note: str = "") -> Parameter:
    return Parameter(name, (low + high) / 2, unit, Uniform(low, high), source, note)


def _agency(
    name: str,
    *,
    age_gate: float = 0,
    months_gate: float = 0,
    capacity: float = 0.92,
    budget: float = 0.92,
    time_limit: float = 12,
    cost: float = 1_000,
    sources: dict[str, tuple[str, str]] | None = None,
) -> tuple[Parameter, ...]:
    known = sources or {}

    def source(rule: str) -> tuple[str, str]:
        return known.get(rule, (ASSUMPTION, ""))

    def gate(rule: str, value: float, unit: Unit, prior: Prior) -> Parameter:
        return Parameter(f"agency.{name}.{rule}", value, unit, prior, *source(rule))

    def around(value: float) -> Prior:
        return Uniform(0.5 * value, 1.5 * value) if value else Fixed()

    gates = (
        gate("age_gate", age_gate, "years", Fixed()),
        gate("months_gate", months_gate, "months", around(months_gate)),
        gate("time_limit", time_limit, "months", around(time_limit)),
    )
    return (
        *gates,
        Parameter(f"agency.{name}.capacity", capacity, "share", LogitNormal(0.6), *source("capacity")),
        Parameter(f"agency.{name}.budget", budget, "share", LogitNormal(0.6), *source("budget")),
        Parameter(f"agency.{name}.cost", cost, "SEK/month", LogNormal(0.5), *source("cost")),
    )


_QUEUE = "nearly 8 of 10 waited more than 30 days for an assessment in child psychiatry; the share served is ours"
_COACH = "at most 30 cases a worker in the Swedish trial (M-section 6); a worker's month at 60 000 SEK is an assumption"

_AGENCIES: tuple[Parameter, ...] = (
    *_agency(
        "arbetsformedlingen",
        months_gate=3,
        capacity=0.95,
        cost=800,
        sources={"months_gate": ("M15", "the youth job guarantee starts after 90 days")},
    ),
    *_agency("forsakringskassan", months_gate=3, cost=600),
    *_agency("skola", cost=1_500, time_limit=18),
    *_agency("socialtjanst", cost=1_500),
    *_agency("arbetsmarknadsenhet", months_gate=1, cost=2_000, time_limit=6),
    *_agency("primarvard", cost=700, time_limit=6),
    *_agency("psykiatri", capacity=0.75, cost=2_500, sources={"capacity": ("M19", _QUEUE)}),
    *_agency("rattsvasende", cost=1_500),
    *_agency(
        "samordningsforbund",
        age_gate=20,
        months_gate=12,
        capacity=0.7,
        time_limit=18,
        cost=4_700,
        sources={
            "cost": ("SEE-JKPG-COST", "9 MSEK a year for 160 people in Jönköping, 56 000 SEK each (mechanisms, 10)"),
            "age_gate": (ASSUMPTION, "the mission starts in adulthood; where exactly differs between associations"),
        },
    ),
    *_agency("arbetsgivare", cost=2_000, sources={"cost": (ASSUMPTION, _COACH)}),
    *_agency("civilsamhalle", cost=500),
    *(
        Parameter(f"agency.{agency.name}.open", 0, "share", Fixed(), ASSUMPTION, "outside today's arena; 1 opens it")
        for agency in AGENCIES
        if agency.opens
    ),
)

_CASES: tuple[Parameter, ...] = (
    # Who turns to whom
    _chance(
        "case.contact_left_school",
        0.06,
        "M18",
        "a third of young people outside stand in no register; a median of a year before contact fits that",
        sd=0.5,
    ),
    _chance("case.contact_unasked", 0.08, "M18", "as above, for those who have worked", sd=0.5),
    _chance("case.contact_again", 0.15, sd=0.5, note="a month, after a no"),
    # Assessment
    _chance("case.unseen", 0.35, note="hidden complexity: needs are almost always greater than assumed"),
    _chance("case.wrong_door", 0.12),
    _chance("case.wrong_door_found", 0.25, sd=0.5, note="a month, until somebody notices"),
    # Answers
    _chance("case.not_ours", 0.15, note="for each need beyond the first, by an agency that acts alone"),
    _chance("case.no_diagnosis", 0.3, note="where the agency asks for a diagnosis and none is documented"),
    _chance("case.push_to_municipality", 0.12, note="composite need, by a state agency"),
    _chance("case.push_to_state", 0.10, note="composite need, by the municipality"),
    # Hand-over
    _between("case.handover_months", 0, 3, "months", ASSUMPTION, "range of mechanisms, 3: no Swedish count was found"),
    _chance("case.lost_in_handover", 0.12),
    # After care and prison
    _chance("case.followed", 0.10, "SKL2017", "20 of 200 re-placed had out-patient support in between", sd=0.5),
    Parameter("case.follow_months", 12, "months", Fixed(), ASSUMPTION, "how long after leaving support is counted"),
    # Joint work
    Parameter(
        "case.always_joint", 0, "share", Fixed(), ASSUMPTION, "1: agencies always act together on composite needs"
    ),
    Parameter("case.joint_budget", 0, "share", Fixed(), ASSUMPTION, "1: one budget for all agencies' composite cases"),
    Parameter("case.caseload", 1, "ratio", Fixed(), ASSUMPTION, "cases a worker has, against today"),
    _chance("case.link_at_start", 0.25, sd=0.5, note="probability that two agencies act together"),
    _between("case.link_growth", 0.1, 0.5, "per year", note="trust takes time; a year, when all cases are joint"),
    _between("case.link_turnover", 0.05, 0.25, "per year", note="trust lost with staff turnover"),
    _between("case.link_conflict", 0.2, 1.0, "per year", note="trust lost when all cases are pushed on"),
    _chance("case.to_association", 0.3, sd=0.5, note="composite cases for which the association is asked"),
    # Projects
    _between("case.project_runs", 24, 48, "months"),
    _between("case.project_pause", 3, 12, "months", note="until the next project starts"),
    _between("case.project_starting", 6, 12, "months", note="until a new project has learnt its method"),
    _chance("case.starting_quality", 0.5, sd=0.5, note="part of the need met while the method is being learnt"),
    # Measures without content
    _chance(
        "case.passive_programme", 0.65, "M16", "65 % spent at most 10 hours a week on activities and search", sd=0.2
    ),
    _chance("case.passive_compensation", 0.33, "M17", "about one third get no activity", sd=0.2),
    _chance("case.passive_establishment", 0.3),
    # The symptom-cleaning paradox: off unless a scenario says otherwise
    Parameter(
        "case.reform_rate",
        0,
        "per year",
        Fixed(),
        ASSUMPTION,
        "how fast visible failure mends the answers; 0 switches the feedback off",
    ),
)

_LACKS: tuple[Parameter, ...] = (
    # Nobody helps: hazard ratios at a wholly unmet need; in between, in proportion on the log scale
    effect(
        "unmet.job_finding",
        0.75,
        ASSUMPTION,
        "GBG-REF-SR: 30 % against 15 % in the first year with early help; MEETING-LOST-CH: 5 % for one meeting",
    ),
    effect("unmet.programme_entry", 0.5),
    effect("unmet.subsidised_job_entry", 0.4, ASSUMPTION, "placed by a case worker"),
    effect("unmet.labour_force_entry", 0.7),
    effect("unmet.labour_force_exit", 1.2),
    effect("unmet.adult_study_entry", 0.8),
    effect("unmet.sickness_exit", 0.85),
    effect("unmet.disability_entry", 1.2),
    effect("unmet.assistance_entry", 1.1),
    effect("unmet.assistance_exit", 0.85),
    effect("unmet.mental_recovery", 0.75),
    effect("unmet.mental_onset", 1.15),
    effect("unmet.misuse_recovery", 0.7),
    effect("unmet.crime_recovery", 0.8),
    effect("unmet.homelessness_recovery", 0.5, ASSUMPTION, "HF-HOUSED: 2.46 times as many housed with Housing First"),
    effect("unmet.homelessness_onset", 1.2),
    effect("unmet.scar_onset", 1.2, ASSUMPTION, "learned helplessness; sizes unknown (mechanisms, 5)"),
    # In a measure without content
    effect(
        "passive.job_finding",
        0.8,
        ASSUMPTION,
        "lock-in; M17: 5 % a year to work without support, 10 points better with",
    ),
    effect("passive.subsidised_job_entry", 0.6),
    effect("passive.labour_force_exit", 1.15),
    effect("passive.adult_study_entry", 0.8),
    # Fewer cases a worker
    elasticity(
        "caseload.job_finding", -0.1, 0.05, ASSUMPTION, "CASELOAD-DE, M8: less unemployment, paid back in 10 months"
    ),
    elasticity(
        "caseload.labour_force_exit", -0.05, 0.03, ASSUMPTION, "CASELOAD-AT, M8: more exits from the labour force"
    ),
    elasticity("caseload.sickness_exit", -0.05, 0.03),
    # Pushed from a state agency to the municipality, and the other way round
    effect("pushed_to_municipality.assistance_entry", 2.0, ASSUMPTION, "direction by M12"),
    effect("pushed_to_municipality.pushed_to_assistance", 1.5, ASSUMPTION, "direction by M12"),
    effect("pushed_to_municipality.benefit_gap", 1.3, ASSUMPTION, "direction by M13"),
    effect("pushed_to_state.assistance_exit", 1.5, ASSUMPTION, "direction by M11"),
    effect("pushed_to_state.sickness_entry", 1.4, ASSUMPTION, "M14: 9 % of sickness absence induced by pressure"),
    effect("pushed_to_state.disability_entry", 1.3),
    # Left care or prison with nobody to take over
    effect("unsupported.care_entry", 4.0),
    effect("unsupported.prison_entry", 1.5),
    effect("unsupported.crime_onset", 2.0),
    effect("unsupported.misuse_onset", 2.0),
    effect("unsupported.homelessness_onset", 2.0),
    effect("unsupported.school_dropout", 1.3),
)


@cache
def case_parameters() -> Parameters:
    """Every number of the agencies' rules and of what help is worth."""
    return Parameters([*_AGENCIES, *_CASES, *_LACKS])
