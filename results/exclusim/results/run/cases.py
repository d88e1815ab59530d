"""Run a case: plan, replicates over threads, result document and tables.

>>> from exclusim.scenarios.library import load
>>> record = run_case(load("trelleborg"), RunOptions(preset="flat-annuity"))
>>> round(record.document.scenarios["baseline"].total["society"].mean / 1e6)
600
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exclusim.calibration.costs import corrected_flat_share, cost_book, cost_parameters
from exclusim.calibration.evidence import validation_cases
from exclusim.calibration.fitting.posterior import shipped
from exclusim.calibration.prices import price_index
from exclusim.model.parameters import Draw
from exclusim.results.document import Calibration, DecompositionStep, RunDocument, VariantAnswer
from exclusim.results.labels import percent
from exclusim.results.run.calibration import VARIANTS, calibration_of, calibration_warnings, with_posteriors
from exclusim.results.run.decomposition import bridge
from exclusim.results.run.flat import (
    corrected_society,
    flat_annuity,
    flat_difference,
    flat_scenario,
    flat_warnings,
)
from exclusim.results.run.heading import cost_rows, heading, published_figures
from exclusim.results.run.lives import typical_lives
from exclusim.results.run.logic import logic_models
from exclusim.results.run.options import Progress, RunOptions
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.rule_rows import rule_results, rule_warnings
from exclusim.results.run.sample import Replicate, replicate
from exclusim.results.run.summary import difference, scenario_result, uncertainty_shares
from exclusim.results.run.tables import draw_table, flat_ledger, ledger_table, no_panel, panel_table
from exclusim.results.run.threads import in_order
from exclusim.results.store import RunRecord
from exclusim.scenarios.loading import dump
from exclusim.scenarios.schema import Case

__all__ = ["run_case"]


def run_case(case: Case, options: RunOptions, progress: Progress = lambda stage, done: None) -> RunRecord:
    """Run ``case`` and return the result document with its tables.

    Raises:
        ExclusimError: the case cannot be run as asked (no flat annuity, no price index for its price year, …).
    """
    if options.preset == "flat-annuity":
        return _run_flat(case, options, progress)
    progress("preparing", 0.0)
    plan = case_plan(case, options.preset, options.persons)
    replicates = []
    for done, result in enumerate(_replicates(plan, options), start=1):
        replicates.append(result)
        progress("simulating", 0.02 + 0.78 * done / options.replicates)
    progress("summarising", 0.82)
    document = _document(plan, options, replicates, _variants(plan, options))
    lines = cost_book(plan.central(), case.appraisal.price_year)
    record = RunRecord(
        document,
        dump(case),
        ledger_table(plan, replicates, lines),
        panel_table(plan, replicates),
        draw_table(replicates),
    )
    progress("done", 1.0)
    return record


def _replicates(plan: CasePlan, options: RunOptions) -> Iterator[Replicate]:
    return in_order(lambda index: replicate(plan, index, options.seed), options.replicates, options.threads)


def _variants(plan: CasePlan, options: RunOptions) -> list[VariantAnswer]:
    """The headline under each other structure that has a posterior; a quarter of the replicates is enough for it."""
    few = replace(options, replicates=max(options.replicates // 4, min(options.replicates, 20)))
    answers = []
    for variant, label in VARIANTS.items():
        if plan.posterior is None or shipped(variant) is None:
            continue
        other = case_plan(plan.case, options.preset, options.persons, variant)
        replicates = list(_replicates(other, few))
        base = scenario_result(other, BASELINE, replicates, cost_book(other.central(), plan.case.appraisal.price_year))
        answers.append(
            VariantAnswer(
                variant=variant,
                label=label,
                replicates=few.replicates,
                total_society=base.total["society"],
                long_term_share=base.excluded.long_term_share,
                net_society={name: difference(other, name, replicates).net["society"] for name in plan.case.scenarios},
            )
        )
    return answers


def _document(
    plan: CasePlan, options: RunOptions, replicates: Sequence[Replicate], variants: list[VariantAnswer]
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
        "lives": typical_lives(plan, options.seed),
        "uncertainty": uncertainty_shares(replicates, plan),
        "costs": cost_rows(lines),
        "rules": rule_results(plan, replicates),
        "logic_models": logic_models(case, "optimistic" if options.preset == "optimistic" else "published"),
    }
    return RunDocument(**content)


def _bridge(plan: CasePlan, replicates: Sequence[Replicate], total: float, central: Draw) -> list[DecompositionStep]:
    flat = plan.case.flat_annuity
    year = plan.case.appraisal.price_year
    factor = 1.0 if flat is None else price_index().factor(flat.price_year or year, year)
    return bridge(plan, [r.exposure for r in replicates], total, corrected_flat_share(central), factor)


def _warnings(plan: CasePlan, options: RunOptions, long_term: float, calibration: Calibration | None) -> list[str]:
    found = [
        *calibration_warnings(plan, calibration),
        *rule_warnings(plan),
        f"{plan.case.population.place} antas vara en genomsnittlig svensk kommun där lokala uppgifter saknas."
        if not plan.case.parameters
        else f"Lokala uppgifter används för {len(plan.case.parameters)} parametrar; i övrigt antas riksgenomsnitt.",
    ]
    if options.preset == "optimistic":
        found.append(
            "Förinställningen återger källtexternas antaganden: full och bestående effekt, ingen undanträngning. "
            "Kontrollerade studier visar i regel mindre effekter som klingar av."
        )
    if options.replicates < 50:
        found.append(f"Bara {options.replicates} dragningar: intervallen är grova. Använd minst 200 för beslut.")
    low, high = (validation_cases()[row].value for row in ("VC035", "VC036"))
    if plan.is_cohort and not low <= long_term <= high:
        found.append(
            f"Modellen räknar {percent(long_term, 1)} av kullen som långvarigt utanför; "
            f"källan anger {percent(low)}–{percent(high)}."
        )
    if "65" in plan.valuation.horizons:
        found.append(
            "Siffror till 65 års ålder är en illustration, inte ett beslutsunderlag: osäkerheten växer med tiden."
        )
    return found


def _run_flat(case: Case, options: RunOptions, progress: Progress) -> RunRecord:
    progress("computing", 0.1)
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
        }
    )
    document = document.model_copy(update={"published": published_figures(case, document)})
    progress("done", 1.0)
    return RunRecord(document, dump(case), flat_ledger(document), no_panel(), None)
