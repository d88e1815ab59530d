"""The check of the shipped posterior, made when it was fitted, so that a report needs no simulation of its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from exclusim.calibration.checking.document import CheckDocument
from exclusim.calibration.fitting.posterior import Posterior

__all__ = ["CHECK_FILE", "ShippedCheck", "shipped_check"]

CHECK_FILE = "check.json"


class ShippedCheck(BaseModel):
    """A check and the posterior draws that it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draws_sha256: str
    check: CheckDocument


@cache
def _read() -> ShippedCheck | None:
    file = files("exclusim.calibration.checking") / "data" / CHECK_FILE
    return ShippedCheck.model_validate_json(file.read_text(encoding="utf-8")) if file.is_file() else None


def shipped_check(posterior: Posterior) -> CheckDocument | None:
    """The stored check of this posterior, or None if it is about other draws."""
    found = _read()
    if found is None or found.draws_sha256 != posterior.document.draws_sha256:
        return None
    return found.check
