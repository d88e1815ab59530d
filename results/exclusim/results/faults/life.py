"""One life with many faults: what the person did, what stood in the case file, and which faults held."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.calibration.costs import cost_book
from exclusim.calibration.measures import ANY_AGE, LONG_TERM_AGES, long_term_excluded
from exclusim.model.engine import Run, Spells
from exclusim.model.institutions.faults import FAULTS, FaultMeasure, measure_faults
from exclusim.model.institutions.histories import CaseHistories
from exclusim.model.institutions.vocabulary import CaseState
from exclusim.model.ledger import CostBook, person_ledger
from exclusim.model.vocabulary import BURDENS
from exclusim.results.labels import number, years
from exclusim.results.language import _, both

from .document import CaseSpell, FaultLife, FaultMonths, LifeStatus
from .draw import FaultPlan, cases_of
from .views import SOCIETY
from .words import case_text, needs_of

__all__ = ["person_cases", "typical_life"]

_TENTH = 0.9


def typical_life(planned: FaultPlan) -> FaultLife | None:
    """The life of median cost in the tenth of the long-term excluded that meets most different faults, today.

    None where nobody is long-term excluded.
    """
    plan, base = planned.plan, planned.base
    system = planned.today(plan.central(), 0)
    draw, today = system.draw, system.run(histories=True)
    cases, run = cases_of(today), today.run
    measured = measure_faults(cases)
    different = np.sum([one.months > 0 for one in measured.values()], axis=0)
    member = long_term_excluded(run, None, LONG_TERM_AGES if plan.is_cohort else ANY_AGE)
    if not member.any():
        return None
    candidates = np.flatnonzero(member & (different >= np.quantile(different[member], _TENTH)))
    book = CostBook(cost_book(draw, plan.case.appraisal.price_year), base.world.statuses)
    weights = plan.valuation.weights(plan.valuation.end)[: base.months]
    society = person_ledger(book, _spells(run), book.view[:, :1] * book.in_exclusion[:, None], weights)[:, SOCIETY]
    ordered = candidates[np.argsort(society[candidates], kind="stable")]
    return _told(planned, run, cases, measured, int(ordered[ordered.size // 2]), society)


def _spells(run: Run) -> Spells:
    assert run.spells is not None  # asked for above
    return run.spells


def _told(
    planned: FaultPlan,
    run: Run,
    cases: CaseHistories,
    measured: dict[str, FaultMeasure],
    i: int,
    society: NDArray[np.float64],
) -> FaultLife:
    met = [
        FaultMonths(
            name=fault.name,
            label=fault.label,
            months=int(measured[fault.name].months[i]),
            episodes=int(measured[fault.name].episodes[i]),
        )
        for fault in FAULTS
        if measured[fault.name].months[i] > 0
    ]
    age0 = float(run.people.age0[i])
    statuses = _statuses(planned, _spells(run), i, age0)
    found = person_cases(cases, i, age0)
    excluded = {(s.activity, s.support) for s in planned.base.world.statuses if s.excluded}
    outside = sum(s.months for s in statuses if (s.activity, s.support) in excluded)
    alone = sum(spell.months for spell in found if spell.state != "helped")
    story = both(
        lambda: _(
            "Utanför {outside} av {all}, varav {alone} utan att någon arbetar med personen. "
            "Möter {met} av {faults} systemfel."
        ).format(
            outside=years(outside / 12, 1),
            all=years(planned.base.months / 12),
            alone=years(alone / 12, 1),
            met=number(len(met)),
            faults=number(len(FAULTS)),
        )
    )
    return FaultLife(
        person=int(run.people.person[i]),
        story=story,
        rule=both(
            lambda: _(
                "Mediankostnaden i den tiondel av de långvarigt utanförstående som möter flest olika systemfel, "
                "under parametrarnas mittvärden."
            )
        ),
        society=float(society[i]),
        faults=sorted(met, key=lambda fault: -fault.months),
        statuses=statuses,
        cases=found,
    )


def _statuses(planned: FaultPlan, spells: Spells, i: int, age0: float) -> list[LifeStatus]:
    rows: list[LifeStatus] = []
    until, statuses = spells.until(), planned.base.world.statuses
    for row in range(int(spells.first[i]), int(spells.first[i + 1])):
        status, start = statuses[spells.status[row]], int(spells.month[row])
        if status.absorbing or until[row] <= start:
            continue
        carried = [name for bit, name in enumerate(BURDENS) if int(spells.burdens[row]) >> bit & 1]
        spell = LifeStatus(
            start_month=start,
            months=int(until[row]) - start,
            age=age0 + start / 12,
            activity=status.activity,
            support=status.support,
            burdens=carried,
        )
        _joined(rows, spell, lambda one: (one.activity, one.support, one.burdens))
    return rows


def person_cases(cases: CaseHistories, i: int, age0: float) -> list[CaseSpell]:
    """What stands in one person's case file, in words, without the months in which nothing does."""
    own = _own(cases, i)
    holds = {fault.name: fault.holds(own) for fault in FAULTS}
    lasts = own.lasts()
    rows: list[CaseSpell] = []
    for row in range(own.month.size):
        state, start = CaseState(int(own.state[row])), int(own.month[row])
        if state is CaseState.NONE or lasts[row] <= 0:
            continue
        spell = CaseSpell(
            start_month=start,
            months=int(lasts[row]),
            age=age0 + start / 12,
            state=state.name.lower(),
            text=_written(own, row),
            needs=needs_of(int(own.needs[row])),
            unseen=needs_of(int(own.unseen[row])),
            faults=[name for name, rows_of in holds.items() if rows_of[row]],
        )
        _joined(rows, spell, lambda one: (one.text, one.needs, one.unseen, one.faults))
    return rows


def _written(own: CaseHistories, row: int) -> str:
    """What one row of the case file says."""
    state, agency, answer, by = (int(column[row]) for column in (own.state, own.agency, own.answer, own.by))
    return both(lambda: case_text(state, agency, answer, by))


def _own(cases: CaseHistories, i: int) -> CaseHistories:
    """One person's rows as histories of their own."""
    rows = slice(int(cases.first[i]), int(cases.first[i + 1]))
    first = np.array([0, rows.stop - rows.start], np.int64)
    return CaseHistories(
        first, cases.month[rows], cases.state[rows], cases.agency[rows], cases.answer[rows], cases.by[rows],
        cases.needs[rows], cases.unseen[rows], cases.marks[rows], cases.months,
    )  # fmt: skip


def _joined[Spell: (LifeStatus, CaseSpell)](
    rows: list[Spell], spell: Spell, content: Callable[[Spell], Sequence[object]]
) -> None:
    """Add a spell, or lengthen the one before it where both say the same and meet."""
    last = rows[-1] if rows else None
    if last is not None and last.start_month + last.months == spell.start_month and content(last) == content(spell):
        rows[-1] = last.model_copy(update={"months": last.months + spell.months})
    else:
        rows.append(spell)
