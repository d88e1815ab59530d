"""What the live sheets are made of: totals as sums of accounts, and where on the sheets things stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname

from exclusim.model.money import PUBLIC
from exclusim.results.amounts import ACCOUNTS, Amounts, Valued
from exclusim.results.interval import Interval

__all__ = ["ACTORS", "Block", "Measure", "Places", "Table", "Term", "cost", "identifier", "net", "on_sheet"]

ACTORS = (*PUBLIC, "production", "public", "society")
"""Payers first, so that a sum can take the public ones as a range."""


@dataclass(frozen=True, slots=True)
class Term:
    """Accounts of one scenario, from one to another in the order of ``ACCOUNTS``, added or deducted."""

    sign: int
    scenario: str
    first: str
    last: str

    @property
    def accounts(self) -> tuple[str, ...]:
        return ACCOUNTS[ACCOUNTS.index(self.first) : ACCOUNTS.index(self.last) + 1]


@dataclass(frozen=True, slots=True)
class Measure:
    """A total by actor: accounts over a window of columns, and what the document says it is, SEK."""

    title: str
    window: tuple[int, int]
    terms: tuple[Term, ...]
    report: Mapping[str, float]

    def worth(self, valued: Valued, actor: str) -> float:
        """What the formulas compute, SEK."""
        return sum(t.sign * valued.total(t.scenario, t.accounts, actor, self.window) for t in self.terms)


def cost(
    title: str, scenario: str, window: tuple[int, int], accounts: tuple[str, str], report: Mapping[str, Interval]
) -> Measure:
    """Cost of one scenario in the accounts from one to another."""
    return Measure(title, window, (Term(1, scenario, *accounts),), _means(report))


def net(
    title: str,
    pair: tuple[str, str],
    window: tuple[int, int],
    report: Mapping[str, Interval],
    accounts: tuple[str, str] = ("exclusion", "displacement"),
) -> Measure:
    """What the first scenario of a pair costs beyond the second; others' losses are only those of the second."""
    before, after = pair
    first, last = accounts
    own = "casework" if last == "displacement" else last
    return Measure(title, window, (Term(1, before, first, own), Term(-1, after, first, last)), _means(report))


def _means(report: Mapping[str, Interval]) -> dict[str, float]:
    return {actor: value.mean for actor, value in report.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """Totals of one scenario, the main one first. ``name`` is short, for the summary; ``gain``: positive is a gain."""

    heading: str
    name: str
    gain: bool
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One baseline with its scenarios. ``title``: of its case where there are several; ``labels``: scenario → name."""

    title: str
    amounts: Amounts
    labels: Mapping[str, str]
    tables: tuple[Table, ...]

    @property
    def windows(self) -> list[tuple[int, int]]:
        """Every span of columns that a total counts, in order."""
        return sorted({measure.window for table in self.tables for measure in table.measures})

    def span(self, window: tuple[int, int]) -> str:
        """``23–42``: the first and the last year of a window."""
        years = self.amounts.years
        first, last = years[window[0]], years[window[1] - 1]
        return f"{first}–{last}" if first != last else str(first)


@dataclass(frozen=True, slots=True)
class Places:
    """Where formulas find the inputs of a block.

    Args:
        rate, within: defined names of the rate and of the factor within the year.
        ratios: address of new to old unit cost, in the order of the prices.
        factors: (scenario, account) → address of the factor on what has no unit cost.
    """

    rate: str
    within: str
    ratios: Sequence[str]
    factors: Mapping[tuple[str, str], str]


def identifier(text: str, number: int) -> str:
    """A defined name from words; those of the second block and later ones end in its number."""
    name = text.replace(" ", "_")
    return name if number == 0 else f"{name}_{number + 1}"


def on_sheet(name: str, address: str) -> str:
    """An address as formulas on other sheets write it."""
    return f"{quote_sheetname(name)}!{address}"
