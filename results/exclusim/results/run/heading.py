"""What every result document says about itself: identity, parameters, cost book, published figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from exclusim.calibration.evidence import data_hash, source_text
from exclusim.model.errors import ExclusimError
from exclusim.model.money import CostLine
from exclusim.model.parameters import Parameters
from exclusim.results.document import Assumption, CostRow, PublishedFigure, RunDocument
from exclusim.results.run.options import RunOptions
from exclusim.scenarios.loading import digest
from exclusim.scenarios.schema import Case

__all__ = ["assumption_rows", "cited", "cost_rows", "heading", "published_figures", "run_identity"]


def heading(case: Case, options: RunOptions, parameters: Parameters, posterior: str = "") -> dict[str, Any]:
    """Fields that every preset fills alike."""
    return {
        "run_id": run_identity(case, options, posterior),
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
        "code_version": version("exclusim"),
        "data_hash": data_hash(),
        "scenario_hash": digest(case),
        "assumptions": assumption_rows(parameters),
    }


def run_identity(case: Case, options: RunOptions, posterior: str = "") -> str:
    """The run id: a hash of all that decides the result."""
    content = [version("exclusim"), data_hash(), digest(case), options.preset, options.persons, options.replicates]
    return hashlib.sha256(json.dumps([*content, options.seed, posterior]).encode()).hexdigest()[:12]


def assumption_rows(parameters: Parameters) -> list[Assumption]:
    """Every parameter as documents list it, with its source in words."""
    return [
        Assumption(
            name=p.name,
            value=p.value,
            unit=p.unit,
            prior=p.prior.describe(p.value),
            source=p.source,
            source_text=cited(p.source),
            assumption=p.is_assumption,
            note=p.note,
        )
        for p in parameters.values()
    ]


def cited(source: str) -> str:
    """A source in words: the citation of evidence, or what the user wrote."""
    try:
        return source_text(source)
    except ExclusimError:  # a local source in the user's own words
        return source


def cost_rows(lines: Sequence[CostLine]) -> list[CostRow]:
    """The cost book as the document lists it."""
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


def published_figures(case: Case, document: RunDocument) -> list[PublishedFigure]:
    """Each published figure of the case beside the document's own."""
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
                source=cited(check.id),
            )
        )
    return rows
