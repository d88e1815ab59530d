"""The narrow and the widened mission: who is a shared client, what they cost the four, and how both are shown."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from rich.console import Console
from tests.app.web.browsing import chromium, opened
from tests.results.example_document import example_document, example_flat_document
from tests.results.lives import lives

from exclusim.calibration.costs import cost_book
from exclusim.model.engine import Run, Spells, simulate
from exclusim.model.ledger import CostBook
from exclusim.model.money import REPORTED
from exclusim.model.vocabulary import BURDENS, STATUSES
from exclusim.results.document import RunDocument
from exclusim.results.labels import label, mkr
from exclusim.results.language import speaking
from exclusim.results.missions import ALL_FOUR, MAIN_ACTORS
from exclusim.results.report import render_report
from exclusim.results.run import RunOptions, missions, run_case
from exclusim.results.run.account import by_account, line_amounts
from exclusim.results.run.missions import TASKS, shared_exposure, shared_months, shared_states
from exclusim.results.run.plan import CasePlan, case_plan
from exclusim.results.run.sample import replicate
from exclusim.results.terminal import render_terminal
from exclusim.results.workbook import write_workbook
from exclusim.scenarios.library import load
from exclusim.scenarios.loading import parse

BENEFIT, JOB, REGISTERED = "unemployed/social_assistance", "permanent_job/wage", "unemployed/none"
SICK, OUTSIDE, PRISON = "sickness_benefit/sickness_benefit", "outside/none", "prison/care"
SHARED = shared_states(STATUSES)
_TWO = """
exclusim: 1
case: tva-kullar
extends: genomsnittskommun
title: Två kullar
summary: Samma kull, två gånger
population: {cohorts: 2}
"""


@pytest.fixture(scope="module")
def plan() -> CasePlan:
    return case_plan(load("trelleborg"), "published", 300)


@pytest.fixture(scope="module")
def run(plan: CasePlan) -> Run:
    return simulate(plan.base, plan.central(), 7, histories=True)


@pytest.fixture(scope="module")
def document() -> RunDocument:
    return run_case(load("trelleborg"), RunOptions(replicates=3, seed=2)).document


def _months(*stays: tuple[str, int] | tuple[str, int, tuple[str, ...]], start: int = 0, end: int = 1000) -> int:
    spells = lives(stays)
    return shared_exposure(spells, SHARED, np.ones((spells.months, 1)), start, end).months


def test_two_of_the_four_share_a_client_and_one_alone_does_not() -> None:
    assert _months((REGISTERED, 5)) == _months((OUTSIDE, 5, ("mental_ill_health",))) == 0
    assert _months((REGISTERED, 5, ("mental_ill_health",))) == 5
    assert _months((JOB, 5, ("substance_misuse",))) == 5  # the region and the municipality


def test_the_same_actor_twice_is_one_actor() -> None:
    assert _months((BENEFIT, 5, ("homelessness",))) == 0
    assert _months((SICK, 5, ("homelessness",))) == 5


def test_crime_prison_and_the_mark_of_a_spell_without_work_call_none_of_the_four() -> None:
    assert _months((BENEFIT, 5, ("crime", "scarring"))) == 0
    assert _months((PRISON, 5, ("crime", "mental_ill_health"))) == 0


def test_only_months_of_the_horizon_count_and_a_person_counts_once() -> None:
    assert _months((SICK, 6, ("homelessness",)), (JOB, 4), start=2, end=9) == 4
    spells = lives([(SICK, 3, ("homelessness",)), (JOB, 4), (SICK, 3, ("homelessness",))], [(JOB, 10)])
    found = shared_exposure(spells, SHARED, np.ones((10, 1)), 0, 10)
    assert (found.people, found.months) == (1, 6)


def test_the_table_of_tasks_names_every_agency_and_every_burden() -> None:
    agencies = {f"agency:{status.agency}" for status in STATUSES if status.agency}
    assert set(TASKS) == agencies | {f"burden:{burden}" for burden in BURDENS}
    assert {actor for actors in TASKS.values() for actor in actors} == set(MAIN_ACTORS)


def _tasks(agency: str, burdens: int) -> set[str]:
    """The definition written out once more."""
    called = set()
    if agency in ("arbetsformedlingen", "forsakringskassan", "region"):
        called.add(agency)
    if agency.startswith("kommun."):
        called.add("kommun")
    carried = [name for bit, name in enumerate(BURDENS) if burdens >> bit & 1]
    if "mental_ill_health" in carried:
        called.add("region")
    if "substance_misuse" in carried:
        called |= {"region", "kommun"}
    if "homelessness" in carried:
        called.add("kommun")
    return called


def _by_hand(spells: Spells, start: int, end: int) -> tuple[set[int], dict[tuple[int, int], int]]:
    """Who is ever shared, and shared person-months by month and status; month by month in plain Python."""
    people, months = set(), dict[tuple[int, int], int]()
    for person in range(spells.first.size - 1):
        rows = range(int(spells.first[person]), int(spells.first[person + 1]))
        for row in rows:
            until = int(spells.month[row + 1]) if row + 1 in rows else spells.months
            status = int(spells.status[row])
            if len(_tasks(STATUSES[status].agency, int(spells.burdens[row]))) < 2:
                continue
            for month in range(int(spells.month[row]), until):
                months[month, status] = months.get((month, status), 0) + 1
                if start <= month < end:
                    people.add(person)
    return people, months


def test_shared_months_are_those_of_plain_python_to_the_last(plan: CasePlan, run: Run) -> None:
    assert run.spells is not None
    start, end = plan.valuation.start, plan.valuation.end
    people, months = _by_hand(run.spells, start, end)
    found = shared_exposure(run.spells, SHARED, np.eye(run.spells.months), start, end)
    expected = np.zeros_like(found.status)
    for (month, status), count in months.items():
        expected[status, month] = count
    assert (found.status == expected).all()
    assert found.people == len(people) > 10
    assert found.months == expected[:, start:end].sum() > 500


def test_no_month_has_more_shared_clients_or_events_than_people_and_events(run: Run) -> None:
    assert run.spells is not None
    found = shared_exposure(run.spells, SHARED, np.eye(run.spells.months), 0, run.spells.months)
    assert (run.panel.status >= found.status.T).all()
    assert (run.panel.burden >= found.burden.T).all()
    assert (np.moveaxis(found.moves, 2, 0) <= run.panel.moves).all()


def test_the_narrow_mission_costs_no_more_in_any_month_on_lines_that_cost(plan: CasePlan, run: Run) -> None:
    assert run.spells is not None
    book = CostBook(cost_book(plan.central(), plan.case.appraisal.price_year), plan.base.world.statuses)
    found = shared_exposure(run.spells, SHARED, np.eye(run.spells.months), 0, run.spells.months)
    narrow = missions._by_line(book, found)
    whole = line_amounts(plan, book, run.panel, 0) / plan.scale
    costs = np.array([line.amount >= 0 for line in book.lines])
    assert costs.any()
    assert (narrow[:, costs] <= whole[:, costs] + 1e-6).all()
    assert narrow.sum() > 0


@pytest.mark.parametrize("case", ["trelleborg", "newcomers", "two cohorts"])
def test_if_everybody_were_shared_the_four_would_pay_what_the_accounts_say(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = np.ones_like(SHARED)
    monkeypatch.setattr(missions, "shared_states", lambda statuses: everybody)
    plan = case_plan(parse(_TWO) if case == "two cohorts" else load(case), "published", 150)
    valuation, columns = plan.valuation, [REPORTED.index(actor) for actor in MAIN_ACTORS]
    for account in replicate(plan, 0, 3).accounts.values():
        total = valuation.weights(valuation.end) @ account.exclusion
        whole = valuation.weights(valuation.end, 0) @ (account.exclusion + account.ordinary)
        assert account.shared.cost == pytest.approx(tuple(total[columns]), rel=1e-9)
        assert account.shared.whole == pytest.approx(tuple(whole[columns]), rel=1e-9)
        assert account.shared.people <= plan.case.size * plan.cohorts * (1 + 1e-12)


def test_lost_work_before_working_age_is_left_out_as_in_the_accounts(plan: CasePlan, run: Run) -> None:
    assert run.spells is not None
    draw = plan.central()
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    late = shared_months(plan, book, [run.spells], run.spells.months)
    money = line_amounts(plan, book, run.panel, run.spells.months)
    columns = [REPORTED.index(actor) for actor in MAIN_ACTORS]
    whole = plan.valuation.weights(plan.valuation.end) @ by_account(book, money).exclusion[:, columns]
    assert 0 < sum(late.cost) < sum(shared_months(plan, book, [run.spells], 0).cost)
    assert sum(late.cost) < whole.sum()


def test_a_run_tells_both_missions_and_the_definition_it_used(document: RunDocument) -> None:
    definition = document.narrow_mission
    assert definition is not None
    assert definition.actors == list(MAIN_ACTORS)
    assert definition.of_burden["substance_misuse"] == ["region", "kommun"]
    base, after = document.scenarios["baseline"], document.scenarios["prevention"]
    assert base.shared is not None
    assert after.shared is not None
    four = sum(base.total[actor].mean for actor in MAIN_ACTORS)
    assert 0 < base.shared.cost[ALL_FOUR].mean < four
    assert base.shared.cost[ALL_FOUR].mean == pytest.approx(sum(base.shared.cost[a].mean for a in MAIN_ACTORS))
    assert base.shared.people.mean == pytest.approx(base.shared.people_share.mean * document.cohort)
    change = document.differences["prevention"]
    assert change.narrow is not None
    assert change.narrow.months.mean == pytest.approx(after.shared.months.mean - base.shared.months.mean)
    for actor in MAIN_ACTORS:
        narrow = change.narrow
        assert narrow.project[actor].mean == pytest.approx(-change.parts["intervention"][actor])
        assert narrow.net[actor].mean == pytest.approx(narrow.gain[actor].mean - narrow.project[actor].mean)


def test_the_document_with_both_missions_fits_its_schema_and_comes_back_whole(document: RunDocument) -> None:
    text = document.model_dump_json()
    jsonschema.validate(json.loads(text), RunDocument.model_json_schema(mode="serialization"))
    assert RunDocument.model_validate_json(text) == document


def _old() -> RunDocument:
    """A document as it was stored before there were two missions."""
    content = json.loads(example_document().model_dump_json())
    del content["narrow_mission"]
    for scenario in content["scenarios"].values():
        del scenario["shared"]
    for difference in content["differences"].values():
        del difference["narrow"]
    return RunDocument.model_validate(content)


def test_an_old_document_still_loads_and_is_shown_without_the_section() -> None:
    for document in (_old(), example_flat_document()):
        html = render_report(document)
        assert 'id="uppdrag"' not in html
        assert "Två uppdrag" not in html


def _section(html: str) -> str:
    found = re.search(r'<section id="uppdrag">.*?</section>', html, re.DOTALL)
    assert found is not None
    return found[0]


def test_without_script_the_report_shows_both_missions_as_tables() -> None:
    document = example_document()
    section = _section(render_report(document))
    articles = re.findall(r'<article id="uppdrag-(narrow|widened)" data-boundary="\1">(.*?)</article>', section, re.S)
    assert [key for key, _ in articles] == ["narrow", "widened"]
    narrow, widened = (text for _, text in articles)
    shared = document.scenarios["baseline"].shared
    assert shared is not None
    assert mkr(shared.cost[ALL_FOUR].mean) in narrow
    assert label("rattsvasende") not in narrow
    assert mkr(document.scenarios["baseline"].total["society"].mean) in widened
    assert all("<table" in text for text in (narrow, widened))
    assert "vår egen definition, ett antagande" in section


def test_the_switch_is_a_named_group_of_two_buttons_that_waits_for_the_script() -> None:
    section = _section(render_report(example_document()))
    group = re.search(r'<div class="switch" role="group" aria-label="[^"]+" hidden>(.*?)</div>', section, re.DOTALL)
    assert group is not None
    buttons = re.findall(r'<button type="button" aria-controls="([a-z-]+)" aria-pressed="(true|false)">', group[1])
    assert buttons == [("uppdrag-narrow", "false"), ("uppdrag-widened", "true")]
    assert all(f'id="{target}"' in section for target, _ in buttons)


@pytest.mark.skipif(chromium() is None, reason="needs Debian's chromium")
def test_the_switch_works_from_the_keyboard_and_print_has_both(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_report(example_document()), encoding="utf-8")
    with opened(tmp_path) as browser:
        page = browser.new_page()
        page.goto(file.as_uri())
        narrow, widened = page.locator("#uppdrag-narrow"), page.locator("#uppdrag-widened")
        expect(narrow).to_be_hidden()
        expect(widened).to_be_visible()
        button = page.get_by_role("button", name="Det smala uppdraget")
        button.focus()
        page.keyboard.press("Enter")
        expect(narrow).to_be_visible()
        expect(widened).to_be_hidden()
        expect(button).to_have_attribute("aria-pressed", "true")
        page.emulate_media(media="print")
        expect(narrow).to_be_visible()
        expect(widened).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("sv", "Det smala uppdraget"), ("en", "The narrow mission")])
def test_both_missions_are_told_in_both_languages(language: str, words: str, tmp_path: Path) -> None:
    document, out, file = example_document(), io.StringIO(), tmp_path / "results.xlsx"
    with speaking(language):
        render_terminal(document, Console(file=out, width=80, color_system=None), "narrow")
        write_workbook(document, None, file)
        html = render_report(document)
    assert words in _section(html)
    assert f"{words}: 74" in " ".join(out.getvalue().split())
    assert max(map(len, out.getvalue().splitlines())) <= 80
    book = load_workbook(file)
    sheet = book["Två uppdrag" if language == "sv" else "Two missions"]
    cells = {str(row[0].value): row[2].value for row in sheet.iter_rows() if row[0].value}
    assert words in cells
    shared = document.scenarios["prevention"].shared
    assert shared is not None
    four = "De fyra huvudaktörerna, kostnad" if language == "sv" else "The four main actors, cost"
    assert cells[four] == pytest.approx(shared.cost[ALL_FOUR].mean / 1e6)


def test_the_headline_is_the_widened_one_unless_asked() -> None:
    out = io.StringIO()
    render_terminal(example_document(), Console(file=out, width=80, color_system=None))
    assert "Utanförskap kostar samhället" in out.getvalue()
    assert "gemensamma klienter" not in out.getvalue()
