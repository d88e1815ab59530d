"""What counts as failing: a comparison of an outcome with a number, such as ``society<0``."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.model.errors import ExclusimError

__all__ = ["Failing", "parse_failing"]

_FORM = re.compile(r"\s*([a-z_.]+)\s*(<=|>=|<|>)\s*(.+?)\s*")


@dataclass(frozen=True)
class Failing:
    """An outcome fails where it is ``sign`` the ``limit``; money in SEK, time in years, shares as shares."""

    outcome: str
    sign: str
    limit: float

    def of(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which values fail."""
        found = {
            "<": values < self.limit,
            ">": values > self.limit,
            "<=": values <= self.limit,
            ">=": values >= self.limit,
        }[self.sign]
        return np.asarray(found)


def parse_failing(text: str) -> Failing:
    """Read ``outcome sign number``; the number may have a unit, as in a case file (``-2 Mkr``, ``8 år``, ``5 %``).

    >>> parse_failing("society < 0")
    Failing(outcome='society', sign='<', limit=0.0)
    >>> parse_failing("payback > 8 år").limit
    8.0

    Raises:
        ExclusimError: it cannot be read.
    """
    from exclusim.scenarios.quantities import QuantityError, parse

    match = _FORM.fullmatch(text)
    if match is None:
        raise ExclusimError(f"--fails {text!r}: expected an outcome, a sign and a number, such as society<0")
    number = match[3].replace("−", "-")
    try:
        found = parse(number)
    except QuantityError as error:
        raise ExclusimError(f"--fails {text!r}: {error}") from None
    value = float(found)
    return Failing(match[1], match[2], value / 12 if found.dimension == "months" else value)
