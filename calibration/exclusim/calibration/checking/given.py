"""Somebody else's table of statistics, with the columns of the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from exclusim.calibration.evidence import Statistic
from exclusim.calibration.evidence.records import Text
from exclusim.calibration.evidence.tables import read_records
from exclusim.model.errors import ExclusimError

__all__ = ["GivenStatistic", "read_statistics"]

_TARGET_COLUMNS = tuple(name for name in Statistic.model_fields if name != "printed")


class GivenStatistic(Statistic):
    """A statistic from outside: any id, role and kind; the rest as strict as the shipped table."""

    id: Text
    role: Text  # type: ignore[assignment]
    kind: Text  # type: ignore[assignment]
    published_year: Annotated[int | None, BeforeValidator(lambda cell: cell or None), Field(ge=1900, le=2100)]  # type: ignore[assignment]


def read_statistics(path: Path) -> tuple[GivenStatistic, ...]:
    """Read a table of statistics.

    Raises:
        ExclusimError: naming file, line, field and what was expected of the first fault.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExclusimError(f"{path}: expected UTF-8 text, byte {error.start} is not") from None
    except OSError as error:
        raise ExclusimError(f"{path}: {error.strerror or error}") from error
    header = [name.strip() for name in text.partition("\n")[0].strip().split(",")]
    missing = [name for name in _TARGET_COLUMNS if name not in header]
    if missing:
        raise ExclusimError(
            f"{path}, line 1: expected the column{'s' * (len(missing) > 1)} {', '.join(missing)}",
            hint=f"a table of statistics has the columns {', '.join(_TARGET_COLUMNS)}",
        )
    records = read_records(text, str(path), GivenStatistic)
    if not records:
        raise ExclusimError(f"{path}: expected at least one row under the column names")
    return tuple(records.values())
