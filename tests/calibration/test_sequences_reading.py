"""Files of sequences: wide and long, complete and full of holes, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from exclusim.calibration.sequences import Columns, Reading, read_sequences
from exclusim.calibration.sequences.data import MISSING
from exclusim.model.errors import ExclusimError

type Save = Callable[[str], Path]

MONTHS = ("Nov.99", "Dec.99", "Jan.00", "Feb.00")
COLUMNS = Columns("id", "Nov.99:Feb.00", ("sex", "income"), "w")


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(text: str) -> Path:
        path = tmp_path / "lives.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def wide(persons: int = 24, **changes: str) -> str:
    """A good file; ``row3="…"`` replaces the line of the third person, ``header="…"`` the first line."""
    lines = [changes.get("header", f"id,w,sex,income,{','.join(MONTHS)}")]
    for person in range(1, persons + 1):
        sex = "woman" if person % 2 else "man"
        row = f"p{person},{person % 3 + 1},{sex},{person * 10},school,school,work,work"
        lines.append(changes.get(f"row{person}", row))
    return "\n".join(lines) + "\n"


def refused(path: Path, columns: Columns = COLUMNS) -> str:
    with pytest.raises(ExclusimError) as error:
        read_sequences(path, columns)
    return str(error.value).replace(str(path), "FILE")


def codes(reading: Reading, person: str) -> list[str]:
    group = reading.sequences
    row = group.codes[group.ids.index(person)]
    return ["" if code == MISSING else group.states[code] for code in row]


def test_a_wide_file_is_read_with_its_weights_covariates_and_calendar(save: Save) -> None:
    reading = read_sequences(save(wide()), COLUMNS)
    group = reading.sequences
    assert (reading.layout, group.persons, group.months, group.calendar) == ("wide", 24, 4, 10)
    assert group.states == ("school", "work")
    assert group.covariate_names == ("sex=woman", "income")
    assert group.weights.mean() == pytest.approx(1)
    assert group.weights[1] / group.weights[2] == pytest.approx(3)
    assert np.abs(group.covariates.mean(axis=0)).max() < 1e-8


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_separate_cells_too(save: Save, delimiter: str) -> None:
    assert read_sequences(save(wide().replace(",", delimiter)), COLUMNS).sequences.persons == 24


def test_row_names_without_a_header_are_no_obstacle(save: Save) -> None:
    lines = wide().splitlines()
    text = "\n".join([lines[0], *(f"{number},{line}" for number, line in enumerate(lines[1:]))])
    assert read_sequences(save(text), COLUMNS).sequences.ids[0] == "p1"


def test_blanks_stars_and_na_are_missing_and_the_unseen_are_left_out_and_counted(save: Save) -> None:
    text = wide(row2="p2,1,man,20,,school,*,NA", row3="p3,1,man,20,school,,work,work", row4="p4,1,man,5,,,,")
    reading = read_sequences(save(text), COLUMNS)
    assert codes(reading, "p2") == ["", "school", "", ""]
    assert codes(reading, "p3") == ["school", "", "work", "work"]
    assert (reading.dropped, reading.gaps, reading.sequences.persons) == (1, 1, 23)
    assert "1 persons" in reading.warnings[0]


def test_a_long_file_gives_the_same_sequences_as_the_wide_one(save: Save) -> None:
    table = pd.read_csv(save(wide(row2="p2,1,man,20,school,,work,")), dtype=str, keep_default_na=False)
    long = table.melt(["id", "w", "sex", "income"], list(MONTHS), "month", "state")
    expected = read_sequences(save(table.to_csv(index=False)), COLUMNS).sequences
    rows = long.sample(frac=1, random_state=1)
    found = read_sequences(save(rows.to_csv(index=False)), Columns("id", "month,state", ("sex", "income"), "w"))
    assert found.layout == "long"
    order = [found.sequences.ids.index(name) for name in expected.ids]
    assert np.array_equal(found.sequences.codes[order], expected.codes)
    assert np.allclose(found.sequences.covariates[order], expected.covariates)
    assert found.sequences.labels == MONTHS


def test_absent_rows_of_a_long_file_are_missing_months(save: Save) -> None:
    rows = [f"p{p},{m},{'a' if m < 3 else 'b'}" for p in range(20) for m in range(1 + p % 2, 6) if (p, m) != (0, 4)]
    reading = read_sequences(save("id,month,state\n" + "\n".join(rows)), Columns("id", "month,state"))
    assert codes(reading, "p0") == ["a", "a", "b", "", "b"]
    assert codes(reading, "p1") == ["", "a", "b", "b", "b"]


def test_a_covariate_that_is_missing_for_some_keeps_them(save: Save) -> None:
    reading = read_sequences(save(wide(row5="p5,1,,NA,school,school,work,work")), COLUMNS)
    assert reading.sequences.covariate_names == ("sex=man", "sex=woman", "sex=missing", "income", "income=missing")
    assert np.isfinite(reading.sequences.covariates).all()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (Columns("ID", COLUMNS.states), "--id: there is no column 'ID'; did you mean 'id'?"),
        (Columns("id", "Nov.99:Feb.01"), "--states: there is no column 'Feb.01'; did you mean 'Feb.00'?"),
        (Columns("id", "Feb.00:Nov.99"), "'Nov.99' stands before 'Feb.00' in the file; write Nov.99:Feb.00"),
        (Columns("id", "Nov.99,Jan.00,Feb.00"), "one column for each month in order; 'Jan.00' is 2 months after"),
        (Columns("id", "Nov.99"), "expected FIRST:LAST or several columns"),
        (Columns("id", COLUMNS.states, ("gender",)), "--covariates: there is no column 'gender'"),
        (Columns("id", COLUMNS.states, ("Dec.99",)), "column 'Dec.99' is among the months of --states too"),
        (Columns("id", COLUMNS.states, (), "weigth"), "--weight: there is no column 'weigth'"),
        (Columns("id", "income:Feb.00"), "'income' is not named like a month, as the others are"),
    ],
)
def test_a_column_that_cannot_be_meant_is_named_with_what_was_expected(save: Save, columns: Columns, said: str) -> None:
    message = refused(save(wide()), columns)
    assert said in message
    assert message.startswith("FILE: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "FILE: expected a header line and rows of data, got an empty file"),
        (wide(0), "FILE: expected a header line and rows of data, got only a header line"),
        (wide(19), "FILE: expected at least 20 persons with states, got 19"),
        (wide(row3="p2,1,man,3,school,school,work,work"), "line 4: expected each id once"),
        (
            wide(row3="p3,-1,man,3,school,school,work,work"),
            "line 4, column w: expected a weight of 0 or more (got '-1')",
        ),
        (wide(row3="p3,?,man,3,school,school,work,work"), "line 4, column w: expected a weight of 0 or more (got '?')"),
        (wide(row3="p3,1,man,3,school,school,work"), "line 4: expected 8 cells as in line 1, got 7"),
        (wide(row3=",1,man,3,school,school,work,work"), "line 4, column id: expected an id, got nothing"),
        (wide().replace("work", "school"), "expected at least two states, got 'school' in every month"),
        (wide().replace("work", "").replace("school", "*"), "got only missing values"),
        (wide().replace("woman", "man"), "'sex' is 'man' for all"),
        (wide(header="id,w,sex,sex,Nov.99,Dec.99,Jan.00,Feb.00"), "line 1: expected each column once, got 'sex' again"),
        (wide(header='id,w,"sex'), "expected cells in matching quotes"),
        (wide().replace("school,school,work,work", "school,,work,"), "nobody is seen in two in a row"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_place_and_what_was_expected(
    save: Save, text: str, said: str
) -> None:
    assert said in refused(save(text))


def test_too_many_states_are_taken_for_the_wrong_columns(save: Save) -> None:
    rows = "\n".join(f"p{i},{i}a,{i}b,{i}c" for i in range(30))
    assert "got 90 different values" in refused(save(f"id,m1,m2,m3\n{rows}"), Columns("id", "m1:m3"))


def test_quarterly_columns_are_not_monthly_sequences(save: Save) -> None:
    rows = "\n".join(f"p{i},a,b,a" for i in range(30))
    assert "'m4' is 3 months after 'm1'" in refused(save(f"id,m1,m4,m7\n{rows}"), Columns("id", "m1:m7"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["p0,1,a,x", "p0,1,a,x"], "expected one row for each person and month, got 'p0' in month '1' again"),
        (["p0,1,a,x", "p0,2,a,y"], "line 3, column c: expected the same value in all months of a person"),
        (["p0,1,a,x", "p0,soon,a,x"], "line 3, column month: expected a month such as 7 or 1993-07 (got 'soon')"),
        (["p0,1,a,x", "p0,4,a,x", "p1,7,b,y"], "expected one row for each month; those in 'month' are 3 or more apart"),
        (["p0,1,a,x", "p0,9999,a,x"], "spans 9999 months"),
    ],
)
def test_a_long_file_with_impossible_rows_is_refused(save: Save, rows: list[str], said: str) -> None:
    assert said in refused(save("\n".join(["id,month,state,c", *rows])), Columns("id", "month,state", ("c",)))


def test_a_missing_file_and_a_binary_one_are_said_to_be_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "FILE: there is no such file"
    (tmp_path / "lives.xlsx").write_bytes(b"PK\0\0")
    assert "expected a text table (CSV), got binary data" in refused(tmp_path / "lives.xlsx")
