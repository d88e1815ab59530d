"""The declared central values give what the rows say that they were taken from, before anything is fitted."""

from __future__ import annotations

import pytest

from exclusim.calibration.fitting.national import calibration_targets
from exclusim.calibration.targets import Register, Target, make_register, measure
from exclusim.calibration.targets.rules.newcomers import employed_after
from exclusim.calibration.targets.who import Who
from exclusim.model.declared import default_world

PERSONS = 30_000


@pytest.fixture(scope="module")
def register() -> Register:
    return make_register(default_world().parameters.central(), 5, PERSONS)


def _rows(indicator: str) -> list[Target]:
    return [target for target in calibration_targets() if target.indicator == indicator]


def test_people_with_and_without_burdens_together_die_as_the_population_does(register: Register) -> None:
    rows = _rows("mortality_rate")
    assert len(rows) == 20  # both sexes in ten ages
    for row, rate in zip(rows, measure(rows, register), strict=True):
        # Deaths are expected ones: chance is only in who carries a burden, a tenth of the rate, known to a tenth.
        assert rate == pytest.approx(row.value, rel=0.05), row.id


def test_offending_before_nineteen_differs_by_sex_and_grades(register: Register) -> None:
    by_sex, by_grades = _rows("OR_convicted_15_19_men_vs_women"), _rows("RR_serious_crime_low_vs_mid_high_grades")
    # Some 40 women and 80 pupils with low grades are behind them: known to a sixth.
    assert measure(by_sex, register)[0] > 5
    assert measure(by_grades, register)[0] > 3


def test_refugees_are_not_as_often_in_work_after_two_years_as_after_four(register: Register) -> None:
    early, late = (employed_after(register, Who(), years) for years in (2, 4))
    # 6 000 newcomers: a ratio of 0.77 has a standard error of 0.02, halved by following the same persons.
    assert early / late < 0.84
