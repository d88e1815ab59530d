"""The store: runs with their provenance, ledgers and panels in a database (one SQLite file by default)."""

from typing import TYPE_CHECKING, Any

from exclusim.results.store.record import LEDGER_COLUMNS, PANEL_COLUMNS, Job, RunInfo, RunRecord

if TYPE_CHECKING:
    from exclusim.results.store.large import LargeTable
    from exclusim.results.store.store import DEFAULT_URL, Store

__all__ = ["DEFAULT_URL", "LEDGER_COLUMNS", "PANEL_COLUMNS", "Job", "LargeTable", "RunInfo", "RunRecord", "Store"]


def __getattr__(name: str) -> Any:
    """What needs a database, when it is asked for: a run is simulated and put together without."""
    if name in ("DEFAULT_URL", "LargeTable", "Store"):
        from exclusim.results.store import large, store

        return getattr(large if name == "LargeTable" else store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
