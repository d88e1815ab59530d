"""Draws from a stored posterior, and when it refuses to be used."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtr

from exclusim.calibration.costs import cost_parameters
from exclusim.calibration.fitting.document import (
    FittedGroup,
    FittedParameter,
    FittedRow,
    Outcome,
    PosteriorDocument,
    Sampler,
    TradeOff,
)
from exclusim.calibration.fitting.identification import (
    at_prior,
    contraction,
    informed,
    sentence,
    trade_offs,
    unknown_families,
)
from exclusim.calibration.fitting.posterior import Posterior, calibrated, draws_text, load, shipped, unusable, write
from exclusim.calibration.fitting.space import Space, fingerprint, structure_fingerprint
from exclusim.calibration.fitting.variants import VARIANTS, Variant, held_by
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Fixed

DRAWS = 6
JOB = "rate.unemployed.temporary_job"


def posterior(variant: Variant = "mixed") -> Posterior:
    """A posterior of the shipped world with made-up draws: one parameter learnt, all others at their priors."""
    world = default_world()
    space = Space(world.parameters, held_by(variant))
    z = np.round(np.random.default_rng(1).normal(size=(DRAWS, space.size)), 4)
    parameters = tuple(
        FittedParameter(
            name=name,
            centre=world.parameters[name].value,
            prior=repr(world.parameters[name].prior),
            mean=1.5 if name == JOB else 0.0,
            sd=0.3 if name == JOB else 1.0,
            p5=0.1,
            p50=0.2,
            p95=0.3,
        )
        for name in space.names
    )
    row = FittedRow(
        id="S0001", indicator="x", group="g", value=0.1, se=0.01, scale="logit", error=0.1, emulator_error=0.01,
        simulated_mean=0.1, simulated_p5=0.09, simulated_p95=0.11, inside=True,
    )  # fmt: skip
    document = PosteriorDocument(
        variant=variant,
        held=dict(held_by(variant)),
        draws=DRAWS,
        draws_sha256=hashlib.sha256(draws_text(space.names, z).encode()).hexdigest(),
        seed=1,
        persons=1,
        simulations=1,
        code_version="0",
        data_hash="0",
        parameters_hash=fingerprint(world.parameters),
        structure_hash=structure_fingerprint(world),
        targets_hash="0",
        discrepancy=0.05,
        shared=0.5,
        parameters=parameters,
        rows=(row,),
        groups=(FittedGroup(group="g", rows=1, cells=1, misfit_prior=2, misfit_posterior=1, doubt=1, inside_share=1),),
        not_measured=(),
        stages=(),
        sampler=Sampler(steps=1, autocorrelation=1, acceptance=0.5, effective=100, directions=1, information=(10.0,)),
        trade_offs=(
            TradeOff(first=JOB, second="job_finding.frailty", correlation=-0.6),
            TradeOff(first=JOB, second="job_finding.duration", correlation=0.1),
        ),
        outcomes=(
            Outcome(
                name="society_cost",
                unit="SEK",
                prior_mean=1,
                prior_sd=1,
                posterior_mean=1,
                posterior_sd=1,
                left={"rate.assistance_exit": 0.5, "rate.outside.temporary_job": 0.3, "crime_onset.frailty": 0.1},
                learnt={"rate.unemployed.temporary_job": 0.9, "rate.mortality": 0.1},
            ),
        ),
    )
    return Posterior(document, z)


def test_a_draw_has_the_fitted_values_jointly_and_the_prior_for_all_else() -> None:
    parameters = default_world().parameters | cost_parameters()
    stored = posterior()
    source = calibrated(parameters, posterior=stored)
    drawn = [source.draw(index, seed=7) for index in range(DRAWS)]
    rate, loss = parameters[JOB], parameters["rate.temporary_job.unemployed"]
    columns = [stored.names.index(JOB), stored.names.index(loss.name)]
    expected = {
        tuple(item.prior.quantile(float(ndtr(z)), item.value) for item, z in zip((rate, loss), row, strict=True))
        for row in stored.z[:, columns].tolist()
    }
    assert {(draw[JOB], draw[loss.name]) for draw in drawn} == expected
    prior = parameters.draw(3, 7)
    assert {n: drawn[3][n] for n in cost_parameters()} == {n: prior[n] for n in cost_parameters()}
    assert drawn[3].index == 3


def test_draws_beyond_the_stored_ones_begin_again_and_another_seed_shuffles_them() -> None:
    source = calibrated(default_world().parameters, posterior=posterior())
    first = [source.draw(index, 1)[JOB] for index in range(DRAWS)]
    assert [source.draw(index + DRAWS, 1)[JOB] for index in range(DRAWS)] == first
    orders = {tuple(source.draw(index, seed)[JOB] for index in range(DRAWS)) for seed in range(20)}
    assert len(orders) > 10


def test_a_local_value_moves_every_draw_and_keeps_the_nation_s_joint_uncertainty() -> None:
    national = default_world().parameters
    names = (JOB, "school.grade9_eligible", "job_finding.duration")
    values = (0.3, 0.7, -0.03)
    changes = {n: replace(national[n], value=v, source="lokal: 2023") for n, v in zip(names, values, strict=True)}
    nation, place = (calibrated(p, posterior=posterior()) for p in (national, national.with_values(changes)))
    scales = (np.log, lambda x: np.log(x / (1 - x)), lambda x: x)
    for name, value, scale in zip(names, values, scales, strict=True):
        assert place.central()[name] == pytest.approx(value)
        moved = [scale(place.draw(i, 1)[name]) - scale(nation.draw(i, 1)[name]) for i in range(DRAWS)]
        np.testing.assert_allclose(moved, scale(value) - scale(nation.central()[name]))
    others = set(national) - set(names)
    assert all(place.draw(0, 1)[name] == nation.draw(0, 1)[name] for name in others)
    low, high = place.interval(JOB) or (0.0, 0.0)
    assert low < high
    assert high / low == pytest.approx(0.3 / 0.1)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_local_share_at_the_end_of_its_scale_stays_there(value: float) -> None:
    national = default_world().parameters
    name = "school.grade9_eligible"
    local = national.with_values({name: replace(national[name], value=value, prior=Fixed(), source="lokal: 2023")})
    assert calibrated(local, posterior=posterior()).draw(3, 1)[name] == value


def test_a_local_value_with_a_prior_of_its_own_is_kept() -> None:
    national = default_world().parameters
    local = national.with_values({JOB: replace(national[JOB], value=0.3, prior=Fixed(), source="lokal: 2023")})
    source = calibrated(local, posterior=posterior())
    assert source.local == {JOB}
    assert source.draw(0, 1)[JOB] == 0.3
    assert source.central()[JOB] == 0.3
    same = calibrated(national, posterior=posterior()).draw(0, 1)
    assert source.draw(0, 1)["job_finding.frailty"] == same["job_finding.frailty"]


def test_the_central_draw_is_at_the_posterior_mean_on_the_prior_s_scale() -> None:
    parameters = default_world().parameters
    central = calibrated(parameters, posterior=posterior()).central()
    assert central[JOB] == pytest.approx(parameters[JOB].value * np.exp(0.15 * 1.5))
    assert central["job_finding.frailty"] == pytest.approx(parameters["job_finding.frailty"].value)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_structural_variant_holds_its_parameters_in_every_draw(variant: Variant) -> None:
    source = calibrated(default_world().parameters, posterior=posterior(variant))
    for name, value in held_by(variant).items():
        assert source.draw(2, 1)[name] == value
        assert name not in source.posterior.names


def test_a_posterior_of_other_declarations_is_never_used() -> None:
    world = default_world()
    moved = replace(world, parameters=world.parameters.with_value(JOB, 0.2))
    with pytest.raises(ExclusimError, match=f"another centre or prior: {JOB}"):
        calibrated(moved.parameters, posterior=posterior(), world=moved)
    fewer = replace(world, hazards=world.hazards[1:])
    assert "hazards" in (unusable(posterior(), fewer) or "")
    assert unusable(posterior(), world) is None


def test_what_is_written_is_read_back_and_a_damaged_table_is_refused(tmp_path: Path) -> None:
    stored = posterior()
    table, _ = write(stored, tmp_path)
    back = load(tmp_path)
    assert back.document == stored.document
    assert np.array_equal(back.z, stored.z)
    assert not list(tmp_path.glob("*.part"))
    table.write_text(table.read_text().replace("0.1", "0.2", 1))
    with pytest.raises(ExclusimError, match="not the table"):
        load(tmp_path)
    with pytest.raises(ExclusimError, match="no posterior"):
        load(tmp_path, "duration")


def test_contraction_names_what_was_learnt_and_what_was_not() -> None:
    stored = posterior()
    table = contraction(stored)
    assert table.iloc[0]["name"] == JOB
    assert table.iloc[0]["contraction"] == pytest.approx(0.91)
    assert informed(stored) == (JOB,)
    assert len(at_prior(stored)) == len(stored.names) - 1
    assert list(trade_offs(stored)["second"]) == ["job_finding.frailty"]


def test_what_would_help_most_is_told_by_part_of_life() -> None:
    stored = posterior()
    assert unknown_families(stored) == {"assistance_exit": 0.5, "job_finding": 0.3, "crime_onset": 0.1}
    text = str(sentence(stored))
    assert "säger de mest om hur snabbt personer utan arbete får jobb samt dödlighet" in text
    assert "i fråga om hur försörjningsstöd tar slut, hur snabbt personer utan arbete får jobb samt brottsdebut" in text
    assert f"{len(stored.names) - 1} av {len(stored.names)}" in text


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_shipped_posterior_belongs_to_the_shipped_world(variant: Variant) -> None:
    found = shipped(variant)
    assert found is not None
    assert unusable(found, default_world()) is None
    assert found.size >= 200
    assert len(found.names) >= 40
    assert len(found.document.rows) >= 60
    assert len(found.document.groups) >= 12


def test_what_is_known_of_the_shipped_posterior_reads_as_swedish() -> None:
    found = shipped()
    assert found is not None
    assert "_" not in str(sentence(found))
