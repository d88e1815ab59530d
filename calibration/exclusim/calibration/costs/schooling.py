"""Schooling: ordinary life, kept out of the exclusion account; Swedish for newcomers is the exception.

A pupil's average cost stands for the cost of one more pupil, which is lower in the short run. Who stays on
another year costs another year.
"""

from __future__ import annotations

from exclusim.calibration.costs.terms import (
    Amount,
    Line,
    Price,
    assumed_price,
    assumed_share,
    published_price,
)
from exclusim.model.money import Actor, Basis, Kind, Scope

__all__ = ["LINES"]

ADULT_EDUCATION = published_price("adult_education_year", "UC014", note="full-time student")
LANGUAGE_SHARE = assumed_share(
    "use.swedish_for_immigrants",
    0.5,
    0.5,
    "share of a full-time place in adult education used in the programme",
)


def _school(activity: str, payer: Actor, service: str, price: Price, basis: Basis = Basis.MEASURED) -> Line:
    return Line(f"activity:{activity}", payer, Kind.REAL, service, Amount(price), basis, scope=Scope.ORDINARY)


LINES: tuple[Line, ...] = (
    _school(
        "compulsory_school",
        Actor.KOMMUN_SKOLA,
        "Grundskola",
        published_price("compulsory_school_year", "UC002"),
    ),
    _school(
        "upper_secondary",
        Actor.KOMMUN_SKOLA,
        "Gymnasieskola",
        published_price("upper_secondary_year", "UC003"),
    ),
    _school(
        "introduction_programme",
        Actor.KOMMUN_SKOLA,
        "Introduktionsprogram",
        published_price("introduction_programme_year", "UC015", note="one municipality's purchase"),
    ),
    _school("adult_education", Actor.KOMMUN_SKOLA, "Komvux", ADULT_EDUCATION),
    _school(
        "folk_high_school",
        Actor.OVRIGA,
        "Folkhögskola",
        assumed_price("folk_high_school_year", 90_000, 0.4, "state grant and regional grant together", unit="SEK/year"),
        Basis.ASSUMED,
    ),
    _school(
        "higher_education",
        Actor.OVRIGA,
        "Högskola",
        assumed_price("higher_education_year", 85_000, 0.4, "state grant per full-time student", unit="SEK/year"),
        Basis.ASSUMED,
    ),
    Line(
        "activity:establishment_programme",
        Actor.KOMMUN_SKOLA,
        Kind.REAL,
        "Svenska för invandrare",
        Amount(ADULT_EDUCATION, times=(LANGUAGE_SHARE,)),
        Basis.DERIVED,
    ),
)
