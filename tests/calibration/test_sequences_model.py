"""The fitted model against closed forms, a plain likelihood and a plain simulation."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from exclusim.calibration.sequences.choice import choose
from exclusim.calibration.sequences.data import Sequences
from exclusim.calibration.sequences.design import COMPONENTS, Design, design_of, patterns_of
from exclusim.calibration.sequences.exposure import ORDERS, exposures, previous_classes
from exclusim.calibration.sequences.first_month import choose_first_month
from exclusim.calibration.sequences.hazards import OWN, Hazards, fit_hazards, log_likelihood
from exclusim.calibration.sequences.measures import state_shares, transition_counts, transition_rates
from exclusim.calibration.sequences.simulation import Beginning, simulate_sequences

MONTHS, STATES = 30, 3


def group(codes: NDArray[np.int8], covariates: NDArray[np.float64] | None = None) -> Sequences:
    n = codes.shape[0]
    return Sequences(
        tuple(str(i) for i in range(n)),
        tuple("abc"),
        codes,
        tuple(str(month) for month in range(codes.shape[1])),
        np.ones(n),
        np.zeros((n, 0)) if covariates is None else covariates,
    )


def markov(persons: int, probabilities: NDArray[np.float64], months: int, seed: int) -> NDArray[np.int8]:
    rng = np.random.default_rng(seed)
    codes = np.zeros((persons, months), np.int8)
    for month in range(1, months):
        u = rng.random((persons, 1))
        codes[:, month] = (u > np.cumsum(probabilities, axis=1)[codes[:, month - 1]]).sum(axis=1)
    return codes


def random_model(patterns_of_people: NDArray[np.float64], seed: int) -> tuple[Hazards, Design]:
    """Every component present, with coefficients drawn at random."""
    rng = np.random.default_rng(seed)
    people = group(np.zeros((len(patterns_of_people), MONTHS), np.int8), patterns_of_people)
    design = design_of(frozenset(COMPONENTS), patterns_of(people), MONTHS)
    coefficients = rng.normal(0, 0.3, (STATES, STATES, design.width))
    coefficients[:, :, 0] = -2.5
    return Hazards(design, STATES, coefficients, {}), design


def plain_log_hazards(hazards: Hazards, cell: int, month: int, duration: int, history: int) -> NDArray[np.float64]:
    """Of all pairs of states, shape (S, S), term by term."""
    design = hazards.design
    row = {
        "cell": cell,
        "year_cell": cell * design.years + design.year_of_month[month],
        "month": month,
        "duration": min(duration, 36),
        "history": history,
    }
    total = hazards.coefficients[:, :, 0].copy()
    for block, columns in zip(design.blocks, design.columns, strict=True):
        total += hazards.coefficients[:, :, columns] @ block.values[row[block.factor]]
    return total


def test_a_constant_hazard_is_minus_the_log_of_the_share_that_stays() -> None:
    codes = markov(400, np.array([[0.7, 0.3], [0.0, 1.0]]), 12, 1)
    counts = transition_counts(codes, np.ones(400), 2)
    people = Sequences(tuple(map(str, range(400))), ("a", "b"), codes, ("m",) * 12, np.ones(400), np.zeros((400, 0)))
    rows = list(exposures(people, np.zeros(400, np.int64), np.array([1, 2])))
    design = design_of(frozenset({"covariates", "trend"}), patterns_of(people), 12)
    flat = fit_hazards(rows, design, 2, penalties={"trend": 1e4, "trend" + OWN: 1e4})
    fitted = np.exp(flat.coefficients[0, 1, 0])
    assert fitted == pytest.approx(-np.log(counts[0, 0] / counts[0].sum()), rel=0.02)


def test_a_rare_destination_learns_from_the_others_when_a_course_ends() -> None:
    persons, months, course = 300, 20, 9
    rng = np.random.default_rng(6)
    codes = np.zeros((persons, months), np.int8)
    length = np.where(rng.random(persons) < 0.8, course, rng.integers(1, months, persons))
    after = np.where(np.arange(persons) < 8, 2, 1)
    codes[np.arange(months) >= length[:, None]] = np.repeat(after, months - length)
    people = group(codes)
    rows = list(exposures(people, np.zeros(persons, np.int64), previous_classes(codes, 3)))
    hazards = fit_hazards(rows, design_of(frozenset({"duration_months"}), patterns_of(people), months), 3)
    effect = hazards.effects(np.zeros(1, np.int64))["duration"][:, 0]
    common, rare = (effect[course, to] - effect[course - 3, to] for to in (1, 2))
    assert common > 2
    # Eight events alone would say little: at most a third of the way from nothing to what the others show.
    assert rare > 0.7 * common


def test_the_likelihood_is_the_product_of_the_monthly_probabilities() -> None:
    rng = np.random.default_rng(2)
    covariates = rng.choice([-0.5, 0.5], (15, 2))
    hazards, _ = random_model(covariates, 3)
    codes = markov(15, np.full((3, 3), 1 / 3), MONTHS, 4)
    people = group(codes, covariates)
    cells, classes = patterns_of(people).of_person, previous_classes(codes, STATES)
    expected = 0.0
    for person in range(15):
        duration, history = 0, 0
        for month in range(1, MONTHS):
            before, after = codes[person, month - 1], codes[person, month]
            duration += 1
            hazard = np.exp(plain_log_hazards(hazards, int(cells[person]), month, duration, history))[before]
            hazard[before] = 0
            if before == after:
                expected -= hazard.sum()
            else:
                expected += np.log((1 - np.exp(-hazard.sum())) * hazard[after] / hazard.sum())
                history = classes[before] * ORDERS + min(history % ORDERS + 1, ORDERS - 1)
                duration = 0
    assert log_likelihood(hazards, exposures(people, cells, classes)) == pytest.approx(expected)


def test_the_kernel_simulates_the_fitted_model_as_a_plain_simulation_does() -> None:
    n = 20_000
    rng = np.random.default_rng(5)
    values = rng.normal(size=(300, 2))  # more patterns than the kernel numbers at once
    hazards, _ = random_model(values, 6)
    cell = rng.integers(0, 300, n)
    classes = np.array([2, 3, 1])
    people = Beginning(cell, np.zeros(n, np.int64), rng.integers(0, STATES, n))
    kernel = simulate_sequences(hazards, classes, people, 7)
    plain = np.empty((n, MONTHS), np.int8)
    plain[:, 0] = people.state
    effects = hazards.effects(np.arange(300))
    duration, history = np.zeros(n, np.int64), np.zeros(n, np.int64)
    everybody = np.arange(n)
    for month in range(1, MONTHS):
        now = plain[:, month - 1].astype(np.int64)
        duration += 1
        year_cell = cell * hazards.design.years + hazards.design.year_of_month[month]
        log = (
            effects[""][0]
            + effects["cell"][cell]
            + effects["year_cell"][year_cell]
            + effects["month"][month]
            + effects["duration"][duration]
            + effects["history"][history]
        )
        hazard = np.exp(log[everybody, now])
        hazard[everybody, now] = 0
        total = hazard.sum(axis=1)
        moves = rng.random(n) < 1 - np.exp(-total)
        target = (rng.random((n, 1)) * total[:, None] > np.cumsum(hazard, axis=1)).sum(axis=1)
        plain[:, month] = np.where(moves, target, now)
        order = np.minimum(history % ORDERS + 1, ORDERS - 1)
        history = np.where(moves, classes[now] * ORDERS + order, history)
        duration[moves] = 0
    shares = [state_shares(codes, np.ones(n), STATES) for codes in (kernel, plain)]
    bound = 4.5 * np.sqrt(2 * 0.25 / n)  # 87 comparisons at 4.5 standard errors: one false alarm in 1 700
    assert np.abs(shares[0] - shares[1]).max() < bound
    counts = [transition_counts(codes, np.ones(n), STATES) for codes in (kernel, plain)]
    rates = [transition_rates(count) for count in counts]
    error = np.sqrt(2 * rates[1] * (1 - rates[1]) / counts[1].sum(axis=1, keepdims=True))
    assert (np.abs(rates[0] - rates[1]) < 4.5 * error).all()


def test_simulated_people_appear_in_their_own_first_month_and_again_for_the_same_seed() -> None:
    hazards, _ = random_model(np.zeros((4, 1)), 8)
    people = Beginning(np.zeros(50, np.int64), np.arange(50) % MONTHS, np.full(50, 2))
    codes = simulate_sequences(hazards, np.array([1, 2, 3]), people, 9)
    months = np.arange(MONTHS)
    assert ((codes == -1) == (months < people.month[:, None])).all()
    assert (codes[np.arange(50), people.month] == 2).all()
    assert np.array_equal(codes, simulate_sequences(hazards, np.array([1, 2, 3]), people, 9))


def test_a_true_model_is_recovered_from_what_it_simulates() -> None:
    n = 4000
    rng = np.random.default_rng(10)
    covariates = rng.choice([-1.0, 1.0], (n, 1))
    blank = group(np.zeros((n, MONTHS), np.int8), covariates)
    design = design_of(frozenset({"covariates", "duration"}), patterns_of(blank), MONTHS)
    truth = np.zeros((STATES, STATES, design.width))
    truth[:, :, 0] = -3.0
    truth[0, 1, 1] = 0.5
    truth[1, 2, 1] = -0.4
    hazards = Hazards(design, STATES, truth, {})
    cells = patterns_of(blank).of_person
    beginning = Beginning(cells, np.zeros(n, np.int64), rng.integers(0, 3, n))
    people = group(simulate_sequences(hazards, np.array([1, 2, 3]), beginning, 11), covariates)
    found = fit_hazards(exposures(people, cells, np.array([1, 2, 3])), design, STATES)
    # Some 1 300 events a pair: standard error of a log hazard about 0.03, and the shrinkage is smaller.
    off = ~np.eye(STATES, dtype=bool)
    assert np.abs(found.coefficients[off, 1] - truth[off, 1]).max() < 0.12
    assert found.penalties["duration"] > 20 * found.penalties["covariates"]  # no such effect: shrunk away


def test_duration_is_chosen_where_leaving_takes_exactly_a_year_and_the_chain_is_nowhere_near() -> None:
    n, months = 120, 40
    rng = np.random.default_rng(12)
    codes = np.empty((n, months), np.int8)
    for person in range(n):
        states = np.concatenate([np.repeat([0, 1], [rng.integers(1, 12), 12]), np.tile(np.repeat([0, 1], [3, 12]), 3)])
        codes[person] = states[:months]
    best, tried = choose(group(codes), 1)
    assert best & {"duration", "duration_months"}
    constant = next(model.score for model in tried if not model.components)
    assert tried[0].score > constant + 5
    assert not best & {"covariates", "covariates_by_year"}  # there are none


def test_nothing_but_constants_is_worth_keeping_for_a_markov_chain() -> None:
    codes = markov(150, np.array([[0.9, 0.1, 0.0], [0.05, 0.9, 0.05], [0.1, 0.1, 0.8]]), 24, 13)
    _, tried = choose(group(codes), 1)
    constant = next(model.score for model in tried if not model.components)
    assert tried[0].score < constant + 0.05  # of about −9 a person


def test_the_first_month_follows_covariates_where_they_matter() -> None:
    rng = np.random.default_rng(14)
    covariates = rng.choice([-0.5, 0.5], (500, 1))
    codes = np.tile(((rng.random(500) < 0.5 + 0.8 * covariates[:, 0]) * 1).astype(np.int8)[:, None], (1, 3))
    model = choose_first_month(group(codes, covariates), 1)
    likely = np.exp(model.log_probabilities(np.array([[-0.5], [0.5]])))
    assert likely[:, 1] == pytest.approx([0.1, 0.9], abs=0.08)
    drawn = model.drawn(np.full((5000, 1), 0.5), np.random.default_rng(15))
    assert (drawn == 1).mean() == pytest.approx(likely[1, 1], abs=4 * np.sqrt(0.09 / 5000))
