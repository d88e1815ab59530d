"""The whole way: half to learn from, choice, fit, simulation in place of the other half, comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from exclusim.calibration.sequences.choice import choose
from exclusim.calibration.sequences.comparison import Compared, share_errors
from exclusim.calibration.sequences.data import MISSING, Sequences
from exclusim.calibration.sequences.design import Patterns, design_of, patterns_of
from exclusim.calibration.sequences.document import (
    FirstMonthDocument,
    FitDocument,
    HeldOut,
    ModelDocument,
    StateShare,
    TriedModel,
)
from exclusim.calibration.sequences.exposure import exposures, previous_classes
from exclusim.calibration.sequences.first_month import FirstMonth, choose_first_month
from exclusim.calibration.sequences.hazards import Hazards, fit_hazards, log_likelihood
from exclusim.calibration.sequences.markov import fit_markov, markov_log_likelihood
from exclusim.calibration.sequences.measures import transition_counts
from exclusim.calibration.sequences.reading import Reading
from exclusim.calibration.sequences.simulation import Beginning, simulate_sequences

__all__ = ["Fitted", "Start", "fit_document", "fit_sequences"]

type Start = Literal["observed", "modelled"]
type Report = Callable[[str, float], None]

_SIMULATED_PERSONS, _FEWEST_COPIES, _MOST_COPIES = 40_000, 10, 200


@dataclass(frozen=True)
class Fitted:
    """A model fitted to some persons, ready to simulate others with any of the covariate patterns."""

    hazards: Hazards
    first_month: FirstMonth
    classes: NDArray[np.int64]
    patterns: Patterns
    tried: tuple[TriedModel, ...]

    def simulated(self, group: Sequences, cells: NDArray[np.int64], copies: int, seed: int, start: Start) -> Sequences:
        """Copies of a group, one below the other, each person observed in the same months as in the group."""
        first = np.tile(group.first_month, copies)
        state = np.tile(group.codes[np.arange(group.persons), group.first_month], copies).astype(np.int64)
        if start == "modelled":
            state = self.first_month.drawn(np.tile(group.covariates, (copies, 1)), np.random.default_rng([seed, 1]))
        people = Beginning(np.tile(cells, copies), first, state)
        codes = simulate_sequences(self.hazards, self.classes, people, seed)
        codes[np.tile(~group.observed, (copies, 1))] = MISSING
        everybody = np.tile(np.arange(group.persons), copies)
        return Sequences(
            tuple(group.ids[row] for row in everybody),
            group.states,
            codes,
            group.labels,
            group.weights[everybody],
            group.covariates[everybody],
            group.covariate_names,
            group.calendar,
        )


def fit_sequences(
    training: Sequences, patterns: Patterns, seed: int, report: Report = lambda stage, share: None
) -> Fitted:
    """Choose and fit the model.

    Args:
        patterns: of the training persons, in their order; it may hold patterns that none of them has.
        report: called with the stage at work and the share done.
    """
    states = len(training.states)
    with threadpool_limits(1, "blas"):  # many small matrices: threads would wait for each other most of the time
        report("choosing a model", 0.02)
        components, tried = choose(training, seed, lambda share: report("choosing a model", 0.02 + 0.73 * share))
        report("fitting the chosen model", 0.75)
        classes = previous_classes(training.codes, states)
        rows = list(exposures(training, patterns.of_person, classes))
        hazards = fit_hazards(rows, design_of(components, patterns, training.months), states)
        first_month = choose_first_month(training, seed)
    chosen = frozenset(components)
    models = tuple(
        TriedModel(
            components=list(model.components),
            loglik_per_person=model.score,
            chosen=frozenset(model.components) == chosen,
        )
        for model in tried
    )
    return Fitted(hazards, first_month, classes, patterns, models)


def fit_document(
    reading: Reading,
    *,
    file: str,
    seed: int,
    weight: str | None = None,
    start: Start = "observed",
    report: Report = lambda stage, share: None,
) -> FitDocument:
    """Fit to one half of the persons, simulate the other half, and compare.

    Args:
        reading: the sequences of a file.
        file: its name, for the document.
        seed: decides the halves, the folds and the simulated lives; the same seed gives the same document.
        weight: name of the column of weights, for the document.
        start: whether simulated people begin in the observed state of the person whose place they take, or in one
            drawn from the model of the first month.
    """
    sequences = reading.sequences
    patterns = patterns_of(sequences)
    learn, held = sequences.halves(seed)
    training, group = sequences.take(learn), sequences.take(held)
    fitted = fit_sequences(training, Patterns(patterns.values, patterns.of_person[learn]), seed, report)
    report("simulating the held-out half", 0.85)
    cells = patterns.of_person[held]
    copies = int(np.clip(_SIMULATED_PERSONS // group.persons, _FEWEST_COPIES, _MOST_COPIES))
    other: Start = "modelled" if start == "observed" else "observed"
    simulated = {
        kind: Compared(group, fitted.simulated(group, cells, copies, seed, kind).codes, seed) for kind in (start, other)
    }
    report("comparing", 0.9)
    compared = simulated[start]
    by_chance, rms_by_chance = compared.chance()
    errors = {kind: share_errors(*each.shares()[:2]) for kind, each in simulated.items()}
    counts = transition_counts(group.codes, np.ones(group.persons), len(group.states))
    with threadpool_limits(1, "blas"):
        log_lik = log_likelihood(fitted.hazards, exposures(group, cells, fitted.classes))
    design = fitted.hazards.design
    learned = transition_counts(training.codes, np.ones(training.persons), len(group.states))
    return FitDocument(
        code_version=version("exclusim"),
        file=file,
        layout=reading.layout,
        seed=seed,
        start=start,
        persons=sequences.persons,
        persons_without_states=reading.dropped,
        training_persons=training.persons,
        months=sequences.months,
        first_month_label=sequences.labels[0],
        last_month_label=sequences.labels[-1],
        missing_months_inside=reading.gaps,
        states=list(sequences.states),
        covariates=list(sequences.covariate_names),
        weight=weight,
        simulated_persons=copies * group.persons,
        warnings=[*reading.warnings, *_warnings(group)],
        model=ModelDocument(
            components=[block.component for block in design.blocks],
            effect_sd={name: value**-0.5 for name, value in fitted.hazards.penalties.items()},
            coefficients=design.width,
            events=float(learned.sum() - np.trace(learned)),
        ),
        alternatives=list(fitted.tried),
        first_month=FirstMonthDocument(
            penalty=fitted.first_month.penalty, loglik=fitted.first_month.log_likelihood(group)
        ),
        heldout=HeldOut(
            persons=group.persons,
            loglik=log_lik,
            loglik_markov=markov_log_likelihood(fit_markov(training), group),
            transitions=int(counts.sum() - np.trace(counts)),
        ),
        state_share=StateShare(
            max_abs_error=errors[start][0],
            rms_error=errors[start][1],
            max_abs_error_by_chance=by_chance,
            rms_error_by_chance=rms_by_chance,
            max_abs_error_modelled_start=errors["modelled"][0],
            rms_error_modelled_start=errors["modelled"][1],
            by_month=compared.share_points(),
        ),
        spell_survival=compared.survival_points(),
        re_entry=compared.re_entries(),
        transition_rates=compared.rates(),
    )


def _warnings(group: Sequences) -> list[str]:
    effective = float(group.weights.sum() ** 2 / np.square(group.weights).sum())
    if effective < 0.5 * group.persons:
        return [f"the weights are very uneven: the held-out half tells as much as {effective:.0f} of {group.persons}"]
    return []
