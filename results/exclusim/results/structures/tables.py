"""Structures as tidy CSV: UTF-8 with a byte-order mark, commas, decimal points, one header row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from exclusim.results.files import atomic_path, ensure_folder
from exclusim.results.structures.document import EnsembleAnswer, Pooled, StructureAnswer, StructuresDocument
from exclusim.results.tables import CSV_ENCODING

__all__ = ["write_tables"]

_ANSWER = ["structure", "outcome", "actor", "unit", "mean", "p5", "p95"]
_ENSEMBLE = ["weighting", "outcome", "actor", "unit", *Pooled.model_fields]
_SCORE = ["structure", "origin", "group", "misfit"]


def write_tables(document: StructuresDocument, folder: Path) -> None:
    """Write ``structures.csv``, ``ensembles.csv``, ``weights.csv`` and ``agreement.csv``.

    Raises:
        ExclusimError: the folder or a file cannot be written.
    """
    ensure_folder(folder)
    weights = [
        {"structure": item.name, "fit": item.fit, "weighting": name, "weight": weight}
        for item in document.structures
        for name, weight in item.weights.items()
    ]
    scores = [
        {"structure": item.name, "origin": item.score.origin, "group": group, "misfit": part}
        for item in document.structures
        if item.score is not None
        for group, part in item.score.by_group.items()
    ]
    tables = {
        "structures": pd.DataFrame([row for item in document.structures for row in _answers(item)], columns=_ANSWER),
        "ensembles": pd.DataFrame([row for item in document.ensembles for row in _pooled(item)], columns=_ENSEMBLE),
        "weights": pd.DataFrame(weights),
        "agreement": pd.DataFrame(scores, columns=_SCORE),
    }
    for name, data in tables.items():
        with atomic_path(folder / f"{name}.csv") as path:
            data.to_csv(path, index=False, encoding=CSV_ENCODING, lineterminator="\n")


def _answers(item: StructureAnswer) -> Iterator[dict[str, object]]:
    for outcome, found in (("cost", item.cost), ("net", item.net)):
        for actor, value in found.items():
            yield {"structure": item.name, "outcome": outcome, "actor": actor, "unit": "SEK", **value.model_dump()}
    yield {"structure": item.name, "outcome": "long_term", "unit": "share", **item.long_term.model_dump()}
    for actor, month in item.payback_month.items():
        yield {"structure": item.name, "outcome": "payback", "actor": actor, "unit": "months", "mean": month}
    for actor, risk in item.probability_loss.items():
        yield {"structure": item.name, "outcome": "loss", "actor": actor, "unit": "probability", "mean": risk}


def _pooled(item: EnsembleAnswer) -> Iterator[dict[str, object]]:
    for outcome, found in (("cost", item.cost), ("net", item.net)):
        for actor, value in found.items():
            yield {"weighting": item.weighting, "outcome": outcome, "actor": actor, "unit": "SEK", **value.model_dump()}
    yield {"weighting": item.weighting, "outcome": "long_term", "unit": "share", **item.long_term.model_dump()}
    for actor, month in item.payback_month.items():
        yield {"weighting": item.weighting, "outcome": "payback", "actor": actor, "unit": "months", "mean": month}
    for actor, risk in item.probability_loss.items():
        yield {"weighting": item.weighting, "outcome": "loss", "actor": actor, "unit": "probability", "mean": risk}
