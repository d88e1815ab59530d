"""The latest that is published about a municipality, from every connector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from exclusim.calibration.local.connectors.kolada import kolada_figures
from exclusim.calibration.local.connectors.scb import births
from exclusim.calibration.local.connectors.transport import Fetcher
from exclusim.calibration.local.figures import Observation
from exclusim.calibration.local.places import Place

__all__ = ["latest_figures"]

_YEARS = 12
_BIRTH_YEARS = 40


def latest_figures(fetcher: Fetcher, place: Place) -> tuple[Sequence[Observation], Place]:
    """Key figures of the last years from Kolada, and the place with its births from Statistics Sweden.

    Raises:
        ExclusimError: there is no network and no kept answer, or an answer cannot be read.
    """
    this_year = datetime.now(UTC).year
    found = kolada_figures(fetcher, place.code, range(this_year - _YEARS, this_year))
    # Statistics Sweden refuses a question about a year that is not published yet, and nobody of them is 16.
    born = births(fetcher, place.code, range(this_year - _BIRTH_YEARS, this_year - 1))
    return found, replace(place, births={**place.births, **born})
