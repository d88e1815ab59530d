"""How far a study has come; kept beside it, so that a restarted app knows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from exclusim.app.web.shelf import write_bytes

__all__ = ["Phase", "State", "read_state", "write_state"]

Phase = Literal["waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class State:
    """Args:
    phase: ``stopped`` and ``failed`` studies can be gone on with.
    stage: of the work, as the library names it.
    share: of the work that is done, 0 to 1.
    message: why it failed, for the visitor to read.
    ahead: studies that come before it while it waits.
    seconds: since it began to run.
    """

    phase: Phase
    stage: str = ""
    share: float = 0.0
    message: str = ""
    ahead: int = 0
    seconds: float = 0.0

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.phase in ("done", "failed", "stopped")

    @property
    def seconds_left(self) -> float | None:
        """Estimate by the share done; None where it is too early to say."""
        if self.phase != "running" or self.share < 0.05 or self.seconds < 1:
            return None
        return self.seconds * (1 - self.share) / self.share


def read_state(folder: Path) -> State:
    """The state kept in a study's folder; work that nobody does any more counts as stopped."""
    try:
        kept = State(**json.loads((folder / "state.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return State("stopped")
    return kept if kept.over else State("stopped", kept.stage, kept.share)


def write_state(folder: Path, state: State) -> None:
    """Keep a state; a folder that has just been removed is left alone."""
    if folder.is_dir():
        write_bytes(folder / "state.json", json.dumps(asdict(state), ensure_ascii=False).encode())
