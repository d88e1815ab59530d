"""What a comparison shows beside its tables: figures for a meeting, four perspectives, prevent or repair, measures."""

from __future__ import annotations

import json
import re
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context

import numpy as np
import pytest

from exclusim.model.money import PUBLIC, REPORTED
from exclusim.results.compare import CompareDocument, CompareOptions, run_compare
from exclusim.results.compare.actor_figures import ink_on, shade
from exclusim.results.compare.figures import COMPARE_FIGURES, figures_of
from exclusim.results.compare.measures import leaders
from exclusim.results.compare.order import ranked, scenario_dash
from exclusim.results.compare.perspectives import four_perspectives, prevention, two_portfolios
from exclusim.results.compare.prevention import PREVENTING, REPAIRING, kind_of, kind_of_set
from exclusim.results.labels import mkr, number, percent
from exclusim.results.run.channels import channels
from exclusim.results.run.plan import BASELINE, case_plan
from exclusim.results.run.sample import replicate
from exclusim.scenarios.decision import Decision, Expectation
from exclusim.scenarios.interventions import LEVERS
from exclusim.scenarios.interventions_library import with_intervention
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

SMALL = CompareOptions(draws=4, most_draws=4, side_draws=2, persons=150, threads=1, budget=2e6)


@pytest.fixture(scope="module")
def case() -> Case:
    return with_intervention(load("genomsnittskommun"), "tutoring")


@pytest.fixture(scope="module")
def document(case: Case) -> CompareDocument:
    return run_compare([case], SMALL)


def test_every_named_figure_is_drawn_for_paper_and_telephone(document: CompareDocument) -> None:
    assert {"gains", "winners", "loss", "payback"} <= set(COMPARE_FIGURES)
    found = figures_of(document)
    assert {*COMPARE_FIGURES, "certainty", "sets"} == set(found)
    for figure in found.values():
        assert figure.title
        assert figure.data.rows
        for drawn in (figure.wide, figure.narrow):
            assert drawn.startswith("<svg")
            assert re.search(r'role="img" aria-label="[^"]+"', drawn)


def test_the_figure_of_risk_has_every_payers_probability(document: CompareDocument) -> None:
    figure = COMPARE_FIGURES["loss"](document)
    for name, row in zip(ranked(document), figure.data.rows, strict=True):
        net = document.scenarios[name].net
        for actor, cell in zip(("society", "public", *PUBLIC), row[1:], strict=True):
            touched = net[actor].p5 != 0 or net[actor].p95 != 0 or net[actor].mean != 0
            assert cell.main == (percent(net[actor].probability_loss) if touched else "–")


def test_winners_stand_to_the_right_and_losers_to_the_left(document: CompareDocument) -> None:
    drawn = COMPARE_FIGURES["winners"](document).wide
    name = ranked(document)[0]
    for actor in PUBLIC:
        net = document.scenarios[name].net[actor]
        if net.mean:
            assert mkr(net.mean) in drawn
            assert number(net.mean / 1e6, 2) in drawn


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_greater_risk_is_darker_and_its_number_can_be_read() -> None:
    steps = [_luminance(shade(p)) for p in np.linspace(0, 1, 101)]
    assert all(b < a for a, b in pairwise(steps))
    for probability in np.linspace(0, 1, 101):
        ground = shade(probability)
        low, high = sorted((_luminance(ground), _luminance(ink_on(probability))))
        assert (high + 0.05) / (low + 0.05) >= 4.5  # WCAG 2, text


def test_lines_can_be_told_apart_without_colours(document: CompareDocument) -> None:
    dashes = {scenario_dash(document, name) for name in document.scenarios}
    assert len(dashes) == len(document.scenarios)
    figure = COMPARE_FIGURES["payback"](document)
    for number_of, name in enumerate(ranked(document), start=1):
        assert figure.legend[number_of - 1].label == f"{number_of}. {document.scenarios[name].label}"
        assert f">{number_of}</text>" in figure.wide


def test_four_perspectives_stand_side_by_side_and_say_what_is_not_measured(document: CompareDocument) -> None:
    found = four_perspectives(document)
    assert len(found.head) == 5
    assert "saknas" in found.foot
    for name, row in zip(ranked(document), found.rows, strict=True):
        s = document.scenarios[name]
        losing = sum(s.net[actor].mean < -1_000 for actor in PUBLIC)
        assert row[2].main == "Mäts inte"
        assert row[3].main == (f"{losing} av 6 förlorar" if losing else "Ingen förlorar i genomsnitt")
        assert row[4].main == mkr(s.net["society"].mean)


def test_what_prevents_and_what_repairs_are_different_things() -> None:
    assert not PREVENTING & REPAIRING
    assert set(LEVERS) >= PREVENTING | REPAIRING


def test_a_scenario_is_of_the_kind_that_its_effects_act_on(case: Case) -> None:
    plan = case_plan(case, "published", 60)
    kinds = {name: kind_of(plan, name) for name in case.scenarios}
    assert kinds == {"studiestod": "preventing", "jobbstod": "repairing", "tutoring": "preventing"}
    assert kind_of_set(kinds, ("studiestod", "tutoring")) == "preventing"
    assert kind_of_set(kinds, ("studiestod", "jobbstod")) == "other"
    school, work = case.scenarios["studiestod"], case.scenarios["jobbstod"]
    joined = school.model_copy(update={"interventions": (*school.interventions, *work.interventions)})
    both = case.model_copy(update={"scenarios": {"joined": joined}})
    assert kind_of(case_plan(both, "published", 60), "joined") == "both"
    system = case_plan(load("systemfel"), "published", 60)
    assert {kind_of(system, name) for name in system.case.scenarios if system.case.scenarios[name].changes_rules} == {
        "other"
    }


def test_avoided_years_are_divided_as_a_run_divides_them(case: Case, document: CompareDocument) -> None:
    plan = case_plan(case, "published", SMALL.persons)
    accounts = [replicate(plan, index, SMALL.seed).accounts for index in range(SMALL.draws)]
    for name, s in document.scenarios.items():
        ran = channels([a[BASELINE].passage for a in accounts], [a[name].passage for a in accounts])
        for key, months in ran.months.items():
            assert s.avoided_by[key].mean == pytest.approx(months.mean / 12, abs=1e-9)
        parts = sum(s.avoided_by[key].mean for key in ("inflow", "loops", "outflow"))
        assert parts == pytest.approx(s.avoided_by["total"].mean, abs=1e-9)
    found = prevention(document)
    assert found is not None
    assert {row[0].sub for row in found.rows} == {"förebygger", "reparerar"}


def test_a_preventing_and_a_repairing_portfolio_keep_the_same_budget(document: CompareDocument) -> None:
    found = document.portfolio
    assert found is not None
    assert set(found.by_kind) == {"preventing", "repairing"}
    for kind, chosen in found.by_kind.items():
        assert {document.scenarios[name].kind for name in chosen.scenarios} == {kind}
        assert chosen.cost <= 2e6
        same = [s for s in found.sets if s.scenarios and {document.scenarios[n].kind for n in s.scenarios} == {kind}]
        assert chosen.gain == max(s.gain for s in same)
    assert two_portfolios(document) is not None


def test_an_older_document_without_kinds_is_still_shown(document: CompareDocument) -> None:
    content = json.loads(document.model_dump_json(by_alias=True))
    del content["english"], content["portfolio"]["by_kind"]
    for scenario in content["scenarios"].values():
        del scenario["avoided_by"], scenario["kind"]
    older = CompareDocument.model_validate(content)
    assert prevention(older) is None
    assert two_portfolios(older) is None


def test_the_measure_that_decides_is_named(document: CompareDocument) -> None:
    first, second = ranked(document)[:2]
    a, b = document.scenarios[first], document.scenarios[second]
    more = b.avoided_years.model_copy(update={"mean": a.avoided_years.mean + 1.0})
    b = b.model_copy(update={"avoided_years": more})
    found = leaders({first: a, second: b}, "society")
    assert found["net"] == first
    assert found["avoided"] == second
    assert set(leaders({first: a}, "society").values()) == {first}


def test_a_decision_that_states_one_measure_is_warned_against_and_two_are_not(case: Case) -> None:
    one = Expectation(indicator="Examen", value="80 %", by="2027-12")
    options = CompareOptions(draws=2, most_draws=2, side_draws=2, persons=60, threads=1)
    warned = []
    for stated in ((one,), (one, one.model_copy(update={"indicator": "Närvaro"}))):
        decided = case.model_copy(update={"decision": Decision(expectations=stated)})
        warned.append([note for note in run_compare([decided], options).notes if "ett enda mått: Examen" in note])
    assert [len(notes) for notes in warned] == [1, 0]


def test_progress_only_goes_forward_to_the_end() -> None:
    told: list[float] = []
    options = CompareOptions(draws=2, most_draws=2, side_draws=2, persons=60, threads=1)
    run_compare([load("genomsnittskommun")], options, lambda stage, share: told.append(share))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_a_worker_process_compares_and_its_json_comes_back_whole() -> None:
    options = CompareOptions(draws=2, most_draws=2, side_draws=2, persons=60, threads=1)
    cases = [load("genomsnittskommun"), load("trelleborg")]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        found = workers.submit(run_compare, cases, options).result()
    text = found.model_dump_json(by_alias=True)
    assert CompareDocument.model_validate_json(text) == found
    assert found.english
    here = run_compare(cases, options)
    assert here.model_copy(update={"created": found.created}) == found
    assert set(found.scenarios["studiestod"].net) == set(REPORTED)
