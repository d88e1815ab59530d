"""Comparing the model with statistics: intervals, groups, verdicts, other people's tables, and the command."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import typer
from pydantic import ValidationError
from typer.testing import CliRunner

from exclusim.app.check_command import register as register_command
from exclusim.app.guard import guarded
from exclusim.calibration.checking import CheckDocument, check, check_model, read_statistics
from exclusim.calibration.evidence import read_text, statistics
from exclusim.calibration.targets import Target, targets
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError

PARAMETERS = default_world().parameters
HEADER = read_text("statistics.csv").splitlines()[0]
ROW = (
    "X1,heldout,level,{indicator},anybody,{ages},all,{background},2021,{value},percent,,Table 1,An agency,2022,p. 3,"
    "high,"
)


def line(indicator: str, ages: str = "20,24", background: str = "all", value: str = "10.5", number: int = 1) -> str:
    return ROW.format(indicator=indicator, ages=ages, background=background, value=value).replace("X1", f"X{number}", 1)


def table(folder: Path, *lines: str, header: str = HEADER) -> Path:
    file = folder / "theirs.csv"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return file


def some(*ids: str) -> list[Target]:
    return list(targets([statistics()[name] for name in ids])[0])


def compared(found: list[Target], simulated: list[list[float]]) -> CheckDocument:
    return check(found, np.array(simulated).T, persons=1000, seed=1)


def test_the_published_value_may_lie_outside_the_simulated_interval_by_its_own_error() -> None:
    target = some("S0073")[0]
    just = target.value + 1.6 * target.se
    beyond = target.value + 1.7 * target.se
    document = compared([target, target], [[just] * 10, [beyond] * 10])
    inside = {round(row.simulated.mean, 9): (row.inside, row.verdict) for row in document.rows}
    assert inside[round(just, 9)] == (True, "agrees")
    assert inside[round(beyond, 9)] == (False, "model too high")


def test_the_worst_misses_come_first() -> None:
    found = some("S0073", "S0080", "S0055")
    far = [[target.value + miss * target.se] * 4 for target, miss in zip(found, (0.0, 3.0, -8.0), strict=True)]
    assert [row.id for row in compared(found, far).rows] == ["S0055", "S0080", "S0073"]


def test_a_group_is_inside_when_half_of_its_rows_are() -> None:
    found = some("S0072", "S0073", "S0074", "S0055")  # three of one group, one of another
    hit = [[target.value] * 3 for target in found]
    hit[0] = [found[0].value * 5] * 3
    summary = compared(found, hit).summary["calibration"]
    assert (summary.rows, summary.groups) == (4, 2)
    assert summary.inside_share == 0.75
    assert summary.groups_inside_share == 1.0
    hit[1] = hit[0]
    assert compared(found, hit).summary["calibration"].groups_inside_share == 0.5


def test_what_nobody_was_at_risk_of_is_listed_not_dropped() -> None:
    found = some("S0073")
    document = compared(found, [[np.nan] * 5])
    assert document.rows == []
    assert [row.id for row in document.unmapped] == ["S0073"]


def test_simulated_values_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(draws, 1\)"):
        check(some("S0073"), np.zeros((3, 2)), persons=10, seed=1)


def test_a_wider_posterior_cannot_turn_a_hit_into_a_miss() -> None:
    target = some("S0073")[0]
    rng = np.random.default_rng(3)
    for centre in np.linspace(0.03, 0.12, 7):
        noise = rng.normal(0, 0.01, 200)
        narrow = compared([target], [list(centre + noise)]).rows[0].inside
        wide = compared([target], [list(centre + 3 * (noise - noise.mean()) + noise.mean())]).rows[0].inside
        assert wide or not narrow


def test_the_model_is_compared_with_every_row_of_a_table(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        line("NEET_UVAS_share_register", "21,23", "foreign born", number=1),
        line("share_who_own_a_boat", number=2),
        line("unemployment_rate_LFS", "30,39", "parents low education", number=3),
    )
    draws = [PARAMETERS.draw(index, 1) for index in range(3)]
    document = check_model(draws, 1000, 1, read_statistics(file), statistics_name=file.name)
    assert {row.id for row in document.rows} == {"X1", "X3"}
    assert [(row.id, row.indicator, row.role) for row in document.unmapped] == [
        ("X2", "share_who_own_a_boat", "heldout")
    ]
    assert document.summary["heldout"].rows == 2


def test_a_check_does_not_depend_on_threads() -> None:
    draws = [PARAMETERS.draw(index, 1) for index in range(3)]
    rows = [statistics()["S0073"], statistics()["S0592"]]
    assert check_model(draws, 1000, 1, rows, threads=1) == check_model(draws, 1000, 1, rows, threads=3)


def test_one_draw_has_no_interval() -> None:
    with pytest.raises(ExclusimError, match="at least 2 draws"):
        check_model([PARAMETERS.central()], 1000)


def test_progress_ends_at_the_whole() -> None:
    told: list[float] = []
    check_model([PARAMETERS.draw(i, 1) for i in range(3)], 1000, 1, [statistics()["S0073"]], told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_document_is_frozen_and_survives_json() -> None:
    document = compared(some("S0073"), [[0.07, 0.08]])
    assert CheckDocument.model_validate_json(document.model_dump_json()) == document
    with pytest.raises(ValidationError, match="frozen"):
        document.seed = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((line("NEET_UVAS_share_register", "young,24"),), "line 2, field age_from: .*integer"),
        ((line("NEET_UVAS_share_register"), line("NEET_UVAS_share_register")), "line 3, field id: expected a new id"),
        ((line("NEET_UVAS_share_register", value="many"),), "line 2, field value: .*number"),
        ((line("NEET_UVAS_share_register") + ",extra",), "line 2: expected 19 fields, got 20"),
        ((line("NEET_UVAS_share_register").replace(",all,all,", ",everybody,all,"),), "field sex: .*'everybody'"),
        ((), "expected at least one row"),
    ],
)
def test_a_broken_table_names_line_and_field(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        read_statistics(table(tmp_path, *lines))


def test_a_table_without_a_column_says_which(tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match=r"theirs.csv, line 1: expected the column indicator"):
        read_statistics(table(tmp_path, header=HEADER.replace("indicator,", "")))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.csv"
    file.write_bytes(HEADER.encode() + "\nåäö".encode("latin-1"))
    with pytest.raises(ExclusimError, match="expected UTF-8"):
        read_statistics(file)


def test_a_table_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = table(tmp_path, line("NEET_UVAS_share_register"))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert [row.id for row in read_statistics(file)] == ["X1"]


# The command


def run_command(*words: str) -> tuple[int, str, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    register_command(app)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = CliRunner().invoke(app, ["check", "--draws", "3", "--persons", "1000", *words])
    if isinstance(result.exception, ExclusimError):
        with pytest.raises(SystemExit) as ended, guarded():
            raise result.exception
        return int(str(ended.value)), result.stdout, str(result.exception)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_one_json_document_with_the_promised_keys(tmp_path: Path) -> None:
    file = table(tmp_path, line("NEET_UVAS_share_register"), line("share_who_own_a_boat", number=2))
    code, out, _ = run_command("--targets", str(file), "--json")
    document = json.loads(out)
    assert code == 0
    assert {"id", "indicator", "role", "group", "published", "simulated", "inside"} <= set(document["rows"][0])
    assert set(document["rows"][0]["simulated"]) == {"mean", "p5", "p95"}
    assert set(document["summary"]["heldout"]) == {"rows", "inside_share", "groups", "groups_inside_share"}
    assert document["unmapped"][0]["id"] == "X2"


def test_the_command_shows_summary_misses_and_what_is_not_measured() -> None:
    code, out, err = run_command("--role", "calibration")
    assert code == 0
    assert "calibration" in out
    assert "independent groups" in out
    assert "not measured" in out
    assert "convictions" in out
    assert "validation " not in out
    assert "simulating 3 draws" in err


def test_the_command_names_a_role_that_no_row_has() -> None:
    code, out, message = run_command("--role", "held-out")
    assert (code, out) == (2, "")
    assert "'held-out'" in message
    assert "calibration, context, validation" in message


def test_the_command_names_a_file_that_is_not_there() -> None:
    code, _, message = run_command("--targets", "missing.csv")
    assert code == 2
    assert "missing.csv: No such file" in message
