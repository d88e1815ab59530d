"""``exclusim check``: the calibrated model against published statistics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exclusim.app.options import AsJson, Seed, Threads

if TYPE_CHECKING:
    from rich.table import Table

    from exclusim.calibration.checking import CheckDocument, CheckRow

__all__ = ["register"]

_PIPE_WIDTH = 120
_MARK = {"agrees": "", "model too high": "high", "model too low": "low"}
_STRIP = 15  # characters of the plot
_SPAN = 4.0  # standard errors from its middle to its end


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(check)


def check(
    targets: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Statistics to compare with, a table with the columns of statistics.csv.",
            show_default="the shipped statistics",
        ),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="Only rows of this role; may be repeated.", show_default="all roles"),
    ] = None,
    draws: Annotated[int, typer.Option(min=2, metavar="N", help="Joint draws of all uncertain parameters.")] = 40,
    persons: Annotated[
        int, typer.Option(min=1000, max=1_000_000, metavar="N", help="Simulated people per draw.")
    ] = 20_000,
    seed: Seed = 1,
    threads: Threads = 0,
    as_json: AsJson = False,
) -> None:
    """Compare the calibrated model with published statistics.

    Every row is measured on simulated people by its own definition. Misses come first; rows that cannot be measured
    are listed with the reason.
    """
    from rich.console import Console

    from exclusim.app.progress import progress
    from exclusim.app.signals import interruptible
    from exclusim.calibration.checking.basis import default_draws
    from exclusim.calibration.checking.check import check_model
    from exclusim.calibration.checking.given import read_statistics
    from exclusim.calibration.evidence import Statistic, statistics
    from exclusim.model.errors import ExclusimError

    rows: list[Statistic] = list(statistics().values() if targets is None else read_statistics(targets))
    if role:
        known = sorted({row.role for row in rows})
        unknown = [name for name in role if name not in known]
        if unknown:
            raise ExclusimError(f"no row has the role {unknown[0]!r}", hint=f"there are {', '.join(known)}")
        rows = [row for row in rows if row.role in role]
    chosen, basis = default_draws(draws, seed)
    with progress(Console(stderr=True, markup=False, highlight=False)) as report:
        document = interruptible(
            lambda: check_model(
                chosen,
                persons,
                seed,
                rows,
                lambda share: report(f"simulating {draws} draws of {persons} people", share),
                threads=threads,
                statistics_name="shipped" if targets is None else targets.name,
                basis=basis,
            )
        )
    if as_json:
        print(document.model_dump_json(indent=2))
    else:
        _print(document)


def _print(document: CheckDocument) -> None:
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    console.print(
        f"{len(document.rows)} statistics ({document.statistics}) against {document.draws} draws of "
        f"{document.persons} people; draws: {document.basis}\n"
    )
    for role, found in document.summary.items():
        console.print(
            f"{role:<12} {found.inside_share:4.0%} of {found.rows} rows inside, "
            f"{found.groups_inside_share:4.0%} of {found.groups} independent groups"
        )
    misses = [row for row in document.rows if not row.inside]
    for title, rows in (("misses, the worst first", misses), ("agreeing", document.rows[len(misses) :])):
        if rows:
            console.print()
            console.print(_table(title, rows))
    if document.unmapped:
        console.print(f"\nnot measured: {len(document.unmapped)} rows")
        reasons: dict[str, list[str]] = {}
        for row in document.unmapped:
            reasons.setdefault(row.reason, []).append(row.id)
        for reason, ids in sorted(reasons.items(), key=lambda item: -len(item[1])):
            console.print(f"  {reason}: {', '.join(ids)}")
    console.print(
        "\ninside: the published value lies within the simulated 90 % interval widened by the row's own error; "
        "plot: + published, ─ simulated 90 % interval"
    )


def _table(title: str, rows: list[CheckRow]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)
    table.add_column("statistic", overflow="fold")
    table.add_column("role", no_wrap=True)
    for name in ("published", "simulated", "90 %", "z"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("model", no_wrap=True)
    table.add_column("plot", no_wrap=True)
    for row in rows:
        found = row.simulated
        table.add_row(
            Text(row.id), Text(row.label), Text(row.role), _number(row.published, row.unit),
            _number(found.mean, row.unit), f"{_number(found.p5, row.unit)}–{_number(found.p95, row.unit)}",
            f"{row.z:+.1f}", _MARK[row.verdict], Text(_strip(row)),
        )  # fmt: skip
    return table


def _strip(row: CheckRow) -> str:
    """The simulated interval around the published value, in the row's standard errors; arrows where it runs off."""
    scale = row.se or abs(row.published) * 0.01 or 1.0

    def at(value: float) -> int:
        return round((value - row.published) / scale / _SPAN * (_STRIP // 2)) + _STRIP // 2

    low, high = at(row.simulated.p5), at(row.simulated.p95)
    cells = ["─" if low <= cell <= high else " " for cell in range(_STRIP)]
    cells[_STRIP // 2] = "+"
    if low < 0:
        cells[0] = "◂"
    if high >= _STRIP:
        cells[-1] = "▸"
    return "".join(cells)


def _number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    return f"{value * 1e5:.0f}e-5" if unit == "per person-year" else f"{value:.3g}"
