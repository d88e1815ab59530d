"""Budgets by payer, department, staff and year: how they are read, what binds, what more is worth."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from exclusim.model.errors import ExclusimError
from exclusim.results.compare import CompareDocument, CompareOptions, run_compare
from exclusim.results.compare.budgets import Limit, parse_limit, read_limits
from exclusim.results.compare.limits import Bound, bounds, check_years, relaxed, totals
from exclusim.results.compare.page import render_compare
from exclusim.results.compare.portfolio import knapsack
from exclusim.results.compare.sampling import sampled
from exclusim.results.compare.terminal import render_terminal
from exclusim.results.compare.workbook import write_workbook
from exclusim.results.run.plan import case_plan
from exclusim.scenarios.interventions_library import with_intervention
from exclusim.scenarios.issues import ScenarioError
from exclusim.scenarios.library import load
from exclusim.scenarios.schema import Case

SMALL = CompareOptions(draws=3, most_draws=3, side_draws=2, persons=100, threads=1)


@pytest.fixture(scope="module")
def case() -> Case:
    found = with_intervention(load("genomsnittskommun"), "tutoring")
    scenario = found.scenarios["studiestod"]
    staffed = tuple(item.model_copy(update={"staff": 3.0}) for item in scenario.interventions)
    return found.model_copy(
        update={"scenarios": {**found.scenarios, "studiestod": scenario.model_copy(update={"interventions": staffed})}}
    )


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5e6", Limit("all", 5e6, "whole")),
        ("5 Mkr", Limit("all", 5e6, "whole")),
        ("kommun=3e6/år", Limit("kommun", 3e6, "each")),
        ("kommun.skola = 3 Mkr / year", Limit("kommun.skola", 3e6, "each")),
        ("region@2030=250 tkr", Limit("region", 2.5e5, 2030)),
        ("staff=4", Limit("staff", 4.0, "each")),
    ],
)
def test_a_limit_is_read_as_it_is_written(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("komun=3e6", "did you mean 'kommun'"),
        ("kommun=three", "cannot be read"),
        ("kommun=3 år", "cannot be read"),
        ("staff=4 Mkr", "cannot be read"),
        ("kommun=-1", "between 0 and inf"),
        ("kommun==1", "cannot be read"),
        ("kommun=inf", "between 0 and inf"),
    ],
)
def test_a_limit_that_cannot_be_kept_is_refused(text: str, message: str) -> None:
    with pytest.raises(ExclusimError, match=message):
        parse_limit(text)


def test_a_file_of_budgets_is_read(tmp_path: Path) -> None:
    file = tmp_path / "budgets.yaml"
    file.write_text(
        "budgets:\n  - {payer: kommun, amount: 3 Mkr}\n  - {payer: kommun.skola, amount: 1 Mkr, year: 2030}\n"
        "  - {amount: 9 Mkr, per: whole}\n  - {staff: 2.5}\n",
        encoding="utf-8",
    )
    assert read_limits(file) == [
        Limit("kommun", 3e6, "each"), Limit("kommun.skola", 1e6, 2030), Limit("all", 9e6, "whole"),
        Limit("staff", 2.5, "each"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "place", "message"),
    [
        ("{payer: komun, amount: 3 Mkr}", "2:13", "did you mean 'kommun'"),
        ("{payer: kommun, amount: 3}", "2:29", "an amount with its unit"),
        ("{payer: kommun}", "2:5", "exactly one of amount and staff"),
        ("{amount: 1 Mkr, year: 2030, per: whole}", "2:38", "either a year or per: whole"),
        ("{staff: 1, payer: region}", "2:5", "staff of all payers together"),
    ],
)
def test_every_problem_of_a_file_has_its_place(tmp_path: Path, entry: str, place: str, message: str) -> None:
    file = tmp_path / "b.yaml"
    file.write_text(f"budgets:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read_limits(file)
    assert f"b.yaml:{place}" in str(error.value)
    assert message in str(error.value)


def test_what_is_used_by_year_and_department_adds_up_to_the_project(case: Case) -> None:
    plan = case_plan(case, "published", SMALL.persons)
    found = sampled(plan, SMALL, lambda done: None)
    names = list(case.scenarios)
    departments = ("kommun.skola", "kommun.socialtjanst", "kommun.arbetsmarknad")
    parts = ("kommun", "region", "forsakringskassan", "arbetsformedlingen", "rattsvasende", "ovriga")
    options = CompareOptions(
        draws=3, most_draws=3, persons=100, threads=1,
        limits=tuple(Limit(who, 1e9, "whole") for who in ("all", *parts, *departments)),
    )  # fmt: skip
    whole = {bound.who: bound.used for bound in bounds(plan, found, options, names, 3)}
    each = CompareOptions(
        draws=3, most_draws=3, persons=100, threads=1, limits=(Limit("all", 1e9, "each"), Limit("staff", 9, "each"))
    )
    yearly = bounds(plan, found, each, names, 3)
    for name in names:
        assert sum(whole[who][name] for who in parts) == pytest.approx(whole["all"][name], abs=1)
        assert sum(whole[who][name] for who in departments) <= whole["kommun"][name] + 1
        spent = sum(bound.used[name] for bound in yearly if bound.who == "all")
        assert spent == pytest.approx(float(found.scenarios[name].spent[:, :, 1].sum(axis=1).mean()), abs=1)
    (own,) = case.scenarios["studiestod"].interventions
    posts = sum(bound.used["studiestod"] for bound in yearly if bound.who == "staff")
    assert posts == pytest.approx(3.0 * own.lasts / 12)


def test_a_department_pays_its_part_of_its_payers_bill(case: Case) -> None:
    scenario = case.scenarios["studiestod"]
    (own,) = scenario.interventions
    assert own.cost is not None
    split = own.model_copy(update={"cost": own.cost.model_copy(update={"payer": {"kommun.skola": 0.3, "kommun": 0.7}})})
    alone = case.model_copy(
        update={"scenarios": {"studiestod": scenario.model_copy(update={"interventions": (split,)})}}
    )
    plan = case_plan(alone, "published", SMALL.persons)
    found = sampled(plan, SMALL, lambda done: None)
    limits = tuple(Limit(who, 1e9, "each") for who in ("kommun", "kommun.skola"))
    options = CompareOptions(draws=3, most_draws=3, persons=100, threads=1, limits=limits)
    used = {(b.who, b.year): b.used["studiestod"] for b in bounds(plan, found, options, ["studiestod"], 3)}
    years = {year for _, year in used}
    assert years
    for year in years:
        assert used["kommun.skola", year] == pytest.approx(0.3 * used["kommun", year])


def test_a_year_of_its_own_replaces_that_of_every_year(case: Case) -> None:
    plan = case_plan(case, "published", 60)
    found = sampled(plan, CompareOptions(draws=2, most_draws=2, persons=60, threads=1), lambda done: None)
    year = plan.case.population.start_year + 1
    limits = (Limit("all", 4e6, "each"), Limit("all", 1e6, year))
    some = bounds(plan, found, CompareOptions(persons=60, limits=limits), list(case.scenarios), 2)
    assert [bound.limit for bound in some if bound.year == year] == [1e6]
    with pytest.raises(ExclusimError, match="outside the horizon"):
        check_years(plan, (Limit("all", 1e6, 1900),))


def test_the_programme_keeps_every_limit_and_finds_the_best_set_that_does() -> None:
    random = np.random.default_rng(11)
    for _ in range(30):
        gain, used = random.normal(1, 2, 9), random.uniform(0, 3, (3, 9))
        limits = random.uniform(2, 8, 3)
        chosen = knapsack(gain.tolist(), used, limits)
        assert (used[:, chosen].sum(axis=1) <= limits + 1e-6).all()
        every = (list(s) for size in range(10) for s in combinations(range(9), size))
        best = max(gain[s].sum() for s in every if (used[:, s].sum(axis=1) <= limits).all())
        assert gain[chosen].sum() == pytest.approx(best)


def test_a_limit_that_binds_is_worth_what_more_of_it_would_give() -> None:
    # a costs 100 and gives 1 000, b costs 105 and gives 1 200; the limit is 100. Seven more let b in instead of a.
    found = [Bound("kommun", None, 100.0, {"a": 100.0, "b": 105.0}), Bound("region", None, 50.0, {"a": 1.0, "b": 2.0})]
    every, gain = [(), ("a",), ("b",)], np.array([0.0, 1000.0, 1200.0])
    used = totals(found, every)

    def best(limits: np.ndarray) -> float:
        return float(gain[(used <= limits + 1e-9).all(axis=1)].max())

    tight, loose = relaxed(found, ("a",), best, lambda index: (105.0, 200.0, ["b"]) if index == 0 else None)
    assert (tight.binding, loose.binding) == (True, False)
    assert tight.worth_of_1_percent == 0  # 101 is not enough for b
    assert tight.worth_of_10_percent == pytest.approx(200 / 10)
    assert loose.worth_of_10_percent == 0
    assert (tight.used, tight.opens_at, tight.opens) == (100.0, 105.0, ["b"])


@pytest.fixture(scope="module")
def document(case: Case) -> CompareDocument:
    limits = (Limit("all", 1.5e6, "whole"), Limit("kommun", 4e5, "each"), Limit("staff", 2.0, "each"))
    options = CompareOptions(draws=3, most_draws=3, side_draws=2, persons=100, threads=1, limits=limits)
    return run_compare([case], options)


def test_the_chosen_set_keeps_every_budget(document: CompareDocument) -> None:
    found = document.portfolio
    assert found is not None
    assert found.budget == 1.5e6
    assert found.cost <= 1.5e6
    assert all(limit.used <= limit.limit + 1e-6 for limit in found.limits)
    assert "studiestod" not in found.chosen  # it needs three posts
    assert "studiestod" not in found.without_staff
    assert {limit.unit for limit in found.limits} == {"SEK", "FTE"}


def test_every_view_says_which_budget_binds(document: CompareDocument, tmp_path: Path) -> None:
    from io import StringIO

    from rich.console import Console

    page = render_compare(document)
    assert "Vilken budget som begränsar" in page
    assert "årsarbetare" in page
    assert "finansiären 5" in page  # the required return is printed, not assumed
    assert "Antaganden om pengar och avtal" in page
    write_workbook(document, tmp_path / "a.xlsx")
    stream = StringIO()
    render_terminal(document, Console(file=stream, width=100))
    assert document.portfolio is not None
    assert ("Begränsar" in stream.getvalue()) == any(limit.binding for limit in document.portfolio.limits)
