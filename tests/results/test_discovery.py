"""Boxes planted in made-up futures are found, and chance is not taken for a rule."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError
from exclusim.results.discovery import DiscoveryOptions, model_function, run_discovery
from exclusim.results.discovery.box import inside, judged
from exclusim.results.discovery.cart import tree_boxes
from exclusim.results.discovery.document import BoxLimit
from exclusim.results.discovery.failing import Failing, parse_failing
from exclusim.results.discovery.page import render_discovery
from exclusim.results.discovery.prim import found_box, peel
from exclusim.results.discovery.search import search
from exclusim.results.discovery.words import failing_words, limit_words, rule
from exclusim.results.sensitivity.measured import measured
from exclusim.results.sensitivity.noise import Noise
from exclusim.scenarios.library import load

NO_LUCK = Noise(0.0, 0.0, 0.0, 0.0, 1.0)

PLANTED = {2: (0.5, np.inf), 5: (-np.inf, 0.3)}
"""About 31 × 62 per cent of standard normal futures."""


def _futures(wrong: float, count: int = 1_600, inputs: int = 10) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Futures that fail inside the planted box; a share of the answers is turned around."""
    rng = np.random.default_rng(17)
    points = rng.normal(size=(count, inputs))
    return points, inside(points, PLANTED) ^ (rng.random(count) < wrong)


@pytest.mark.parametrize("wrong", [0.0, 0.03])
def test_prim_finds_a_planted_box_and_frees_every_other_input(wrong: float) -> None:
    points, fails = _futures(wrong)
    limits = found_box(points, fails)
    assert set(limits) == set(PLANTED)
    box = judged(*_futures(0.0), limits)
    assert box.coverage > 0.8
    assert box.density > 0.8
    assert limits[2][0] == pytest.approx(0.5, abs=0.15)
    assert limits[5][1] == pytest.approx(0.3, abs=0.15)
    assert limits[2][1] == np.inf


def test_the_tree_finds_the_same_box() -> None:
    points, fails = _futures(0.03)
    best, *_ = tree_boxes(points, fails, 1)
    assert set(PLANTED) <= set(best)
    box = judged(*_futures(0.0), best)
    assert box.coverage > 0.8
    assert box.density > 0.8


def test_boxes_are_judged_on_futures_that_did_not_choose_them() -> None:
    points, fails = _futures(0.05, inputs=80)
    found = search(points, fails.astype(float), lambda value: value > 0.5, NO_LUCK, 1)
    first = found.boxes[0]
    assert first.method == "prim"
    assert {limit.column for limit in first.box.limits} == set(PLANTED)
    assert all(limit.p < 1e-6 for limit in first.box.limits)
    assert all(limit.reproduced >= 0.7 for limit in first.box.limits)
    assert found.candidates[:2] in ((2, 5), (5, 2))
    assert first.box.coverage * first.box.density > 0.8 * 0.75  # a twentieth of the answers is wrong


def test_where_luck_hides_the_rule_it_is_sought_in_the_expected_outcome() -> None:
    rng = np.random.default_rng(29)
    points = rng.normal(size=(3_000, 40))
    expected = 1.0 + points[:, 4] - 0.8 * points[:, 9]
    values = expected + 3 * rng.normal(size=3_000)
    luck = Noise(9.0, 9 / 10.64, 0.8, 0.9, 1.64)
    found = search(points, values, lambda value: value < 0, luck, 1)
    first = found.boxes[0]
    assert {limit.column for limit in first.box.limits} == {4, 9}
    assert found.explained is not None
    assert found.explained > 0.8
    assert first.expected is not None
    # A corner of a slanting edge: two limits cannot follow it better than this.
    assert first.expected.coverage > 0.6
    assert first.expected.density > 0.6
    assert first.box.density < first.expected.density, "single runs fail outside the rule as well, by luck"


def test_a_limit_that_does_nothing_has_a_quasi_p_value_that_says_so() -> None:
    points, fails = _futures(0.0)
    box = judged(points, fails, {**PLANTED, 7: (-1.0, np.inf)})
    by = {limit.column: limit.p for limit in box.limits}
    assert by[2] < 1e-9
    assert by[5] < 1e-9
    assert by[7] > 0.05
    assert box.limits[-1].column == 7
    # By hand: all failures in the box are counted against the density without the limit.
    assert box.density == 1.0
    assert box.coverage == pytest.approx((points[fails, 7] > -1).mean())


def test_chance_is_not_taken_for_a_rule() -> None:
    # Ten streams; each limit is kept at a twentieth over all inputs, so more than three rules are rarer than 1 in 1000.
    rng = np.random.default_rng(23)
    rules = [found_box(rng.normal(size=(400, 12)), rng.random(400) < 0.4, 500) for _ in range(10)]
    assert sum(bool(limits) for limits in rules) <= 3
    everybody = np.ones(50, dtype=np.bool_)
    assert found_box(rng.normal(size=(50, 3)), everybody) == {}
    assert tree_boxes(rng.normal(size=(50, 3)), ~everybody, 1) == []


def test_peeling_gives_up_coverage_for_density() -> None:
    steps = peel(*_futures(0.03))
    assert steps[0].coverage == 1.0
    assert all(a.mass > b.mass for a, b in pairwise(steps))
    assert steps[-1].density > 0.9 > steps[0].density


def test_failing_is_read_with_units_and_refused_with_the_reason() -> None:
    assert parse_failing("kommun<-2 Mkr") == Failing("kommun", "<", -2e6)
    assert parse_failing("payback >= 8 år") == Failing("payback", ">=", 8.0)
    assert parse_failing("excluded<1 %").limit == pytest.approx(0.01)
    assert list(Failing("society", "<", 0.0).of(np.array([-1.0, 0.0, 1.0]))) == [True, False, False]
    for text in ("society", "society=0", "society<much"):
        with pytest.raises(ExclusimError, match="--fails"):
            parse_failing(text)


def test_a_rule_is_a_sentence() -> None:
    def limit(name: str, label: str, low: float | None, high: float | None, unit: str) -> BoxLimit:
        return BoxLimit(
            parameter=name, label=label, group="g", unit=unit, low=low, high=high, quasi_p=0.0, reproduced=1.0
        )

    limits = [
        limit("displacement.a.b", "Undanträngning (b)", 0.5, None, "share"),
        limit("effect.a.b.0", "Effekt (b)", 0.9, 1.1, "ratio"),
        limit("rate.x", "rate.x", None, 0.02, "per month"),
    ]
    words = failing_words(parse_failing("society<0"), measured("society", "a"))
    assert rule(words, limits).replace("\N{NO-BREAK SPACE}", " ") == (
        "Samhället förlorar när undanträngning (b) > 0,500, effekt (b) mellan 0,900 och 1,10 och "
        "rate.x < 0,020 per månad"
    )
    assert limit_words(limits[0]) == "undanträngning (b) > 0,500"
    assert "Återbetalningstid för samhället är över 8,0" in failing_words(
        parse_failing("payback>8 år"), measured("payback", "a")
    )


def test_a_case_is_a_function_of_named_parameters_and_a_seed() -> None:
    run = model_function("trelleborg", "prevention", persons=200)
    assert len(run.parameters) >= 40
    name = "effect.prevention.gymnasiestod.0"
    one, same = run(seed=4), run(seed=4, **{name: run.plan.central()[name]})
    assert all(np.array_equal(one[key], same[key]) for key in one)
    assert one["net_society"].shape == ()
    assert one["cumulated_society"][-1] == pytest.approx(one["net_society"])
    by_keyword = run(seed=4, **{run.parameters[name].keyword: 1.0})
    assert np.all(by_keyword["avoided"] == 0), "an effect of 1 changes no life"
    assert run.parameters[name].low < run.parameters[name].centre < run.parameters[name].high
    with pytest.raises(ExclusimError, match="did you mean"):
        run(effect__prevention__gymnasiestod__1=1.0)


def test_a_case_is_searched_and_shown_on_a_page() -> None:
    options = DiscoveryOptions(runs=100, persons=100, threads=1, fails="society<-5 Mkr", scenario="prevention")
    document = run_discovery(load("trelleborg"), options)
    assert document.runs == 110
    assert 0 < document.failing < 1
    assert "effect.prevention.gymnasiestod.0" in document.candidates
    assert {point.fails for point in document.points} == {True, False}
    page = render_discovery(document)
    assert document.fails_words in page
    assert "<script" not in page
