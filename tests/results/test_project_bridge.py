"""From the source's gain to the run's: the steps add up, begin with the source and tell what each assumption means."""

from __future__ import annotations

from functools import cache
from io import StringIO

import pytest
from rich.console import Console

from exclusim.results.document import RunDocument
from exclusim.results.report import render_report
from exclusim.results.run import Preset, RunOptions, run_case
from exclusim.results.terminal import render_terminal
from exclusim.scenarios.library import load

SOURCE = {"trelleborg": ("prevention", "VC011"), "newcomers": ("snabbspar", "VC027")}


@cache
def _run(case: str, preset: Preset, replicates: int = 4) -> RunDocument:
    options = RunOptions(preset=preset, replicates=replicates, persons=80, threads=1)
    return run_case(load(case), options).document


@pytest.fixture(scope="module")
def published() -> RunDocument:
    return _run("trelleborg", "published")


@pytest.mark.parametrize("case", SOURCE)
@pytest.mark.parametrize("preset", ["published", "optimistic"])
def test_the_steps_go_from_the_sources_gain_to_the_runs_net(case: str, preset: Preset) -> None:
    name, row = SOURCE[case]
    document = _run(case, preset)
    steps = document.project_bridges[name]
    assert sum(step.amount for step in steps) == pytest.approx(document.differences[name].net["society"].mean, abs=1)
    (check,) = (check for check in load(case).published if check.id == row)
    assert steps[0].key == "source"
    assert check.agrees(steps[0].amount)
    flat = _run(case, "flat-annuity", 1)
    assert steps[0].amount == pytest.approx(flat.differences[name].gain["society"].mean)


def test_every_draw_taken_leaves_nothing_to_chance(published: RunDocument) -> None:
    assert "draws" not in {step.key for step in published.project_bridges["prevention"]}


def test_fewer_draws_for_the_effect_still_add_up() -> None:
    document = _run("trelleborg", "published", 24)
    steps = {step.key: step.amount for step in document.project_bridges["prevention"]}
    assert "draws" in steps
    assert sum(steps.values()) == pytest.approx(document.differences["prevention"].net["society"].mean, abs=1)


def test_the_sources_effect_is_the_optimistic_run(published: RunDocument) -> None:
    # Same lives and draws: reached after `account`, whether the step stands at the end or in the middle.
    optimistic = _run("trelleborg", "optimistic")
    for document in (published, optimistic):
        steps = document.project_bridges["prevention"]
        end = [step.key for step in steps].index("account") + 1
        reached = sum(step.amount for step in steps[:end])
        assert reached == pytest.approx(optimistic.differences["prevention"].gain["society"].mean, abs=1)


def test_each_assumption_of_the_source_has_its_step(published: RunDocument) -> None:
    trelleborg = {step.key: step.amount for step in published.project_bridges["prevention"]}
    assert {"transfers", "mortality", "leaving", "effect", "reach", "fade", "size"} <= set(trelleborg)
    assert "horizon" not in trelleborg  # the source discounts as the case does
    assert trelleborg["reach"] < 0
    assert trelleborg["project"] == -5e6
    newcomers = {step.key: step.amount for step in _run("newcomers", "published").project_bridges["snabbspar"]}
    assert newcomers["horizon"] < 0  # that one adds years up as they are
    assert "reach" not in newcomers


def test_a_scenario_no_source_reckons_with_has_no_bridge() -> None:
    assert _run("genomsnittskommun", "published", 2).project_bridges == {}


def test_report_and_terminal_show_where_it_begins_and_ends(published: RunDocument) -> None:
    page = render_report(published)
    assert "Från källans vinst till vår" in page
    assert "Källan räknar med 150" in page
    stream = StringIO()
    render_terminal(published, Console(file=stream, width=100))
    assert "från källans vinst till vår" in stream.getvalue()
    assert "Bara målgruppen nås" in stream.getvalue()
