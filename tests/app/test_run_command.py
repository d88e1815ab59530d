"""A run from the command line with a made-up simulation: what is written where, and what stdout holds."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import jsonschema
import pytest
from tests.app.conftest import CommandLine
from tests.results.example_document import example_document
from tests.results.example_tables import example_record

from exclusim.app import compiling, running
from exclusim.model.errors import ExclusimError
from exclusim.results.document import RunDocument
from exclusim.results.run import RunOptions
from exclusim.results.store import Store
from exclusim.scenarios.schema import Case

DOCUMENT = example_document()
FOLDER = Path("exclusim-out/trelleborg-published")

pytestmark = pytest.mark.usefixtures("no_simulation")


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_run_leaves_report_paper_workbook_tables_and_store_and_says_where(exclusim: CommandLine) -> None:
    answer = exclusim("run", "trelleborg")
    assert answer.code == 0
    names = {"report.html", "decision-basis.pdf", "results.xlsx", "tables/ledger.csv", "tables/datapackage.json"}
    assert names <= _files(FOLDER)
    for place in (
        FOLDER / "report.html",
        FOLDER / "decision-basis.pdf",
        FOLDER / "results.xlsx",
        FOLDER / "tables",
        "exclusim-out/exclusim.sqlite",
    ):
        assert str(place) in answer.out
    assert f"exclusim show {DOCUMENT.run_id}" in answer.out
    assert DOCUMENT.title in answer.out
    with Store.open("exclusim-out/exclusim.sqlite", must_exist=True) as store:
        assert store.load(DOCUMENT.run_id) == DOCUMENT
    assert FOLDER.stat().st_mode & 0o777 == Path("exclusim-out").stat().st_mode & 0o777


def test_options_reach_the_simulation(exclusim: CommandLine, no_simulation: list[tuple[Case, RunOptions]]) -> None:
    words = "--preset optimistic --persons 1000 --replicates 3 --seed 7 --threads 2 --store s.sqlite --out o"
    assert exclusim("run", "varmdo", *words.split()).code == 0
    ((_, options),) = no_simulation
    assert options == RunOptions(preset="optimistic", persons=1000, replicates=3, seed=7, threads=2)
    assert Path("s.sqlite").is_file()
    assert "report.html" in _files(Path("o"))
    assert not Path("exclusim-out").exists()


def test_a_case_file_is_run_like_a_shipped_case(
    exclusim: CommandLine, no_simulation: list[tuple[Case, RunOptions]], tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text("exclusim: 1\ncase: mitt-fall\nextends: trelleborg\n", encoding="utf-8")
    assert exclusim("run", "mine.yaml").code == 0
    ((case, _),) = no_simulation
    assert case.case == "mitt-fall"
    assert "report.html" in _files(Path("exclusim-out/mitt-fall-published"))


def test_json_prints_one_document_on_stdout_and_everything_else_on_stderr(exclusim: CommandLine) -> None:
    answer = exclusim("run", "trelleborg", "--json")
    assert answer.code == 0
    assert RunDocument.model_validate_json(answer.out) == DOCUMENT
    assert f"warning: {DOCUMENT.warnings[0]}" in answer.err
    assert str(FOLDER / "report.html") in answer.err


def test_json_fits_the_published_schema(exclusim: CommandLine) -> None:
    schema = json.loads(exclusim("schema", "result").out)
    jsonschema.validate(json.loads(exclusim("run", "trelleborg", "--json").out), schema)


def test_the_headline_can_be_that_of_the_narrow_mission_in_a_run_and_when_it_is_shown_again(
    exclusim: CommandLine,
) -> None:
    for words in (("run", "trelleborg"), ("show", DOCUMENT.run_id)):
        assert "Det smala uppdraget" not in exclusim(*words).out
        assert "Det smala uppdraget: 74" in exclusim(*words, "--boundary", "narrow").out


def test_the_published_example_has_no_narrow_mission_and_says_so_before_it_is_computed(
    exclusim: CommandLine, no_simulation: list[tuple[Case, RunOptions]]
) -> None:
    answer = exclusim("run", "trelleborg", "--preset", "flat-annuity", "--boundary", "narrow")
    assert answer.code == 2
    assert "no shared clients" in answer.err
    assert not no_simulation


def test_without_a_terminal_each_stage_is_one_line_on_stderr(exclusim: CommandLine) -> None:
    lines = exclusim("run", "trelleborg").err.splitlines()
    stages = [line for line in lines if not line.startswith("building compiled code")]
    assert stages == [
        "simulating",
        "storing the run",
        "writing the workbook",
        "writing the tables",
        "writing the report and the decision basis",
    ]


def test_the_first_run_after_an_installation_says_that_code_is_being_built(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_is_built", lambda function, name, sources: False)
    assert exclusim("run", "trelleborg").err.startswith("building compiled code")
    assert "compiled" not in exclusim("run", "trelleborg", "--preset", "flat-annuity").err


def test_show_prints_a_stored_run_and_writes_its_files_again(exclusim: CommandLine) -> None:
    exclusim("run", "trelleborg")
    again = exclusim("show", DOCUMENT.run_id[:6])
    assert (again.code, again.err) == (0, "")
    assert DOCUMENT.title in again.out
    assert RunDocument.model_validate_json(exclusim("show", DOCUMENT.run_id, "--json").out) == DOCUMENT
    assert exclusim("show", DOCUMENT.run_id, "--out", "again").code == 0
    assert _files(Path("again")) == _files(FOLDER)
    for name in ("report.html", "decision-basis.pdf"):
        assert Path("again", name).read_bytes() == FOLDER.joinpath(name).read_bytes()
    first, second = (
        folder.joinpath("tables/ledger.csv").read_text().splitlines() for folder in (FOLDER, Path("again"))
    )
    assert sorted(first) == sorted(second)  # the store keeps rows in the order of their key


def test_stored_runs_are_listed_whole(exclusim: CommandLine) -> None:
    exclusim("run", "trelleborg")
    lines = exclusim("runs").out.splitlines()
    assert len(lines) == 2
    assert lines[1].split()[:4] == [DOCUMENT.run_id, DOCUMENT.case, DOCUMENT.preset, str(DOCUMENT.seed)]


def test_the_store_can_come_from_the_environment(exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXCLUSIM_STORE", "shared.sqlite")
    exclusim("run", "trelleborg")
    assert Path("shared.sqlite").is_file()
    assert exclusim("show", DOCUMENT.run_id).code == 0


def test_a_store_that_fails_after_the_run_does_not_lose_the_files(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise ExclusimError("the store s.sqlite cannot be used: another program holds it locked")

    monkeypatch.setattr(Store, "save", locked)
    answer = exclusim("run", "trelleborg")
    assert answer.code == 2
    assert answer.err.splitlines()[-1].startswith("error: the store s.sqlite cannot be used")
    assert str(FOLDER / "report.html") in answer.out
    assert "exclusim show" not in answer.out
    assert "report.html" in _files(FOLDER)


def test_files_that_cannot_be_written_do_not_lose_the_run(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _writing_fails(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    answer = exclusim("run", "trelleborg")
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert "the disk is full" in answer.err
    assert f"exclusim show {DOCUMENT.run_id}" in answer.out
    assert "report.html" not in answer.out
    assert _files(Path("exclusim-out")) == {"exclusim.sqlite"}


def test_when_nothing_can_be_written_the_result_is_still_printed(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise ExclusimError("the store is locked")

    monkeypatch.setattr(Store, "save", locked)
    _writing_fails(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    answer = exclusim("run", "trelleborg", "--json")
    assert RunDocument.model_validate_json(answer.out) == DOCUMENT
    errors = [line for line in answer.err.splitlines() if line.startswith("error: ")]
    assert answer.code == 2
    assert len(errors) == 2
    assert "locked" in errors[0]
    assert "disk is full" in errors[1]


@pytest.mark.parametrize(("when", "kept"), [("run_case", "nothing was"), ("write_files", "only the run")])
def test_ctrl_c_says_what_was_kept(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch, when: str, kept: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, when, interrupted)
    answer = exclusim("run", "trelleborg")
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.splitlines()[-1].startswith(f"interrupted: {kept}")
    assert _files(Path()) == ({"exclusim-out/exclusim.sqlite"} if when == "write_files" else set())


@pytest.mark.parametrize(
    "failure", [KeyboardInterrupt(), SystemExit(143), OSError(errno.ENOSPC, "No space left on device")]
)
def test_files_of_an_earlier_run_survive_a_failure_whole(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    exclusim("run", "trelleborg")
    before = {name: (FOLDER / name).read_bytes() for name in _files(FOLDER)}
    _writing_fails(monkeypatch, failure)
    assert exclusim("run", "trelleborg").code in (2, 130, 143)
    assert {name: (FOLDER / name).read_bytes() for name in _files(FOLDER)} == before
    assert sorted(path.name for path in Path("exclusim-out").iterdir()) == ["exclusim.sqlite", FOLDER.name]


def test_a_second_run_in_a_folder_leaves_no_table_of_the_first(
    exclusim: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    exclusim("run", "trelleborg")
    assert "tables/costs.csv" in _files(FOLDER)
    (FOLDER / "tables" / "my-notes.csv").write_text("kept")

    def without_costs(*_: object, **__: object) -> object:
        return example_record(DOCUMENT.model_copy(update={"costs": []}))

    monkeypatch.setattr(running, "run_case", without_costs)
    exclusim("run", "trelleborg")
    assert not {"tables/costs.csv", "tables/costs.parquet"} & _files(FOLDER)
    assert {"tables/my-notes.csv", "tables/ledger.csv"} <= _files(FOLDER)


def _writing_fails(monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    """The workbook is the second file: the report is written by then."""

    def fails(*_: object) -> None:
        raise failure

    monkeypatch.setattr("exclusim.results.workbook.write_workbook", fails)
