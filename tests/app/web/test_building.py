"""The builder's forms: what they show is what the file says, and what is sent back is what it becomes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient
from tests.app.web.conftest import begin

from exclusim.app.web.builder import Draft, idea
from exclusim.scenarios import interventions_library as library
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import digest, dump, parse

COHORT_CASES = ("genomsnittskommun", "trelleborg", "varmdo", "inforande")


class _Form(HTMLParser):
    """The fields of the last form that is sent to the page itself, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {key: value or "" for key, value in attrs}
        name = got.get("name", "")
        if tag == "input" and name and (got.get("type") not in ("checkbox", "radio") or "checked" in got):
            self.fields.setdefault(name, []).append(got.get("value", ""))
        elif tag == "select":
            self._select = name
            self.fields[name] = [""]
        elif tag == "option" and self._select and "selected" in got:
            self.fields[self._select] = [got.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def _fields(page: str, form: str) -> dict[str, list[str]]:
    reader = _Form()
    reader.feed(re.search(rf"(?s)<form{form}.*?</form>", page).group())  # type: ignore[union-attr]
    return reader.fields


def _file(client: TestClient, address: str) -> str:
    return client.get(f"{address}/scenario.yaml").text


@pytest.mark.parametrize("entry", [entry.name for entry in library.interventions()])
def test_a_form_sent_back_untouched_changes_nothing_of_an_intervention(entry: str) -> None:
    fits = [case for case in (load("genomsnittskommun"), load("newcomers")) if library.misfit(case, entry) is None]
    for case in fits:
        before = library.with_intervention(case, entry)
        draft = Draft.of(dump(before))
        form = idea.fill(draft, entry)
        rows = [row for part in idea.SINGLE for row in form[part]]
        rows += [row for part in ("effects", "costs", "risks") for item in form[part] for row in item]
        given = {row.name: row.value if isinstance(row.value, list) else [row.value] for row in rows}
        idea.read(draft, entry, given)
        text = draft.text()
        assert isinstance(text, str), text
        assert digest(parse(text)) == digest(before)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_sent_back_untouched_changes_nothing(visitor: TestClient, language: str) -> None:
    visitor.get(f"/language/{language}")
    for case in COHORT_CASES:
        address = begin(visitor, case)
        before = digest(parse(_file(visitor, address)))
        page = visitor.get(f"{address}/place").text
        assert visitor.post(f"{address}/place", data=_fields(page, ' method="post"')).status_code == 200
        for key in parse(_file(visitor, address)).scenarios:
            page = visitor.get(f"{address}/idea/{key}")
            if page.status_code == 404:
                continue  # rules only
            sent = _fields(page.text, ' method="post" id="idea"')
            assert visitor.post(f"{address}/idea/{key}", data=sent).status_code == 200
        assert digest(parse(_file(visitor, address))) == before


def test_a_changed_field_changes_the_file_and_nothing_else(visitor: TestClient, scenario: str) -> None:
    visitor.post(f"{scenario}/idea/jobbstod", data={"reach": "55 %"})
    changed = parse(_file(visitor, scenario)).scenarios["jobbstod"].interventions[0]
    same = load("genomsnittskommun").scenarios["jobbstod"].interventions[0]
    assert changed == same.model_copy(update={"reach": 0.55})


def test_what_cannot_be_is_told_at_its_field_and_not_saved(visitor: TestClient, scenario: str) -> None:
    before = _file(visitor, scenario)
    answer = visitor.post(f"{scenario}/idea/jobbstod", data={"reach": "mycket", "lasts": "18 mån"})
    assert answer.status_code == 400
    assert re.search(r'value="mycket"[^>]*aria-invalid="true"', answer.text)
    assert _file(visitor, scenario) == before


def test_an_idea_of_ones_own_becomes_a_logic_model(visitor: TestClient, scenario: str) -> None:
    answer = visitor.post(f"{scenario}/add", data={"label": "Läxhjälp på biblioteket"})
    assert answer.url.path.endswith("/idea/laxhjalp_pa_biblioteket")
    sent = {
        "target.age_from": "16 år",
        "lasts": "2 år",
        "effects.0.on": "school_completion",
        "effects.0.measure": "odds_ratio",
        "effects.0.value": "1,2",
        "effects.0.duration": "24 mån",
        "effects.0.source": "egen bedömning",
        "effects.0.design": "expert",
        "costs.0.amount": "1,5 Mkr",
        "costs.0.per": "project",
        "costs.0.payer.kommun.skola": "70 %",
        "costs.0.payer.region": "30 %",
        "risks.0.label": "Ingen kommer",
        "risks.0.probability": "20 %",
        "risks.0.impact": "3",
        "risks.0.event.take_up": "50 %",
        "threats": "lokaler saknas\nför få ledare",
    }
    saved = visitor.post(answer.url.path, data=sent)
    assert saved.status_code == 200
    scenario_now = parse(_file(visitor, scenario)).scenarios["laxhjalp_pa_biblioteket"]
    (item,) = scenario_now.interventions
    assert item.lasts == 24
    assert item.effects.published[0].odds_ratio == 1.2
    assert item.all_costs[0].payer == {"kommun.skola": 0.7, "region": 0.3}
    assert item.threats == ("lokaler saknas", "för få ledare")
    assert scenario_now.risks[0].event is not None


def test_an_idea_that_another_builds_on_cannot_be_removed(visitor: TestClient) -> None:
    address = begin(visitor, "genomsnittskommun")
    text = _file(visitor, address).replace("  jobbstod:\n", "  jobbstod:\n    baseline: studiestod\n")
    visitor.post(f"{address}/text", data={"text": text})
    assert visitor.post(f"{address}/idea/studiestod/remove").status_code == 400
    assert visitor.post(f"{address}/idea/jobbstod/remove").status_code == 200
    assert visitor.post(f"{address}/idea/studiestod/remove").status_code == 200
    assert parse(_file(visitor, address)).scenarios == {}


def test_a_scenario_file_comes_back_as_it_left(visitor: TestClient, scenario: str) -> None:
    text = _file(visitor, scenario)
    again = visitor.post("/scenario/upload", files={"file": ("min.yaml", text.encode())})
    assert digest(parse(_file(visitor, again.url.path))) == digest(parse(text))


def test_every_problem_of_an_uploaded_file_is_told_at_its_line(visitor: TestClient, scenario: str) -> None:
    text = _file(visitor, scenario).replace("years: 20 år", "years: tjugo").replace("reach: 40 %", "reach: 140 %")
    answer = visitor.post("/scenario/upload", files={"file": ("min.yaml", text.encode())})
    assert answer.status_code == 400
    assert "appraisal.years" in answer.text
    assert "interventions[0].reach" in answer.text
