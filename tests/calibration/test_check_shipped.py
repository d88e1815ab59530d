"""The shipped check is about the shipped posterior, and holds what the project promises."""

from __future__ import annotations

from exclusim.calibration.checking.shipped import shipped_check
from exclusim.calibration.fitting.posterior import shipped


def test_the_shipped_check_is_about_the_shipped_posterior() -> None:
    posterior = shipped()
    assert posterior is not None
    found = shipped_check(posterior)
    assert found is not None, "make it again: python -m exclusim.calibration.checking.shipped"
    assert found.basis == "posterior"


def test_the_shipped_model_agrees_with_most_statistics_those_it_has_not_seen_included() -> None:
    posterior = shipped()
    assert posterior is not None
    found = shipped_check(posterior)
    assert found is not None
    assert found.summary["calibration"].inside_share >= 0.85
    assert found.summary["validation"].groups_inside_share >= 0.70
    assert {row.id for row in found.rows if row.role == "validation"}.isdisjoint(
        row.id for row in posterior.document.rows
    )
