"""Parameters: every number the model uses, with its unit, prior, source and note.

A :class:`Parameter` is a record, not a number. A value without a source is an *assumption* and must say so
(``source="assumption"``) and carry a wide prior. A :class:`Draw` is one joint sample of all of them.

>>> p = Parameter("unemployed_to_temporary_job", 0.0948, "per month", LogNormal(0.15), source="S0171")
>>> p.is_assumption
False
>>> round(p.prior.quantile(0.5, p.value), 4)
0.0948
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

__all__ = [
    "ASSUMPTION",
    "Draw",
    "Fixed",
    "LogNormal",
    "LogitNormal",
    "Normal",
    "Parameter",
    "Parameters",
    "Prior",
    "Uniform",
    "Unit",
]

ASSUMPTION = "assumption"

Unit = Literal[
    "per month",  # monthly hazard rate of a competing risk
    "per year",
    "ratio",  # multiplies a hazard or a weight
    "probability",
    "share",
    "SEK/month",
    "SEK/event",
    "SEK/year",
    "SEK/day",
    "months",
    "years",
    "year",  # a calendar year, such as a price year
    "per month of duration",  # log change per completed month in the status
    "exponent",  # loading on the latent frailty, or elasticity; may be negative
    "units/month",  # visits, days or hours of a service per month
    "log standard deviation",
]


class Prior(Protocol):
    """A one-dimensional prior placed around the parameter's own central value."""

    def quantile(self, u: float, centre: float) -> float:
        """Value at cumulative probability ``u`` (0 < u < 1) when the central value is ``centre``."""
        ...

    def describe(self, centre: float) -> str:
        """One line for tables, such as ``log-normal, 90 % within 0.06–0.15``."""
        ...


def _range(prior: Prior, centre: float) -> str:
    low, high = prior.quantile(0.05, centre), prior.quantile(0.95, centre)
    return f"90 % within {low:.4g}–{high:.4g}"


@dataclass(frozen=True, slots=True)
class Fixed:
    """No uncertainty: a definition or a legal rule (such as the length of a programme)."""

    def quantile(self, u: float, centre: float) -> float:
        return centre

    def describe(self, centre: float) -> str:
        return "fixed"


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Positive numbers; ``sigma`` is the standard deviation of the logarithm, the centre is the median."""

    sigma: float

    def quantile(self, u: float, centre: float) -> float:
        return centre * math.exp(self.sigma * float(ndtri(u)))

    def describe(self, centre: float) -> str:
        return f"log-normal, {_range(self, centre)}"


@dataclass(frozen=True, slots=True)
class Normal:
    """Any real number; ``sd`` in the parameter's own unit, the centre is the mean."""

    sd: float

    def quantile(self, u: float, centre: float) -> float:
        return centre + self.sd * float(ndtri(u))

    def describe(self, centre: float) -> str:
        return f"normal, {_range(self, centre)}"


@dataclass(frozen=True, slots=True)
class LogitNormal:
    """Shares and probabilities in (0, 1); ``sigma`` on the logit scale, the centre is the median."""

    sigma: float

    def quantile(self, u: float, centre: float) -> float:
        return float(expit(logit(centre) + self.sigma * ndtri(u)))

    def describe(self, centre: float) -> str:
        return f"logit-normal, {_range(self, centre)}"


@dataclass(frozen=True, slots=True)
class Uniform:
    """Equal density between ``low`` and ``high``; the centre plays no part in the draw."""

    low: float
    high: float

    def quantile(self, u: float, centre: float) -> float:
        return self.low + (self.high - self.low) * u

    def describe(self, centre: float) -> str:
        return f"uniform {self.low:.4g}–{self.high:.4g}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model.

    Args:
        name: dotted, unique, such as ``job_finding.sex.woman``.
        value: central value in ``unit``.
        unit: unit of the value; rates are monthly hazards, never probabilities, unless the unit says so.
        prior: uncertainty about the value before calibration.
        source: row ids of the evidence (``S0171``, ``UC003``, several separated by spaces), a section of
            ``mechanisms.md`` (``M7``), or ``assumption``.
        note: how the value follows from the source, and traps.
    """

    name: str
    value: float
    unit: Unit
    prior: Prior = field(default_factory=Fixed)
    source: str = ASSUMPTION
    note: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"parameter {self.name}: the value must be a finite number, got {self.value!r}")
        if not self.source.strip():
            raise ValueError(f"parameter {self.name}: a source is required; write {ASSUMPTION!r} if it has none")

    @property
    def is_assumption(self) -> bool:
        """Whether no published source stands behind the value."""
        return self.source == ASSUMPTION

    @property
    def is_fixed(self) -> bool:
        return isinstance(self.prior, Fixed)


@dataclass(frozen=True, slots=True)
class Draw:
    """One joint sample of all parameters.

    ``index`` −1 is the central draw (every parameter at its central value).
    """

    index: int
    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]


class Parameters(Mapping[str, Parameter]):
    """An immutable, ordered collection of parameters with unique names."""

    def __init__(self, items: Iterable[Parameter]) -> None:
        self._items: dict[str, Parameter] = {}
        for item in items:
            if item.name in self._items:
                raise ValueError(f"parameter {item.name} is declared twice")
            self._items[item.name] = item

    def __getitem__(self, name: str) -> Parameter:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __or__(self, other: Parameters) -> Parameters:
        """Both collections; a name in both is an error."""
        return Parameters([*self.values(), *other.values()])

    def with_values(self, changes: Mapping[str, Parameter]) -> Parameters:
        """The same collection with some parameters replaced (local values). Unknown names raise KeyError."""
        for name in changes:
            if name not in self._items:
                raise KeyError(name)
        return Parameters(changes.get(name, item) for name, item in self._items.items())

    def with_value(self, name: str, value: float) -> Parameters:
        """The same collection with one central value changed; prior and source kept."""
        return self.with_values({name: replace(self[name], value=value)})

    def central(self) -> Draw:
        """The draw in which every parameter has its central value."""
        return Draw(-1, {name: item.value for name, item in self._items.items()})

    def draw(self, index: int, seed: int) -> Draw:
        """Joint prior draw number ``index`` (0, 1, …) of the stream ``seed``.

        Each parameter's uniform number is keyed by its *name*, so adding a parameter changes no other draw.
        """
        key = _mixed(np.array([seed & _WORD, index], np.uint64))
        with np.errstate(over="ignore"):
            word = _mixed((self._words ^ key[0]) + key[1])
        uniform = ((word >> np.uint64(11)) + 0.5) * 2.0**-53
        return Draw(
            index,
            {
                name: item.value if item.is_fixed else item.prior.quantile(u, item.value)
                for (name, item), u in zip(self._items.items(), uniform.tolist(), strict=True)
            },
        )

    @cached_property
    def _words(self) -> NDArray[np.uint64]:
        digests = (hashlib.blake2b(name.encode(), digest_size=8).digest() for name in self._items)
        return np.array([int.from_bytes(digest, "little") for digest in digests], np.uint64)


_WORD = (1 << 64) - 1


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The splitmix64 finaliser."""
    with np.errstate(over="ignore"):
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
