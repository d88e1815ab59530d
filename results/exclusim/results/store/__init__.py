"""The store: runs with their provenance, ledgers and panels in a database (one SQLite file by default)."""

from exclusim.results.store.jobs import Job
from exclusim.results.store.large import LargeTable
from exclusim.results.store.record import LEDGER_COLUMNS, PANEL_COLUMNS, RunInfo, RunRecord
from exclusim.results.store.store import DEFAULT_URL, Store

__all__ = ["DEFAULT_URL", "LEDGER_COLUMNS", "PANEL_COLUMNS", "Job", "LargeTable", "RunInfo", "RunRecord", "Store"]
