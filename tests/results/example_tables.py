"""Made-up ledgers, panels and draws to go with the example documents, for tests only."""

from __future__ import annotations

import numpy as np
import pandas as pd

from exclusim.results.document import RunDocument
from exclusim.results.store import LEDGER_COLUMNS, PANEL_COLUMNS, RunRecord

LINES = (
    ("kommun.socialtjanst", "transfer", "Ekonomiskt bistånd", "exclusion", 2.1e6),
    ("kommun.socialtjanst", "real", "Handläggning, socialtjänst", "exclusion", 2.6e6),
    ("kommun.skola", "real", "Gymnasieskola", "ordinary", 9.4e6),
    ("kommun.skatt", "revenue", "Kommunalskatt", "exclusion", 1.3e6),
    ("forsakringskassan", "transfer", "Aktivitets- och sjukersättning", "exclusion", 2.4e6),
    ("arbetsformedlingen", "real", "Arbetsmarknadsprogram", "exclusion", 1.2e6),
    ("region", "real", "Psykiatrisk vård", "exclusion", 1.4e6),
    ("rattsvasende", "real", "Polis och domstol", "exclusion", 0.6e6),
    ("individ", "transfer", "Ekonomiskt bistånd", "exclusion", -2.1e6),
    ("production", "production", "Produktionsbortfall", "exclusion", 14.8e6),
)
STATUSES = (
    "upper_secondary_1/study_aid",
    "permanent_job/wage",
    "unemployed/social_assistance",
    "outside/none",
)


def example_ledger(document: RunDocument, replicates: int = 3, copies: int = 1) -> pd.DataFrame:
    """``copies`` multiplies the number of services, to make a ledger large."""
    rng = np.random.default_rng(7)
    rows = [
        (name, replicate, year, actor, kind, f"{service} {copy}" if copy else service, scope)
        for name, result in document.scenarios.items()
        for replicate in range(replicates)
        for year in result.years
        for copy in range(copies)
        for actor, kind, service, scope, _ in LINES
    ]
    table = pd.DataFrame(rows, columns=list(LEDGER_COLUMNS[:-1]))
    base = np.tile([amount for *_, amount in LINES], len(rows) // len(LINES))
    return table.assign(amount_sek=base * rng.lognormal(0.0, 0.2, len(rows)))


def example_panel(document: RunDocument, replicates: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    rows = [
        (name, replicate, year, status)
        for name, result in document.scenarios.items()
        for replicate in range(replicates)
        for year in result.years
        for status in STATUSES
    ]
    table = pd.DataFrame(rows, columns=list(PANEL_COLUMNS[:-1]))
    return table.assign(person_months=rng.integers(0, 5760, len(rows)).astype(float))


def example_draws(document: RunDocument, draws: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(9)
    rows = [(draw, a.name) for draw in range(draws) for a in document.assumptions]
    table = pd.DataFrame(rows, columns=["draw", "name"])
    return table.assign(value=rng.lognormal(-2.0, 0.5, len(rows)))


def example_record(document: RunDocument) -> RunRecord:
    return RunRecord(
        document=document,
        scenario_text="name: exempelstad\n",
        ledger=example_ledger(document),
        panel=example_panel(document),
        draws=example_draws(document),
    )
