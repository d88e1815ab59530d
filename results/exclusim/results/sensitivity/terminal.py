"""A sensitivity analysis in the terminal: the spread, the noise, the ranking."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from exclusim.results.language import _, telling
from exclusim.results.sensitivity.document import Index, OutcomeSpread, SensitivityDocument
from exclusim.results.sensitivity.words import ranked

__all__ = ["render_terminal"]

_SHOWN = 12
_STEPS = ("mu_star", "mu", "sigma")


@telling
def render_terminal(document: SensitivityDocument, console: Console) -> None:
    """Print the document in English; it fits 80 columns."""
    console.print(Text(f"{_(document.title)} ({document.scenario})", style="bold"))
    console.print(
        Text(
            f"{document.method} · {document.parameters} uncertain parameters from the {document.origin} · "
            f"{document.runs} runs with {document.persons} people · {document.seconds:.0f} s",
            style="dim",
        )
    )
    for outcome in document.outcomes:
        console.print()
        _outcome(document, outcome, console)


def _amount(value: float, outcome: OutcomeSpread) -> str:
    if outcome.unit == "SEK":
        return f"{value / 1e6:,.2f}"
    return f"{100 * value:.2f}" if outcome.unit == "share" else f"{value:.1f}"


def _cell(row: Index, value: float, outcome: OutcomeSpread) -> str:
    return _amount(value, outcome) if row.index in _STEPS else f"{value:.3f}"


def _outcome(document: SensitivityDocument, outcome: OutcomeSpread, console: Console) -> None:
    unit = {"SEK": "MSEK", "share": "per cent", "years": "years"}[outcome.unit]
    spread = outcome.spread
    console.print(
        f"{outcome.name}: {_amount(spread.mean, outcome)} {unit} "
        f"({_amount(spread.p5, outcome)} to {_amount(spread.p95, outcome)} over runs); luck of lives "
        f"{outcome.replicate_noise_share:.0%} of the variance, {outcome.noise_share_real_group:.0%} in the real group."
    )
    if outcome.explained is not None:
        console.print(f"Emulator: reproduces {outcome.explained:.0%} of the variance between parameter values.")
    rows = ranked(document, outcome.name)[:_SHOWN]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Parameter" if not document.grouped else "Group", overflow="fold")
    suffix = f" ({unit})" if rows and rows[0].index in _STEPS else ""
    table.add_column(f"{rows[0].index}{suffix}" if rows else "", justify="right", no_wrap=True)
    table.add_column("90 % interval", justify="right", no_wrap=True)
    for row in rows:
        ends = f"{_cell(row, row.ci_low, outcome)} to {_cell(row, row.ci_high, outcome)}"
        table.add_row(row.parameter, _cell(row, row.value, outcome), ends)
    console.print(table)
    found = next(row for row in document.convergence if row.outcome == outcome.name)
    state = "converged" if found.converged else "not converged"
    console.print(Text(f"{state}: widest interval ±{found.widest:.3f} (0.05 wanted)", style="dim"))
