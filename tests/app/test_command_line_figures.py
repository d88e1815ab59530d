"""Real runs through the command line: every promised figure is in the JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.app.conftest import CommandLine

from exclusim.model.money import REPORTED, Kind

RUN_KEYS = {
    *("schema_version", "run_id", "case", "preset", "seed", "persons", "price_year", "discount_rate"),
    *("horizon_years", "warnings", "scenarios", "differences"),
}
SMALL = ("--persons", "100", "--replicates", "4")


def _run(exclusim: CommandLine, *words: str) -> Any:
    answer = exclusim("run", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


@pytest.mark.parametrize("preset", ["flat-annuity", "published", "optimistic"])
def test_the_json_has_every_promised_figure(exclusim: CommandLine, preset: str) -> None:
    result = _run(exclusim, "newcomers", "--preset", preset, *SMALL)
    assert set(result) >= RUN_KEYS
    assert (result["case"], result["preset"], result["seed"]) == ("newcomers", preset, 1)
    assert set(result["scenarios"]) == {"baseline", "snabbspar"}
    for scenario in result["scenarios"].values():
        for actor in REPORTED:
            assert scenario["total"][actor]["p5"] <= scenario["total"][actor]["p95"]
            assert isinstance(scenario["total"][actor]["mean"], float)
            assert isinstance(scenario["term"][actor]["mean"], float)
        assert set(scenario["by_kind"]) <= set(Kind)
        assert all(isinstance(kind["mean"], float) for kind in scenario["by_kind"].values())
    difference = result["differences"]["snabbspar"]
    assert set(REPORTED) <= set(difference["net"]) & set(difference["payback_month"])
    assert set(difference["net"]["society"]) == {"mean", "p5", "p95"}


@pytest.mark.parametrize(
    ("measure", "published"),
    [
        (("scenarios", "baseline", "total", "society"), 600e6),
        (("scenarios", "baseline", "term", "society"), 160e6),
        (("scenarios", "baseline", "term", "public"), 75e6),
        (("differences", "prevention", "gain", "society"), 150e6),
    ],
)
def test_the_published_trelleborg_figures_come_out_within_their_rounding(
    exclusim: CommandLine, measure: tuple[str, ...], published: float
) -> None:
    value = _run(exclusim, "trelleborg", "--preset", "flat-annuity")
    for key in measure:
        value = value[key]
    assert value["mean"] == pytest.approx(published, abs=0.5e6)


def test_the_same_seed_gives_the_same_figures_whatever_the_number_of_threads(exclusim: CommandLine) -> None:
    one, two = (_run(exclusim, "newcomers", *SMALL, "--threads", threads) for threads in ("1", "2"))
    assert one | {"created": ""} == two | {"created": ""}
    other = _run(exclusim, "newcomers", *SMALL, "--seed", "2")
    assert other["scenarios"]["baseline"]["total"] != one["scenarios"]["baseline"]["total"]
