"""The amounts that a run's totals are made of: from replicates to yearly means by price, payer and account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.model.ledger import CostBook, actor_view
from exclusim.model.money import PUBLIC, REPORTED, CostLine, Kind
from exclusim.results.amounts import AmountRow, Amounts, Price
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import Replicate, lost_jobs

__all__ = ["Yearly", "amounts_of", "mean_yearly", "yearly_of"]

_PAYERS = (*PUBLIC, "production")


@dataclass(frozen=True)
class Yearly:
    """Undiscounted SEK of one scenario by year: of cost lines, shape (years, lines), and of actors, (years, V).

    ``replaced`` are services that the intervention makes superfluous, ``displaced`` what others lose; ``intervention``
    and ``casework`` are what is done, the replaced services not deducted.
    """

    lines: NDArray[np.float64]
    replaced: NDArray[np.float64]
    displaced: NDArray[np.float64]
    intervention: NDArray[np.float64]
    casework: NDArray[np.float64]

    def __add__(self, other: Yearly) -> Yearly:
        return Yearly(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __truediv__(self, number: float) -> Yearly:
        return Yearly(*(getattr(self, f.name) / number for f in fields(self)))


def yearly_of(plan: CasePlan, found: Replicate) -> dict[str, Yearly]:
    """Every scenario of one replicate, the baseline first."""
    plan = plan.under(found.draw)
    book = CostBook(cost_book(found.draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    view, timing = actor_view(book.lines), plan.valuation.timing

    def by_year(monthly: NDArray[np.float64]) -> NDArray[np.float64]:
        timed = monthly if timing is None else monthly * timing[:, None]
        return np.asarray(timed.reshape(-1, 12, monthly.shape[1]).sum(axis=1))

    yearly: dict[str, Yearly] = {}
    for name in plan.treatments:
        account = found.accounts[name]
        lines = account.by_year if account.timed is None else account.timed
        displaced = np.zeros_like(lines)
        if name in found.displaced:
            before = found.accounts[plan.case.scenarios[name].baseline]
            lost = lost_jobs(plan, name, found.draw, book, before, account)
            if lost is not None:
                displaced = by_year(lost[0][:, None]) * lost[1]
        replaced = np.zeros_like(lines) if account.replaced is None else account.replaced
        yearly[name] = Yearly(
            lines=lines,
            replaced=replaced,
            displaced=displaced,
            intervention=by_year(account.intervention) + replaced @ view,
            casework=by_year(np.zeros_like(account.intervention) if account.help is None else account.help.cost),
        )
    return yearly


def mean_yearly(plan: CasePlan, replicates: Sequence[Replicate]) -> dict[str, Yearly]:
    """Means over replicates."""
    total: dict[str, Yearly] = {}
    for found in replicates:
        for name, one in yearly_of(plan, found).items():
            total[name] = total[name] + one if name in total else one
    return {name: one / len(replicates) for name, one in total.items()}


def amounts_of(plan: CasePlan, mean: Mapping[str, Yearly], first: int) -> Amounts:
    """As a document keeps them, from ``mean`` amounts by scenario.

    Args:
        plan: of the case.
        mean: over draws, by scenario.
        first: what the first year is called, see :attr:`~exclusim.results.run.plan.CasePlan.years`.
    """
    valuation, case = plan.valuation, plan.case
    lines = cost_book(plan.central(), case.appraisal.price_year)
    groups = _grouped(lines)
    used = {
        key: of
        for key, of in groups.items()
        if any(one.lines[:, of].any() or one.displaced[:, of].any() for one in mean.values())
    }
    columns = len(next(iter(mean.values())).lines)
    return Amounts(
        years=list(range(first, first + columns)),
        start=valuation.start // 12,
        horizons={name: (end - valuation.start) // 12 for name, end in valuation.horizons.items()},
        main=valuation.main,
        term=(valuation.term - valuation.start) // 12,
        rate=case.appraisal.discount_rate,
        convention=case.appraisal.convention,
        prices=[_price([lines[i] for i in of]) for of in used.values()],
        scenarios={name: list(_rows(one, lines, list(used.values()))) for name, one in mean.items()},
    )


def _grouped(lines: Sequence[CostLine]) -> dict[tuple[object, ...], list[int]]:
    """Positions of the lines that pay the same for the same thing."""
    found: dict[tuple[object, ...], list[int]] = {}
    for index, line in enumerate(lines):
        per = line.trigger.startswith("event:")
        key = (line.scope, line.payer, line.payee, line.kind, line.service, per, f"{line.amount:.9g}")
        found.setdefault(key, []).append(index)
    order = {"exclusion": 0, "ordinary": 1}
    return dict(sorted(found.items(), key=lambda item: order[str(item[0][0])]))


def _price(lines: Sequence[CostLine]) -> Price:
    first = lines[0]
    return Price(
        service=first.service,
        triggers=[line.trigger for line in lines],
        actor=first.payer.value,
        payee=None if first.payee is None else first.payee.value,
        kind=first.kind.value,
        scope=first.scope.value,
        per="event" if first.trigger.startswith("event:") else "month",
        amount=first.amount,
        basis=first.basis.value,
    )


def _rows(one: Yearly, lines: Sequence[CostLine], groups: Sequence[list[int]]) -> Iterable[AmountRow]:
    priced = {
        scope: [n for n, of in enumerate(groups) if lines[of[0]].scope == scope] for scope in ("exclusion", "ordinary")
    }
    for scope in priced:
        for n in priced[scope]:
            if one.lines[:, groups[n]].any():
                yield _row(scope, n, lines[groups[n][0]], one.lines[:, groups[n]])
    yield from _paid("intervention", one.intervention)
    for n, of in enumerate(groups):
        if one.replaced[:, of].any():
            yield _row("intervention", n, lines[of[0]], -one.replaced[:, of])
    yield from _paid("casework", one.casework)
    for n, of in enumerate(groups):
        if one.displaced[:, of].any():
            yield _row("displacement", n, lines[of[0]], one.displaced[:, of])


def _row(account: str, price: int, line: CostLine, amounts: NDArray[np.float64]) -> AmountRow:
    return AmountRow(
        account=account,
        price=price,
        actor=line.payer.reported,
        payee=None if line.payee is None else line.payee.reported,
        society=line.kind in (Kind.REAL, Kind.PRODUCTION),
        by_year=amounts.sum(axis=1).tolist(),
    )


def _paid(account: str, amounts: NDArray[np.float64]) -> Iterable[AmountRow]:
    """Resources by payer; every krona is a cost to society."""
    for actor in _PAYERS:
        own = amounts[:, REPORTED.index(actor)]
        if own.any():
            yield AmountRow(account=account, price=None, actor=actor, society=True, by_year=own.tolist())
