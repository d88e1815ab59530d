"""From declared agencies and one draw to the tables that casework reads, and to what a lack of help does to hazards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exclusim.model.institutions.agencies import AGENCIES, NOBODY, Agency, agency_index
from exclusim.model.institutions.vocabulary import Need
from exclusim.model.vocabulary import BURDENS, Status, cell_levels
from exclusim.model.world import World

__all__ = ["FULL_GAP", "SITUATIONS", "Numbers", "Rules", "compile_rules", "situation_table"]

_SECTORS = ("state", "municipality", "region", "association", "other")
STATE, MUNICIPALITY = 0, 1
DISCIPLINES = ("first_come", "lightest_first", "heaviest_first")

_NEEDS_OF_ACTIVITY = {
    "unemployed": Need.WORK,
    "labour_market_programme": Need.WORK,
    "establishment_programme": Need.WORK,
    "outside": Need.WORK,
    "sickness_benefit": Need.HEALTH,
    "activity_compensation": Need.HEALTH | Need.WORK,
}
"""Activities whose people have a case. Those on disability pension have none; care and prison have their own staff."""

_NEEDS_OF_BURDEN = {
    "mental_ill_health": Need.HEALTH,
    "substance_misuse": Need.HEALTH | Need.SUPPORT,
    "crime": Need.SUPPORT,
    "homelessness": Need.HOUSING | Need.SUPPORT,
}
_DIAGNOSED = ("mental_ill_health", "substance_misuse")
_INSTITUTIONS = ("out_of_home_care", "prison")

FULL_GAP = 4  # quarters of the need that nobody meets
PASSIVE, TO_MUNICIPALITY, TO_STATE, UNSUPPORTED, FEWER_CASES = 8, 16, 32, 64, 128
_LACKS = {
    "passive": PASSIVE,
    "pushed_to_municipality": TO_MUNICIPALITY,
    "pushed_to_state": TO_STATE,
    "unsupported": UNSUPPORTED,
}
SITUATIONS = 256
"""A situation is the unmet quarters of the need (0–4) plus the bits above."""


class Numbers(NamedTuple):
    """Rules that belong to no single agency; probabilities unless said otherwise. Names as in ``case.<name>``."""

    contact_left_school: float
    contact_unasked: float
    contact_again: float
    unseen: float
    wrong_door: float
    wrong_door_found: float
    not_ours: float
    no_diagnosis: float
    push_to_municipality: float
    push_to_state: float
    handover_months: float
    lost_in_handover: float
    followed: float
    follow_months: float
    always_joint: float
    joint_budget: float
    caseload: float
    link_at_start: float
    link_growth: float
    link_turnover: float
    link_conflict: float
    to_association: float
    project_runs: float
    project_pause: float
    project_starting: float
    starting_quality: float
    reform_rate: float


STATUS_RULE = np.dtype(
    [
        ("concern", np.int32),  # people in this status have a case
        ("needs", np.int32),
        ("institution", np.int32),  # 1 care, 2 prison
        ("studies", np.int32),
        ("gone", np.int32),  # dead or emigrated
        ("home", np.int32),  # agency that people in this status turn to first, and
        ("other_home", np.int32),  # a second one; NOBODY for none
        ("passive", np.float64),  # probability that a measure has no content
    ]
)
AGENCY_RULE = np.dtype(
    [
        ("mandate", np.int32),
        ("sector", np.int32),
        ("discipline", np.int32),
        ("needs_diagnosis", np.int32),
        ("open", np.int32),
        ("age_gate", np.float64),  # years
        ("until_age", np.float64),  # years
        ("months_gate", np.float64),
        ("time_limit", np.float64),  # months
    ]
)
NUMBERS = np.dtype([(name, np.float64) for name in Numbers._fields])


class Rules(NamedTuple):
    """Compiled rules."""

    status: NDArray[np.void]  # STATUS_RULE by status
    agency: NDArray[np.void]  # AGENCY_RULE by agency
    burden_needs: NDArray[np.int32]  # by burden mask
    diagnosed: NDArray[np.int32]  # by burden mask
    newcomer: NDArray[np.int32]  # by covariate cell
    disabled: NDArray[np.int32]  # by covariate cell
    partner: NDArray[np.int32]  # (needs, 2): who answers for each need, under 20 and from 20
    numbers: NDArray[np.void]  # one NUMBERS record
    raises: NDArray[np.float64]  # by situation: the most that it multiplies a hazard by, no less than 1


def compile_rules(world: World, values: Mapping[str, float]) -> Rules:
    """Rules under one set of values (``agency.…`` and ``case.…``).

    Args:
        world: its statuses decide who has a case and where people turn first.
        values: a draw, with the rules that are changed or removed already replaced.
    """
    masks = range(1 << len(BURDENS))
    cells = cell_levels()
    return Rules(
        status=np.array([_status_rule(status, values) for status in world.statuses], STATUS_RULE),
        agency=np.array([_agency_rule(agency, values) for agency in AGENCIES], AGENCY_RULE),
        burden_needs=np.array([_burden_needs(mask) for mask in masks], np.int32),
        diagnosed=np.array([any(mask >> BURDENS.index(b) & 1 for b in _DIAGNOSED) for mask in masks], np.int32),
        newcomer=np.array(["newcomer" in cell for cell in cells], np.int32),
        disabled=np.array([cell[3] == "yes" for cell in cells], np.int32),
        partner=np.array([[agency_index(name) for name in pair] for pair in _PARTNERS], np.int32),
        numbers=np.array([tuple(float(values[f"case.{name}"]) for name in Numbers._fields)], NUMBERS),
        raises=np.maximum(situation_table(world, values).max(axis=1), 1.0),
    )


_PARTNERS = (
    ("arbetsformedlingen", "arbetsformedlingen"),
    ("psykiatri", "psykiatri"),
    ("skola", "arbetsmarknadsenhet"),
    ("socialtjanst", "socialtjanst"),
    ("socialtjanst", "socialtjanst"),
)
"""Who answers for each need, for people under 20 and from 20."""


def _status_rule(status: Status, values: Mapping[str, float]) -> tuple[float, ...]:
    needs = _NEEDS_OF_ACTIVITY.get(status.activity, Need(0)) if status.excluded else Need(0)
    return (
        needs > 0,
        int(needs),
        _INSTITUTIONS.index(status.activity) + 1 if status.activity in _INSTITUTIONS else 0,
        status.studies,
        status.absorbing,
        *_homes(status),
        _passive(status, values),
    )


def _agency_rule(agency: Agency, values: Mapping[str, float]) -> tuple[float, ...]:
    def value(rule: str) -> float:
        return float(values[f"agency.{agency.name}.{rule}"])

    return (
        int(agency.mandate),
        _SECTORS.index(agency.sector),
        DISCIPLINES.index(agency.discipline),
        agency.needs_diagnosis,
        not agency.opens or value("open") > 0,
        value("age_gate"),
        agency.until_age,
        value("months_gate"),
        value("time_limit"),
    )


def _homes(status: Status) -> tuple[int, int]:
    support = "registered" if (status.activity, status.support) == ("unemployed", "none") else status.support
    found = [index for index, agency in enumerate(AGENCIES) if support in agency.supports]
    first, second, *_ = (*found, NOBODY, NOBODY)
    return first, second


def _passive(status: Status, values: Mapping[str, float]) -> float:
    measure = {
        "labour_market_programme": "programme",
        "activity_compensation": "compensation",
        "establishment_programme": "establishment",
    }.get(status.activity)
    return 0.0 if measure is None else float(values[f"case.passive_{measure}"])


def _burden_needs(mask: int) -> int:
    found = Need(0)
    for bit, burden in enumerate(BURDENS):
        if mask >> bit & 1:
            found |= _NEEDS_OF_BURDEN.get(burden, Need(0))
    return int(found)


def situation_table(world: World, values: Mapping[str, float]) -> NDArray[np.float64]:
    """What each situation does to each group of hazards, shape (SITUATIONS, groups); row 0 is all ones.

    ``unmet.<family>`` is the ratio where nobody meets any need; a part of it counts in proportion on the log scale. The
    other lacks (:data:`_LACKS`) come on top. ``caseload.<family>`` is the elasticity to the number of cases a worker
    has, for people who are helped by somebody with more or fewer cases than today.
    """
    table = np.zeros((SITUATIONS, len(world.groups)))
    gap = np.minimum(np.arange(SITUATIONS) % 8, FULL_GAP) / FULL_GAP
    for (family, _, _), column in world.groups.items():
        if (name := f"unmet.{family}") in values:
            table[:, column] += gap * np.log(values[name])
        for lack, bit in _LACKS.items():
            if (name := f"{lack}.{family}") in values:
                table[np.arange(SITUATIONS) & bit > 0, column] += np.log(values[name])
        if (name := f"caseload.{family}") in values:
            table[np.arange(SITUATIONS) & FEWER_CASES > 0, column] += values[name] * np.log(values["case.caseload"])
    return np.asarray(np.exp(table))
