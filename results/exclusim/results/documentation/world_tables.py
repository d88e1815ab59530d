"""Tables of the declared world: state variables, changes and families."""

from __future__ import annotations

from collections.abc import Iterable

from exclusim.model.declared import default_world
from exclusim.model.vocabulary import AGE_BANDS, BURDENS, RECORDS, STATUSES, TRAITS, age_band_name
from exclusim.model.world import FAMILIES, Hazard, Occasion, Outcome
from exclusim.results.documentation.markdown import code, table
from exclusim.results.labels import label

__all__ = ["age_bands", "families", "hazards", "occasions", "records", "statuses", "traits"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ALIVE = frozenset(status.name for status in STATUSES if not status.absorbing)


def statuses() -> str:
    """Every status: what it is called, who holds the case, and what it counts as."""
    return table(
        ("status", "in Swedish", "agency", "counts as"),
        (
            (
                code(status.name),
                label(status.name),
                code(status.agency) if status.agency else "",
                ", ".join(
                    word
                    for word, holds in (
                        ("excluded", status.excluded),
                        ("work", status.works),
                        ("study", status.studies),
                        ("absorbing", status.absorbing),
                    )
                    if holds
                ),
            )
            for status in STATUSES
        ),
    )


def traits() -> str:
    """Fixed background traits; the first level is the reference."""
    return table(("trait", "levels, the reference first"), ((code(t.name), code(*t.levels)) for t in TRAITS))


def records() -> str:
    """Burdens and school records in one sentence each."""
    burdens = ", ".join(f"{code(name)} ({label(name).lower()})" for name in BURDENS)
    return f"Burdens: {burdens}. School record: {code(*RECORDS)}."


def age_bands() -> str:
    """Names of the age bands that effects may use."""
    return code(*(age_band_name(band) for band in range(len(AGE_BANDS))))


def families() -> str:
    """Every family of hazards or odds, how many changes belong to it and the effects that are declared for it."""
    world = default_world()
    known = world.effect_names()
    changes = dict.fromkeys(FAMILIES, 0)
    for hazard in world.hazards:
        changes[hazard.family] += 1
    for occasion in world.occasions:
        for outcome in occasion.outcomes:
            if outcome.family is not None:
                changes[outcome.family] += 1

    def effects(family: str) -> list[str]:
        found = (name.partition(".")[2] for name in world.parameters if name.startswith(f"{family}."))
        return [effect for effect in found if effect in known]

    return table(
        ("family", "changes", "declared effects"),
        ((code(family), changes[family], code(*effects(family))) for family in FAMILIES),
    )


def hazards(declared: Iterable[Hazard]) -> str:
    """Competing risks; those that differ only in where they start share a row."""
    ways: dict[tuple[object, ...], list[Hazard]] = {}
    for hazard in declared:
        key = (
            hazard.target, hazard.family, hazard.rate, hazard.factors, hazard.min_months, hazard.max_months,
            hazard.requires, hazard.failed_attempt, hazard.record,
        )  # fmt: skip
        ways.setdefault(key, []).append(hazard)
    return table(
        ("from", "to", "family", "monthly hazard", "only"),
        ((_sources(group), code(group[0].target), code(group[0].family), _rate(group[0]), _only(group[0]))
         for group in ways.values()),
    )  # fmt: skip


def occasions(declared: Iterable[Occasion]) -> str:
    """Dates and time limits with their outcomes."""
    return table(
        ("in", "when", "whom", "outcomes with their weights"),
        ((code(o.source), _when(o), _whom(o), "; ".join(_outcome(out) for out in o.outcomes)) for o in declared),
    )


def _sources(group: list[Hazard]) -> str:
    sources = [hazard.source for hazard in group]
    return f"every status alive ({len(sources)})" if set(sources) == _ALIVE else code(*sources)


def _rate(hazard: Hazard) -> str:
    factors = (f"(1 − {code(name[2:])})" if name.startswith("1-") else code(name) for name in hazard.factors)
    return " · ".join((code(hazard.rate), *factors))


def _only(hazard: Hazard) -> str:
    last = "" if hazard.max_months is None else f"to month {hazard.max_months}"
    parts = (
        f"from month {hazard.min_months}" if hazard.min_months else "",
        last,
        f"with {code(hazard.requires)}" if hazard.requires else "",
        "counts as a failed attempt" if hazard.failed_attempt else "",
        f"record becomes {code(hazard.record)}" if hazard.record else "",
    )
    return ", ".join(part for part in parts if part)


def _when(occasion: Occasion) -> str:
    if occasion.at_months is not None:
        return f"after {code(occasion.at_months)} completed months"
    month = "any month" if occasion.calendar_month is None else _MONTHS[occasion.calendar_month]
    return f"{month}, from month {occasion.min_months} in the status" if occasion.min_months else month


def _whom(occasion: Occasion) -> str:
    youngest, oldest = occasion.ages
    ages = "" if (youngest, oldest) == (0, 200) else f"age {youngest}–{oldest}" if oldest < 200 else f"from {youngest}"
    records_only = f"record {code(*occasion.records)}" if occasion.records else ""
    return ", ".join(part for part in (ages, records_only) if part) or "all"


def _outcome(outcome: Outcome) -> str:
    weight = (
        "1" if outcome.weight is None else f"odds of {code(outcome.weight)}" if outcome.odds else code(outcome.weight)
    )
    family = f" · {code(outcome.family)}" if outcome.family else ""
    marks = (
        f"record {code(outcome.record)}" if outcome.record else "",
        "failed attempt" if outcome.failed_attempt else "",
    )
    told = ", ".join(mark for mark in marks if mark)
    target = code(outcome.target) if outcome.target else "stays"
    return f"{target}: {weight}{family}" + (f" ({told})" if told else "")
