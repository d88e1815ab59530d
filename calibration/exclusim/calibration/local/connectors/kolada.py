"""Kolada's interface, version 3: key figures of municipalities by year and sex.

``/data/kpi/{kpis}/municipality/{codes}/year/{years}`` takes comma-separated lists and answers
``{"values": [{"kpi", "municipality", "period", "values": [{"gender", "value", "status", "count"}]}], "count",
"next_url"}``; suppressed values are null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from exclusim.calibration.local.connectors.addresses import KOLADA
from exclusim.calibration.local.connectors.transport import Fetcher
from exclusim.calibration.local.figures import NATION, Observation, read_payload
from exclusim.calibration.local.key_figures import KEY_FIGURES
from exclusim.model.errors import ExclusimError
from exclusim.scenarios.issues import did_you_mean

__all__ = ["kolada_figures", "kolada_name"]

_MOST_YEARS = 25
_MOST_PAGES = 50


def kolada_figures(
    fetcher: Fetcher, municipality: str, years: Sequence[int], kpis: Sequence[str] = tuple(KEY_FIGURES)
) -> tuple[Observation, ...]:
    """Key figures of a municipality and the nation.

    Raises:
        ExclusimError: no network, or an answer of another shape.
    """
    found: list[Observation] = []
    for first in range(0, len(years), _MOST_YEARS):
        span = ",".join(map(str, years[first : first + _MOST_YEARS]))
        url = f"{KOLADA}/data/kpi/{','.join(kpis)}/municipality/{municipality},{NATION}/year/{span}"
        pages: list[object] = []
        while url:
            page = fetcher.get(url)
            pages.append(page)
            url = _next(page)
            if len(pages) > _MOST_PAGES:
                raise ExclusimError(f"Kolada: more than {_MOST_PAGES} pages for one question")
        found += read_payload(pages, "Kolada")
    return tuple(found)


def _next(page: object) -> str:
    url = page.get("next_url") if isinstance(page, dict) else None
    if not url:
        return ""
    if urlsplit(str(url)).hostname != urlsplit(KOLADA).hostname:
        raise ExclusimError(f"Kolada: the next page is on another host ({str(url)[:80]})")
    return str(url)


def kolada_name(fetcher: Fetcher, wanted: str) -> tuple[str, str]:
    """Code and name of a municipality by either.

    Raises:
        ExclusimError: no network, or no such municipality.
    """
    by_code = re.fullmatch(r"\d{4}", wanted.strip()) is not None
    url = (
        f"{KOLADA}/municipality/{wanted.strip()}" if by_code else f"{KOLADA}/municipality?title={quote(wanted.strip())}"
    )
    page = fetcher.get(url)
    values = page.get("values", [page]) if isinstance(page, dict) else []
    found = {
        str(v["title"]): str(v["id"])
        for v in values
        if isinstance(v, dict) and v.get("type", "K") == "K" and "id" in v and "title" in v
    }
    for title, code in found.items():
        if code == wanted.strip() or title.casefold() == wanted.strip().casefold():
            return code, title
    raise ExclusimError(f"Kolada knows no municipality {wanted[:60]!r}{did_you_mean(wanted, found)}")
