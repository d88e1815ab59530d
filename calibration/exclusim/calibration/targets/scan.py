"""One pass over simulated histories that counts what every measuring rule needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from exclusim.calibration.targets.who import FRAILTIES, GROUPS
from exclusim.model.engine import Spells
from exclusim.model.vocabulary import ATTEMPTS, BURDENS, RECORDS, STATUSES, Status

__all__ = ["FIRST_AGE", "LFS_STATES", "NEVER", "UNEMPLOYED_FOR", "YEARS", "YEAR_COUNTS", "Counts", "scan"]

FIRST_AGE, YEARS = 16, 50
NEVER = 65535

LFS_STATES = (
    "permanent_job", "temporary_job", "unemployed", "programme", "student", "out_of_labour_force", "absent",
)  # fmt: skip
"""Labour force states. A person on sick or parental leave from a job keeps the job, as in the survey. Subsidised jobs
are temporary; who is in prison or care is not in the survey's population (``absent``)."""

YEAR_COUNTS = (
    "present",  # alive and in the country all twelve months
    "uvas",
    "assistance",  # at least one month of social assistance
    "assistance_10",  # ten months or more
    "assistance_entry",  # assistance in the year and none the year before
    "assistance_fifth",  # such entrants who had assistance in each of the four years after
    "health",  # at least one month of sickness benefit, activity compensation or disability pension
    "kaa",  # neither in upper secondary nor with a diploma, at least one month
    "kaa_autumn",  # the same in July–December
    "kaa_started",  # kaa, and has been in upper secondary or an introduction programme
)
UNEMPLOYED_FOR = (3, 6, 12)

_MONTHS = YEARS * 12
_BEFORE_30, _AFTER_30 = (30 - FIRST_AGE) * 12 - 1, 3  # December of the year before; months after it
_RECORDS, _ATTEMPTS = len(RECORDS), ATTEMPTS
_PERMANENT, _TEMPORARY, _UNEMPLOYED, _PROGRAMME, _STUDENT, _OUT, _ABSENT, _LEAVE, _GONE = range(9)


class Counts(NamedTuple):
    """Counts of one cohort. G groups of cells, R school records, A = YEARS ages from FIRST_AGE, S statuses."""

    status: NDArray[np.float64]  # (G, R, A, S) person-months
    lfs: NDArray[np.float64]  # (G, R, A, 7) person-months by LFS_STATES
    unemployed_for: NDArray[np.float64]  # (G, R, A, 3) person-months by completed months unemployed or in programmes
    flows: NDArray[np.float64]  # (G, R, A, 6, 6) month t and t + 3, the same person; absent not counted
    years: NDArray[np.float64]  # (G, R, A, len(YEAR_COUNTS)) person-years; record at the year's end
    expected_deaths: NDArray[np.float64]  # (G, R, A)
    onsets: NDArray[
        np.float64
    ]  # (G, R, A, 6) first onsets of substance misuse by labour force state of the month before
    exposed: NDArray[np.float64]  # (G, R, A, 6) person-months so far without it
    first_month: NDArray[np.uint16]  # (persons, S)
    first_burden: NDArray[np.uint16]  # (persons, burdens)
    first_diploma: NDArray[np.uint16]  # (persons,)
    eligible: NDArray[np.bool_]  # (persons,) after grade 9
    risk_by_offence: NDArray[np.float64]  # (G, A, 2, 2) expected deaths and person-months; no crime, crime before 19
    compensation_leavers: NDArray[np.int64]  # (G, 3) ever on activity compensation; still at 29; pension at 30


def _survey_state(status: Status) -> int:
    if status.absorbing:
        return _GONE
    if status.activity == "permanent_job":
        return _PERMANENT
    if status.works:
        return _TEMPORARY
    if status.activity == "unemployed":
        return _UNEMPLOYED
    if status.activity in ("labour_market_programme", "establishment_programme"):
        return _PROGRAMME
    if status.studies:
        return _STUDENT
    if status.activity in ("sickness_benefit", "parental_leave"):
        return _LEAVE
    return _ABSENT if status.activity in ("prison", "out_of_home_care") else _OUT


_HEALTH = ("sickness_benefit", "activity_compensation", "disability_pension")


def _kinds() -> NDArray[np.bool_]:
    """Which statuses are work, study, parental leave, assistance, health benefits, upper secondary: (6, S)."""
    return np.array(
        [
            [status.works for status in STATUSES],
            [status.studies for status in STATUSES],
            [status.activity == "parental_leave" for status in STATUSES],
            [status.support == "social_assistance" for status in STATUSES],
            [status.activity in _HEALTH for status in STATUSES],
            [
                status.activity in ("compulsory_school", "upper_secondary", "introduction_programme")
                for status in STATUSES
            ],
        ]
    )


@njit(cache=True, nogil=True, error_model="numpy")
def _scan(first, month, status, burdens, record, cell, survey, kinds, dead_base, dead_age, dead_state, marks, out):  # type: ignore[no-untyped-def]
    (
        c_status, c_lfs, c_long, c_flows, c_years, c_deaths, c_onsets, c_exposed,
        first_month, first_burden, first_diploma, eligible, c_offence, c_leavers,
    ) = out  # fmt: skip
    low_income, parental, compensation, pension, crime_bit, misuse = marks
    n_burdens = first_burden.shape[1]
    states = np.empty(_MONTHS, np.uint8)
    ever = np.zeros(YEARS, np.uint8)
    record_in = np.zeros(YEARS, np.uint8)
    for i in range(first.size - 1):
        g = cell[i] // FRAILTIES
        c = cell[i]
        row, last = first[i], first[i + 1] - 1
        s, b, r = status[row], burdens[row], record[row]
        held, jobless, before = _OUT, 0, _STUDENT
        offender, started, compensated, carried = 0, 0, False, np.uint8(0)
        ever[:] = 0
        for year in range(YEARS):
            work = study = leave = assisted = sick = present = kaa = kaa_autumn = 0
            for m in range(12):
                t = year * 12 + m
                while row < last and month[row + 1] <= t:
                    row += 1
                    s, b, r = status[row], burdens[row], record[row]
                if first_month[i, s] == NEVER:
                    first_month[i, s] = t
                if r >= 2 and first_diploma[i] == NEVER:
                    first_diploma[i] = t
                if t == 7:
                    eligible[i] = r >= 1
                c_status[g, r, year, s] += 1
                if t == _BEFORE_30:
                    compensated = s == compensation
                    c_leavers[g, 0] += first_month[i, compensation] != NEVER
                    c_leavers[g, 1] += compensated
                elif t == _BEFORE_30 + _AFTER_30:
                    c_leavers[g, 2] += compensated and s == pension
                code = survey[s]
                if code == _LEAVE:
                    code = held
                if code == _GONE:
                    states[t] = _GONE
                    continue
                held = code if code <= _TEMPORARY else _OUT
                states[t] = code
                if t > 0 and before <= _OUT and first_burden[i, misuse] == NEVER:
                    c_exposed[g, r, year, before] += 1
                    c_onsets[g, r, year, before] += b >> misuse & 1
                if b & ~carried:
                    for k in range(n_burdens):
                        if b >> k & 1 and first_burden[i, k] == NEVER:
                            first_burden[i, k] = t
                    carried |= b
                before = code
                c_lfs[g, r, year, code] += 1
                if code in (_UNEMPLOYED, _PROGRAMME):
                    jobless += 1
                    for k in range(3):
                        if jobless > UNEMPLOYED_FOR[k]:
                            c_long[g, r, year, k] += 1
                else:
                    jobless = 0
                risk = 0.0
                for cause in range(dead_base.shape[1]):
                    state = dead_state[(b * _RECORDS + r) * _ATTEMPTS, cause]
                    risk += dead_base[s, cause] * dead_age[c, year, cause] * state
                c_deaths[g, r, year] += risk
                if year >= 3:
                    c_offence[g, year, offender, 0] += risk
                    c_offence[g, year, offender, 1] += 1
                elif b & crime_bit:
                    offender = 1
                present += 1
                work += kinds[0, s]
                study += kinds[1, s]
                leave += kinds[2, s]
                assisted += kinds[3, s]
                sick += kinds[4, s]
                if kinds[5, s]:
                    started = started or t >= 7
                elif r < 2 and t >= 7:
                    kaa += 1
                    kaa_autumn += m >= 6
                if t >= 3 and code <= _OUT and states[t - 3] <= _OUT:
                    c_flows[g, r, year, states[t - 3], code] += 1
            if present == 0:
                break
            record_in[year] = r
            if assisted > 0:
                ever[year] = 1
            c_years[g, r, year, 0] += present == 12
            c_years[g, r, year, 1] += present == 12 and study == 0 and work <= low_income and leave < parental
            c_years[g, r, year, 2] += assisted > 0
            c_years[g, r, year, 3] += assisted >= 10
            c_years[g, r, year, 6] += sick > 0
            c_years[g, r, year, 7] += kaa > 0
            c_years[g, r, year, 8] += kaa_autumn > 0
            c_years[g, r, year, 9] += kaa > 0 and started == 1
        for year in range(2, YEARS - 4):
            if ever[year] == 1 and ever[year - 1] == 0:
                c_years[g, record_in[year], year, 4] += 1
                c_years[g, record_in[year], year, 5] += (
                    ever[year + 1] + ever[year + 2] + ever[year + 3] + ever[year + 4] == 4
                )


def scan(
    spells: Spells,
    cell: NDArray[np.uint8],
    mortality: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    low_income_months: int,
    parental_months: int,
) -> Counts:
    """Count one cohort.

    Args:
        spells: histories of a cohort from January of the year it turns 16, over YEARS years.
        cell: covariate cell of each person.
        mortality: monthly hazard of death by cause as factors: by status (S, causes), by cell and age
            (cells, YEARS, causes), by state (states, causes).
        low_income_months, parental_months: definition of UVAS, see :mod:`exclusim.calibration.measures`.

    Raises:
        ValueError: the histories have another length.
    """
    if spells.months != _MONTHS:
        raise ValueError(f"a register needs histories of {_MONTHS} months, got {spells.months}")
    n, s, b, shape = cell.size, len(STATUSES), len(BURDENS), (GROUPS, len(RECORDS), YEARS)
    counts = Counts(
        status=np.zeros((*shape, s)),
        lfs=np.zeros((*shape, len(LFS_STATES))),
        unemployed_for=np.zeros((*shape, len(UNEMPLOYED_FOR))),
        flows=np.zeros((*shape, _ABSENT, _ABSENT)),
        years=np.zeros((*shape, len(YEAR_COUNTS))),
        expected_deaths=np.zeros(shape),
        onsets=np.zeros((*shape, _ABSENT)),
        exposed=np.zeros((*shape, _ABSENT)),
        first_month=np.full((n, s), NEVER, np.uint16),
        first_burden=np.full((n, b), NEVER, np.uint16),
        first_diploma=np.full(n, NEVER, np.uint16),
        eligible=np.zeros(n, np.bool_),
        risk_by_offence=np.zeros((GROUPS, YEARS, 2, 2)),
        compensation_leavers=np.zeros((GROUPS, 3), np.int64),
    )
    names = [status.name for status in STATUSES]
    kinds = _kinds()
    marks = (
        low_income_months,
        parental_months,
        names.index("activity_compensation/compensation"),
        names.index("disability_pension/compensation"),
        1 << BURDENS.index("crime"),
        BURDENS.index("substance_misuse"),
    )
    survey = np.array([_survey_state(status) for status in STATUSES], np.uint8)
    histories = (spells.first, spells.month, spells.status, spells.burdens, spells.record)
    _scan(*histories, cell, survey, kinds, *mortality, marks, counts)
    return counts
