"""Statistics Sweden's PxWeb interface: a JSON question to a table, its JSON answer as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exclusim.calibration.local.connectors.addresses import SCB_BIRTHS
from exclusim.calibration.local.connectors.transport import Fetcher
from exclusim.model.errors import ExclusimError

__all__ = ["births", "table"]

_LIVE_BIRTHS = "BE0101E2"


def table(fetcher: Fetcher, url: str, selection: Mapping[str, Sequence[str]]) -> list[tuple[dict[str, str], str]]:
    """Cells of a table: (variable → code, value as printed; ``..`` where suppressed).

    Args:
        fetcher: transport.
        url: address of the table.
        selection: variable → codes; a variable left out is summed over where the table allows it.

    Raises:
        ExclusimError: no network, an unknown table or code, or an answer of another shape.
    """
    query = [
        {"code": code, "selection": {"filter": "item", "values": list(values)}} for code, values in selection.items()
    ]
    answer = fetcher.post(url, {"query": query, "response": {"format": "json"}})
    try:
        names = [column["code"] for column in answer["columns"] if column["type"] != "c"]
        return [(dict(zip(names, row["key"], strict=True)), str(row["values"][0])) for row in answer["data"]]
    except (KeyError, TypeError, IndexError, ValueError):
        raise ExclusimError("Statistics Sweden answered in an unexpected form (no columns and data)") from None


def births(fetcher: Fetcher, municipality: str, years: Sequence[int]) -> dict[int, int]:
    """Live births by year, girls and boys and all mothers' ages together. Raises as :func:`table`."""
    selection: dict[str, Any] = {
        "Region": [municipality],
        "ContentsCode": [_LIVE_BIRTHS],
        "Tid": [str(year) for year in years],
    }
    found = {}
    for key, value in table(fetcher, SCB_BIRTHS, selection):
        if value.isdigit():
            found[int(key["Tid"])] = int(value)
    return found
