"""Where finished draws are kept while a run is under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from exclusim.model.errors import ExclusimError

if TYPE_CHECKING:
    from exclusim.results.store import Job, Store

__all__ = ["IN_MEMORY", "InMemory", "InStore", "Kept"]


class Kept(Protocol):
    """A place for the finished draws of one run."""

    def begin(self, job: Job) -> Mapping[str, Mapping[int, bytes]]:
        """What is there of this run already, by stage and draw."""

    def keep(self, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
        """Keep a batch, whole or not at all."""


@dataclass(frozen=True)
class InMemory:
    """Nothing is kept beyond this process."""

    def begin(self, job: Job) -> Mapping[str, Mapping[int, bytes]]:
        return {}

    def keep(self, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
        return None


IN_MEMORY = InMemory()


class InStore:
    """Batches go to a store as they come, each in a transaction of its own.

    Args:
        exists: whether there is a store to look in for earlier draws.
        open_store: opens it, creating it where there is none; called with the first batch, so that a run that is
            stopped before leaves nothing.
    """

    def __init__(self, exists: Callable[[], bool], open_store: Callable[[], Store]) -> None:
        self._exists, self._open = exists, open_store
        self._store: Store | None = None
        self._job: Job | None = None
        self._writing, self._closed = Lock(), False
        self.stored = 0

    @property
    def run_id(self) -> str:
        """Of the run under way; empty before it has begun."""
        return "" if self._job is None else self._job.run_id

    @property
    def total(self) -> int:
        """Draws of the whole run."""
        return 0 if self._job is None else self._job.draws

    def begin(self, job: Job) -> Mapping[str, Mapping[int, bytes]]:
        self._job = job
        if not self._exists():
            return {}
        found = self._opened().begin(job)
        self.stored = sum(len(draws) for draws in found.values())
        return found

    def keep(self, stage: str, results: Sequence[tuple[int, bytes]]) -> None:
        assert self._job is not None  # a run begins before it finishes anything
        with self._writing:
            if self._closed:  # the run was interrupted, and what is stored has been told
                raise ExclusimError("the run was stopped")
            self._opened().keep(self._job, stage, results)
            self.stored += len(results)

    def close(self) -> None:
        """Take no more draws; a batch that is being written is finished first."""
        with self._writing:
            self._closed = True
            if self._store is not None:
                self._store.close()
                self._store = None

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._open()
        return self._store
