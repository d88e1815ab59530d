"""The check of the shipped posterior, made when it was fitted, so that a report needs no simulation of its own.

``python -m exclusim.calibration.checking.shipped`` makes it again, in about a minute, after a new posterior is shipped.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from exclusim.calibration.checking.basis import default_draws
from exclusim.calibration.checking.check import check_model
from exclusim.calibration.checking.document import CheckDocument
from exclusim.calibration.fitting.posterior import Posterior, shipped
from exclusim.model.errors import ExclusimError

__all__ = ["CHECK_FILE", "ShippedCheck", "shipped_check"]

CHECK_FILE = "check.json"
_DRAWS, _PERSONS, _SEED = 100, 20_000, 1


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


def main() -> None:
    """Check the shipped posterior and put the result where :func:`shipped_check` finds it."""
    posterior = shipped()
    if posterior is None:
        raise ExclusimError("no posterior is shipped", hint="run `exclusim calibrate` first")
    draws, basis = default_draws(_DRAWS, _SEED)
    check = check_model(draws, persons=_PERSONS, seed=_SEED, basis=basis)
    stored = ShippedCheck(draws_sha256=posterior.document.draws_sha256, check=check)
    folder = Path(__file__).parent / "data"
    folder.mkdir(exist_ok=True)
    (folder / CHECK_FILE).write_text(stored.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
