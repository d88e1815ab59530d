"""Logic models: what each field does to strength, dose and cost, and one clear error for each wrong one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.scenarios.test_scenario_errors import FIRST, GOOD, ONE, refused

from exclusim.model.vocabulary import STATUSES
from exclusim.scenarios.interventions import Effect, Intervention, ProjectCost, Target
from exclusim.scenarios.loading import digest, dump, parse


def effect(**fields: object) -> Effect:
    return Effect.model_validate({"on": "job_finding", "source": "SE-SE-DP", "duration": "12 mån", **fields})


def intervention(**fields: object) -> Intervention:
    return Intervention.model_validate({"name": "x", "label": "X", "lasts": "12 mån", **fields})


def test_percentage_points_become_a_hazard_ratio_with_its_interval() -> None:
    found = effect(percentage_points=10, low=5, high=15, baseline="16 %", at="12 mån")
    assert found.ratio == pytest.approx(math.log(0.74) / math.log(0.84))
    assert found.interval == pytest.approx((math.log(0.79) / math.log(0.84), math.log(0.69) / math.log(0.84)))
    assert found.log_sd == pytest.approx(math.log(math.log(0.69) / math.log(0.79)) / (2 * 1.959964), rel=1e-5)
    assert found.conversion


def test_a_published_ratio_keeps_its_interval_to_the_last_bit() -> None:
    found = effect(hazard_ratio=1.73, low=1.32, high=2.26)
    assert (found.ratio, found.interval, found.conversion) == (1.73, (1.32, 2.26), "")


def test_a_longer_duration_turns_the_interval_round() -> None:
    found = effect(duration_change="10 %", low="0 %", high="25 %")
    assert found.interval == pytest.approx((0.8, 1.0))


def test_a_standardised_difference_means_odds_at_an_occasion_and_needs_a_baseline_for_hazards() -> None:
    assert effect(on="school_completion", standardised=0.21).ratio == pytest.approx(
        math.exp(0.21 * math.pi / math.sqrt(3))
    )
    assert 1 < effect(standardised=0.21, baseline="20 %").ratio < 1.46


def test_an_announcement_acts_before_the_start_and_a_delay_after_it() -> None:
    months = np.arange(-4, 5)
    early = effect(hazard_ratio=2, announcement="3 mån", duration="0 mån").strength(months)
    np.testing.assert_array_equal(early, [0, 1, 1, 1, 0, 0, 0, 0, 0])
    late = effect(hazard_ratio=2, delay="2 mån", duration="4 mån").strength(months)
    np.testing.assert_array_equal(late, [0, 0, 0, 0, 0, 0, 1, 1, 0])


def test_a_speed_up_is_gone_from_one_month_to_the_next() -> None:
    found = Effect.model_validate({"on": "job_finding", "hazard_ratio": 2, "speed_up": "3 mån", "source": "GBG-REF-SR"})
    np.testing.assert_array_equal(found.strength(np.arange(-1, 5)), [0, 1, 1, 1, 0, 0])


def test_strength_grows_in_equal_steps_to_full_after_the_ramp_up() -> None:
    np.testing.assert_allclose(intervention(ramp_up="3 mån").ramp(np.arange(-1, 5)), [1, 0.25, 0.5, 0.75, 1, 1])
    np.testing.assert_array_equal(intervention().ramp(np.arange(3)), [1, 1, 1])


def test_drop_out_shortens_the_dose_by_the_months_missed() -> None:
    whole = intervention(drop_out={"share": "40 %"})
    monthly = 1 - 0.6 ** (1 / 12)
    assert whole.months_attended == pytest.approx((1 - (1 - monthly) ** 12) / monthly)
    assert whole.delivered == pytest.approx(whole.months_attended / 12)
    steady = intervention(drop_out={"share": "10 %", "per": "month"})
    assert steady.months_attended == pytest.approx(sum(0.9**m for m in range(12)))
    assert intervention().months_attended == 12


def test_fidelity_dose_and_deadweight_multiply_the_log_effect() -> None:
    assert intervention(fidelity="80 %", dose="50 %", deadweight="25 %").delivered == pytest.approx(0.8 * 0.5 * 0.75)
    assert intervention().delivered == 1
    assert intervention(reach="50 %", take_up="40 %").joining == pytest.approx(0.2)


def test_a_target_names_the_statuses_that_its_activity_support_and_exclusion_leave() -> None:
    excluded = Target.model_validate({"excluded": True}).statuses
    assert excluded == tuple(status.name for status in STATUSES if status.excluded)
    assert Target.model_validate({"activity": ["unemployed"], "support": ["none"]}).statuses == ("unemployed/none",)
    assert Target().statuses is None
    assert Target().eligible is None


def test_costs_in_parts_each_have_their_own_payer_and_interval() -> None:
    part = ProjectCost.model_validate(
        {"amount": "100 tkr", "per": "project", "payer": {"region": "100 %"}, "low": "50 tkr", "high": "200 tkr"}
    )
    assert part.log_sd == pytest.approx(math.log(4) / (2 * 1.959964), rel=1e-5)
    both = intervention(cost=part.model_dump(mode="json"), costs=[part.model_dump(mode="json")])
    assert len(both.all_costs) == 2


RICH = (
    "- {name: work, on: job_finding, percentage_points: 10, low: -5, high: 15, baseline: 16 %, at: 12 mån, "
    "design: before_after, duration: 12 mån, source: SE-SE-DP}\n"
    "            - {name: leave, on: sickness_exit, relative_change: -5.6 %, low: -9 %, high: -1 %, delay: 2 mån, "
    "speed_up: 12 mån, source: SE-SE-DP}"
)
LINE = "- {on: job_finding, hazard_ratio: 1.5, duration: 12 mån, source: SE-SE-DP}"


def test_a_whole_logic_model_survives_being_written_out() -> None:
    rest = (
        "lasts: 12 mån\n        take_up: 60 %\n        ramp_up: 2 mån\n        drop_out: {share: 10 %, per: month}\n"
        "        fidelity: 80 %\n        deadweight: 10 %\n        indicators: [närvaro]\n"
        "        threats: [coacher slutar]\n"
        "        target: {age_from: 17 år, activity: [unemployed], months_to: 24 mån, without_burdens: [crime]}"
    )
    case = parse(GOOD.replace(LINE, RICH).replace("lasts: 12 mån", rest))
    assert digest(parse(dump(case))) == digest(case)
    assert parse(dump(case)).scenarios == case.scenarios


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("lasts: 12 mån", "lasts: 12 mån\n        reach: 120 %", f"{ONE}.reach", "a share from 0 % to 100 %"),
        ("on: job_finding, ", "", f"{FIRST}.on", "expected this field (got nothing)"),
        ("60 %", "70 %", f"{ONE}.cost.payer", "shares that sum to 100 %, not 110 %"),
        (
            "lasts: 12 mån",
            "lasts: 12 mån\n        target: {sexx: [man]}",
            f"{ONE}.target.sexx",
            "did you mean 'sex'?",
        ),
        (
            "lasts: 12 mån",
            "lasts: 12 mån\n        target: {activity: [unemployd]}",
            f"{ONE}.target.activity[0]",
            "did you mean 'unemployed'?",
        ),
        (
            "lasts: 12 mån",
            "lasts: 12 mån\n        target: {filter: \"__import__('os').system('ls')\"}",
            f"{ONE}.target.filter",
            "unknown field",
        ),
        (
            "lasts: 12 mån",
            'lasts: 12 mån\n        target: {burdens: ["crime or True"]}',
            f"{ONE}.target.burdens[0]",
            "one of mental_ill_health",
        ),
        (
            "lasts: 12 mån",
            "lasts: 12 mån\n        target: {age_from: 30 år, age_to: 20 år}",
            f"{ONE}.target.age_to",
            "at least age_from (30 år)",
        ),
        (
            "lasts: 12 mån",
            "lasts: 12 mån\n        target: {activity: [prison], excluded: false}",
            f"{ONE}.target",
            "that occur together",
        ),
        ("hazard_ratio: 1.5", "risk_ratio: 1.5", f"{FIRST}.baseline", "the share of the comparison group"),
        (
            "hazard_ratio: 1.5",
            "percentage_points: 90, baseline: 15 %",
            f"{FIRST}.percentage_points",
            "below 100 %, not 105 %",
        ),
        ("hazard_ratio: 1.5", "relative_change: 0.4", f"{FIRST}.relative_change", "a change in per cent"),
        ("hazard_ratio: 1.5", "hazard_ratio: 1.5, low: -1, high: 2", f"{FIRST}.low", "a ratio above 0"),
        ("hazard_ratio: 1.5", "hazard_ratio: 1.5, design: RCT", f"{FIRST}.design", "rct"),
        ("hazard_ratio: 1.5", "hazard_ratio: 1.5, design_discount: 50 %", f"{FIRST}.design", "the design of"),
        ("on: job_finding, hazard_ratio: 1.5, duration", "on: job_loss, hazard_ratio: 2, speed_up", f"{FIRST}.speed_up",
         "what leads out"),
        ("hazard_ratio: 1.5", "hazard_ratio: 1.5, announcement: 3 mån", f"{FIRST}.announcement", "at most"),
        ("lasts: 12 mån", "lasts: 12 mån\n        ramp_up: 12 mån", f"{ONE}.ramp_up", "less than the 12 months"),
        (
            "lasts: 12 mån",
            "lasts: 12 mån\n        drop_out: {share: 100 %}",
            f"{ONE}.drop_out.share",
            "less than",
        ),
        ("amount: 5 Mkr", "amount: 5 Mkr\n          low: 6 Mkr\n          high: 9 Mkr", f"{ONE}.cost.low", "interval"),
    ],
)  # fmt: skip
def test_a_wrong_logic_model_gives_one_clear_error(old: str, new: str, path: str, message: str) -> None:
    assert GOOD.count(old) >= 1
    ((_, _, where, what),) = refused(GOOD.replace(old, new, 1))
    assert where == path
    assert message in what


def test_deadweight_beside_a_comparison_group_is_refused() -> None:
    text = GOOD.replace("lasts: 12 mån", "lasts: 12 mån\n        deadweight: 20 %")
    parse(text)
    ((_, _, path, what),) = refused(text.replace("hazard_ratio: 1.5", "hazard_ratio: 1.5, design: rct"))
    assert path == f"{ONE}.deadweight"
    assert "no deadweight" in what


def test_components_have_different_names() -> None:
    ((_, _, path, what),) = refused(GOOD.replace(LINE, RICH.replace("leave", "work")))
    assert path == f"{ONE}.effects.published[1].name"
    assert "used once" in what
