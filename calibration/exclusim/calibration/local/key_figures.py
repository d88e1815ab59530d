"""The Kolada key figures we know: what each one measures and which parameters it moves.

Three of them are measured in the model as well (:mod:`.statistics`) and shift parameters. The others are known by name,
so that a report can say why they are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["KEY_FIGURES", "UNUSED", "KeyFigure"]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A key figure that shifts the model.

    Args:
        kpi: Kolada's id.
        label: Swedish name.
        indicator: the same quantity in ``statistics.csv``; years held out for validation there are not used here.
        parameters: parameters moved together by one shift, on the logit scale for shares and the log scale for rates.
        sign: direction in which a higher shift moves the figure.
        cohorts: birth cohorts in the denominator.
        age: age of the oldest of them in the year of the figure.
        trap: what the figure is not, in Swedish; goes into the scenario file.
        residents_like: for a figure that follows where schools lie: the one whose spread stands for the residents' own.
    """

    kpi: str
    label: str
    indicator: str
    parameters: tuple[str, ...]
    sign: int
    cohorts: int
    age: int
    trap: str
    residents_like: str | None = None


_JOBS = tuple(
    f"rate.{source}.{job}"
    for source in ("unemployed", "outside", "programme")
    for job in ("temporary_job", "permanent_job")
)

# In the order in which they are solved: each shift changes the figures after it, never those before.
KEY_FIGURES: Mapping[str, KeyFigure] = MappingProxyType(
    {
        figure.kpi: figure
        for figure in (
            KeyFigure(
                "N15424",
                "Behöriga till yrkesprogram efter årskurs 9",
                "grade9_eligible_upper_secondary",
                ("school.grade9_eligible",),
                sign=1,
                cohorts=1,
                age=16,
                trap="lägeskommun: skolor i kommunen, inte elever folkbokförda där",
            ),
            KeyFigure(
                "N17464",
                "Gymnasieexamen inom fyra år, introduktionsprogram inräknade",
                "diploma_within_4y",
                ("school.diploma_third_year", "school.diploma_fourth_year"),
                sign=1,
                cohorts=1,
                age=20,
                trap="lägeskommun: många elever går i gymnasiet i en annan kommun, därför den låga vikten",
                residents_like="N15424",
            ),
            KeyFigure(
                "N02797",
                "16–24-åringar som varken arbetar eller studerar (UVAS)",
                "NEET_UVAS_share_register",
                _JOBS,
                sign=-1,
                cohorts=9,
                age=24,
                trap="ett helt kalenderår utan studier och med låg inkomst, inte en mätvecka",
            ),
        )
    }
)

UNUSED: Mapping[str, str] = MappingProxyType(
    {
        "N02902": "Barn 0–19 år med långtidsarbetslös förälder: ingen egenskap i modellen svarar mot det",
        "N00929": "Långtidsarbetslösa 16–24 år: riket saknas i underlaget, så ingen skillnad kan bildas",
    }
)
