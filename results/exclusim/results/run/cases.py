"""Run a case: plan, replicates over threads, result document and tables.

>>> from exclusim.scenarios.library import load
>>> record = run_case(load("trelleborg"), RunOptions(preset="flat-annuity"))
>>> round(record.document.scenarios["baseline"].total["society"].mean / 1e6)
600
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from exclusim.calibration.costs import corrected_flat_share, cost_book, cost_parameters
from exclusim.calibration.evidence import validation_cases
from exclusim.calibration.fitting.posterior import shipped
from exclusim.calibration.fitting.variants import Variant
from exclusim.calibration.prices import price_index
from exclusim.model.parameters import Draw
from exclusim.results.document import Calibration, DecompositionStep, Life, RunDocument, VariantAnswer
from exclusim.results.ensemble import IN_MEMORY, Kept, Workers
from exclusim.results.labels import percent
from exclusim.results.language import _, both, recording
from exclusim.results.reporting.expectations import flat_expectations, from_run
from exclusim.results.reporting.of_run import reported
from exclusim.results.run.account import Costs
from exclusim.results.run.amounts import amounts_of, mean_yearly
from exclusim.results.run.calibration import VARIANTS, calibration_of, calibration_warnings, with_posteriors
from exclusim.results.run.decomposition import bridge
from exclusim.results.run.flat import (
    corrected_society,
    flat_amounts,
    flat_annuity,
    flat_difference,
    flat_scenario,
    flat_warnings,
)
from exclusim.results.run.heading import cost_rows, heading, published_figures
from exclusim.results.run.jobs import job_of
from exclusim.results.run.lives import told_lives
from exclusim.results.run.logic import logic_models
from exclusim.results.run.missions import narrow_mission
from exclusim.results.run.options import Progress, RunOptions
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.project_bridge import has_bridge, project_bridge
from exclusim.results.run.project_effects import step_series
from exclusim.results.run.rule_rows import rule_results, rule_warnings
from exclusim.results.run.sample import Replicate
from exclusim.results.run.summary import difference, scenario_result, uncertainty_shares
from exclusim.results.run.tasks import DrawTask, Series, compute
from exclusim.results.store import RunRecord
from exclusim.scenarios.loading import dump
from exclusim.scenarios.schema import Case

__all__ = ["run_case"]


def run_case(
    case: Case,
    options: RunOptions,
    progress: Progress = lambda stage, done: None,
    *,
    workers: Workers | None = None,
    kept: Kept = IN_MEMORY,
) -> RunRecord:
    """Run ``case`` and return the result document with its tables.

    Args:
        case: with all its scenarios.
        options: how.
        progress: told the stage at work and the share done.
        workers: who computes the draws; threads, as many as the options say, unless told otherwise.
        kept: where finished draws are kept while the run is under way, and looked for when it begins.

    Raises:
        ExclusimError: the case cannot be run as asked (no flat annuity, no price index for its price year, …).
    """
    if options.preset == "flat-annuity":
        return _run_flat(case, options, progress)
    progress("preparing", 0.0)
    with recording() as planned:
        plan = case_plan(case, options.preset, options.persons)
    task = DrawTask(case, options.preset, options.persons, "mixed", options.seed, plan)
    structures = _structures(plan, options)
    total = options.replicates + _few(options) * len(structures)
    found = kept.begin(job_of(plan, options, total))
    stage = "simulating"
    if earlier := sum(len(draws) for draws in found.values()):
        stage += f" ({earlier} of {total} draws already done)"
    series = [
        Series(task, options.replicates, "mixed", found.get("mixed", {})),
        *(
            Series(replace(task, variant=variant, prepared=of), _few(options), variant, found.get(variant, {}))
            for variant, of in structures.items()
        ),
    ]
    bridged = [name for name in case.scenarios if has_bridge(plan, name)]
    steps = [step_series(plan, name, task, _few(options)) for name in bridged]
    every = sum(one.count for one in (*series, *steps))

    with recording() as english, (workers or Workers(count=options.threads)).open() as crew:
        telling = crew[0].submit(told_lives, task)
        progress(stage, 0.02)
        replicates, *others = compute(
            [*series, *steps], crew, kept, lambda done: progress(stage, 0.02 + 0.8 * done / every)
        )
        lives, told = telling.result()
        progress("summarising", 0.82)
        variants = _variants(plan.case, structures, others[: len(structures)])
        bridges = dict(zip(bridged, others[len(structures) :], strict=True))
        document = _document(plan, options, replicates, variants, lives, bridges)
    document = document.model_copy(update={"english": planned | told | english})

    from exclusim.results.run.large import large_tables  # pandas is slow to load: no draw should wait for it
    from exclusim.results.run.tables import draw_table, ledger_table, panel_table

    lines = cost_book(plan.central(), case.appraisal.price_year)
    record = RunRecord(
        document,
        dump(case),
        ledger_table(plan, replicates, lines),
        panel_table(plan, replicates),
        draw_table(replicates),
        large=large_tables(plan, replicates, lines, options),
    )
    progress("done", 1.0)
    return record


def _structures(plan: CasePlan, options: RunOptions) -> dict[Variant, CasePlan]:
    """The plan under each other structure that has a posterior."""
    return {
        variant: case_plan(plan.case, options.preset, options.persons, variant)
        for variant in VARIANTS
        if plan.posterior is not None and shipped(variant) is not None
    }


def _variants(
    case: Case, structures: Mapping[Variant, CasePlan], found: Sequence[Sequence[Replicate]]
) -> list[VariantAnswer]:
    """The headline under each other structure."""
    answers = []
    for (variant, plan), replicates in zip(structures.items(), found, strict=True):
        base = scenario_result(plan, BASELINE, replicates, cost_book(plan.central(), case.appraisal.price_year))
        answers.append(
            VariantAnswer(
                variant=variant,
                label=both(partial(_, VARIANTS[variant])),
                replicates=len(replicates),
                total_society=base.total["society"],
                long_term_share=base.excluded.long_term_share,
                net_society={name: difference(plan, name, replicates).net["society"] for name in case.scenarios},
            )
        )
    return answers


def _document(
    plan: CasePlan,
    options: RunOptions,
    replicates: Sequence[Replicate],
    variants: list[VariantAnswer],
    lives: list[Life],
    steps: Mapping[str, Sequence[Mapping[str, Costs]]],
) -> RunDocument:
    case, calibration = plan.case, calibration_of(plan)
    central = plan.central()
    lines = cost_book(central, case.appraisal.price_year)
    scenarios = {name: scenario_result(plan, name, replicates, lines) for name in plan.treatments}
    posterior = "" if plan.posterior is None else plan.posterior.posterior.document.draws_sha256
    about = heading(case, options, plan.parameters, posterior)
    content = about | {
        "assumptions": with_posteriors(plan, about["assumptions"]),
        "calibration": calibration,
        "variants": variants,
        "persons": plan.persons,
        "price_year": case.appraisal.price_year,
        "start_age": plan.start_age,
        "warnings": _warnings(plan, options, scenarios[BASELINE].excluded.long_term_share.mean, calibration),
        "scenarios": scenarios,
        "differences": {name: difference(plan, name, replicates) for name in case.scenarios},
        "decomposition": _bridge(plan, replicates, scenarios[BASELINE].total["society"].mean, central),
        "lives": lives,
        "uncertainty": uncertainty_shares(replicates, plan),
        "costs": cost_rows(lines),
        "amounts": amounts_of(plan, mean_yearly(plan, replicates), plan.years[0]),
        "rules": rule_results(plan, replicates),
        "narrow_mission": narrow_mission(),
        "logic_models": logic_models(case, "optimistic" if options.preset == "optimistic" else "published"),
    }
    document = RunDocument(**content)
    bridges = {
        name: project_bridge(
            plan,
            name,
            replicates,
            document.differences[name].net["society"].mean,
            real_share=corrected_flat_share(central),
            price_factor=_source_prices(plan),
            steps=steps[name],
            seed=options.seed,
        )
        for name in steps
    }
    document = document.model_copy(update={"project_bridges": bridges})
    return reported(document, case, from_run(plan, replicates, document.differences))


def _bridge(plan: CasePlan, replicates: Sequence[Replicate], total: float, central: Draw) -> list[DecompositionStep]:
    exposures = [r.exposure for r in replicates]
    return bridge(plan, exposures, total, corrected_flat_share(central), _source_prices(plan))


def _source_prices(plan: CasePlan) -> float:
    """What turns the published example's prices into the run's."""
    flat, year = plan.case.flat_annuity, plan.case.appraisal.price_year
    return 1.0 if flat is None else price_index().factor(flat.price_year or year, year)


def _few(options: RunOptions) -> int:
    """Draws of a side study: a quarter of the replicates is enough."""
    return max(options.replicates // 4, min(options.replicates, 20))


def _warnings(plan: CasePlan, options: RunOptions, long_term: float, calibration: Calibration | None) -> list[str]:
    found = [
        *calibration_warnings(plan, calibration),
        *rule_warnings(plan),
        both(lambda: _locality(plan.case)),
    ]
    if options.preset == "optimistic":
        found.append(
            both(
                lambda: _(
                    "Förinställningen återger källtexternas antaganden: full och bestående effekt, ingen "
                    "undanträngning. Kontrollerade studier visar i regel mindre effekter som klingar av."
                )
            )
        )
    if options.replicates < 50:
        found.append(
            both(
                lambda: _("Bara {n} dragningar: intervallen är grova. Använd minst 200 för beslut.").format(
                    n=options.replicates
                )
            )
        )
    low, high = (validation_cases()[row].value for row in ("VC035", "VC036"))
    if plan.is_cohort and not low <= long_term <= high:
        found.append(
            both(
                lambda: _(
                    "Modellen räknar {share} av kullen som långvarigt utanför; källan anger {low}–{high}."
                ).format(share=percent(long_term, 1), low=percent(low), high=percent(high))
            )
        )
    if "65" in plan.valuation.horizons:
        found.append(
            both(
                lambda: _(
                    "Siffror till 65 års ålder är en illustration, inte ett beslutsunderlag: osäkerheten växer med "
                    "tiden."
                )
            )
        )
    return found


def _locality(case: Case) -> str:
    """Whose figures stand behind the levels, in the language spoken."""
    if not case.parameters:
        return _("{place} antas vara en genomsnittlig svensk kommun där lokala uppgifter saknas.").format(
            place=_(case.population.place)
        )
    return _("Lokala uppgifter används för {n} parametrar; i övrigt antas riksgenomsnitt.").format(
        n=len(case.parameters)
    )


def _run_flat(case: Case, options: RunOptions, progress: Progress) -> RunRecord:
    progress("computing", 0.1)
    with recording() as english:
        flat = flat_annuity(case, options.replicates, options.seed)
        about = heading(case, options, cost_parameters())
        document = RunDocument(
            **about
            | {
                "persons": flat.annuity.excluded,
                "price_year": flat.annuity.price_year,
                "horizon_years": flat.years,
                "discount_rate": flat.rate,
                "start_age": case.appraisal.from_age,
                "warnings": flat_warnings(flat),
                "scenarios": {name: flat_scenario(flat, name) for name in (BASELINE, *case.scenarios)},
                "differences": {name: flat_difference(flat, name) for name in case.scenarios},
                "corrected_society": corrected_society(flat),
                "amounts": flat_amounts(flat),
            }
        )
        document = document.model_copy(update={"published": published_figures(case, document)})
        document = reported(document, case, flat_expectations(case, document.differences))
    document = document.model_copy(update={"english": english})

    from exclusim.results.run.tables import flat_ledger, no_panel  # as above

    progress("done", 1.0)
    return RunRecord(document, dump(case), flat_ledger(document), no_panel(), None)
