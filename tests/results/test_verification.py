"""The verification can fail: a wrong model, a wrong figure or a check that breaks is told as such."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.results.test_report_page import outline

from exclusim.calibration.checking.document import CheckDocument
from exclusim.calibration.checking.shipped import shipped_check
from exclusim.calibration.fitting.posterior import shipped
from exclusim.model.errors import ExclusimError
from exclusim.results.verification import VerificationOptions, run_verification
from exclusim.results.verification import lives as lives_module
from exclusim.results.verification import run as run_module
from exclusim.results.verification.agreement import ERROR, unlikeliest
from exclusim.results.verification.checks import Check, Found, made
from exclusim.results.verification.closed_forms import _competing, _distance, _simulated
from exclusim.results.verification.document import Limit
from exclusim.results.verification.page import render_verification
from exclusim.results.verification.plain import plain_life
from exclusim.results.verification.run import shipped_checks
from exclusim.results.verification.statistics import statistics_checks

FAST = ("closed_form", "plain_program", "conservation", "published")
OPTIONS = VerificationOptions(threads=1)


def _check(figure: float, tolerance: float = 1.0, limit: Limit = "at most", name: str = "made.up") -> Check:
    return Check(
        name, "money", "En summa", "en formel", lambda: Found(figure), tolerance, "påhittad", limit, "relativ skillnad"
    )


def _breaks() -> Found:
    raise ZeroDivisionError("division by zero")


BROKEN = Check("made.up.broken", "conservation", "Personer", "alla", _breaks)


@pytest.fixture(scope="module")
def statistics() -> CheckDocument:
    posterior = shipped()
    assert posterior is not None
    found = shipped_check(posterior)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("figure", "limit", "passed"),
    [(1.0, "at most", True), (1.01, "at most", False), (0.99, "at least", False), (1.0, "at least", True)],
)
def test_a_figure_passes_up_to_its_ceiling_and_from_its_floor(figure: float, limit: Limit, passed: bool) -> None:
    assert made(_check(figure, limit=limit)).passed is passed


@pytest.mark.parametrize("figure", [math.nan, math.inf])
def test_a_figure_that_is_no_number_has_failed(figure: float) -> None:
    found = made(_check(figure))
    assert (found.passed, found.figure) == (False, None)
    assert found.failure == "resultatet är inget tal"


def test_a_check_that_breaks_has_failed_and_the_others_are_made_all_the_same() -> None:
    document = run_verification(OPTIONS, checks=[BROKEN, _check(0.5)])
    assert [check.passed for check in document.checks] == [False, True]
    assert "ZeroDivisionError" in document.checks[0].failure
    assert not document.passed


def test_one_failed_check_fails_the_whole_and_no_check_is_no_proof() -> None:
    assert run_verification(OPTIONS, checks=[_check(0.5)]).passed
    assert not run_verification(OPTIONS, checks=[_check(0.5), _check(1.5)]).passed
    assert not run_verification(OPTIONS, checks=[]).passed


def test_the_page_names_what_has_failed() -> None:
    page = render_verification(run_verification(OPTIONS, checks=[BROKEN, _check(2.0, name="made.up.sum")]))
    outline(page)
    assert "2 av 2 prövningar är underkända: made.up.broken, made.up.sum." in page
    assert "Kunde inte göras" in page
    assert "Underkänd" in page


def test_the_model_passes_every_quick_check_with_a_figure_of_its_own() -> None:
    checks = [check for check in shipped_checks(1) if check.group in FAST]
    document = run_verification(OPTIONS, checks=checks)
    assert [check.id for check in document.checks if not check.passed] == []
    assert len({check.id for check in document.checks}) == len(checks) > 25
    assert "Andelen som är kvar" in render_verification(document)


def test_every_group_of_yardsticks_is_used_and_no_id_twice() -> None:
    checks = shipped_checks(1)
    assert len({check.id for check in checks}) == len(checks)
    assert {check.group for check in checks} == {
        "closed_form", "exact_solver", "plain_program", "conservation", "money", "published",
    }  # fmt: skip


def test_a_hazard_that_is_two_percent_wrong_fails_both_solvers() -> None:
    world, exact = _competing()
    month = np.arange(len(exact))
    left = 1 - np.exp(-0.12 * 1.02 * month)
    wrong = np.stack([1 - left, 0.75 * left, 0.25 * left], axis=1)
    assert _distance(lambda: (world, wrong)).figure > 1e-3
    assert _simulated(lambda: (world, wrong), "fel", 1).figure < ERROR
    assert _simulated(lambda: (world, exact), "rätt", 1).figure >= ERROR


def test_somebody_where_nobody_can_be_is_the_unlikeliest_of_all() -> None:
    expected = np.array([[100.0, 0.0]])
    assert unlikeliest([np.array([[100, 0]])], [expected], 100) == 1.0
    assert unlikeliest([np.array([[99, 1]])], [expected], 100) == 0.0


def test_a_plain_life_under_other_random_numbers_is_another_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lives_module, "plain_life", lambda t, p, row, seed, months: plain_life(t, p, row, 99, months))
    (check,) = (check for check in shipped_checks(1) if check.id == "plain_program.lives")
    found = made(check)
    assert found.figure is not None
    assert found.figure > 50
    assert not found.passed


def test_statistics_fail_when_far_too_few_rows_are_inside(statistics: CheckDocument) -> None:
    good = [made(check) for check in statistics_checks(lambda: statistics)]
    assert all(check.passed for check in good)
    third = [row.model_copy(update={"inside": row.inside and i % 3 == 0}) for i, row in enumerate(statistics.rows)]
    worse = statistics.model_copy(update={"rows": third})
    assert not any(made(check).passed for check in statistics_checks(lambda: worse))


def test_the_page_shows_published_beside_predicted(statistics: CheckDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "simulated_statistics", lambda *_: statistics)
    monkeypatch.setattr(run_module, "shipped_checks", lambda seed: [_check(0.5)])
    document = run_verification(OPTIONS)
    assert document.passed
    page = render_verification(document)
    outline(page)
    assert page.count("<circle") == 2 * sum(row.unit == "share" for row in statistics.rows)  # wide and narrow
    for row in statistics.rows[:5]:
        assert row.id in page


def test_statistics_that_cannot_be_compared_fail_without_hiding_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> CheckDocument:
        raise ExclusimError("no posterior is shipped")

    monkeypatch.setattr(run_module, "simulated_statistics", refuse)
    monkeypatch.setattr(run_module, "shipped_checks", lambda seed: [_check(0.5)])
    document = run_verification(OPTIONS)
    assert (document.passed, document.statistics) == (False, None)
    assert "Kunde inte göras" in render_verification(document)


def test_options_out_of_range_are_refused() -> None:
    with pytest.raises(ExclusimError, match="draws must be between 2"):
        VerificationOptions(draws=1)
