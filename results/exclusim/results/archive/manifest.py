"""The manifest of an archive: ``exclusim.json``, all that it takes to ask the same question again."""

from __future__ import annotations

import hashlib

from pydantic import Field

from exclusim.results.interval import Frozen
from exclusim.results.run import Preset, RunOptions

__all__ = [
    "CASE",
    "CITATION",
    "CRATE",
    "DOCUMENT",
    "DRAWS",
    "MANIFEST",
    "SCHEMA_VERSION",
    "Manifest",
    "Surroundings",
    "sha256",
]

SCHEMA_VERSION = 1
MANIFEST = "exclusim.json"
CASE = "case.yaml"
DRAWS = "draws.csv"
DOCUMENT = "results/document.json"
CITATION = "CITATION.cff"
CRATE = "ro-crate-metadata.json"


class Surroundings(Frozen):
    """What a result depends on besides the question."""

    versions: dict[str, str] = Field(description="program, Python, machine and every library that Exclusim asks for")
    code: str = Field(description="SHA-256 of the sources that simulate")
    data: dict[str, str] = Field(description="evidence file, posterior or cost book → SHA-256")


class Manifest(Frozen):
    """What was asked, with what, and the hash of every file beside this one."""

    schema_version: int = SCHEMA_VERSION
    run_id: str
    case: str
    preset: Preset
    persons: int | None = Field(description="simulated people asked for; null: as many as the case has")
    replicates: int
    seed: int
    created: str = Field(description="when the run was made")
    scenario_hash: str
    surroundings: Surroundings
    files: dict[str, str] = Field(description="path in the archive → SHA-256")

    def options(self, threads: int) -> RunOptions:
        """How the run was made. Threads change nothing but the time."""
        return RunOptions(self.preset, self.persons, self.replicates, self.seed, threads)


def sha256(content: bytes) -> str:
    """Of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
