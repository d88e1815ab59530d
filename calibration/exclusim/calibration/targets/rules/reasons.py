"""Why indicators have no measuring rule: said for each, never silently."""

from __future__ import annotations

import re

__all__ = ["NO_RULE", "reason_for"]

NO_RULE = "no measuring rule is known for this indicator"

_REASONS: tuple[tuple[str, str], ...] = (
    (r"quarterly_transition_.*self_employed.*", "the model has no self-employed; the other rows are rescaled"),
    (r".*(bipolar|schizophrenia).*", "the model has one mental ill-health; rare diagnoses are not told apart"),
    (r"recidivism_.*", "the model has periods of crime, not convictions that could follow each other"),
    (r"convictions?_.*", "the model has periods of crime, not convictions"),
    (
        r"(ADHD|autism)_.*",
        "the model has one trait for ADHD and autism; its share is an input, and diagnoses are not dated",
    ),
    (r"HR_long_term_.*_given_CMD", "the model does not tell regions of birth apart"),
    (r"HR_disability_benefit_mental_by_cohort.*", "a trend between graduation cohorts, which a stationary model lacks"),
    (
        r"(RR_foster_care|HR_careleavers|out_of_home_care|child_welfare|completed_3y|missing_from|long_term_multiple).*",
        "the model starts at 16 and has no history of care before",
    ),
    (r"OR_disability_pension_4plus_ACE", "adverse childhood experiences before 16 are not simulated"),
    (r"RR_low_grades_unskilled.*", "the model knows the parents' education, not their occupation"),
    (r"HR_mortality_violent.*|dead_by_55", "the model has one kind of crime; the non-violent ratio is measured"),
    (r"job_finding_effect_.*", "the effect of an intervention, not a statistic of the population"),
    (r"KAA_mean_merit_value", "the model has eligibility, not merit values"),
    (r"KAA_(half_year_dereg|dereg_).*", "most leave by turning 20, and the model has no dates of birth"),
    (r"KAA_(in_measure|no_activity)", "the municipality's measures are not simulated, nor who is in none of them"),
    (
        r"(monthly_|open_unemployed|programme_participants).*",
        "persons a month, all job seekers; no denominator is shipped",
    ),
    (
        r"social_assistance_(recipients|adult_recipients)",
        "a number of persons, children or the old included; no denominator is shipped",
    ),
    (
        r"social_assistance_(households|children|new_households|single_mothers)",
        "households and children are not simulated",
    ),
    (
        r"social_assistance_share_foreign_born",
        "most foreign-born recipients came as adults, and the simulated cross-section holds those who came before 16",
    ),
    (r"NEET_ever_share", "the wording does not say what is counted, nor over which ages"),
    (r"unemployed_youth_find_job.*|youth_PES.*", "job starts of survey or local samples, students' jobs included"),
    (r"long_term_unemployment_rate_youth", "the duration meant is not stated"),
    (
        r"(reduced_mental|severe_anxiety|depression_prevalence_self|cannabis).*",
        "self-reported symptoms or use, not registered ill-health",
    ),
    (r".*disability(_share)?", "a surveyed disability, much wider than the model's benefits and condition"),
    (
        r"(establishment_programme_stock|intensivar|employment_rate_by_residence|foreign_born_time_to_selfsupport|"
        r"self_support_rate|LFS_unemployed_foreign|share_16_24_among_LFS|young_refugees).*",
        "immigrants by time or region of origin; only newcomers' way to work is measured",
    ),
    (
        r"(homeless|acute_homeless|children_with).*",
        "numbers or shares of children and elders; no denominator is shipped",
    ),
    (r"suicide_rate", "causes of death are not told apart"),
    (r"share_of_youth_unemployed_who_study", "an assumption of the survey rules, taken from this row"),
    (r"(basic_HE|insecure_workforce|employment_after_special|JOB_participants).*", "the model lacks the distinction"),
    (r"compulsory_only_at21.*", "a person's main activity over five years, by unstated rules"),
)


def reason_for(indicator: str) -> str:
    """Why the indicator is not measured."""
    return next((reason for pattern, reason in _REASONS if re.fullmatch(pattern, indicator)), NO_RULE)
