"""From rows of a table of statistics to targets, and a reason for every row that does not become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import hypot

from exclusim.calibration.evidence import Statistic
from exclusim.calibration.targets.register import OLDEST, YOUNGEST
from exclusim.calibration.targets.rules import Rule, find_rule
from exclusim.calibration.targets.rules.population import people_share
from exclusim.calibration.targets.rules.reasons import reason_for
from exclusim.calibration.targets.target import Target, Unmapped
from exclusim.calibration.targets.tolerance import SHARE_UNITS, is_share, other_era, scale_of, standard_error
from exclusim.calibration.targets.who import Who, background

__all__ = ["targets"]

_COMPARABLE_UNITS = (*SHARE_UNITS, "per 1", "ratio", "hazard", "odds", "rate ratio", "years")
_FIRST_AGE_CUT = 1  # 15-year-olds, whom surveys count, are all in compulsory school


def targets(rows: Iterable[Statistic]) -> tuple[tuple[Target, ...], tuple[Unmapped, ...]]:
    """Targets for the rows that have a measuring rule, and the rest with a reason each; together all rows, in order.

    Rows of one group share their weight within their role: a fit sees only calibration rows, and must not be told how
    many validation rows there are.
    """
    table = {row.id: row for row in rows}
    found: list[Target] = []
    rest: list[Unmapped] = []
    for row in table.values():
        made = _target(row, table)
        if isinstance(made, Target):
            found.append(made)
        else:
            rest.append(Unmapped(row.id, row.indicator, row.role, made))
    sizes = Counter((target.role, target.group) for target in found)
    return tuple(replace(target, rows_in_group=sizes[target.role, target.group]) for target in found), tuple(rest)


def _target(row: Statistic, table: Mapping[str, Statistic]) -> Target | str:
    rule = find_rule(row.indicator)
    if rule is None:
        return reason_for(row.indicator)
    who = _who(row, rule)
    if isinstance(who, str):
        return who
    ages = _ages(row, rule)
    if isinstance(ages, str):
        return ages
    era = other_era(row)
    if era:
        return era
    value = _value(row, rule, table)
    if isinstance(value, str):
        return value
    family = rule.family or row.indicator
    return Target(
        id=row.id,
        indicator=row.indicator,
        role=row.role,
        group=f"{family}.{who.dimension}" if who.dimension else family,
        label=_label(row),
        age_from=ages[0],
        age_to=ages[1],
        sex=row.sex,
        background=row.background,
        year=row.year,
        value=value,
        se=standard_error(
            row, value, definition=hypot(rule.definition, rule.classes.get(who.dimension, 0.0)), cyclical=rule.cyclical
        ),
        unit=_unit(row, rule),
        source=f"{row.source} ({row.publisher})",
        confidence=row.confidence,
        note="; ".join(part for part in (rule.note, row.note) if part),
        who=who,
    )


def _who(row: Statistic, rule: Rule) -> Who | str:
    reason = rule.reasons.get(row.background.lower())
    if reason is not None:
        return reason
    if row.background in rule.backgrounds:
        own = rule.backgrounds[row.background]
        of_sex = background("all", row.sex)
        assert of_sex is not None
        return replace(own, traits=own.traits + of_sex.traits)
    known = background(row.background, row.sex)
    if known is not None and known.records and rule.fixed_only:
        return "the school record changes during what is measured, so only fixed traits can be told apart"
    return known if known is not None else f"the model does not tell the background {row.background!r} apart"


def _ages(row: Statistic, rule: Rule) -> tuple[int, int] | str:
    """The row's ages, cut to what the rule can measure."""
    youngest, oldest = rule.ages
    if row.age_from > row.age_to:
        return f"the ages {row.age_from}–{row.age_to} are in the wrong order"
    if row.age_to > oldest and not rule.cut_above:
        return f"ages above {oldest} are not simulated, and weigh in the published figure"
    if row.age_from < youngest - _FIRST_AGE_CUT or row.age_to < youngest or row.age_from > oldest:
        return f"ages {row.age_from}–{row.age_to} are outside what is simulated ({youngest}–{oldest})"
    return max(row.age_from, YOUNGEST), max(min(row.age_to, oldest, OLDEST), YOUNGEST)


def _value(row: Statistic, rule: Rule, table: Mapping[str, Statistic]) -> float | str:
    if rule.value is not None and not (rule.value is people_share and row.unit != "persons"):
        return rule.value(row, table)
    if not row.unit.lower().startswith(_COMPARABLE_UNITS):
        return f"a number of {row.unit} needs a population that the table does not give"
    if row.value is None:
        limits = row.limits
        return (limits[0] + limits[1]) / 2 * scale_of(row) if limits else f"no number is printed ({row.printed!r})"
    value = row.value * scale_of(row)
    if value < 0 or (is_share(row) and value > 1):
        return f"a value of {row.printed} {row.unit} is impossible"
    return value


def _unit(row: Statistic, rule: Rule) -> str:
    if rule.value is not None and row.unit == "persons":
        return "share" if rule.value is people_share else "ratio"
    if is_share(row):
        return "share"
    return "per person-year" if scale_of(row) == 1e-5 else row.unit


def _label(row: Statistic) -> str:
    ages = f"{row.age_from}–{row.age_to}" if row.age_to > row.age_from else str(row.age_from)
    parts = (row.indicator.replace("_", " "), ages, *(p for p in (row.sex, row.background) if p != "all"), row.year)
    return ", ".join(parts)
