"""Histories from a run of the engine with agencies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.model.engine import Spells
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.population import COHORT_AGE
from exclusim.model.vocabulary import BURDENS, RECORDS, Status
from exclusim.results.flow.casework import FAULT, fault_names, fault_track, help_of
from exclusim.results.flow.histories import EventHistories, Milestones, Track, Vocabulary

__all__ = ["LEFT_SCHOOL", "LOST_JOB", "simulated_histories", "simulated_vocabulary"]

LEFT_SCHOOL = "left_school_without_diploma"
LOST_JOB = "lost_job"
_GROUPS = ("excluded", "working", "studying")
_SCHOOL = frozenset({"compulsory_school", "upper_secondary", "introduction_programme"})


def _activities(statuses: Sequence[Status]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(status.activity for status in statuses))


def simulated_vocabulary(statuses: Sequence[Status], months: int, ages: tuple[int, int] | None = None) -> Vocabulary:
    """What an outcome of simulated lives may name, known before anything is simulated.

    ``ages``: youngest and oldest age on joining; None for a birth cohort.
    """
    youngest, oldest = ages or (COHORT_AGE, COHORT_AGE)
    names = {
        "activity": _activities(statuses),
        "group": _GROUPS,
        "status": tuple(status.name for status in statuses),
        "burden": BURDENS,
        FAULT: fault_names(),
    }
    return Vocabulary(names, (youngest, oldest + (months - 1) // 12))


def simulated_histories(
    spells: Spells, statuses: Sequence[Status], age0: NDArray[np.int16], cases: CaseHistories, fault: str = ""
) -> EventHistories:
    """Simulated lives as histories; paths are traced through activities.

    Args:
        spells: of the run.
        statuses: of its world; ``spells.status`` are positions in it.
        age0: age attained in the calendar year of month 0, shape (persons,).
        cases: the agencies' files on the same people.
        fault: the system fault that an outcome names, which gets a track of its own; empty for none.
    """
    names = simulated_vocabulary(statuses, spells.months).names
    held = np.flatnonzero(spells.until() > spells.month)  # two changes in one month leave a row of no length
    person, start, end = spells.person()[held], spells.month[held].astype(np.int64), spells.until()[held]
    status = spells.status[held].astype(np.int64)
    activity = np.array([names["activity"].index(s.activity) for s in statuses])
    path = Track.of(names["activity"], person, start, end, activity[status])
    flags = np.array([[s.excluded, s.works, s.studies] for s in statuses])
    carried = (spells.burdens[held, None] >> np.arange(len(BURDENS), dtype=np.uint8) & 1).astype(bool)
    tracks = {
        "activity": path,
        "group": Track.of_flags(_GROUPS, person, start, end, flags[status]),
        "status": Track.of(names["status"], person, start, end, status),
        "burden": Track.of_flags(BURDENS, person, start, end, carried),
    }
    if fault:
        tracks[FAULT] = fault_track(cases, fault)
    persons = spells.first.size - 1
    return EventHistories(
        persons=persons,
        months=spells.months,
        path=path,
        tracks=tracks,
        weights=np.ones(persons),
        support=help_of(cases),
        milestones=_milestones(spells, statuses, tracks["burden"]),
        age0=age0.astype(np.int64),
    )


def _milestones(spells: Spells, statuses: Sequence[Status], burdens: Track) -> Milestones:
    person, month = spells.person(), spells.month.astype(np.int64)
    before, now = spells.status[:-1], spells.status[1:]
    moved = (person[1:] == person[:-1]) & (before != now)
    school = np.array([s.activity in _SCHOOL for s in statuses])
    works = np.array([s.works for s in statuses])
    excluded = np.array([s.excluded for s in statuses])
    absorbing = np.array([s.absorbing for s in statuses])
    no_diploma = spells.record[1:] < RECORDS.index("diploma")
    left = 1 + np.flatnonzero(moved & school[before] & ~school[now] & ~absorbing[now] & no_diploma)
    lost = 1 + np.flatnonzero(moved & works[before] & excluded[now])
    # A burden carried from the first month was not met under our eyes.
    met = burdens.start > month[spells.first[:-1]][burdens.person]
    return Milestones(
        (LEFT_SCHOOL, LOST_JOB, *(f"+{name}" for name in BURDENS)),
        np.concatenate([person[left], person[lost], burdens.person[met]]),
        np.concatenate([month[left], month[lost], burdens.start[met]]),
        np.concatenate([np.zeros(left.size, np.int64), np.ones(lost.size, np.int64), 2 + burdens.code[met]]),
    )
