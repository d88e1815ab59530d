"""Run a case: plan, replicates over threads, result document and tables. The one door that applications use.

>>> from exclusim.scenarios.library import load
>>> record = run_case(load("trelleborg"), RunOptions(preset="flat-annuity"))
>>> round(record.document.scenarios["baseline"].total["society"].mean / 1e6)
600
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Literal

import numpy as np
import pandas as pd

from exclusim.calibration.costs import cost_book, cost_parameters
from exclusim.calibration.evidence import data_hash, source_text
from exclusim.calibration.prices import price_index
from exclusim.calibration.costs import corrected_flat_share
from exclusim.model.errors import ExclusimError
from exclusim.model.money import CostLine
from exclusim.model.parameters import Draw, Parameters
from exclusim.results.decomposition import bridge
from exclusim.results.document import Assumption, CostRow, PublishedFigure, RunDocument
from exclusim.results.flat import corrected_society, flat_annuity, flat_difference, flat_scenario, flat_warnings
from exclusim.results.lives import typical_lives
from exclusim.results.plan import BASELINE, CasePlan, case_plan
from exclusim.results.sample import Replicate, replicate
from exclusim.results.store import RunRecord
from exclusim.results.summary import difference, scenario_result, uncertainty_shares
from exclusim.scenarios.loading import digest, dump
from exclusim.scenarios.population import Cohort
from exclusim.scenarios.schema import Case

__all__ = ["Preset", "Progress", "RunOptions", "run_case"]

Preset = Literal["flat-annuity", "published", "optimistic"]
Progress = Callable[[str, float], None]
"""Called with a stage's name and the share of the whole run that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a case is run.

    Args:
        preset: ``published`` (evidence with fade-out, discount and displacement), ``optimistic`` (the source texts'
            own assumptions) or ``flat-annuity`` (the published worked example).
        persons: simulated people per replicate and cohort; None: as many as in the real group. Results are always
            scaled to the real group, so more people mean less chance in the intervals.
        replicates: joint parameter draws, each with its own seed of lives.
        seed: seed of the whole run.
        threads: worker threads; 0 for all cores. They change nothing but the time.

    Raises:
        ExclusimError: a number is out of range.
    """

    preset: Preset = "published"
    persons: int | None = None
    replicates: int = 200
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("persons", 1 if self.persons is None else self.persons, 1, 20_000_000),
            ("replicates", self.replicates, 1, 100_000),
            ("seed", self.seed, 0, 2**31 - 1),
            ("threads", self.threads, 0, 1024),
        ):
            if not low <= value <= high:
                raise ExclusimError(f"{name} must be between {low} and {high}, got {value}")


def run_case(case: Case, options: RunOptions, progress: Progress = lambda stage, done: None) -> RunRecord:
    """Run ``case`` and return the result document with its tables.

    Raises:
        ExclusimError: the case cannot be run as asked (no flat annuity, no price index for its price year, …).
    """
    if options.preset == "flat-annuity":
        return _run_flat(case, options, progress)
    progress("förbereder", 0.0)
    plan = case_plan(case, options.preset, options.persons)
    replicates = []
    for done, result in enumerate(_replicates(plan, options), start=1):
        replicates.append(result)
        progress("simulerar", 0.02 + 0.88 * done / options.replicates)
    progress("sammanställer", 0.92)
    document = _document(plan, options, replicates)
    lines = cost_book(plan.parameters.central(), case.appraisal.price_year)
    record = RunRecord(
        document, dump(case), _ledger(plan, replicates, lines), _panel(plan, replicates), _draws(replicates)
    )
    progress("klar", 1.0)
    return record


def _replicates(plan: CasePlan, options: RunOptions) -> Iterator[Replicate]:
    """Replicates in order, whatever thread they ran in."""
    threads = options.threads or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        pending = [pool.submit(replicate, plan, index, options.seed) for index in range(options.replicates)]
        try:
            for future in pending:
                yield future.result()
        finally:
            for future in pending:
                future.cancel()


def _document(plan: CasePlan, options: RunOptions, replicates: Sequence[Replicate]) -> RunDocument:
    case = plan.case
    central = plan.parameters.central()
    lines = cost_book(central, case.appraisal.price_year)
    scenarios = {name: scenario_result(plan, name, replicates, lines) for name in plan.treatments}
    content = _heading(case, options, plan.parameters) | {
        "persons": plan.persons,
        "price_year": case.appraisal.price_year,
        "start_age": plan.start_age,
        "warnings": _warnings(plan, options, scenarios[BASELINE].excluded.long_term_share.mean),
        "scenarios": scenarios,
        "differences": {name: difference(plan, name, replicates) for name in case.scenarios},
        "decomposition": _bridge(plan, replicates, scenarios[BASELINE].total["society"].mean, central),
        "lives": typical_lives(plan, options.seed),
        "uncertainty": uncertainty_shares(replicates, plan),
        "costs": _cost_rows(lines),
    }
    return RunDocument(**content)


def _bridge(plan: CasePlan, replicates: Sequence[Replicate], total: float, central: Draw) -> list[Any]:
    flat = plan.case.flat_annuity
    year = plan.case.appraisal.price_year
    factor = 1.0 if flat is None else price_index().factor(flat.price_year or year, year)
    return bridge(plan, [r.exposure for r in replicates], total, corrected_flat_share(central), factor)


def _warnings(plan: CasePlan, options: RunOptions, long_term: float) -> list[str]:
    found = [
        "Modellens takter bygger på publicerad statistik och uttalade antaganden och är ännu inte kalibrerade mot "
        "statistiken som helhet. Läs nivåer som storleksordningar; jämförelser mellan scenarier är säkrare än nivåer.",
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
    if isinstance(plan.case.population, Cohort) and not 0.08 <= long_term <= 0.17:
        found.append(
            f"Modellen räknar {long_term:.0%} av kullen som långvarigt utanför; källorna anger 12–13 %.".replace("%", " %")
        )
    if "65" in plan.valuation.horizons:
        found.append("Siffror till 65 års ålder är en illustration, inte ett beslutsunderlag: osäkerheten växer med tiden.")
    return found


def _heading(case: Case, options: RunOptions, parameters: Parameters) -> dict[str, Any]:
    code, data, scenario = version("exclusim"), data_hash(), digest(case)
    identity = json.dumps([code, data, scenario, options.preset, options.persons, options.replicates, options.seed])
    return {
        "run_id": hashlib.sha256(identity.encode()).hexdigest()[:12],
        "case": case.case,
        "title": case.title,
        "place": case.population.place,
        "description": case.summary,
        "preset": options.preset,
        "seed": options.seed,
        "cohort": case.size,
        "replicates": options.replicates,
        "discount_rate": case.appraisal.discount_rate,
        "convention": str(case.appraisal.convention.value),
        "horizon_years": case.appraisal.years,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "code_version": code,
        "data_hash": data,
        "scenario_hash": scenario,
        "assumptions": _assumptions(parameters),
    }


def _assumptions(parameters: Parameters) -> list[Assumption]:
    return [
        Assumption(
            name=p.name,
            value=p.value,
            unit=p.unit,
            prior=p.prior.describe(p.value),
            source=p.source,
            source_text=_cited(p.source),
            assumption=p.is_assumption,
            note=p.note,
        )
        for p in parameters.values()
    ]


def _cited(source: str) -> str:
    try:
        return source_text(source)
    except ExclusimError:  # a local source in the user's own words
        return source


def _cost_rows(lines: Sequence[CostLine]) -> list[CostRow]:
    return [
        CostRow(
            trigger=line.trigger,
            service=line.service,
            actor=line.payer.value,
            payee=None if line.payee is None else line.payee.value,
            kind=line.kind.value,
            amount=line.amount,
            per="event" if line.trigger.startswith("event:") else "month",
            basis=line.basis.value,
            scope=line.scope.value,
            source=line.source,
            note=line.note,
        )
        for line in lines
    ]


def _run_flat(case: Case, options: RunOptions, progress: Progress) -> RunRecord:
    progress("räknar", 0.1)
    flat = flat_annuity(case, options.replicates, options.seed)
    heading = _heading(case, options, cost_parameters())
    document = RunDocument(
        **heading
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
    document = document.model_copy(update={"published": _published(case, document)})
    progress("klar", 1.0)
    return RunRecord(document, dump(case), _flat_ledger(document), pd.DataFrame(columns=list(_PANEL)), None)


def _published(case: Case, document: RunDocument) -> list[PublishedFigure]:
    rows = []
    for check in case.published:
        value: Any = document
        for part in check.measure.split("."):
            value = value[part] if isinstance(value, dict) else getattr(value, part)
        computed = value.mean if hasattr(value, "mean") else float(value)
        rows.append(
            PublishedFigure(
                id=check.id,
                quantity=check.quantity,
                published=float(check.value),
                computed=computed,
                unit="SEK" if check.value.dimension == "money" else check.value.dimension,
                residual=computed - float(check.value),
                tolerance=float(check.tolerance),
                inside=check.agrees(computed),
                source=_cited(check.id),
            )
        )
    return rows


_LEDGER = ("scenario", "replicate", "year", "actor", "kind", "service", "scope", "amount_sek")
_PANEL = ("scenario", "replicate", "year", "status", "person_months")
MEAN = -1
"""Replicate number of rows that hold the mean over all replicates."""


def _first_year(plan: CasePlan) -> int:
    return 16 if plan.start_age is not None and plan.cohorts == 1 else 0


def _ledger(plan: CasePlan, replicates: Sequence[Replicate], lines: Sequence[CostLine]) -> pd.DataFrame:
    """Year × actor × kind × service, mean over replicates; each replicate's own totals are among the draws."""
    columns = pd.DataFrame(
        {
            "actor": [line.payer.value for line in lines],
            "kind": [line.kind.value for line in lines],
            "service": [line.service for line in lines],
            "scope": [line.scope.value for line in lines],
        }
    )
    frames = []
    for name in plan.treatments:
        mean = np.mean([r.accounts[name].by_year for r in replicates], axis=0)
        for year, amounts in enumerate(mean):
            frames.append(columns.assign(scenario=name, replicate=MEAN, year=_first_year(plan) + year, amount_sek=amounts))
    keys = [column for column in _LEDGER if column != "amount_sek"]
    table = pd.concat(frames, ignore_index=True)
    table = table[table["amount_sek"] != 0]
    return table.groupby(keys, as_index=False, sort=False)[["amount_sek"]].sum()[list(_LEDGER)]


def _panel(plan: CasePlan, replicates: Sequence[Replicate]) -> pd.DataFrame:
    frames = []
    names = [status.name for status in plan.base.world.statuses]
    for name in plan.treatments:
        mean = np.mean([r.accounts[name].status for r in replicates], axis=0)
        for year, months in enumerate(mean):
            frames.append(
                pd.DataFrame({"status": names, "person_months": months}).assign(
                    scenario=name, replicate=MEAN, year=_first_year(plan) + year
                )
            )
    table = pd.concat(frames, ignore_index=True)
    return table[table["person_months"] > 0][list(_PANEL)].reset_index(drop=True)


def _draws(replicates: Sequence[Replicate]) -> pd.DataFrame:
    """Parameter values by draw, long format."""
    names = list(replicates[0].draw.values)
    return pd.DataFrame(
        {
            "draw": np.repeat([r.draw.index for r in replicates], len(names)),
            "name": names * len(replicates),
            "value": [value for r in replicates for value in r.draw.values.values()],
        }
    )


def _flat_ledger(document: RunDocument) -> pd.DataFrame:
    rows = [
        (name, MEAN, year, actor, "production" if actor == "production" else "real", "Publicerad årskostnad", "exclusion", amount)
        for name, scenario in document.scenarios.items()
        for actor, band in scenario.yearly.items()
        if actor not in ("society", "public")
        for year, amount in zip(scenario.years, band.mean, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(_LEDGER))
