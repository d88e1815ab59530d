"""`exclusim explore`: a page for this machine only, or one clear message where its library is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from exclusim.app import explore_command, explore_page
from exclusim.model.errors import ExclusimError
from exclusim.results.explore import Bench, ExploreModel, Settings
from exclusim.scenarios.library import load

NOT_THERE = "the extra viz is not installed"


@pytest.fixture
def bench() -> Bench:
    return Bench(load("newcomers"))


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "solara_assets", None)
    for name in explore_page.SETTINGS:
        monkeypatch.setenv(name, "")  # what the page sets is undone with it
    app = typer.Typer()
    explore_command.register(app)
    answer = CliRunner().invoke(app, ["newcomers", "--no-browser"])
    assert isinstance(answer.exception, ExclusimError)
    assert answer.exception.exit_code == 2
    assert "pip install 'exclusim[viz]'" in str(answer.exception)


def test_every_handle_is_an_argument_of_the_model_and_begins_where_it_is_told(bench: Bench) -> None:
    start = Settings(job_finding=1.5, scenario="snabbspar", persons=500, seed=7)
    handles = explore_page.parameters(bench, start)
    first = {name: handle["value"] if isinstance(handle, dict) else handle for name, handle in handles.items()}
    assert ExploreModel(**first).settings == start


@pytest.fixture
def application(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    pytest.importorskip("solara", reason=NOT_THERE)
    for name in explore_page.SETTINGS:
        monkeypatch.setenv(name, "")
    yield explore_page.prepare(bench, Settings(persons=50))
    explore_page.Page = None


@pytest.mark.filterwarnings("ignore")
def test_the_page_answers_to_this_machine_and_fetches_nothing(application: Any) -> None:
    from starlette.testclient import TestClient  # type: ignore[import-not-found,unused-ignore]

    with TestClient(application, base_url="http://127.0.0.1") as browser:
        answer = browser.get("/")
        assert answer.status_code == 200
        assert "cdn.jsdelivr" not in answer.text
        assert browser.get("/_solara/cdn/not-there@1.0.0/x.js").status_code == 404
        assert browser.get("/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.filterwarnings("ignore")
def test_a_click_on_step_lives_until_the_next_redraw_three_months_on(bench: Bench) -> None:
    solara = pytest.importorskip("solara", reason=NOT_THERE)
    import ipyvuetify  # type: ignore[import-not-found,unused-ignore]

    content = explore_page.page(bench, Settings(persons=50))
    _, rendered = solara.render(solara.AppLayout(children=[content()]), handle_error=False)
    next(button for button in rendered.find(ipyvuetify.Btn).widgets if button.children == ["Step"]).click()
    texts = [str(part.unsafe_innerHTML) for part in rendered.find(solara.widgets.HTML).widgets]
    assert any("Månad 3 av 240" in text for text in texts)
    rendered.close()
