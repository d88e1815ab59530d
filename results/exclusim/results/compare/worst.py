"""Each payer's worst year, set against the budget that it has in that year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exclusim.results.compare.budgets import ALL, Limit
from exclusim.results.compare.document import ScenarioComparison
from exclusim.results.labels import label, mkr, percent
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, table
from exclusim.results.report.yearly_net import ACTORS, worst_cells
from exclusim.results.run.plan import CasePlan
from exclusim.results.yearly_net import WorstYear, worst_years

__all__ = ["budget_of", "worst", "worst_table"]


def worst(plan: CasePlan, nominal: NDArray[np.float64], limits: Sequence[Limit]) -> dict[str, WorstYear]:
    """By actor; the limits are those of the comparison.

    Args:
        plan: what was run.
        nominal: undiscounted net, shape (draws, years, actors), from the first month on.
        limits: of payers and years; those of departments, staff and present values are left out.
    """
    values = nominal[:, : len(plan.years)]
    found = worst_years(values, plan.years, plan.case.population.start_year)
    return {actor: _against(one, budget_of(limits, actor, one.calendar)) for actor, one in found.items()}


def budget_of(limits: Sequence[Limit], actor: str, year: int | None) -> float | None:
    """The smallest budget of a payer in a calendar year, SEK; one of that year alone goes before that of every year.

    The budget of all payers together is the public sector's.

    >>> budget_of([Limit("kommun", 4e6, "each"), Limit("kommun", 1e6, 2030)], "kommun", 2030)
    1000000.0
    """
    who = ALL if actor == "public" else actor
    own = [limit for limit in limits if limit.who == who]
    alone = [limit.amount for limit in own if limit.when == year]
    every = [limit.amount for limit in own if limit.when == "each"]
    return min(alone or every, default=None)


def _against(found: WorstYear, limit: float | None) -> WorstYear:
    share = found.amount.mean / limit if limit else None
    return found.model_copy(update={"limit": limit, "share": share})


def worst_table(scenario: ScenarioComparison) -> Table | None:
    """One row by actor: the worst year, its net, and where there is a budget its share of it; None in old documents."""
    found = scenario.worst_year
    actors = [a for a in ACTORS if a in found]
    if not actors:
        return None
    limited = any(one.limit is not None for one in found.values())
    rows: list[list[Cell | str]] = []
    for actor in actors:
        one = found[actor]
        row: list[Cell | str] = [label(actor), *worst_cells(one, ages=one.year >= 10)]
        if limited:
            row += ["–" if one.limit is None else mkr(one.limit), "–" if one.share is None else percent(one.share, 1)]
        rows.append(row)
    head = [_("Aktör"), _("Sämsta år"), _("Netto det året, Mkr")]
    foot = _("Odiskonterat: det år då aktörens netto är lägst i medeltal, insatsens kostnad medräknad.")
    if limited:
        head += [_("Budget det året"), _("Andel av budgeten")]
        foot += " " + _(
            "En budget begränsar vad insatserna får kosta; nettot räknar också vad aktören sparar och får betala mer."
        )
    return table(
        _("{name}: varje aktörs sämsta år").format(name=_(scenario.label)),
        head,
        rows,
        strong=frozenset(i for i, a in enumerate(actors) if a in ("society", "public")),
        foot=foot,
    )
