"""The live sheets of a run."""

from __future__ import annotations

from exclusim.results.amounts import Amounts
from exclusim.results.document import Difference, RunDocument, ScenarioResult
from exclusim.results.labels import label
from exclusim.results.language import _
from exclusim.results.workbook.actors import horizon_title
from exclusim.results.workbook.live.parts import Block, Measure, Table, cost, net

__all__ = ["blocks_of_run"]

_EXCLUSION, _ORDINARY, _PROJECT = ("exclusion",) * 2, ("ordinary",) * 2, ("intervention",) * 2
_BURDEN = ("exclusion", "ordinary")


def blocks_of_run(document: RunDocument) -> list[Block]:
    """One block; none for a document of old without amounts."""
    amounts = document.amounts
    if amounts is None:
        return []
    labels = {name: _(scenario.label) for name, scenario in document.scenarios.items()}
    tables = [_costs(amounts, name, scenario, labels[name]) for name, scenario in document.scenarios.items()]
    tables += [_gains(amounts, name, found, labels[name]) for name, found in document.differences.items()]
    return [Block("", amounts, labels, tuple(tables))]


def _other(amounts: Amounts) -> dict[str, str]:
    """Horizons beside the case's own, with their names."""
    keys = ("1", "4", "8", "20", "65")
    return {key: horizon_title(key) for key in keys if key in amounts.horizons and key != amounts.main}


def _title(amounts: Amounts) -> str:
    return _("{n} år").format(n=amounts.horizons[amounts.main])


def _costs(amounts: Amounts, name: str, scenario: ScenarioResult, shown: str) -> Table:
    start, end = amounts.start, amounts.end
    main, term = (start, end), (start, start + amounts.term)
    measures = [
        cost(_title(amounts), name, main, _EXCLUSION, scenario.total),
        cost(_("Första mandatperioden"), name, term, _EXCLUSION, scenario.term),
    ]
    measures += [
        cost(title, name, (start, start + amounts.horizons[key]), _EXCLUSION, scenario.horizons[key])
        for key, title in _other(amounts).items()
    ]
    if start:
        measures.append(cost(_("Före kalkylens start"), name, (0, start), _EXCLUSION, scenario.before))
    present = {row.account for row in amounts.scenarios[name]}
    if "ordinary" in present:
        measures.append(cost(_("Vanligt liv"), name, main, _ORDINARY, scenario.ordinary))
    if "intervention" in present:
        measures.append(cost(label("intervention"), name, (0, end), _PROJECT, scenario.intervention))
    heading = _("{scenario}: kostnad, nuvärde i tkr").format(scenario=shown)
    return Table(heading, _("{scenario}, kostnad").format(scenario=shown), False, tuple(measures))


def _gains(amounts: Amounts, name: str, found: Difference, shown: str) -> Table:
    pair, start, end = (found.baseline, name), amounts.start, amounts.end
    measures: list[Measure] = [
        net(_title(amounts), pair, (0, end), found.net),
        net(_("Vinst första mandatperioden"), pair, (start, start + amounts.term), found.term, _BURDEN),
    ]
    measures += [
        net(title, pair, (0, start + amounts.horizons[key]), found.horizons[key])
        for key, title in _other(amounts).items()
    ]
    heading = _("{scenario}: nettovinst, nuvärde i tkr").format(scenario=shown)
    return Table(heading, _("{scenario}, nettovinst").format(scenario=shown), True, tuple(measures))
