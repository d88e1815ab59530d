"""``exclusim localise``: one file, one document, one message."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import typer

from exclusim.app import localise_command
from exclusim.app.guard import guarded
from exclusim.calibration.local import LocalDocument, Observation, Place
from exclusim.calibration.local.connectors import Fetcher
from exclusim.scenarios.loading import load_file

type Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs the command in an empty folder; few simulated people."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    localise_command.register(app)

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end, guarded():
            app(args=["--persons", "2000", *words])
        streams = capsys.readouterr()
        return int(end.value.code or 0), streams.out, streams.err

    return call


def test_the_default_file_is_a_scenario_and_the_table_shows_what_it_rests_on(command: Call) -> None:
    code, out, _ = command("--municipality", "Skövde")
    assert code == 0
    file = Path("exclusim-out/skovde-genomsnittskommun.yaml")
    assert load_file(file).population.place == "Skövde"
    assert f"exclusim run {file}" in out
    assert "Kolada N15424 2017–2019, 1496" in out
    assert "Rikets värde används" in out


def test_json_is_one_document_on_stdout(command: Call) -> None:
    code, out, err = command("--municipality", "1480", "--case", "trelleborg", "--out", "g.yaml", "--json")
    assert code == 0
    document = LocalDocument.model_validate(json.loads(out))
    assert (document.municipality, document.case, document.file) == ("1480", "trelleborg", "g.yaml")
    assert "g.yaml" in err
    assert load_file("g.yaml").case == "goteborg-trelleborg"


def test_own_figures_from_a_file_are_used(command: Call) -> None:
    cell = {"kpi": "N02797", "municipality": "0180", "period": 2016, "values": [{"gender": "T", "value": 5.0}]}
    Path("k.json").write_text(json.dumps({"count": 1, "values": [cell]}), encoding="utf-8")
    code, out, _ = command("--municipality", "0180", "--figures", "k.json", "--births", "12000", "--json")
    assert code == 0
    document = LocalDocument.model_validate(json.loads(out))
    assert (document.births.number, [f.kpi for f in document.figures]) == (12000, ["N02797"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--municipality", "Götebrog"], "did you mean 'Göteborg'"),
        (["--municipality", "1480", "--case", "newcomers"], "follows newcomers"),
        (["--municipality", "1480", "--out", "g.txt"], "ends in .yaml"),
        (["--municipality", "1480", "--figures", "none.csv"], "none.csv: No such file"),
        (["--municipality", "1480", "--figures", "other.csv"], "expected figures of Göteborg (1480); it has 1401"),
        (["--municipality", "1480", "--case", "mine.yaml", "--out", "mine.yaml"], "this is the case itself"),
    ],
)
def test_what_a_user_can_mend_is_one_message_and_exit_code_2(command: Call, words: list[str], message: str) -> None:
    Path("other.csv").write_text("kpi,municipality_id,year,value\nN02797,1401,2016,5\n", encoding="utf-8")
    Path("mine.yaml").write_text("exclusim: 1\ncase: mine\nextends: genomsnittskommun\n", encoding="utf-8")
    code, out, err = command(*words)
    assert (code, out) == (2, "")
    assert message in err
    assert not Path("exclusim-out").exists()


def test_fetched_figures_and_births_go_before_the_shipped(command: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetched(fetcher: object, place: Place) -> tuple[list[Observation], Place]:
        found = [Observation("N15424", code, 2023, share, "Kolada") for code, share in (("1480", 0.8), ("0000", 0.85))]
        return found, Place(place.code, place.name, {2008: 7000})

    monkeypatch.setattr(localise_command, "_fetcher", object)
    monkeypatch.setattr(localise_command, "_fetched", fetched)
    code, out, _ = command("--municipality", "1480", "--fetch", "--json")
    assert code == 0
    document = LocalDocument.model_validate(json.loads(out))
    assert document.births.number == 7000
    assert next(f for f in document.figures if f.kpi == "N15424").years == [2023]


def test_fetching_asks_both_sources_and_keeps_the_births_already_known() -> None:
    recordings = Path(__file__).parent / "local_recordings"

    def answer(request: httpx.Request) -> httpx.Response:
        name = "scb_births_1480.json" if request.url.host == "api.scb.se" else "kolada_1480_page_2.json"
        return httpx.Response(200, content=(recordings / name).read_bytes())

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        place = Place("1480", "Göteborg", {1999: 5216, 2008: 1})
        found, fuller = localise_command._fetched(Fetcher(client), place)
    assert [(item.kpi, item.municipality) for item in found] == [("N15424", "0000")]
    assert fuller.births == {1999: 5216, 2008: 7195, 2009: 7539}
