"""Neither in work nor in studies for a whole calendar year, from registers."""

from __future__ import annotations

from exclusim.calibration.targets.register import Register
from exclusim.calibration.targets.rules.population import people_share
from exclusim.calibration.targets.rules.registry import rule
from exclusim.calibration.targets.target import Target
from exclusim.calibration.targets.who import Who


@rule(
    "NEET_UVAS(_share)?(_register)?",
    "NEET_after_upper_secondary",
    "NEET_20_29",
    "NEET_theme_group_number",
    definition=0.08,
    family="uvas",
    note="A whole calendar year with no studies and at most two months of work; published 2015–: some cross-border "
    "commuters count as well.",
    cyclical=True,
    backgrounds={"completed secondary": Who(records=("diploma", "post_secondary"), dimension="education")},
    value=people_share,
)
def uvas_share(register: Register, target: Target) -> float:
    years = register.years(target.who, target.age_from, target.age_to)
    return years["uvas"] / years["present"]


_SURVEY_NOTE = "Share of weeks outside work and studies; who searches for work is included. The survey "
"counts an hour of work or a short course."


@rule(
    "NEET_LFS",
    "NEET_LFS_OECD",
    "NEET_LFS_number",
    "NEET_LFS_average_week",
    definition=0.2,
    family="neet_survey_week",
    note=_SURVEY_NOTE,
    cyclical=True,
    value=people_share,
)
def neet_week(register: Register, target: Target) -> float:
    months = register.labour_force(target.who, target.age_from, target.age_to)
    outside = months["unemployed"] + months["programme"] + months["out_of_labour_force"]
    return outside / (outside + months["student"] + months["permanent_job"] + months["temporary_job"])
