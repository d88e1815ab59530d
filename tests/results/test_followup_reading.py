"""A table of observed figures: what is read, and how every wrong cell is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from exclusim.model.errors import ExclusimError
from exclusim.results.followup import read_observed
from exclusim.scenarios.issues import ScenarioError

EXAMPLE = Path(__file__).parent / "followup_example" / "invented_figures.csv"


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "observed.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_read_in_order_of_months() -> None:
    rows = read_observed(EXAMPLE)
    assert [row.month for row in rows] == sorted(row.month for row in rows)
    by_name = {row.indicator: row for row in rows if row.month == 12}
    assert by_name["take_up"].value == pytest.approx(0.55)
    assert by_name["take_up"].successes == 20
    assert by_name["cost.kommun"].value == 500_000
    assert by_name["mean_months"].value == pytest.approx(11.2)


def test_semicolons_and_swedish_numbers_are_read(tmp_path: Path) -> None:
    (row,) = read_observed(_file(tmp_path, "month;indicator;value;n\n3;drop_out;12,5 %;40\n"))
    assert (row.month, row.value, row.n) == (3, 0.125, 40)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("12,take_up,60 %,0", 4, "at least 1 (got '0')"),
        ("12,take_up,60 %,", 4, "expected the number of people observed"),
        ("0,take_up,60 %,10", 1, "expected whole months since the start"),
        ("1.5,take_up,60 %,10", 1, "expected whole months since the start"),
        ("12,takeup,60 %,10", 2, "did you mean 'take_up'?"),
        ("12,take_up,160 %,10", 3, "expected a share such as 42 % or 0.42 (got '160 %')"),
        ("12,participants,20.5,", 3, "expected a whole number of people"),
        ("12,cost,-5 Mkr,", 3, "expected SEK so far"),
        ("12,cost,nan,", 3, "expected SEK so far"),
        ("12,mean_months,4 kr,10", 3, "expected a number of months"),
        ("12,take_up,60 %,10,extra", 5, "expected 4 cells (got 5)"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(tmp_path: Path, line: str, column: int, words: str) -> None:
    path = _file(tmp_path, f"month,indicator,value,n\n6,take_up,50 %,10\n{line}\n")
    with pytest.raises(ScenarioError) as caught:
        read_observed(path)
    (issue,) = caught.value.issues
    assert (issue.line, issue.column) == (3, column)
    assert words in str(issue)


def test_every_wrong_cell_is_named_at_once(tmp_path: Path) -> None:
    path = _file(tmp_path, "month,indicator,value,n\nx,take_up,2,0\n1,cost,much,\n")
    with pytest.raises(ScenarioError) as caught:
        read_observed(path)
    assert [issue.line for issue in caught.value.issues] == [2, 2, 2, 3]


def test_a_figure_stands_once_and_columns_are_known(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"once; it stands on line 2 too"):
        read_observed(_file(tmp_path, "month,indicator,value,n\n1,take_up,1,5\n1,take_up,1,5\n"))
    with pytest.raises(ScenarioError, match=r"expected a column 'value'"):
        read_observed(_file(tmp_path, "month,indicator\n"))
    with pytest.raises(ExclusimError, match="cannot read"):
        read_observed(tmp_path / "missing.csv")
