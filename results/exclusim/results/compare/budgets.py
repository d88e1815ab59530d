"""Limits on what a set of scenarios may cost: by payer or department, in a calendar year or in all, and in staff.

On the command line a limit is ``5e6`` (present value, all payers), ``kommun=3e6`` (present value of one payer),
``kommun=3 Mkr/år`` (every calendar year), ``kommun@2027=2e6`` (one year) or ``staff=4`` (full-time posts, every year).
In a file it is an entry under ``budgets``. Amounts of a year are in the case's prices and not discounted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from exclusim.model.errors import ExclusimError
from exclusim.scenarios.interventions import PAYERS, Frozen
from exclusim.scenarios.issues import ScenarioError, did_you_mean, problem
from exclusim.scenarios.quantities import CalendarYear, Money, QuantityError, parse
from exclusim.scenarios.source import read_file

__all__ = ["ALL", "STAFF", "Limit", "parse_limit", "read_limits"]

ALL, STAFF = "all", "staff"
type When = int | Literal["each", "whole"]
_NAMES = (ALL, STAFF, *PAYERS)
_TEXT = re.compile(
    r"(?:(?P<who>[^=@]+?)\s*(?:@\s*(?P<year>[0-9]{4})\s*)?=)?(?P<amount>[^=]+?)(?P<each>\s*/\s*(?:år|year))?"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` (SEK, or full-time posts for ``staff``) of what ``who`` spends.

    ``when`` is a calendar year, ``each`` of them, or ``whole``: the present value of everything.
    """

    who: str
    amount: float
    when: When

    def __post_init__(self) -> None:
        if self.who not in _NAMES:
            raise ExclusimError(
                f"budget: there is no payer {self.who!r}{did_you_mean(self.who, _NAMES)}",
                hint=f"there are {', '.join(_NAMES)}",
            )
        if not 0 <= self.amount < float("inf"):
            raise ExclusimError(f"budget must be between 0 and inf, got {self.amount:g}")
        if self.who == STAFF and self.when == "whole":
            raise ExclusimError("budget: staff is limited by year", hint="such as staff=4 or staff@2027=2")


def parse_limit(text: str) -> Limit:
    """One limit as the command line writes it.

    Raises:
        ExclusimError: it cannot be read, or names no payer.

    >>> parse_limit("kommun=3 Mkr/år")
    Limit(who='kommun', amount=3000000.0, when='each')
    >>> parse_limit("5e6"), parse_limit("staff@2027=2").when
    (Limit(who='all', amount=5000000.0, when='whole'), 2027)
    """
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise _unreadable(text)
    who = match["who"] or ALL
    amount = _amount(match["amount"].strip(), text, money=who != STAFF)
    if match["year"] is not None:
        return Limit(who, amount, int(match["year"]))
    return Limit(who, amount, "each" if match["each"] or who == STAFF else "whole")


def _amount(number: str, text: str, *, money: bool) -> float:
    try:
        return float(number)
    except ValueError:
        pass
    try:
        found = parse(number)
    except QuantityError:
        raise _unreadable(text) from None
    if not money or found.dimension != "money":
        raise _unreadable(text)
    return float(found)


def _unreadable(text: str) -> ExclusimError:
    return ExclusimError(
        f"--budget {text[:60]!r} cannot be read",
        hint="such as 5e6, kommun='3 Mkr/år', kommun.skola=1e6/år, kommun@2027=2e6 or staff=4",
    )


class _Entry(Frozen):
    payer: str = ALL
    amount: Money | None = None
    per: Literal["year", "whole"] = "year"
    year: CalendarYear | None = None
    staff: Annotated[float, Field(ge=0, strict=True)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.amount is None) == (self.staff is None):
            raise problem("exactly one of amount and staff")
        if self.payer not in (ALL, *PAYERS):
            names = ALL, *PAYERS
            raise problem(f"a payer: {', '.join(names)}{did_you_mean(self.payer, names)}", at=("payer",))
        if self.year is not None and self.per == "whole":
            raise problem("either a year or per: whole", at=("per",))
        if self.staff is not None and (self.payer != ALL or self.per == "whole"):
            raise problem("staff of all payers together, by year")
        return self

    @property
    def limit(self) -> Limit:
        when: When = self.year or ("each" if self.per == "year" else "whole")
        if self.staff is not None:
            return Limit(STAFF, self.staff, when)
        assert self.amount is not None  # one of the two is given
        return Limit(self.payer, float(self.amount), when)


class _File(Frozen):
    budgets: Annotated[tuple[_Entry, ...], Field(min_length=1)]


def read_limits(path: Path) -> list[Limit]:
    """Limits of a file with ``budgets:``, a list of ``payer``, ``amount``, ``per: year|whole``, ``year`` or ``staff``.

    Raises:
        ScenarioError: with every problem, its line and column.
    """
    source = read_file(path)
    try:
        found = _File.model_validate(source.values)
    except ValidationError as error:
        issues = []
        for item in error.errors(include_url=False):
            inner = item.get("ctx", {}).get("found", [((), item["msg"])])
            issues += [source.issue((*item["loc"], *at), f"expected {text}") for at, text in inner]
        raise ScenarioError(issues) from None
    return [entry.limit for entry in found.budgets]
