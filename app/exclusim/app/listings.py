"""Lists on stdout: cases, parameters, stored runs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:  # each list needs one of them, and importing all takes seconds
    from exclusim.model.parameters import Parameter, Parameters
    from exclusim.results.store.record import RunInfo
    from exclusim.scenarios.library import CaseInfo

__all__ = ["print_cases", "print_csv", "print_parameters", "print_runs"]

_COLUMNS = ("name", "value", "unit", "prior", "source", "assumption", "note")
_PIPE_WIDTH = 120  # a table read by a program or a pager has no width of its own


def print_parameters(parameters: Parameters) -> None:
    """One table per group, the first word of the name."""
    console = _console()
    groups: dict[str, list[Parameter]] = {}
    for item in parameters.values():
        groups.setdefault(item.name.partition(".")[0], []).append(item)
    for group, members in groups.items():
        table = Table(title=group, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("name", overflow="fold", no_wrap=console.width >= 110)
        table.add_column("value", justify="right", no_wrap=True)
        table.add_column("unit")
        table.add_column("prior")
        table.add_column("source")
        for item in members:
            name, _value, unit, prior, source, *_rest = _row(item)
            table.add_row(Text(name), f"{item.value:.6g}", Text(unit), Text(prior), Text(source))
        console.print(table)
        console.print()
    assumed = sum(item.is_assumption for item in parameters.values())
    console.print(f"{len(parameters)} parameters, of which {assumed} are assumptions without a published source")


def print_csv(parameters: Parameters) -> None:
    """The same as comma-separated values, full precision, with notes."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(item) for item in parameters.values())


def _row(item: Parameter) -> tuple[str, ...]:
    prior = item.prior.describe(item.value)
    assumption = "yes" if item.is_assumption else "no"
    return item.name, repr(item.value), item.unit, prior, item.source, assumption, item.note


def print_cases(cases: Sequence[CaseInfo]) -> None:
    """The shipped cases with their scenarios."""
    from exclusim.results.language import _

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("case", no_wrap=True)
    table.add_column("title", ratio=3)
    table.add_column("people", justify="right")
    table.add_column("scenarios", ratio=2)
    table.add_column("flat annuity", no_wrap=True)
    for case in cases:
        scenarios = ", ".join(("baseline", *case.scenarios))
        flat = "yes" if case.has_flat_annuity else "no"
        table.add_row(case.name, Text(_(case.title)), str(case.size), Text(scenarios), flat)
    _console().print(table)


def print_runs(runs: Sequence[RunInfo]) -> None:
    """Stored runs, the latest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("run", "case", "preset", "seed", "persons", "replicates", "created", "status"):
        table.add_column(name, overflow="fold")
    for run in runs:
        numbers = str(run.seed), str(run.persons), str(run.replicates)
        table.add_row(run.run_id, Text(run.case), run.preset, *numbers, run.created, run.status)
    _console().print(table)


def _console() -> Console:
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console
