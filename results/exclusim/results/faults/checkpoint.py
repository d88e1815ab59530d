"""What a study has finished, kept on disk draw by draw until it is whole."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path

import numpy as np

from exclusim.calibration.evidence import data_hash
from exclusim.results.ensemble import code_hash
from exclusim.results.files import atomic_path, ensure_folder
from exclusim.scenarios.loading import digest

from .draw import DrawResult, FaultPlan

__all__ = ["Checkpoint", "study_key"]

_CODE = ("exclusim.model", "exclusim.calibration", "exclusim.results.run", "exclusim.results.faults")
_FIELDS = tuple(field.name for field in fields(DrawResult))


def study_key(planned: FaultPlan) -> str:
    """A hash of everything that decides the result of a draw: inputs, options and code. Neither threads nor the number
    of draws do."""
    posterior = planned.plan.posterior
    options = {k: v for k, v in asdict(planned.options).items() if k not in ("threads", "draws")}
    identity = {
        "version": version("exclusim"),
        "code": code_hash(_CODE),
        "data": data_hash(),
        "case": digest(planned.plan.case),
        "posterior": "" if posterior is None else posterior.posterior.document.draws_sha256,
        "parameters": [repr(p) for p in (*planned.plan.parameters.values(), *planned.rules.values())],
        "options": options,
    }
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Checkpoint:
    """A folder with one small file for each finished draw of one study; None keeps nothing.

    Args:
        folder: its place.
        key: of the study, see :func:`study_key`; files of other studies are never read.
    """

    folder: Path | None
    key: str

    def open(self, draws: int) -> int:
        """Remove what belongs to another study; the number of draws already done.

        Raises:
            ExclusimError: the folder cannot be made.
        """
        if self.folder is None:
            return 0
        ensure_folder(self.folder)
        for file in self.folder.glob("draw-*.npz"):
            if not file.name.startswith(f"draw-{self.key}-"):
                file.unlink(missing_ok=True)
        return sum(self._file(self.folder, index).is_file() for index in range(draws))

    def load(self, index: int) -> DrawResult | None:
        """A finished draw; None where it is missing or its file is damaged."""
        if self.folder is None:
            return None
        try:
            with np.load(self._file(self.folder, index)) as stored:
                return DrawResult(**{name: stored[name] for name in _FIELDS})
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def save(self, index: int, result: DrawResult) -> None:
        """Keep a finished draw, whole or not at all.

        Raises:
            ExclusimError: it cannot be written.
        """
        if self.folder is None:
            return
        with atomic_path(self._file(self.folder, index)) as temporary, temporary.open("wb") as stream:
            np.savez(stream, **{name: getattr(result, name) for name in _FIELDS})

    def clear(self) -> None:
        """Remove our files, and the folder if it is empty then."""
        if self.folder is None or not self.folder.is_dir():
            return
        for pattern in ("draw-*.npz", ".draw-*.part"):  # a part is what a killed process left
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _file(self, folder: Path, index: int) -> Path:
        return folder / f"draw-{self.key}-{index:05d}.npz"
