"""Typical lives (*typfall*): single simulated people with their cost by actor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.calibration.measures import ANY_AGE, LONG_TERM_AGES, long_term_excluded
from exclusim.model.engine import Run, Spells, simulate
from exclusim.model.ledger import CostBook, person_ledger
from exclusim.model.money import REPORTED
from exclusim.model.population import COHORT_AGE
from exclusim.model.vocabulary import BURDENS, cell_levels
from exclusim.results.document import Life, LifeSpell
from exclusim.results.language import _, both, recording
from exclusim.results.run.plan import CasePlan
from exclusim.results.run.sample import replicate_seed
from exclusim.results.run.tasks import DrawTask

__all__ = ["told_lives", "typical_lives"]

_ACTORS = tuple(actor for actor in REPORTED if actor not in ("society", "public"))


def told_lives(task: DrawTask) -> tuple[list[Life], dict[str, str]]:
    """Typical lives as a task of a worker, and their sentences in English."""
    with recording() as english:
        lives = typical_lives(task.plan(), task.seed)
    return lives, english


def typical_lives(plan: CasePlan, seed: int) -> list[Life]:
    """Four lives of the baseline under the central parameters, chosen by rule, never by hand.

    The rules: the median among the never excluded, among those excluded for a short time, among the long-term
    excluded without and with burdens, by cost to society.
    """
    draw = plan.central()
    run = simulate(plan.base, draw, replicate_seed(seed, 0), histories=True)
    assert run.spells is not None
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), plan.base.world.statuses)
    view = book.view * book.in_exclusion[:, None]
    weights = plan.valuation.weights(plan.valuation.end)[: plan.base.months]
    cost = person_ledger(book, run.spells, view, weights)
    chosen = _choose(plan, run, cost[:, 0])
    prices = _Prices.of(book, view, plan.youth(draw))
    return [_life(plan, run, prices, cost, person, title) for title, person in chosen]


def _choose(plan: CasePlan, run: Run, society: NDArray[np.float64]) -> list[tuple[str, int]]:
    spells = _spells(run)
    excluded = np.array([s.excluded for s in plan.base.world.statuses])
    end = plan.valuation.end
    person, length = spells.person(), np.minimum(spells.until(), end) - np.minimum(spells.month, end)
    months = np.bincount(person, weights=length * excluded[spells.status], minlength=run.people.person.size)
    heavy = sum(1 << BURDENS.index(b) for b in ("substance_misuse", "crime", "homelessness"))
    burdened = (
        np.bincount(person, weights=length * ((spells.burdens & heavy) > 0), minlength=run.people.person.size) > 12
    )
    alive = ~np.isin(run.people.status, [i for i, s in enumerate(plan.base.world.statuses) if s.absorbing])
    long_term = long_term_excluded(run, None, LONG_TERM_AGES if plan.is_cohort else ANY_AGE)
    rules = {
        both(lambda: _("Nästan aldrig utanför")): alive & (months <= 6),
        both(lambda: _("Utanför en kortare tid")): alive & ~long_term & (months > 12) & ~burdened,
        both(lambda: _("Långvarigt utanför")): alive & long_term & ~burdened,
        both(lambda: _("Långvarigt utanför med missbruk, brott eller hemlöshet")): alive & long_term & burdened,
    }
    chosen = []
    for title, member in rules.items():
        candidates = np.flatnonzero(member)
        if candidates.size:
            order = candidates[np.argsort(society[candidates], kind="stable")]
            chosen.append((title, int(order[order.size // 2])))
    return chosen


def _spells(run: Run) -> Spells:
    assert run.spells is not None
    return run.spells


@dataclass(frozen=True)
class _Prices:
    """SEK by view, of all lines and of those alone that count only from ``youth`` months on: lost work and taxes.

    Shapes: held (statuses, V), carried (burdens, V), entered (from, to, V), joining (statuses, V), each stacked twice.
    """

    held: NDArray[np.float64]
    carried: NDArray[np.float64]
    entered: NDArray[np.float64]
    joining: NDArray[np.float64]
    youth: int

    @classmethod
    def of(cls, book: CostBook, view: NDArray[np.float64], youth: int) -> _Prices:
        both_views = (view, view * book.of_work[:, None])
        on_events = [part[book.event_lines] for part in both_views]
        return cls(
            np.stack([book.held @ part for part in both_views]),
            np.stack([book.carried @ part for part in both_views]),
            np.stack([book.entered @ part for part in on_events]),
            np.stack([book.on_joining @ part for part in on_events]),
            youth,
        )

    def counted(self, amounts: NDArray[np.float64], month: int) -> NDArray[np.float64]:
        """What counts in a month of the two stacked amounts, shape (V,)."""
        return np.asarray(amounts[0] - amounts[1] if month < self.youth else amounts[0])


def _life(plan: CasePlan, run: Run, prices: _Prices, cost: NDArray[np.float64], i: int, title: str) -> Life:
    spells, statuses = _spells(run), plan.base.world.statuses
    end = plan.valuation.end
    money = np.zeros((12 * len(plan.years), len(REPORTED)))
    rows: list[LifeSpell] = []
    until = spells.until()
    for row in range(spells.first[i], spells.first[i + 1]):
        start, stop = int(spells.month[row]), min(int(until[row]), end)
        status, burdens = spells.status[row], int(spells.burdens[row])
        if stop <= start or statuses[status].absorbing:
            continue
        carried_now = [b for b in range(len(BURDENS)) if burdens >> b & 1]
        monthly = prices.held[:, status] + prices.carried[:, carried_now].sum(axis=1)
        for month in range(start, stop):
            money[month] = prices.counted(monthly, month)
        if row == spells.first[i]:
            money[start] += prices.counted(prices.joining[:, status], start)
        elif status != spells.status[row - 1]:
            money[start] += prices.counted(prices.entered[:, spells.status[row - 1], status], start)
        spell = LifeSpell(
            start_month=start,
            months=stop - start,
            age=float(run.people.age0[i]) + start / 12,
            activity=statuses[status].activity,
            support=statuses[status].support,
            burdens=[BURDENS[b] for b in carried_now if BURDENS[b] != "scarring"],
            cost=_by_actor(money[start:stop].sum(axis=0)),
        )
        rows.append(_joined(rows.pop(), spell) if rows and _alike(rows[-1], spell) else spell)
    yearly = money.reshape(-1, 12, len(REPORTED)).sum(axis=1).round()
    return Life(
        person=int(run.people.person[i]),
        title=title,
        story=both(lambda: _story(run, i, rows)),
        spells=rows,
        cost=_by_actor(cost[i]),
        years=_years(plan),
        yearly={actor: yearly[:, REPORTED.index(actor)].tolist() for actor in _ACTORS},
    )


def _years(plan: CasePlan) -> list[int]:
    """What the years of a life are called: of one in the first cohort, where several follow."""
    first = COHORT_AGE if plan.is_cohort else 0
    return [first + year for year in range(len(plan.years))]


def _by_actor(money: NDArray[np.float64]) -> dict[str, float]:
    amounts = dict(zip(REPORTED, money.tolist(), strict=True))
    return {actor: round(amounts[actor]) for actor in _ACTORS}


def _alike(a: LifeSpell, b: LifeSpell) -> bool:
    return (a.activity, a.support, a.burdens) == (b.activity, b.support, b.burdens)


def _joined(a: LifeSpell, b: LifeSpell) -> LifeSpell:
    cost = {actor: a.cost[actor] + b.cost[actor] for actor in a.cost}
    return a.model_copy(update={"months": a.months + b.months, "cost": cost})


def _story(run: Run, i: int, spells: list[LifeSpell]) -> str:
    """Who somebody is, in the language spoken."""
    sex, origin, parents, condition, *_frailty = cell_levels()[run.people.cell[i]]
    born = {
        "native": _("född i Sverige"),
        "foreign_born": _("född utomlands"),
        "newcomer": _("nyanländ"),
    }
    home = {
        "compulsory": _("föräldrar med grundskola"),
        "upper_secondary": _("föräldrar med gymnasieutbildning"),
        "post_secondary": _("föräldrar med eftergymnasial utbildning"),
    }
    school = (
        _("utan gymnasiebehörighet"),
        _("utan gymnasieexamen"),
        _("gymnasieexamen"),
        _("eftergymnasial examen"),
    )
    background = [_("Kvinna") if sex == "woman" else _("Man"), born[origin], home[parents]]
    if condition == "yes":
        background.append(_("neuropsykiatriskt tillstånd"))
    work = sum(s.months for s in spells if s.activity.endswith("_job")) / 12
    return _("{background}; {record}. {years} år i arbete under perioden.").format(
        background=", ".join(background), record=school[int(run.people.record[i])], years=f"{work:.0f}"
    )
