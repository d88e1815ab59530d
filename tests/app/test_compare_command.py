"""``exclusim compare`` and ``exclusim whatif`` from the command line: what they print and leave, how they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from exclusim.app import compare_command, whatif_command
from exclusim.model.errors import ExclusimError
from exclusim.results.compare import CompareDocument
from exclusim.scenarios.interventions_library import interventions, misfit
from exclusim.scenarios.library import example, load

FEW = ("--replicates", "3", "--most", "3", "--persons", "80", "--threads", "1")
ASKED = ("--cost", "5 Mkr", "--prevents", "25 %", "--of", "crime", "--in", "Trelleborg")


def _exclusim(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    compare_command.register(app)
    whatif_command.register(app)
    return CliRunner().invoke(app, words)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_prints_the_answer_and_leaves_page_paper_workbook_document_and_tables() -> None:
    answer = _exclusim("compare", "genomsnittskommun", *FEW)
    assert answer.exit_code == 0, answer.exception
    for words in ("Stöd i gymnasiet", "Arbetsinriktat stöd", "Avtal för", "Bästa uppsättning"):
        assert words in answer.stdout
    folder = Path("exclusim-out/genomsnittskommun-compare")
    names = {"compare.html", "decision-basis.pdf", "compare.xlsx", "compare.json", "tables"}
    assert {path.name for path in folder.iterdir()} == names
    kept = CompareDocument.model_validate_json((folder / "compare.json").read_bytes())
    assert (kept.replicates, kept.persons) == (3, 80)


def test_json_is_one_document_on_stdout_and_everything_else_on_stderr() -> None:
    Path("mine.yaml").write_text(example("genomsnittskommun"), encoding="utf-8")
    answer = _exclusim("compare", "mine.yaml", "--out", "o", "--actor", "kommun", "--json", *FEW)
    assert answer.exit_code == 0, answer.exception
    found = json.loads(answer.stdout)
    assert found["headline"] == "kommun"
    assert "transfers" in found["deal"]
    assert "o/compare.html" in answer.stderr
    assert not Path("exclusim-out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "nothing to compare"),
        (("--all",), "--all needs the case"),
        (("genomsnitskommun",), "did you mean 'genomsnittskommun'"),
        (("genomsnittskommun", "--actor", "komun"), "there is no actor 'komun'"),
        (("genomsnittskommun", "--budget", "-1"), "budget must be between"),
        (("genomsnittskommun", "--budget", "komun=3e6/år"), "did you mean 'kommun'"),
        (("genomsnittskommun", "--budget", "kommun=dyrt"), "cannot be read"),
        (("genomsnittskommun", "--budget", "kommun@1999=1e6"), "outside the horizon"),
        (("genomsnittskommun", "--cap", "0.5"), "cap must be between"),
        (("genomsnittskommun", "--bought", "Placering, HVB"), "did you mean 'Placering, HVB-hem'"),
        (("genomsnittskommun", "--fund-share", "70"), "fund_share must be between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused_before_anything_is_simulated(words: tuple[str, ...], message: str) -> None:
    answer = _exclusim("compare", *words)
    assert isinstance(answer.exception, ExclusimError)
    assert message in str(answer.exception)
    assert not Path("exclusim-out").exists()


def test_all_adds_every_shipped_intervention_that_fits_and_says_which_do_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("genomsnittskommun", "newcomers"):
        case = load(name)
        more = compare_command.with_library(case)
        fitting = [entry.name for entry in interventions() if misfit(case, entry.name) is None]
        assert list(more.scenarios) == [*case.scenarios, *fitting]
        assert capsys.readouterr().err.count("is left out") == len(interventions()) - len(fitting)


def test_a_question_is_answered_in_a_sentence_with_its_interval() -> None:
    answer = _exclusim("whatif", *ASKED, "--replicates", "3", "--persons", "80", "--threads", "1")
    assert answer.exit_code == 0, answer.exception
    for words in ("Förebygga 25 % av nya fall av kriminalitet", "Trelleborg", "till", "risken för förlust", "Kommunen"):
        assert words in answer.stdout
    assert not Path("exclusim-out").exists()


def test_a_question_can_be_answered_as_json_and_kept_as_a_page() -> None:
    answer = _exclusim("whatif", *ASKED, "--replicates", "2", "--persons", "60", "--out", "o", "--json")
    assert answer.exit_code == 0, answer.exception
    assert set(json.loads(answer.stdout)["scenarios"]) == {"what-if"}
    assert {path.name for path in Path("o").iterdir()} == {"whatif.html", "whatif.json"}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--cost", "five", "--cost 'five' cannot be read"),
        ("--cost", "5 år", "is not money"),
        ("--prevents", "25", "--prevents must be a share"),
        ("--of", "crimes", "did you mean 'crime'"),
        ("--in", "Treleborg", "did you mean 'trelleborg'"),
        ("--payer", "komun", "did you mean 'kommun'"),
    ],
)
def test_units_and_names_of_a_question_are_checked(option: str, value: str, message: str) -> None:
    words = list(ASKED)
    if option in words:
        words[words.index(option) + 1] = value
    else:
        words += [option, value]
    answer = _exclusim("whatif", *words)
    assert isinstance(answer.exception, ExclusimError)
    assert message in str(answer.exception)
