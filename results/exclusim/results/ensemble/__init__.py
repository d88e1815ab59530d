"""Ensembles: many draws as idempotent tasks over threads, processes or a cluster, kept as they are done.

A task is a draw of one stage of a run. Its result is packed where it is computed, so that the same bytes are stored,
sent and put together, whoever computed them and whether or not the run was interrupted.
"""

from exclusim.results.ensemble.batches import Batch, run_batches
from exclusim.results.ensemble.identity import code_hash, code_key
from exclusim.results.ensemble.keep import IN_MEMORY, InMemory, InStore, Kept
from exclusim.results.ensemble.packing import pack, unpack
from exclusim.results.ensemble.workers import Workers

__all__ = [
    "IN_MEMORY",
    "Batch",
    "InMemory",
    "InStore",
    "Kept",
    "Workers",
    "code_hash",
    "code_key",
    "pack",
    "run_batches",
    "unpack",
]
