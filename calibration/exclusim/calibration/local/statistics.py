"""The key figures as the model has them: measured on one simulated cohort from 16 to 24.

Grade 9: eligible at the end of June, of all in the cohort. Diploma: within four years of starting in August, of those
who started upper secondary or an introduction programme. UVAS: the register definition of
:func:`exclusim.calibration.measures.uvas`, of all 16–24 who live in the country the whole year.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.measures import months_in, uvas
from exclusim.model.declared import default_world
from exclusim.model.engine import RunPlan, Spells, simulate
from exclusim.model.parameters import Draw
from exclusim.model.population import Group
from exclusim.model.vocabulary import RECORDS, STATUSES

__all__ = ["local_statistics"]

_YEARS = 9  # ages 16–24
_AFTER_GRADE_9 = 6  # July of the year the cohort turns 16
_STARTED = 8  # September of that year
_FOUR_YEARS_ON = _STARTED + 48
_ELIGIBLE, _DIPLOMA = RECORDS.index("eligible"), RECORDS.index("diploma")


def local_statistics(draw: Draw, seed: int, persons: int) -> Mapping[str, float]:
    """Key figure → simulated share. The same seed gives the same people, so differences carry little noise."""
    run = simulate(_plan(persons), draw, seed, histories=True)
    spells = run.spells
    assert spells is not None  # asked for
    in_school = np.array([s.activity in ("upper_secondary", "introduction_programme") for s in STATUSES])
    started = in_school[spells.status[_row_at(spells, _STARTED)]]
    (present,) = months_in(spells, lambda s: not s.absorbing)
    return {
        "N15424": float((spells.record[_row_at(spells, _AFTER_GRADE_9)] >= _ELIGIBLE).mean()),
        "N17464": float((spells.record[_row_at(spells, _FOUR_YEARS_ON)][started] >= _DIPLOMA).mean()),
        "N02797": float(uvas(run).sum() / (present == 12).sum()),
    }


@lru_cache(maxsize=4)
def _plan(persons: int) -> RunPlan:
    return RunPlan(default_world(), (Group("cohort", persons),), 12 * _YEARS)


def _row_at(spells: Spells, month: int) -> NDArray[np.intp]:
    """The row of ``spells`` that holds in ``month`` for each person, shape (persons,)."""
    before = (spells.month <= month).astype(np.int64)
    return np.asarray(spells.first[:-1] + np.add.reduceat(before, spells.first[:-1]) - 1)
