"""The live sheets of a comparison: unit costs and rate as inputs, the totals of every scenario as formulas."""

from __future__ import annotations

from collections.abc import Mapping

from exclusim.results.amounts import Amounts
from exclusim.results.compare.document import CompareDocument, ScenarioComparison
from exclusim.results.compare.order import ranked
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.live import Block, Measure, Table, Term, cost, net

__all__ = ["blocks_of_comparison"]

_EXCLUSION = ("exclusion", "exclusion")


def blocks_of_comparison(document: CompareDocument) -> list[Block]:
    """A block for each baseline; none for a document of old without amounts."""
    blocks = []
    for number, amounts in enumerate(document.amounts):
        names = [name for name in ranked(document) if name in amounts.scenarios]
        labels = {"baseline": label("baseline")} | {name: _(document.scenarios[name].label) for name in names}
        tables = [] if number else [_baseline(document, amounts)]
        tables += [_gains(amounts, name, document.scenarios[name], labels) for name in names]
        title = document.scenarios[names[0]].case if len(document.amounts) > 1 else ""
        blocks.append(Block(title, amounts, labels, tuple(tables)))
    return blocks


def _baseline(document: CompareDocument, amounts: Amounts) -> Table:
    window = amounts.start, amounts.end
    title = _("{n} år").format(n=amounts.horizons[amounts.main])
    measure = cost(title, "baseline", window, _EXCLUSION, document.baseline)
    shown = label("baseline")
    heading = _("{scenario}: kostnad, nuvärde i tkr").format(scenario=shown)
    return Table(heading, _("{scenario}, kostnad").format(scenario=shown), False, (measure,))


def _gains(amounts: Amounts, name: str, found: ScenarioComparison, labels: Mapping[str, str]) -> Table:
    before = found.against if found.against in amounts.scenarios else f"{found.case}/{found.against}"
    pair, whole = (before, name), (0, amounts.end)
    measures = [
        net(_("Netto"), pair, whole, found.net),
        Measure(
            _("Kostnad"),
            whole,
            (Term(1, name, "intervention", "casework"), Term(-1, before, "intervention", "casework")),
            {actor: value.mean for actor, value in found.cost.items()},
        ),
    ]
    if found.starts_month % 12 == 0:  # else a term begins within a year, and years cannot be divided
        first = found.starts_month // 12
        last = first + amounts.term if (amounts.end - first) // amounts.term > 1 else amounts.end
        measures += [
            net(_("Första mandatperioden"), pair, (first, last), found.term),
            net(_("Första året"), pair, (first, first + 1), found.year_one),
        ]
    heading = _("{scenario}: nettovinst, nuvärde i tkr").format(scenario=labels[name])
    return Table(heading, _("{scenario}, nettovinst").format(scenario=labels[name]), True, tuple(measures))
