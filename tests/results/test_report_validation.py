"""The report says how well the calibrated model agrees with statistics, misses first."""

from __future__ import annotations

from tests.results.example_document import example_document

from exclusim.results.document import Calibration, RoleSummary, ValidationRow
from exclusim.results.report import render_report


def _row(number: int, *, inside: bool) -> ValidationRow:
    return ValidationRow(
        id=f"S{number:04}",
        label=f"Andel {number}",
        role="validation",
        group="uvas",
        published=0.075,
        mean=0.09,
        p5=0.08,
        p95=0.1,
        unit="share",
        inside=inside,
    )


def _calibration(misses: int) -> Calibration:
    return Calibration(
        draws=200,
        free_parameters=45,
        fitted_rows=80,
        fitted_groups=14,
        sentence="Skolans avhopp är väl kända; vården är det inte.",
        summary={"validation": RoleSummary(rows=20, inside_share=0.75, groups=8, groups_inside_share=0.625)},
        rows=[_row(number, inside=number >= misses) for number in range(20)],
    )


def test_the_planners_sentence_the_shares_and_every_row_are_in_the_report() -> None:
    html = render_report(example_document().model_copy(update={"calibration": _calibration(2)}))
    assert "Hur väl modellen stämmer" in html
    assert "Skolans avhopp är väl kända; vården är det inte." in html
    assert "75\u00a0%" in html
    assert "Undanhållen: modellen har inte sett den" in html
    assert all(f"S{number:04}" in html for number in range(20))
    assert "Störst avvikelser" in html
    assert "7,5\u00a0%" in html


def test_a_model_without_misses_has_no_table_of_misses() -> None:
    html = render_report(example_document().model_copy(update={"calibration": _calibration(0)}))
    assert "Hur väl modellen stämmer" in html
    assert "Störst avvikelser" not in html


def test_a_run_without_a_posterior_has_no_such_section() -> None:
    assert "Hur väl modellen stämmer" not in render_report(example_document())
