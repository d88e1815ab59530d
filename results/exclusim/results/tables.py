"""Tidy tables: one run as plain files for pandas, R and Excel, each column described with its unit.

Each table is written twice. CSV: UTF-8 with a byte-order mark (without it Excel shows *Ã¥* for *å*), commas,
points as decimal mark, one header row; pandas reads it as it is. Parquet: the same rows with their types.
``datapackage.json`` (Data Package, version 1) says what every column means.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from exclusim.results.document import Interval, RunDocument
from exclusim.results.files import atomic_path, ensure_folder

__all__ = ["write_tables"]

CSV_ENCODING = "utf-8-sig"

_WHO = {
    "scenario": "name of the scenario",
    "actor": "who pays or gains; society and public are sums",
    "kind": "real, transfer, revenue or production",
    "service": "what it is, in Swedish",
    "scope": "exclusion: the exclusion account; ordinary: schooling, studies, parental leave",
    "basis": "measured, derived, anchored or assumed",
    "replicate": "number of the replicate: one joint draw of the parameters and one chance",
    "life": "which of the typical lives, in Swedish",
    "person": "number of the simulated person",
    "year": "age attained in the year (cohort) or years since arrival (newcomers)",
    "status": "activity/support",
    "source": "what it rests on: evidence rows, or for a flow the group left",
    "target": "group entered",
    "note": "how it follows from the source",
    "name": "name of the parameter",
    "unit": "unit of the value",
    "value": "central value, in the row's unit",
    "prior": "prior around the central value",
    "assumption": "true where no source exists",
    "measure": "total: over the horizon; term: first four years; horizon_N: N years; before; ordinary;"
    " intervention; net; gain; part_P: part P of net",
    "side": "cost: a cost is positive; gain: a gain against the baseline is positive",
    "activity": "activity, or burden where group is burden",
    "group": "activity or burden",
    "trigger": "what the cost follows from",
    "payee": "who receives a transfer or revenue",
    "per": "month or event",
}


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    description: str
    data: pd.DataFrame
    numbers: dict[str, str]  # number column → description with unit


def write_tables(document: RunDocument, ledger: pd.DataFrame, panel: pd.DataFrame, folder: Path) -> list[Path]:
    """Write every table of the run to ``folder`` (made where missing); returns the files written.

    ``ledger`` and ``panel`` are as in :class:`~exclusim.results.store.RunRecord`. All files are written under
    temporary names first: an error leaves the folder's old files as they were.

    Raises:
        ExclusimError: the folder or a file cannot be written.
    """
    ensure_folder(folder)
    tables = [table for table in _tables(document, ledger, panel) if len(table.data)]
    paths: list[Path] = []

    def target(stack: ExitStack, name: str) -> Path:
        paths.append(folder / name)
        return stack.enter_context(atomic_path(paths[-1]))

    with ExitStack() as stack:
        for table in tables:
            csv = target(stack, f"{table.name}.csv")
            table.data.to_csv(csv, index=False, encoding=CSV_ENCODING, lineterminator="\n")
            table.data.to_parquet(target(stack, f"{table.name}.parquet"), index=False)
        description = json.dumps(_package(document, tables), ensure_ascii=False, indent=2) + "\n"
        target(stack, "datapackage.json").write_text(description, encoding="utf-8", newline="\n")
    return paths


def _tables(document: RunDocument, ledger: pd.DataFrame, panel: pd.DataFrame) -> list[_Table]:
    prices = f"prices of {document.price_year}" if document.price_year else "price year not stated by the source"
    present = f"SEK, {prices}, present value at {document.discount_rate:.3g} a year"
    interval = {
        "mean_sek": f"mean over replicates; {present}",
        "p5_sek": f"5th percentile over replicates; {present}; empty where only the mean is known",
        "p95_sek": f"95th percentile over replicates; {present}; empty where only the mean is known",
    }
    yearly = f"SEK, {prices}, not discounted"
    shares = {"share": "mean share of the living, 0 to 1"}
    return [
        _Table("amounts", "Cost and gain per actor.", _amounts(document), interval),
        _Table(
            "yearly",
            "Cost per actor and year.",
            _yearly(document),
            {name: f"{text.partition(';')[0]}; {yearly}" for name, text in interval.items()},
        ),
        _Table(
            "net_by_year",
            "Net gain per actor and year, the intervention's cost paid.",
            _net_by_year(document),
            {name: f"{text.partition(';')[0]}; {yearly}" for name, text in interval.items()},
        ),
        _Table(
            "lives_by_year",
            "Typical lives: cost per actor and year.",
            _lives_by_year(document),
            {"amount_sek": f"a cost is positive; {yearly}"},
        ),
        _Table("services", "Cost per service over the horizon.", _services(document), {"mean_sek": present}),
        _Table("shares_by_age", "Activities and burdens by age.", _shares(document), shares),
        _Table("flows", "Moves between groups of activities.", _flows(document), {"persons": "persons (mean)"}),
        _Table(
            "ledger",
            "The ledger of every replicate.",
            ledger.drop(columns="run_id", errors="ignore"),
            {"amount_sek": f"a cost is positive; {yearly}"},
        ),
        _Table(
            "panel",
            "Person-months in each status, every replicate.",
            panel.drop(columns="run_id", errors="ignore"),
            {"person_months": "months lived in the status"},
        ),
        _Table("parameters", "Every parameter as used.", _parameters(document), {}),
        _Table("costs", "The cost book as used.", _costs(document), {"amount_sek": f"SEK, {prices}"}),
    ]


def _amounts(document: RunDocument) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []

    def add(scenario: str, side: str, measure: str, amounts: dict[str, Interval]) -> None:
        rows.extend((scenario, side, measure, actor, v.mean, v.p5, v.p95) for actor, v in amounts.items())

    for name, result in document.scenarios.items():
        add(name, "cost", "total", result.total)
        add(name, "cost", "term", result.term)
        for horizon, amounts in result.horizons.items():
            add(name, "cost", f"horizon_{horizon}", amounts)
        for measure in ("before", "ordinary", "intervention"):
            add(name, "cost", measure, getattr(result, measure))
    for name, difference in document.differences.items():
        for measure in ("net", "gain", "term"):
            add(name, "gain", measure, getattr(difference, measure))
        for horizon, amounts in difference.horizons.items():
            add(name, "gain", f"horizon_{horizon}", amounts)
        for part, means in difference.parts.items():
            rows.extend((name, "gain", f"part_{part}", actor, mean, None, None) for actor, mean in means.items())
    columns = ["scenario", "side", "measure", "actor", "mean_sek", "p5_sek", "p95_sek"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[-3:], float))


def _yearly(document: RunDocument) -> pd.DataFrame:
    rows = [
        (name, actor, *point)
        for name, result in document.scenarios.items()
        for actor, band in result.yearly.items()
        for point in zip(result.years, band.mean, band.p5, band.p95, strict=True)
    ]
    return pd.DataFrame(rows, columns=["scenario", "actor", "year", "mean_sek", "p5_sek", "p95_sek"])


def _net_by_year(document: RunDocument) -> pd.DataFrame:
    rows = [
        (name, actor, *point)
        for name, difference in document.differences.items()
        if (found := difference.by_year) is not None
        for actor, band in found.net.items()
        for point in zip(found.years, band.mean, band.p5, band.p95, strict=True)
    ]
    return pd.DataFrame(rows, columns=["scenario", "actor", "year", "mean_sek", "p5_sek", "p95_sek"])


def _lives_by_year(document: RunDocument) -> pd.DataFrame:
    rows = [
        (life.title, life.person, actor, year, amount)
        for life in document.lives
        for actor, amounts in life.yearly.items()
        for year, amount in zip(life.years, amounts, strict=True)
    ]
    return pd.DataFrame(rows, columns=["life", "person", "actor", "year", "amount_sek"])


def _services(document: RunDocument) -> pd.DataFrame:
    rows = [
        (name, s.actor, s.service, s.kind, s.basis, s.scope, s.mean)
        for name, result in document.scenarios.items()
        for s in result.services
    ]
    return pd.DataFrame(rows, columns=["scenario", "actor", "service", "kind", "basis", "scope", "mean_sek"])


def _shares(document: RunDocument) -> pd.DataFrame:
    rows = [
        (name, group, key, year, share)
        for name, result in document.scenarios.items()
        for group, table in (("activity", result.activity_by_age), ("burden", result.burden_by_age))
        for key, series in table.items()
        for year, share in zip(result.ages, series, strict=True)
    ]
    return pd.DataFrame(rows, columns=["scenario", "group", "activity", "year", "share"])


def _flows(document: RunDocument) -> pd.DataFrame:
    rows = [(n, f.source, f.target, f.persons) for n, result in document.scenarios.items() for f in result.flows]
    return pd.DataFrame(rows, columns=["scenario", "source", "target", "persons"])


def _parameters(document: RunDocument) -> pd.DataFrame:
    rows = [(a.name, a.value, a.unit, a.prior, a.source, a.assumption, a.note) for a in document.assumptions]
    columns = ["name", "value", "unit", "prior", "source", "assumption", "note"]
    return pd.DataFrame(rows, columns=columns)


def _costs(document: RunDocument) -> pd.DataFrame:
    rows = [
        (c.trigger, c.service, c.actor, c.payee, c.kind, c.amount, c.per, c.basis, c.scope, c.source, c.note)
        for c in document.costs
    ]
    columns = [
        "trigger",
        "service",
        "actor",
        "payee",
        "kind",
        "amount_sek",
        "per",
        "basis",
        "scope",
        "source",
    ]
    return pd.DataFrame(rows, columns=[*columns, "note"])


def _package(document: RunDocument, tables: list[_Table]) -> dict[str, object]:
    return {
        "profile": "tabular-data-package",
        "name": f"exclusim-{document.run_id}",
        "title": document.title,
        "created": document.created,
        "exclusim": {
            "run_id": document.run_id,
            "case": document.case,
            "preset": document.preset,
            "seed": document.seed,
            "code_version": document.code_version,
            "data_hash": document.data_hash,
            "scenario_hash": document.scenario_hash,
            "price_year": document.price_year,
            "discount_rate": document.discount_rate,
            "warnings": document.warnings,
        },
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.csv",
                "description": f"{table.description} The same rows with their types: {table.name}.parquet.",
                "format": "csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {
                            "name": column,
                            "type": _type(table.data[column]),
                            "description": table.numbers.get(column) or _WHO.get(column, ""),
                        }
                        for column in table.data.columns
                    ]
                },
            }
            for table in tables
        ],
    }


def _type(column: pd.Series[Any]) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"
