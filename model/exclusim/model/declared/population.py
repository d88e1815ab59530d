"""Who the people are at the start: the joint distribution of background traits."""

from __future__ import annotations

from exclusim.model.declared.common import known_share, share
from exclusim.model.parameters import Fixed, LogNormal, Parameter

PARAMETERS = (
    known_share(
        "population.woman",
        0.486,
        "births_vgr_municipalities_1999_2019.csv",
        "live births 1999–2019, 49 places",
        sd=0.01,
    ),
    known_share(
        "population.foreign_born",
        0.156,
        "S0057 S0059 S0060",
        "84 % eligible of all, 89 % of natives and 57 % of the foreign-born give 5/32 of the pupils",
        sd=0.15,
    ),
    known_share("population.parents_compulsory.native", 0.06, sd=0.25),
    known_share("population.parents_post_secondary.native", 0.52, sd=0.25),
    known_share("population.parents_compulsory.foreign_born", 0.28, sd=0.25),
    known_share("population.parents_post_secondary.foreign_born", 0.38, sd=0.25),
    share(
        "population.neuropsychiatric.man",
        0.11,
        "S0281 S0282 VC009",
        "ADHD 6.1 %, autism 3.1 % of all children, about half of the autistic also ADHD, more boys; the case says 10 %",
    ),
    share("population.neuropsychiatric.woman", 0.075, "S0281 S0282 VC009", "as above"),
    share("population.mental_ill_health", 0.03, "assumption", "already at 16; differs by background as its onset does"),
    share("population.crime", 0.008, "assumption", "already at 16; differs by background as its onset does"),
    share("population.newcomer_woman", 0.45),
    share("population.newcomer_record_none", 0.38, "assumption", "newcomers without completed compulsory school"),
    share("population.newcomer_record_eligible", 0.22),
    share("population.newcomer_record_diploma", 0.18),
    Parameter(
        "population.frailty_sd",
        0.7,
        "log standard deviation",
        LogNormal(0.35),
        "M3",
        "about half of the raw duration pattern in social assistance is selection",
    ),
    Parameter(
        "population.production_from_age",
        20,
        "years",
        Fixed(),
        "VC046",
        "published accounts count lost production from 20 to the pension; teenagers' is left out",
    ),
)
